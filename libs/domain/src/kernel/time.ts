declare const instantBrand: unique symbol;
declare const plainDateBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };
/** A day in Asia/Shanghai, `YYYY-MM-DD`; text order is time order. */
export type PlainDate = string & { readonly [plainDateBrand]: true };
/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const DAY_MS = 86_400_000;
// Fixed, without daylight saving: China's was last observed in 1991, long before the first calendar table.
const OFFSET_MS = 8 * 3_600_000;

const pad2 = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysInMonth = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0));

/** Days since 1970-01-01 of a proleptic Gregorian date, by whole eras of 400 years. */
const numberOf = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
};

const spell = (year: number, month: number, day: number): PlainDate => {
  if (year < 1 || year > 9999) throw new RangeError(`year ${year} cannot be written`);
  return `${year > 999 ? year : String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}` as PlainDate;
};

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const monthOf = (date: PlainDate): number => digit(date, 5) * 10 + digit(date, 6);
const dayOf = (date: PlainDate): number => digit(date, 8) * 10 + digit(date, 9);

/** The year of a day. */
export const yearOf = (date: PlainDate): number => digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);

/** Year, month and day of a day, as numbers. */
export const partsOf = (date: PlainDate): { readonly year: number; readonly month: number; readonly day: number } => ({
  year: yearOf(date),
  month: monthOf(date),
  day: dayOf(date),
});

/** True for a `YYYY-MM-DD` that exists: 2025-02-30 does not. */
export const isPlainDate = (text: unknown): text is PlainDate => {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = text as PlainDate;
  const year = yearOf(date);
  const month = monthOf(date);
  const day = dayOf(date);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};

/** A day that the program itself writes down; throws on anything else. For foreign text ask `isPlainDate` first. */
export const plainDate = (text: string): PlainDate => {
  if (!isPlainDate(text)) throw new RangeError(`no such date: ${text}`);
  return text;
};

/** Days since 1970-01-01: the form in which days are counted. */
export const dayNumber = (date: PlainDate): number => numberOf(yearOf(date), monthOf(date), dayOf(date));

/** The day of a day number; throws outside of the years 1 to 9999. */
export const dateOfDayNumber = (number: number): PlainDate => {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return spell(year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1);
};

/** The day `days` later (earlier if negative). */
export const addDays = (date: PlainDate, days: number): PlainDate => dateOfDayNumber(dayNumber(date) + days);

/** The same day number `months` later, else the last day of that month: 31 January and one month is 28 or 29 February. */
export const addMonths = (date: PlainDate, months: number): PlainDate => {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return spell(year, month, Math.min(dayOf(date), daysInMonth(year, month)));
};

/** The same day `years` later; 29 February becomes 28 February in a common year. */
export const addYears = (date: PlainDate, years: number): PlainDate => addMonths(date, years * 12);

/** Whole months from a day to another one not before it, and the days beyond them: 31 January to 1 March is 1 month and 1 day. */
export const monthsAndDays = (from: PlainDate, to: PlainDate): { readonly months: number; readonly days: number } => {
  const span = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  const months = addMonths(from, span) <= to ? span : span - 1;
  return { months, days: daysBetween(addMonths(from, months), to) };
};

/** Midnights between two days: 0 for the same day, negative if `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

/** The weekday of a day number. 1970-01-01 was a Thursday. */
export const weekdayOfDayNumber = (number: number): Weekday => (((((number + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The weekday of a day. */
export const weekdayOf = (date: PlainDate): Weekday => weekdayOfDayNumber(dayNumber(date));

/** The day number in Asia/Shanghai in which an instant lies. */
export const dayNumberOf = (at: Instant): number => Math.floor((at + OFFSET_MS) / DAY_MS);

/** The first instant of a day number. */
export const startOfDayNumber = (number: number): Instant => (number * DAY_MS - OFFSET_MS) as Instant;

/** The day in Asia/Shanghai in which an instant lies. */
export const dateOf = (at: Instant): PlainDate => dateOfDayNumber(dayNumberOf(at));

/** 0:00 of a day: its first instant. */
export const startOfDay = (date: PlainDate): Instant => startOfDayNumber(dayNumber(date));

/** 24:00 of a day: the first instant that is no longer in it. */
export const endOfDay = (date: PlainDate): Instant => startOfDayNumber(dayNumber(date) + 1);

const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** An ISO 8601 instant with offset (or Z), seconds and at most three decimals; null for anything else. */
export const parseInstant = (text: unknown): Instant | null => {
  const match = typeof text === 'string' ? ISO.exec(text) : null;
  const date = match?.[1];
  if (!match || !isPlainDate(date)) return null;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const [offsetHour, offsetMinute] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 14 || offsetMinute > 59) return null;
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (match[6] === '-' ? -1 : 1);
  return (dayNumber(date) * DAY_MS +
    ((hour * 60 + minute) * 60 + second) * 1000 +
    Number((match[5] ?? '').padEnd(3, '0')) -
    offset) as Instant;
};

/** An instant that the program itself writes down; throws on anything else. For foreign text use `parseInstant`. */
export const instant = (text: string): Instant => {
  const at = parseInstant(text);
  if (at === null) throw new RangeError(`no instant: ${text}`);
  return at;
};

/** True for a number that can stand for an instant of the years 1 to 9999. */
export const isInstant = (value: unknown): value is Instant =>
  Number.isSafeInteger(value) && (value as number) >= -62_135_625_600_000 && (value as number) < 253_402_272_000_000;

/** The instant in +08:00 with milliseconds: `2025-04-08T09:00:00.000+08:00`. */
export const toIso = (at: Instant): string => iso(at, true);

/** The same, without milliseconds where there are none: `2025-04-08T09:00:00+08:00`. */
export const toIsoSeconds = (at: Instant): string => iso(at, false);

const iso = (at: Instant, always: boolean): string => {
  const number = dayNumberOf(at);
  const ms = at - startOfDayNumber(number);
  const rest = ms % 1000;
  const seconds = (ms - rest) / 1000;
  const time = `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}:${pad2(seconds % 60)}`;
  return `${dateOfDayNumber(number)}T${time}${always || rest > 0 ? `.${String(rest).padStart(3, '0')}` : ''}+08:00`;
};

/** `ms` later. Only for spans that are no legal periods: those are counted by `periodEnd`. */
export const plusMs = (at: Instant, ms: number): Instant => (at + ms) as Instant;
