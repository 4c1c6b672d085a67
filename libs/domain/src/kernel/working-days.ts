import type { WorkingCalendar } from './calendar.js';
import { addYears, dateOfDayNumber, dayNumber, type PlainDate, plainDate, yearOf } from './time.js';

/** One year of a calendar as arrays, so that sixty working days are a look-up and not sixty questions. */
interface YearTable {
  readonly first: number;
  /** Number of working days of the year before its n-th day. */
  readonly before: Uint16Array;
  readonly days: Int32Array;
  readonly dates: readonly PlainDate[];
}

// A memo of what the calendar would answer again: calendars are immutable, a new announcement is a new calendar.
const tables = new WeakMap<WorkingCalendar, Map<number, YearTable>>();

const build = (calendar: WorkingCalendar, year: number): YearTable => {
  const newYear = plainDate(`${String(year).padStart(4, '0')}-01-01`);
  const first = dayNumber(newYear);
  const length = dayNumber(addYears(newYear, 1)) - first;
  const before = new Uint16Array(length + 1);
  const days: number[] = [];
  const dates: PlainDate[] = [];
  for (let at = 0; at < length; at++) {
    before[at] = days.length;
    const date = dateOfDayNumber(first + at);
    if (!calendar.isWorking(date)) continue;
    days.push(first + at);
    dates.push(date);
  }
  before[length] = days.length;
  return { first, before, days: Int32Array.from(days), dates };
};

const tableOf = (calendar: WorkingCalendar, year: number): YearTable => {
  let years = tables.get(calendar);
  if (!years) tables.set(calendar, (years = new Map<number, YearTable>()));
  let table = years.get(year);
  if (!table) years.set(year, (table = build(calendar, year)));
  return table;
};

/** The n-th working day (n from 1) on or after `from`, a day number. */
export const nthWorkingDay = (calendar: WorkingCalendar, from: number, n: number): number => {
  let year = yearOf(dateOfDayNumber(from));
  let table = tableOf(calendar, year);
  let at = (table.before[from - table.first] as number) + n - 1;
  while (at >= table.days.length) {
    at -= table.days.length;
    table = tableOf(calendar, ++year);
  }
  return table.days[at] as number;
};

/** The working days from `from` up to but without `to`, both day numbers. */
export const workingDates = (calendar: WorkingCalendar, from: number, to: number): readonly PlainDate[] => {
  if (to <= from) return [];
  const [first, last] = [yearOf(dateOfDayNumber(from)), yearOf(dateOfDayNumber(to - 1))];
  if (first === last) return within(calendar, first, from, to);
  const dates: PlainDate[] = [];
  for (let year = first; year <= last; year++) dates.push(...within(calendar, year, from, to));
  return dates;
};

const edge = (table: YearTable, day: number): number =>
  table.before[Math.min(Math.max(day - table.first, 0), table.before.length - 1)] as number;

const within = (calendar: WorkingCalendar, year: number, from: number, to: number): readonly PlainDate[] => {
  const table = tableOf(calendar, year);
  return table.dates.slice(edge(table, from), edge(table, to));
};

/** How many working days lie from `from` up to but without `to`, both day numbers. */
export const countWorkingDays = (calendar: WorkingCalendar, from: number, to: number): number => {
  if (to <= from) return 0;
  const last = yearOf(dateOfDayNumber(to - 1));
  let sum = 0;
  for (let year = yearOf(dateOfDayNumber(from)); year <= last; year++) {
    const table = tableOf(calendar, year);
    sum += edge(table, to) - edge(table, from);
  }
  return sum;
};

/** True if the day number is a working day. */
export const isWorkingDayNumber = (calendar: WorkingCalendar, day: number): boolean => countWorkingDays(calendar, day, day + 1) === 1;
