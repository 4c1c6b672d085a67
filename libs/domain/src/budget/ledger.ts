import type { CaseId, Context, Posting } from '../kernel/case.js';

/**
 * Where money of a line can stand. `appropriation…` are contra accounts: alone they may be below zero. `planned` is memo, one pair of
 * accounts for each later year; `brought` is what came in from the year before by carry-over.
 */
export type Place =
  | 'appropriation'
  | 'available'
  | 'reserved'
  | 'committed'
  | 'advanced'
  | 'accepted'
  | 'paid'
  | 'withdrawn'
  | 'carried'
  | 'planned'
  | 'unplanned'
  | 'brought';

/** One transfer of fen within a line; `year` names the memo accounts of a plan. */
export interface Move {
  readonly line: CaseId;
  readonly year: number;
  readonly from: Place;
  readonly to: Place;
  readonly amount: bigint;
}

const bucketOf = (place: Place, year: number): string => {
  switch (place) {
    case 'planned':
      return `planned-${year}`;
    case 'unplanned':
      return `appropriation-planned-${year}`;
    case 'brought':
      return 'appropriation-carried';
    default:
      return place;
  }
};

/** Id of a line's account. */
export const accountOf = (line: CaseId, place: Place, year = 0): string => `${line}#${bucketOf(place, year)}`;

/** The fen in an account as locked for this decision; an account that nothing was ever posted to holds nothing. */
export const balanceOf = (context: Pick<Context, 'accounts'>, line: CaseId, place: Place, year = 0): bigint =>
  context.accounts.get(accountOf(line, place, year))?.balance ?? 0n;

/** The transfers of some moves; what moves nothing is left out. */
export const postingsOf = (moves: readonly Move[], memo: string): readonly Posting[] =>
  moves.flatMap(({ line, year, from, to, amount }) =>
    amount === 0n ? [] : [{ from: accountOf(line, from, year), to: accountOf(line, to, year), amount, memo }],
  );

const places: readonly Place[] = [
  'appropriation',
  'available',
  'reserved',
  'committed',
  'advanced',
  'accepted',
  'paid',
  'withdrawn',
  'carried',
  'brought',
];
/** How many years a plan may reach, the line's own among them (a part that the line could not bear): a term is at most three years. */
const PLAN_YEARS = 5;

/** The year of a line, which its id names. */
export const lineYear = (line: CaseId): number => Number(line.split('/')[1]);

/** Every account of a line that a decision about its money may touch: locked together, so that nobody comes between. */
export const accountsOf = (line: CaseId): readonly string[] => [
  ...places.map((place) => accountOf(line, place)),
  ...Array.from({ length: PLAN_YEARS }, (_, n) => lineYear(line) + n).flatMap((year) => [
    accountOf(line, 'planned', year),
    accountOf(line, 'unplanned', year),
  ]),
];

/** Adds up the amounts that stand in one place after some moves: what a fold, a check and a property test ask. */
export const movedTo = (moves: readonly Move[], line: CaseId, place: Place): bigint =>
  moves.reduce(
    (sum, move) => (move.line === line ? sum + (move.to === place ? move.amount : 0n) - (move.from === place ? move.amount : 0n) : sum),
    0n,
  );
