import type { DayKind, WorkingCalendar } from './calendar.js';
import { type Refusal, refuse, type RefusalEntry } from './refusal.js';
import { isPlainDate, type PlainDate, weekdayOf, yearOf } from './time.js';

/** An announced year: the statutory days, further days off by announcement, and weekend days that are worked. */
export interface AnnouncedYear {
  readonly year: number;
  readonly source: string;
  readonly statutory: readonly string[];
  readonly block: readonly string[];
  readonly makeUp: readonly string[];
}
/** A year that is not announced yet: the statutory days as the law and the moon give them. */
export interface ProvisionalYear {
  readonly year: number;
  readonly statutory: readonly string[];
}
/** What the files of one calendar hold (`libs/rules/calendars`), parsed. */
export interface CalendarData {
  readonly version: string;
  readonly years: readonly AnnouncedYear[];
  readonly provisional: readonly ProvisionalYear[];
}

export const calendarRefusals = [
  {
    code: 'calendar.year_before_first_table',
    status: 422,
    zh: '工作日历始于{firstYear}年，不能计算更早的日期。',
    en: 'The working calendar begins in {firstYear}: earlier dates are not counted.',
  },
  {
    code: 'calendar.year_after_last_table',
    status: 422,
    zh: '工作日历止于{lastYear}年，不能计算更晚的日期。',
    en: 'The working calendar ends in {lastYear}: later dates are not counted.',
  },
] as const satisfies readonly RefusalEntry[];

/** A day was asked for of a year that the calendar does not hold: a period from a year within it may run out of it. */
export class YearUnknown extends RangeError {
  constructor(
    version: string,
    readonly year: number,
  ) {
    super(`calendar ${version} has no ${year}: ask refuseYear first`);
  }
}

/** The calendar that the data describe. Throws on data that contradict themselves: a gap in the years, a worked Tuesday, a day named twice. */
export const calendarFrom = (data: CalendarData): WorkingCalendar => {
  const announced = data.years.toSorted((a, b) => a.year - b.year);
  const years = [...announced.map((entry) => entry.year), ...data.provisional.map((entry) => entry.year).toSorted((a, b) => a - b)];
  const [firstYear, lastYear, knownUntil] = [years.at(0), years.at(-1), announced.at(-1)?.year];
  if (firstYear === undefined || lastYear === undefined || knownUntil === undefined) throw new RangeError('a calendar needs a year');
  for (const [at, year] of years.entries()) {
    if (year !== firstYear + at) throw new RangeError(`calendar ${data.version}: ${firstYear + at} is missing or ${year} stands twice`);
  }
  const named = new Map<PlainDate, DayKind>();
  const name = (year: number, dates: readonly string[], kind: DayKind): void => {
    for (const date of dates) {
      if (!isPlainDate(date) || yearOf(date) !== year || named.has(date)) throw new RangeError(`calendar ${data.version}: ${date}`);
      if (kind === 'working' && weekdayOf(date) < 6) throw new RangeError(`calendar ${data.version}: ${date} is no weekend`);
      named.set(date, kind);
    }
  };
  for (const entry of [...announced, ...data.provisional]) name(entry.year, entry.statutory, 'statutory');
  for (const entry of announced) {
    name(entry.year, entry.block, 'block');
    name(entry.year, entry.makeUp, 'working');
  }
  const kindOf = (date: PlainDate): DayKind => {
    const year = yearOf(date);
    if (!(year >= firstYear && year <= lastYear)) throw new YearUnknown(data.version, year);
    return named.get(date) ?? (weekdayOf(date) > 5 ? 'weekend' : 'working');
  };
  return {
    version: data.version,
    firstYear,
    knownUntil,
    lastYear,
    kindOf,
    isWorking: (date) => kindOf(date) === 'working',
    isProvisional: (date) => yearOf(date) > knownUntil,
  };
};

/** Refuses a day of a year that the calendar does not hold, so that nothing is ever counted Monday to Friday in silence. */
export const refuseYear = (calendar: WorkingCalendar, date: PlainDate, pointer?: string): Refusal | null => {
  const year = yearOf(date);
  const place = pointer === undefined ? {} : { pointer };
  if (year < calendar.firstYear) return refuse('calendar.year_before_first_table', { ...place, meta: { firstYear: calendar.firstYear } });
  if (calendar.lastYear !== undefined && year > calendar.lastYear) {
    return refuse('calendar.year_after_last_table', { ...place, meta: { lastYear: calendar.lastYear } });
  }
  return null;
};
