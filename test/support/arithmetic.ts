import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Written anew, and importing nothing of the libraries: what it says and what they say are two opinions.

/** An exact fraction; the denominator is above zero. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}
const fraction = (text: string): Fraction => {
  const [whole = '0', rest = ''] = text.split('.');
  return { n: BigInt(whole + rest), d: 10n ** BigInt(rest.length) };
};
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
const isLess = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const HUNDREDTH: Fraction = { n: 1n, d: 100n };
const NOTHING: Fraction = { n: 0n, d: 1n };

/** The nearest whole number to a fraction that is not negative; a half goes up. */
const nearest = ({ n, d }: Fraction): bigint => (2n * n + d) / (2n * d);
const written = (hundredths: bigint): string => `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
/** Two decimals, half up. */
export const rounded = (value: Fraction): string => written(nearest(times(value, { n: 100n, d: 1n })));

export const fenOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
export const yuanOf = (fen: bigint): string => (fen < 0n ? `-${written(-fen)}` : written(fen));

/** Parts of an amount by per cents: each rounded by itself, the last takes what is left. */
export const parted = (total: bigint, percents: readonly string[]): readonly bigint[] => {
  const parts = percents.slice(0, -1).map((percent) => nearest(times(times(fraction(percent), HUNDREDTH), { n: total, d: 1n })));
  return [...parts, parts.reduce((rest, part) => rest - part, total)];
};

export interface Offer {
  readonly name: string;
  readonly price: bigint;
  readonly kind: string;
}
/** Points for the price: the lowest price, less the deduction that small ones get, over one's own. */
export const pricePoints = (offers: readonly Offer[], weight: string, smallPercent: string): ReadonlyMap<string, string> => {
  const share = times(plus({ n: 100n, d: 1n }, times(fraction(smallPercent), { n: -1n, d: 1n })), HUNDREDTH);
  const compared = offers.map(({ name, price, kind }) => {
    const own: Fraction = { n: price, d: 1n };
    return { name, value: kind === 'small' || kind === 'micro' ? times(own, share) : own };
  });
  const base = compared.reduce((low, one) => (isLess(one.value, low) ? one.value : low), compared[0]?.value ?? NOTHING);
  return new Map(compared.map(({ name, value }) => [name, rounded(times(over(base, value), fraction(weight)))]));
};

/** Total of one offer: the mean of each item over all sheets, and the price points, rounded once. */
export const totalOf = (sheets: readonly (readonly string[])[], price: string): string => {
  const all = sheets.flat().reduce((sum, points) => plus(sum, fraction(points)), NOTHING);
  return rounded(plus(over(all, { n: BigInt(sheets.length), d: 1n }), fraction(price)));
};

/** Names from first to last: by total, among equals by the lower price. */
export const inOrder = (offers: readonly { readonly name: string; readonly total: string; readonly price: bigint }[]): readonly string[] =>
  offers
    .toSorted((a, b) => {
      const [x, y] = [fenOf(a.total), fenOf(b.total)];
      if (x !== y) return x < y ? 1 : -1;
      return a.price < b.price ? -1 : 1;
    })
    .map(({ name }) => name);

/** Fen by year. */
export const byYear = (parts: readonly { readonly year: number; readonly fen: bigint }[]): Readonly<Record<number, bigint>> => {
  const sums: Record<number, bigint> = {};
  for (const { year, fen } of parts) sums[year] = (sums[year] ?? 0n) + fen;
  return sums;
};

/** What is left of an instalment at this score, by a table of scores and per cents. */
export const leftAt = (
  amount: bigint,
  score: string,
  table: readonly { readonly from: string; readonly factorPercent: string }[],
): bigint => {
  const row = table
    .filter(({ from }) => !isLess(fraction(score), fraction(from)))
    .reduce((best, one) => (isLess(fraction(best.from), fraction(one.from)) ? one : best));
  return nearest(times(times(fraction(row.factorPercent), HUNDREDTH), { n: amount, d: 1n }));
};

// Days, one at a time.

const DAY_MS = 86_400_000;
const dayAfter = (day: string, by = 1): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

interface Year {
  readonly year: number;
  readonly statutory: readonly string[];
  readonly block?: readonly string[];
  readonly makeUp?: readonly string[];
}
const CALENDARS = join(import.meta.dirname, '../../libs/rules/calendars');
const read = (file: string): unknown => JSON.parse(readFileSync(join(CALENDARS, file), 'utf8'));
const years: readonly Year[] = [
  ...readdirSync(CALENDARS)
    .filter((file) => /^cn-\d{4}\.json$/.test(file))
    .map((file) => read(file) as Year),
  ...(read('provisional.json') as { readonly years: readonly Year[] }).years,
];
const statutory = new Set(years.flatMap((year) => year.statutory));
const free = new Set([...statutory, ...years.flatMap((year) => year.block ?? [])]);
const worked = new Set(years.flatMap((year) => year.makeUp ?? []));

const isWorkingDay = (day: string): boolean => {
  if (worked.has(day)) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return !free.has(day) && weekday !== 0 && weekday !== 6;
};
/** The last of so many working days after a day. */
export const workingDaysAfter = (day: string, count: number): string => {
  let last = day;
  for (let left = count; left > 0; ) {
    last = dayAfter(last);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
};
/** The last of so many days after a day; off a statutory holiday it moves on. */
export const daysAfter = (day: string, count: number): string => {
  let last = dayAfter(day, count);
  while (statutory.has(last)) last = dayAfter(last);
  return last;
};
/** The same day of a later month, else the last of that month. */
export const monthsAfter = (day: string, count: number): string => {
  let [year = 0, month = 0] = day.split('-').map(Number);
  for (let left = count; left > 0; left -= 1) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  const first = `${year}-${String(month).padStart(2, '0')}`;
  for (let number = Number(day.slice(8)); ; number -= 1) {
    const date = `${first}-${String(number).padStart(2, '0')}`;
    if (dayAfter(date, 0) === date) return date;
  }
};
export interface Span {
  readonly unit: 'month' | 'workingDay' | 'calendarDay';
  readonly length: number;
}
/** The last day of a span as a contract agrees it: no holiday moves it. */
export const spanAfter = (day: string, { unit, length }: Span): string => {
  if (unit === 'workingDay') return workingDaysAfter(day, length);
  return unit === 'month' ? monthsAfter(day, length) : dayAfter(day, length);
};
export const yearOf = (day: string): number => Number(day.slice(0, 4));
export { dayAfter };
