import { mulRatio, ofPercent, ratio, subRatio, type Ratio } from '../kernel/ratio.js';
import { type PlainDate, yearOf } from '../kernel/time.js';
import { segment } from '../panel/answer.js';
import type { Target } from './target.js';

export interface TargetFault {
  readonly code: 'target.part_exceeds_whole' | 'input.unknown_value' | 'input.duplicate_id';
  readonly pointer: string;
  readonly meta: Readonly<Record<string, string | number>>;
}
export interface TargetFinding {
  readonly code: 'target.opened_late';
  readonly pointer: string;
  readonly meta: Readonly<Record<string, string>>;
}
/** What a target looks at, measured. */
export interface Measured {
  /** A count, or a share of one; null: of nothing there is no share. */
  readonly value: Ratio | null;
  readonly unit: 'count' | 'percent';
  /** How many are missing for a bound (a count, or a per cent); null where there is no value. */
  readonly missing: (atLeast: Ratio) => number | null;
  readonly formula: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly faults: readonly TargetFault[];
  readonly findings: readonly TargetFinding[];
}
export type TargetFacts = Readonly<Record<string, unknown>>;
type ByDistrict<T> = Readonly<Record<string, T>>;

/** A fact that the row names; one that nobody gives is a row that fits no input: a bug. */
const fact = <T>(facts: TargetFacts, name: string): T => {
  if (!Object.hasOwn(facts, name)) throw new Error(`a target asks for the fact ${name}, which nobody gives`);
  return facts[name] as T;
};
const upwards = ({ num, den }: Ratio): number => (num <= 0n ? 0 : Number((num + den - 1n) / den));
const plain = { faults: [], findings: [] } as const;

const ofSum = ({ of }: Extract<Target, { measure: 'sum' }>, facts: TargetFacts): Measured => {
  const found = of.map((name) => fact<number>(facts, name));
  const value = ratio(found.reduce((sum, one) => sum + one, 0));
  const inputs = Object.fromEntries(of.map((name, at) => [name, String(found[at])]));
  return { ...plain, value, unit: 'count', missing: (bound) => upwards(subRatio(bound, value)), formula: of.join(' + '), inputs };
};

const shareOf = (part: number, whole: number, formula: string, inputs: Measured['inputs']): Measured => ({
  ...plain,
  value: whole === 0 ? null : ratio(part, whole),
  unit: 'percent',
  missing: (bound) => (whole === 0 ? null : upwards(subRatio(mulRatio(ofPercent(bound), ratio(whole)), ratio(part)))),
  formula,
  inputs,
});
const ofShare = ({ part: name, whole: names }: Extract<Target, { measure: 'share' }>, facts: TargetFacts): Measured => {
  const part = fact<number>(facts, name);
  const parts = names.map((one) => fact<number>(facts, one));
  const whole = parts.reduce((sum, one) => sum + one, 0);
  const divisor = names.length === 1 ? names.join('') : `(${names.join(' + ')})`;
  const inputs = { [name]: String(part), ...Object.fromEntries(names.map((one, at) => [one, String(parts[at])])) };
  const exceeds: TargetFault = { code: 'target.part_exceeds_whole', pointer: `/facts/${name}`, meta: { whole } };
  return { ...shareOf(part, whole, `${name} / ${divisor}`, inputs), faults: part > whole ? [exceeds] : [] };
};

/** Counts of which each has to reach the bound; `value` is what the target shows of them. */
const ofEach = (counts: readonly (readonly [string, number])[], value: Ratio | null, formula: string): Measured => ({
  ...plain,
  value,
  unit: 'count',
  missing: (bound) => (value === null ? null : counts.reduce((sum, [, one]) => sum + upwards(subRatio(bound, ratio(one))), 0)),
  formula,
  inputs: Object.fromEntries(counts.map(([name, one]) => [name, String(one)])),
});
const least = (counts: readonly (readonly [string, number])[]): Ratio | null =>
  counts.length === 0 ? null : ratio(counts.reduce((found, [, one]) => (one < found ? one : found), Number.MAX_SAFE_INTEGER));

const ofDistricts = ({ of, fields }: Extract<Target, { measure: 'eachDistrict' }>, facts: TargetFacts): Measured => {
  if (!fields) {
    const counts = Object.entries(fact<ByDistrict<number>>(facts, of));
    return ofEach(counts, least(counts), `the least ${of} of a district`);
  }
  const districts = Object.entries(fact<ByDistrict<ByDistrict<number>>>(facts, of));
  const counts = districts.flatMap(([district, found]) => fields.map((field) => [`${district} ${field}`, found[field] ?? 0] as const));
  const faults = districts.flatMap(([district, found]) =>
    Object.keys(found)
      .filter((field) => !fields.includes(field))
      .map((field): TargetFault => {
        const pointer = `/facts/${of}/${segment(district)}/${segment(field)}`;
        return { code: 'input.unknown_value', pointer, meta: { value: field } };
      }),
  );
  return { ...ofEach(counts, least(counts), `the least ${of} of a district and field`), faults };
};

const ofOpened = ({ of, dueOn }: Extract<Target, { measure: 'openedInTime' }>, facts: TargetFacts, on: PlainDate): Measured => {
  const districts = Object.entries(fact<ByDistrict<PlainDate | null>>(facts, of));
  const opened = districts.filter(([, day]) => day !== null && day <= on);
  const late = opened.filter(([, day]) => day !== null && day > dueOn);
  const inTime = opened.length - late.length;
  const inputs = { openedInTime: String(inTime), districts: String(districts.length) };
  return {
    ...shareOf(inTime, districts.length, 'openedInTime / districts', inputs),
    findings: late.map(([district, day]) => ({
      code: 'target.opened_late',
      pointer: `/facts/${of}/${segment(district)}`,
      meta: { openedOn: day ?? '', dueOn },
    })),
  };
};

/** Second and later ones of a list that is to hold each once. */
const twice = (ids: readonly string[], place: (at: number) => string): readonly TargetFault[] => {
  const seen = new Set<string>();
  return ids.flatMap((id, at): readonly TargetFault[] => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ code: 'input.duplicate_id', pointer: place(at), meta: { id } }] : [];
  });
};

const ofNames = ({ of, names }: Extract<Target, { measure: 'names' }>, facts: TargetFacts): Measured => {
  const open = fact<readonly string[]>(facts, of);
  const known = open.map((name) => names.find((writings) => writings.includes(name))?.[0] ?? null);
  const unknown = open.flatMap((name, at): TargetFault[] =>
    known[at] === null ? [{ code: 'input.unknown_value', pointer: `/facts/${of}/${at}`, meta: { value: name } }] : [],
  );
  const value = ratio(new Set(known.filter((name) => name !== null)).size);
  return {
    value,
    unit: 'count',
    missing: (bound) => upwards(subRatio(bound, value)),
    formula: `named bodies that are ${of}`,
    inputs: { [of]: open.join('、') },
    faults: [
      ...unknown,
      ...twice(
        known.map((name, at) => name ?? open[at] ?? ''),
        (at) => `/facts/${of}/${at}`,
      ),
    ],
    findings: [],
  };
};

interface SignedContract {
  readonly district: string;
  readonly field: string;
  readonly supplierKind: string;
  readonly signedOn: PlainDate;
}
const ofContracts = (target: Extract<Target, { measure: 'contracts' }>, facts: TargetFacts, on: PlainDate): Measured => {
  const contracts = fact<readonly SignedContract[]>(facts, target.of);
  const districts = fact<readonly string[]>(facts, 'districts');
  const year = fact<number>(facts, 'year');
  const counts = new Map(districts.map((district) => [district, 0]));
  for (const { district, field, supplierKind, signedOn } of contracts) {
    const counted = target.fields.includes(field) && target.suppliers.includes(supplierKind) && yearOf(signedOn) === year && signedOn <= on;
    if (counted) counts.set(district, (counts.get(district) ?? 0) + 1);
  }
  const known = new Set(districts);
  const elsewhere = contracts.flatMap(({ district }, at): TargetFault[] =>
    known.has(district) ? [] : [{ code: 'input.unknown_value', pointer: `/facts/${target.of}/${at}/district`, meta: { value: district } }],
  );
  const found = [...counts];
  return {
    ...ofEach(found, least(found), `the least ${target.of} of a district signed in ${year}`),
    faults: [...elsewhere, ...twice(districts, (at) => `/facts/districts/${at}`)],
  };
};

const ofCovered = ({ of, fields }: Extract<Target, { measure: 'coveredFields' }>, facts: TargetFacts): Measured => {
  const districts = Object.entries(fact<ByDistrict<readonly string[]>>(facts, of));
  const covered = districts.reduce((sum, [, found]) => sum + fields.filter((field) => found.includes(field)).length, 0);
  const whole = districts.length * fields.length;
  const inputs = { [of]: String(covered), districts: String(districts.length), fields: String(fields.length) };
  return {
    ...shareOf(covered, whole, `${of} / (districts x fields)`, inputs),
    faults: districts.flatMap(([district, found]) => twice(found, (at) => `/facts/${of}/${segment(district)}/${at}`)),
  };
};

/** Measures what a target looks at. */
export const measured = (target: Target, facts: TargetFacts, on: PlainDate): Measured => {
  switch (target.measure) {
    case 'sum':
      return ofSum(target, facts);
    case 'share':
      return ofShare(target, facts);
    case 'each': {
      const counts = Object.entries(fact<ByDistrict<number>>(facts, target.of));
      return ofEach(counts, ratio(counts.reduce((sum, [, one]) => sum + one, 0)), `sum of ${target.of}, each by itself`);
    }
    case 'eachDistrict':
      return ofDistricts(target, facts);
    case 'openedInTime':
      return ofOpened(target, facts, on);
    case 'names':
      return ofNames(target, facts);
    case 'contracts':
      return ofContracts(target, facts, on);
    case 'coveredFields':
      return ofCovered(target, facts);
  }
};
