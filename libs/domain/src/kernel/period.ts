import type { WorkingCalendar } from './calendar.js';
import type { PeriodUnit, Roll } from './rules.js';
import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  dateOfDayNumber,
  dayNumber,
  endOfDay,
  type Instant,
  type PlainDate,
  plusMs,
  startOfDay,
} from './time.js';
import { nthWorkingDay, workingDates } from './working-days.js';

export interface Period {
  /** The day (or instant) on which the fact happened that starts the period. */
  readonly from: PlainDate | Instant;
  /** How many units: a whole number, 0 or more. */
  readonly length: number;
  readonly unit: PeriodUnit;
  readonly dayOne: 'excluded' | 'included';
  readonly roll: Roll;
}

export interface PeriodEnd {
  readonly lastDay: PlainDate;
  /** The first instant that is too late: 24:00 of the last day; for hours and minutes the exact instant. */
  readonly dueBefore: Instant;
  /** The days that count, before any roll; null for months, years, hours and minutes. */
  readonly counted: readonly PlainDate[] | null;
  /** The last day before it was rolled, if it was. */
  readonly rolledFrom: PlainDate | null;
  /** True if a day of a year not yet announced had a say: the answer may change with the announcement. */
  readonly provisional: boolean;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The days of a period before any roll, as day numbers: first day that can count, last day. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** True for units that run from an instant to an instant and know no days. */
export const isClockUnit = (unit: PeriodUnit): unit is 'hour' | 'minute' => unit === 'hour' || unit === 'minute';

/** The day from which days are counted: a fact at an instant counts as of its day. */
export const dayFrom = (from: PlainDate | Instant): PlainDate => (typeof from === 'number' ? dateOf(from) : from);

/** The instant from which hours are counted: of a mere day, its end (day one excluded) or its beginning. */
export const instantFrom = (from: PlainDate | Instant, dayOne: 'excluded' | 'included'): Instant => {
  if (typeof from === 'number') return from;
  return dayOne === 'excluded' ? endOfDay(from) : startOfDay(from);
};

/** Milliseconds of a period in hours or minutes. */
export const clockMs = (length: number, unit: 'hour' | 'minute'): number => length * (unit === 'hour' ? HOUR_MS : MINUTE_MS);

/** First and last day of a period in days, months or years, before any roll. */
export const spanOf = (period: Period, calendar: WorkingCalendar): Span => {
  const { length, unit, dayOne } = period;
  const from = dayFrom(period.from);
  const start = dayNumber(from);
  const first = dayOne === 'excluded' ? start + 1 : start;
  switch (unit) {
    case 'workingDay':
      return { first, last: length === 0 ? first - 1 : nthWorkingDay(calendar, first, length) };
    case 'calendarDay':
      return { first, last: first + length - 1 };
    case 'month':
      return { first, last: dayNumber(addMonths(from, length)) + first - start - 1 };
    case 'year':
      return { first, last: dayNumber(addYears(from, length)) + first - start - 1 };
    case 'hour':
    case 'minute':
      throw new RangeError(`${unit}s have no days`);
    default:
      return unit satisfies never;
  }
};

/** The last day after rolling: the day after the holiday, if the day is hit by what the roll names. */
export const rolled = (date: PlainDate, roll: Roll, calendar: WorkingCalendar): PlainDate => {
  let day = date;
  while (isHit(day, roll, calendar)) day = addDays(day, 1);
  return day;
};

const isHit = (date: PlainDate, roll: Roll, calendar: WorkingCalendar): boolean => {
  switch (roll) {
    case 'none':
      return false;
    case 'statutory':
      return calendar.kindOf(date) === 'statutory';
    case 'block': {
      const kind = calendar.kindOf(date);
      return kind === 'statutory' || kind === 'block';
    }
    case 'anyNonWorking':
      return !calendar.isWorking(date);
    default:
      return roll satisfies never;
  }
};

/** Whether the calendar has a say at all: plain days, months and years without a roll do not ask it. */
const asksCalendar = (unit: PeriodUnit, roll: Roll): boolean => unit === 'workingDay' || roll !== 'none';

/** True if the answer rests on a year that is not announced yet. */
export const isProvisionalEnd = (unit: PeriodUnit, roll: Roll, lastDay: PlainDate, calendar: WorkingCalendar): boolean =>
  asksCalendar(unit, roll) && calendar.isProvisional(lastDay);

/** Refuses, as a bug of the pack or the caller, what no law can mean. */
export const checkLength = (length: number): void => {
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`a period of ${length} units`);
};

/**
 * The end of a period (`calculators.md` 2). A month or year ends on the same day number, else on the last day of its month; with day one
 * included one day earlier. Hours and minutes run through, from instant to instant, and never roll.
 * Ask `refuseYear` about `from` first: a year without data throws.
 */
export const periodEnd = (period: Period, calendar: WorkingCalendar): PeriodEnd => {
  checkLength(period.length);
  const { unit, roll } = period;
  if (isClockUnit(unit)) {
    const start = instantFrom(period.from, period.dayOne);
    const dueBefore = plusMs(start, clockMs(period.length, unit));
    return { lastDay: lastDayBefore(dueBefore), dueBefore, counted: null, rolledFrom: null, provisional: false };
  }
  const span = spanOf(period, calendar);
  const nominal = dateOfDayNumber(span.last);
  const lastDay = rolled(nominal, roll, calendar);
  return {
    lastDay,
    dueBefore: endOfDay(lastDay),
    counted: countedDays(unit, span, calendar),
    rolledFrom: lastDay === nominal ? null : nominal,
    provisional: isProvisionalEnd(unit, roll, lastDay, calendar),
  };
};

/** The day that ends with this instant, or in which it lies. */
export const lastDayBefore = (end: Instant): PlainDate => dateOf(plusMs(end, -1));

/** The days of a span that count; null where single days are not counted. */
export const countedDays = (unit: PeriodUnit, span: Span, calendar: WorkingCalendar): readonly PlainDate[] | null => {
  if (unit === 'workingDay') return workingDates(calendar, span.first, span.last + 1);
  if (unit !== 'calendarDay') return null;
  const days: PlainDate[] = [];
  for (let day = span.first; day <= span.last; day++) days.push(dateOfDayNumber(day));
  return days;
};
