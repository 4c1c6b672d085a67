import { compareRatio, encode, equal, type Ratio, ratioOf, type RuleValue } from '@goufu/domain';
import type { Opening } from './pack.js';

/** Why a lower value does not stay within what the upper row leaves open, with what to write instead; null when it does. */
export const narrowingFault = (open: Opening | undefined, upper: RuleValue, lower: RuleValue): string | null => {
  if (equal(upper, lower)) return null;
  switch (open) {
    case undefined:
      return 'is closed; take the row out';
    case 'fill':
      return null;
    case 'lower':
      return compare(lower, upper) <= 0 ? null : 'may only be lowered; write that or less';
    case 'higher':
      return compare(lower, upper) >= 0 ? null : 'may only be raised; write that or more';
    case 'within':
      return compare(bound(lower, 'min'), bound(upper, 'min')) >= 0 && compare(bound(lower, 'max'), bound(upper, 'max')) <= 0
        ? null
        : 'may only be narrowed; write a range inside it';
    case 'subset':
      return contains(upper, lower) ? null : 'may only be shortened; name nothing that is not in it';
    case 'superset':
      return contains(lower, upper) ? null : 'may only be lengthened; name everything that is in it';
  }
};

/** Whether an opening makes sense for a unit: only figures go up and down, only lists grow and shrink. */
export const openingFits = (open: Opening, unit: string): boolean => FITTING[open]?.includes(unit) ?? true;
const FIGURES = [
  'workingDay',
  'calendarDay',
  'month',
  'year',
  'hour',
  'minute',
  'months',
  'years',
  'milliseconds',
  'count',
  'fen',
  'percent',
];
const FITTING: Readonly<Partial<Record<Opening, readonly string[]>>> = {
  lower: [...FIGURES, 'score', 'ratio'],
  higher: [...FIGURES, 'score', 'ratio'],
  within: ['percentRange'],
  subset: ['words', 'table'],
  superset: ['words', 'table'],
};

const compare = (a: RuleValue, b: RuleValue): number => compareRatio(figureOf(a), figureOf(b));
const figureOf = (value: RuleValue): Ratio => ratioOf(typeof value === 'number' ? `${value}` : (value as string));
const bound = (range: RuleValue, end: 'min' | 'max'): RuleValue => (range as Readonly<Record<string, RuleValue>>)[end] ?? '0';
const entries = (value: RuleValue): readonly string[] => (Array.isArray(value) ? value.map((entry) => encode(entry as RuleValue)) : []);
const contains = (whole: RuleValue, part: RuleValue): boolean => {
  const known = new Set(entries(whole));
  return entries(part).every((entry) => known.has(entry));
};
