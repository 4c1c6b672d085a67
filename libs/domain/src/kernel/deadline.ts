import type { WorkingCalendar } from './calendar.js';
import {
  checkLength,
  clockMs,
  countedDays,
  instantFrom,
  isClockUnit,
  isProvisionalEnd,
  lastDayBefore,
  type Period,
  periodEnd,
  rolled,
  type Span,
  spanOf,
} from './period.js';
import { count, type PeriodUnit, type Rule } from './rules.js';
import {
  addDays,
  DAY_MS,
  dateOfDayNumber,
  dayNumber,
  dayNumberOf,
  endOfDay,
  type Instant,
  type PlainDate,
  plusMs,
  startOfDay,
  startOfDayNumber,
} from './time.js';
import { countWorkingDays, isWorkingDayNumber, nthWorkingDay, workingDates } from './working-days.js';

/** A time during which a clock stands still; `to` is null while it lasts. */
export interface Suspension {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A due of a `no-later-than` rule, as an event keeps it. While suspended `lastDay`, `dueAt` and `counted` are null and `leftSeconds` is set. */
export interface Due {
  readonly rule: string;
  readonly from: PlainDate | Instant;
  readonly lastDay: PlainDate | null;
  /** The first instant that is too late. */
  readonly dueAt: Instant | null;
  /** The days that count, without those wholly suspended and before any roll; null for months, years, hours and minutes. */
  readonly counted: readonly PlainDate[] | null;
  readonly rolledFrom: PlainDate | null;
  readonly provisional: boolean;
  /** Version of the calendar that it was counted with. */
  readonly calendar: string;
  /** Countable seconds that ended suspensions took out. */
  readonly suspendedSeconds: number;
  readonly leftSeconds: number | null;
}

const UNITS: ReadonlySet<string> = new Set<PeriodUnit>(['workingDay', 'calendarDay', 'month', 'year', 'hour', 'minute']);

const periodOf = (rule: Rule, from: PlainDate | Instant): Period => {
  if (!UNITS.has(rule.unit)) throw new RangeError(`rule ${rule.id} is no period: its unit is ${rule.unit}`);
  const length = count(rule);
  checkLength(length);
  return { from, length, unit: rule.unit as PeriodUnit, dayOne: rule.dayOne ?? 'excluded', roll: rule.roll ?? 'none' };
};

/** When what a `no-later-than` rule demands is due. An `at-least` rule is a bug here: ask `earliestOf`. */
export const dueOf = (rule: Rule, from: PlainDate | Instant, calendar: WorkingCalendar, suspensions: readonly Suspension[] = []): Due => {
  if (rule.kind === 'at-least') throw new RangeError(`rule ${rule.id} is a minimum period`);
  const period = periodOf(rule, from);
  const head = { rule: rule.id, from };
  const tail = { calendar: calendar.version, suspendedSeconds: 0, leftSeconds: null };
  if (suspensions.length > 0) return { ...head, ...tail, ...suspendedEnd(period, calendar, merged(suspensions)) };
  const { lastDay, dueBefore, counted, rolledFrom, provisional } = periodEnd(period, calendar);
  return { ...head, lastDay, dueAt: dueBefore, counted, rolledFrom, provisional, ...tail };
};

/** In order of time, overlaps and touching ones made one. */
const merged = (suspensions: readonly Suspension[]): readonly Suspension[] => {
  const list: { from: Instant; to: Instant | null }[] = [];
  for (const { from, to } of suspensions.toSorted((a, b) => a.from - b.from)) {
    if (to !== null && to < from) throw new RangeError('a suspension ends before it begins');
    const last = list.at(-1);
    if (last === undefined || (last.to !== null && last.to < from)) list.push({ from, to });
    else if (last.to !== null && (to === null || to > last.to)) last.to = to;
  }
  return list.filter((suspension) => suspension.to !== suspension.from);
};

/** How a period uses up time: from `start` on it needs `needed` countable milliseconds. */
interface Clock {
  readonly start: Instant;
  readonly needed: number;
  countable(from: Instant, to: Instant): number;
  /** The instant at which `left` (above 0) countable milliseconds from `from` on are used up. */
  after(from: Instant, left: number): Instant;
  end(reached: Instant): Pick<Due, 'lastDay' | 'rolledFrom'> & { readonly lastDay: PlainDate; readonly dueAt: Instant };
  /** The end of a period that has nothing left when it goes on at `resumed`. */
  endFrom(resumed: Instant): Instant;
}

const suspendedEnd = (
  period: Period,
  calendar: WorkingCalendar,
  suspensions: readonly Suspension[],
): Omit<Due, 'rule' | 'from' | 'calendar'> => {
  const span = isClockUnit(period.unit) ? null : spanOf(period, calendar);
  const clock = clockOf(period, calendar, span);
  let [at, left, out, resumed] = [clock.start, clock.needed, 0, false];
  const reached = (): Instant => {
    if (left > 0) return clock.after(at, left);
    // Nothing left: it had reached its last day, and that day (or its roll) was cut short. It ends with the day on which it goes on.
    return resumed ? clock.endFrom(at) : at;
  };
  for (const { from, to } of suspensions) {
    if (to !== null && to <= at) continue;
    const begins = from > at ? from : at;
    if (begins >= clock.end(reached()).dueAt) break;
    left = Math.max(0, left - clock.countable(at, begins));
    if (to === null) {
      const open = { lastDay: null, dueAt: null, counted: null, rolledFrom: null, provisional: false };
      return { ...open, suspendedSeconds: out / 1000, leftSeconds: left / 1000 };
    }
    out += clock.countable(begins, to);
    [at, resumed] = [to, true];
  }
  const last = reached();
  const { lastDay, dueAt, rolledFrom } = clock.end(last);
  return {
    lastDay,
    dueAt,
    counted: span && countedWithin(period.unit, { first: span.first, last: dayNumber(lastDayBefore(last)) }, calendar, suspensions),
    rolledFrom,
    provisional: isProvisionalEnd(period.unit, period.roll, lastDay, calendar),
    suspendedSeconds: out / 1000,
    leftSeconds: null,
  };
};

const clockOf = (period: Period, calendar: WorkingCalendar, span: Span | null): Clock => {
  const { unit, roll, dayOne, length } = period;
  if (span === null || isClockUnit(unit)) {
    return {
      start: instantFrom(period.from, dayOne),
      needed: clockMs(length, unit as 'hour' | 'minute'),
      countable: (from, to) => to - from,
      after: plusMs,
      end: (reached) => ({ lastDay: lastDayBefore(reached), dueAt: reached, rolledFrom: null }),
      endFrom: (resumed) => resumed,
    };
  }
  const end: Clock['end'] = (reached) => {
    const nominal = lastDayBefore(reached);
    const lastDay = rolled(nominal, roll, calendar);
    return { lastDay, dueAt: endOfDay(lastDay), rolledFrom: lastDay === nominal ? null : nominal };
  };
  const start = startOfDayNumber(span.first);
  if (unit === 'workingDay') {
    return {
      start,
      needed: length * DAY_MS,
      countable: (from, to) => workingMs(calendar, from, to),
      after: (from, left) => afterWorking(calendar, from, left),
      end,
      endFrom: (resumed) => startOfDayNumber(nthWorkingDay(calendar, dayNumberOf(resumed), 1) + 1),
    };
  }
  return {
    start,
    needed: (span.last + 1 - span.first) * DAY_MS,
    countable: (from, to) => to - from,
    after: plusMs,
    end,
    endFrom: (resumed) => startOfDayNumber(dayNumberOf(resumed) + 1),
  };
};

/** Milliseconds of working days between two instants. */
const workingMs = (calendar: WorkingCalendar, from: Instant, to: Instant): number => {
  const [first, last] = [dayNumberOf(from), dayNumberOf(to)];
  const before = isWorkingDayNumber(calendar, first) ? from - startOfDayNumber(first) : 0;
  const within = isWorkingDayNumber(calendar, last) ? to - startOfDayNumber(last) : 0;
  return countWorkingDays(calendar, first, last) * DAY_MS - before + within;
};

const afterWorking = (calendar: WorkingCalendar, from: Instant, left: number): Instant => {
  const day = dayNumberOf(from);
  const today = isWorkingDayNumber(calendar, day) ? startOfDayNumber(day + 1) - from : 0;
  if (left <= today) return plusMs(from, left);
  const rest = left - today;
  const whole = Math.ceil(rest / DAY_MS);
  return plusMs(startOfDayNumber(nthWorkingDay(calendar, day + 1, whole)), rest - (whole - 1) * DAY_MS);
};

const countedWithin = (
  unit: PeriodUnit,
  span: Span,
  calendar: WorkingCalendar,
  suspensions: readonly Suspension[],
): readonly PlainDate[] | null => {
  const days = unit === 'workingDay' ? workingDates(calendar, span.first, span.last + 1) : countedDays(unit, span, calendar);
  const isSuspended = (day: PlainDate): boolean =>
    suspensions.some(({ from, to }) => from <= startOfDay(day) && (to === null || to >= endOfDay(day)));
  return days && days.filter((day) => !isSuspended(day));
};

/** A minimum period that one rule demands. */
export interface EarliestCandidate {
  readonly rule: string;
  readonly from: PlainDate | Instant;
  /** The last day of the minimum period. */
  readonly earliestDay: PlainDate;
  /** The day after it, when full days are demanded. */
  readonly strictEarliestDay: PlainDate;
  /** Which of the two binds, by the rule's `edge`. */
  readonly bindingDay: PlainDate;
  /** The first instant at which the act is lawful. */
  readonly earliestAt: Instant;
  readonly provisional: boolean;
}

/** The earliest day on which an act is lawful under every rule that demands a minimum period before it. */
export interface Earliest {
  readonly earliestDay: PlainDate;
  readonly strictEarliestDay: PlainDate;
  readonly bindingDay: PlainDate;
  readonly earliestAt: Instant;
  /** Id of the rule that binds; of equals the first that was named. */
  readonly binding: string;
  readonly provisional: boolean;
  readonly calendar: string;
  readonly candidates: readonly EarliestCandidate[];
}

/** The minimum periods of `at-least` rules taken together: the latest binds. Throws on an empty list or a `no-later-than` rule: bugs. */
export const earliestOf = (
  of: readonly { readonly rule: Rule; readonly from: PlainDate | Instant }[],
  calendar: WorkingCalendar,
): Earliest => {
  const candidates = of.map(({ rule, from }) => candidateOf(rule, from, calendar));
  const [first, ...others] = candidates;
  if (!first) throw new RangeError('no minimum period was named');
  const bound = others.reduce((latest, candidate) => (candidate.earliestAt > latest.earliestAt ? candidate : latest), first);
  const latest = (days: readonly PlainDate[]): PlainDate => days.reduce((a, b) => (b > a ? b : a));
  return {
    earliestDay: latest(candidates.map((candidate) => candidate.earliestDay)),
    strictEarliestDay: latest(candidates.map((candidate) => candidate.strictEarliestDay)),
    bindingDay: bound.bindingDay,
    earliestAt: bound.earliestAt,
    binding: bound.rule,
    provisional: candidates.some((candidate) => candidate.provisional),
    calendar: calendar.version,
    candidates,
  };
};

const candidateOf = (rule: Rule, from: PlainDate | Instant, calendar: WorkingCalendar): EarliestCandidate => {
  if (rule.kind !== 'at-least') throw new RangeError(`rule ${rule.id} is no minimum period`);
  const period = periodOf(rule, from);
  const { lastDay, dueBefore, provisional } = periodEnd(period, calendar);
  if (isClockUnit(period.unit)) {
    const day = dateOfDayNumber(dayNumberOf(dueBefore));
    const named = { earliestDay: day, strictEarliestDay: day, bindingDay: day };
    return { rule: rule.id, from, ...named, earliestAt: dueBefore, provisional };
  }
  const strictEarliestDay = addDays(lastDay, 1);
  const bindingDay = rule.edge === 'strict' ? strictEarliestDay : lastDay;
  return { rule: rule.id, from, earliestDay: lastDay, strictEarliestDay, bindingDay, earliestAt: startOfDay(bindingDay), provisional };
};
