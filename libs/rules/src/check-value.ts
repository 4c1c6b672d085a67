import { compareRatio, exactText, isPlainDate, parseRatio, ratioOf, sumRatio } from '@goufu/domain';
import { approvalFaults } from './check-approval.js';
import { isObject, show } from './shapes.js';

type Check = (value: unknown) => readonly string[];

const FEN = /^(0|[1-9]\d*)$/;
const YUAN = /^(0|[1-9]\d*)\.(\d{2})$/;

const whole =
  (least: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? []
      : [`is ${show(value)}; write a whole number without quotes, at least ${least}`];

const fen: Check = (value) => {
  if (typeof value === 'string' && FEN.test(value)) return [];
  const yuan = typeof value === 'string' ? YUAN.exec(value) : null;
  if (yuan) return [`is ${show(value)}; write the amount in whole fen: '${BigInt(`${yuan[1]}${yuan[2]}`)}'`];
  return [`is ${show(value)}; write the amount in whole fen as text in quotes, such as '400000000' for 4,000,000.00 yuan`];
};

const HUNDRED = ratioOf('100');
const decimal: Check = (value) => {
  const read = typeof value === 'string' && !value.includes('/') && !value.startsWith('-') ? parseRatio(value) : null;
  if (read && compareRatio(read, HUNDRED) <= 0) return [];
  const example = typeof value === 'number' && value >= 0 && value <= 100 ? `'${value}'` : "'12.5'";
  return [`is ${show(value)}; write text in quotes from '0' to '100', such as ${example}`];
};

const percentRange: Check = (value) => {
  if (!isObject(value) || Object.keys(value).toSorted().join() !== 'max,min') return [`is ${show(value)}; write { min: '10', max: '20' }`];
  const faults = [...decimal(value['min']), ...decimal(value['max'])];
  if (faults.length > 0) return faults;
  return compareRatio(ratioOf(value['min'] as string), ratioOf(value['max'] as string)) <= 0
    ? []
    : [`has min ${show(value['min'])} above max ${show(value['max'])}; write the smaller one as min`];
};

const tableOf =
  (each: Check): Check =>
  (value) =>
    isObject(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, field]) => each(field).map((fault) => `\`${key}\` ${fault}`))
      : [`is ${show(value)}; write a table of names and figures, such as { output: '50' }`];

const percentTable: Check = (value) => {
  const faults = tableOf(decimal)(value);
  if (faults.length > 0) return faults;
  const sum = sumRatio(Object.values(value as Record<string, string>).map(ratioOf));
  return compareRatio(sum, HUNDRED) === 0 ? [] : [`sums to ${exactText(sum)}; make the shares sum to 100`];
};

const words: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0 || !value.every((word) => typeof word === 'string' && word.trim() !== ''))
    return [`is ${show(value)}; write a list of words, such as [micro, small]`];
  const twice = value.filter((word, index) => value.indexOf(word) !== index);
  return twice.length === 0 ? [] : [`names ${twice.join(', ')} twice; write each word once`];
};

const monthDay: Check = (value) =>
  typeof value === 'string' && isPlainDate(`2023-${value}`) ? [] : [`is ${show(value)}; write month and day in quotes, such as '03-31'`];

const matching =
  (pattern: RegExp, instead: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`is ${show(value)}; write ${instead}`];

const table: Check = (value) =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0
    ? [`is ${show(value)}; write a list or a table with content`]
    : plainData(value, 'it');

/** Only what a hash can cover without doubt: text, whole numbers, yes and no, lists and tables of them. */
const plainData = (value: unknown, at: string): readonly string[] => {
  if (typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? [] : [`has the number ${value} in ${at}; write fractions as text in quotes: '${value}'`];
  if (typeof value !== 'object' || value === null) return [`has ${show(value)} in ${at}; leave the field out or write a value`];
  return Object.entries(value).flatMap(([key, field]) => plainData(field, `\`${key}\``));
};

/** Every unit that a row may have, and what its value then looks like. */
const CHECKS: Readonly<Record<string, Check>> = {
  workingDay: whole(1),
  calendarDay: whole(1),
  month: whole(1),
  year: whole(1),
  hour: whole(1),
  minute: whole(1),
  // lengths of time that no due date is counted with: a look-back, a longest term
  months: whole(1),
  years: whole(1),
  milliseconds: whole(1),
  count: whole(0),
  fen,
  percent: decimal,
  score: decimal,
  percentRange,
  percentTable,
  fenTable: tableOf(fen),
  ratio: matching(/^(0|[1-9]\d*)\/[1-9]\d*$/, "a fraction in quotes, such as '2/3'"),
  monthDay,
  flag: (value) => (typeof value === 'boolean' ? [] : [`is ${show(value)}; write true or false without quotes`]),
  text: matching(/\S/, 'a text that is not blank'),
  words,
  table,
  approval: approvalFaults,
};
export const UNITS: readonly string[] = Object.keys(CHECKS);

/** What is wrong with a value of this unit; an unknown unit is the row's fault, not the value's. */
export const valueFaults = (unit: string, value: unknown): readonly string[] => CHECKS[unit]?.(value) ?? [];
