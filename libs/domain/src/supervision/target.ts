import { exactText, mulRatio, ratio, ratioOf } from '../kernel/ratio.js';
import { type Rule, table } from '../kernel/rules.js';
import type { PlainDate } from '../kernel/time.js';
import { type Measured, measured, type TargetFacts, type TargetFault, type TargetFinding } from './measures.js';

export const targetSentences = {
  'target.part_exceeds_whole': { zh: '部分不得大于总数{whole}。', en: 'The part is more than the whole of {whole}.' },
  'target.opened_late': { zh: '{openedOn}才成立，晚于{dueOn}。', en: 'It opened on {openedOn}, after {dueOn}.' },
} as const;

interface Bound {
  /** A count, or a per cent where the measure is a share: at least this much. */
  readonly atLeast?: string;
  /** Last day; the text names none for every target. */
  readonly dueOn?: PlainDate;
  readonly due?: 'end-of-year';
  /** Doubts about the text that nobody has settled; then each reading is answered by itself. */
  readonly unconfirmed?: readonly string[];
  readonly readings?: readonly { readonly reading: string; readonly atLeast?: string; readonly whole?: readonly string[] }[];
}
/** A target of a policy document as a pack writes it: what is measured, of which facts, and how much of it is enough. */
export type Target = Bound &
  (
    | { readonly measure: 'sum'; readonly of: readonly string[] }
    | { readonly measure: 'share'; readonly part: string; readonly whole: readonly string[] }
    /** Of several kinds, each by itself; shown is their sum. */
    | { readonly measure: 'each'; readonly of: string }
    /** Of every district, in every field if there are some; shown is the least. */
    | { readonly measure: 'eachDistrict'; readonly of: string; readonly fields?: readonly string[] }
    /** Share of the districts where it was opened in time. */
    | { readonly measure: 'openedInTime'; readonly of: string; readonly dueOn: PlainDate }
    /** How many of the named bodies; each with the ways in which its name is written. */
    | { readonly measure: 'names'; readonly of: string; readonly names: readonly (readonly string[])[] }
    /** Contracts of every district in a year; shown is the least. */
    | { readonly measure: 'contracts'; readonly of: string; readonly fields: readonly string[]; readonly suppliers: readonly string[] }
    /** Share of all districts and fields. */
    | { readonly measure: 'coveredFields'; readonly of: string; readonly fields: readonly string[] }
  );

export interface TargetReached {
  readonly value: string | null;
  readonly unit: Measured['unit'];
  readonly exact: string | null;
  readonly bound: { readonly op: '>='; readonly value: string } | null;
  readonly met: boolean | null;
  readonly asOf: PlainDate;
  readonly dueOn: PlainDate | null;
  readonly missing: number | null;
  readonly unconfirmed: readonly string[];
  readonly readings: readonly { readonly reading: string; readonly met: boolean | null }[];
  readonly findings: readonly TargetFinding[];
}

/** The target of a row, or of one of its parts; null where the row has none of that name. */
export const targetOf = (rule: Rule, part: string | null): Target | null => {
  const row = table<Target | { readonly parts: Readonly<Record<string, Target>> }>(rule);
  if (!('parts' in row)) return part === null ? row : null;
  return part !== null && Object.hasOwn(row.parts, part) ? (row.parts[part] ?? null) : null;
};

const isMet = (found: Measured, atLeast: string | undefined): boolean | null => {
  const missing = atLeast === undefined ? null : found.missing(ratioOf(atLeast));
  return missing === null ? null : missing === 0;
};
const dueOf = ({ dueOn, due }: Target, facts: TargetFacts): PlainDate | null =>
  due === 'end-of-year' ? (`${String(facts['year'])}-12-31` as PlainDate) : (dueOn ?? null);

/** How far a target is (`calculators.md` 20), exactly; where the text can be read in two ways, by each of them and by none alone. */
export const targetReached = (
  target: Target,
  facts: TargetFacts,
  on: PlainDate,
): { readonly reached: TargetReached; readonly measured: Measured } | { readonly refused: readonly TargetFault[] } => {
  const found = measured(target, facts, on);
  if (found.faults.length > 0) return { refused: found.faults };
  const { value, unit } = found;
  const { atLeast, unconfirmed = [], readings = [] } = target;
  const settled = unconfirmed.length === 0;
  const reached: TargetReached = {
    value: value && exactText(unit === 'percent' ? mulRatio(value, ratio(100n)) : value),
    unit,
    exact: value && exactText(value),
    bound: atLeast === undefined ? null : { op: '>=', value: atLeast },
    met: settled ? isMet(found, atLeast) : null,
    asOf: on,
    dueOn: dueOf(target, facts),
    missing: settled && atLeast !== undefined ? found.missing(ratioOf(atLeast)) : null,
    unconfirmed,
    readings: readings.map(({ reading, ...differs }) => {
      const read = { ...target, ...differs };
      return { reading, met: isMet(measured(read, facts, on), read.atLeast) };
    }),
    findings: found.findings,
  };
  return { reached, measured: found };
};
