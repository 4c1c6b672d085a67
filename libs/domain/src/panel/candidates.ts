import { type Calculation, type CalculationFault, fault, inOrderOf, reading } from './answer.js';

export interface RankedInLot {
  readonly bid: string;
  readonly rank: number;
}
export interface LotCandidatesInput {
  readonly lots: readonly { readonly id: string; readonly ranking: readonly RankedInLot[] }[];
  readonly lotOrder: readonly string[];
  readonly winnersPerLot: number;
  readonly candidatesPerLot: number;
  readonly maxLots: number;
  readonly minValid: number;
  /** The drawn order of bids that stand on one rank of a lot. */
  readonly ties: readonly { readonly lot: string; readonly order: readonly string[] }[];
}
export interface LotResult {
  readonly id: string;
  readonly status: 'awarded' | 'failed' | 'tied';
  readonly reason?: 'too-few-bids' | 'no-candidate-left';
  readonly winners: readonly string[];
  readonly candidates: readonly string[];
  readonly skipped: readonly string[];
}
export interface LotCandidatesResult {
  readonly lots: readonly LotResult[];
  readonly findings: readonly CalculationFault[];
}
type Lot = LotCandidatesInput['lots'][number];

/** Winners and candidates of each lot, lots settled one after another. `calculators.md` 10. */
export const lotCandidates = (input: LotCandidatesInput): Calculation<LotCandidatesResult> => {
  const faults = inputFaults(input);
  if (faults.length > 0) return { refused: inOrderOf(input, faults) };
  const won = new Map<string, number>();
  const settled = new Map<string, LotResult>();
  const findings: CalculationFault[] = [];
  const drawn = new Map(input.ties.map(({ lot, order }) => [lot, order]));
  const lots = new Map(input.lots.map((lot, index) => [lot.id, { lot, index }]));
  for (const id of input.lotOrder) {
    const found = lots.get(id);
    if (!found) continue;
    const { result, tied } = settle(found.lot, input, won, drawn.get(id) ?? []);
    settled.set(id, result);
    for (const winner of result.winners) won.set(winner, (won.get(winner) ?? 0) + 1);
    if (tied.length > 0)
      findings.push(fault('candidates.tie_not_drawn', 'tie.winner', `/lots/${found.index}/ranking`, { lot: id, bids: tied }));
  }
  const result = { lots: input.lots.flatMap(({ id }) => settled.get(id) ?? []), findings: inOrderOf(input, findings) };
  return { result, steps: [], rules: [] };
};

const inputFaults = (input: LotCandidatesInput): readonly CalculationFault[] => {
  const read = reading();
  read.list(input.lots, '/lots');
  const ids = input.lots.map(({ id }) => id);
  read.unique(ids, (index) => `/lots/${index}/id`);
  for (const [index, { ranking }] of input.lots.entries())
    read.unique(
      ranking.map(({ bid }) => bid),
      (inner) => `/lots/${index}/ranking/${inner}/bid`,
    );
  for (const field of ['winnersPerLot', 'candidatesPerLot', 'maxLots'] as const) read.count(input[field], `/${field}`, 1);
  read.count(input.minValid, '/minValid', 0);
  const [known, ordered] = [new Set(ids), new Map(input.lotOrder.map((id, index) => [id, index]).toReversed() as [string, number][])];
  const missing = ids.filter((id) => !ordered.has(id));
  if (missing.length > 0) read.say('candidates.lot_order_incomplete', '/lotOrder', { missing });
  const unknown = input.lotOrder.filter((id, index) => !known.has(id) || ordered.get(id) !== index);
  if (unknown.length > 0) read.say('candidates.lot_order_unknown', '/lotOrder', { unknown });
  // A drawn order of a lot that does not exist would be believed to decide something.
  for (const [index, { lot, order }] of input.ties.entries()) {
    if (!known.has(lot)) read.say('input.unknown_value', `/ties/${index}/lot`, { value: lot });
    read.unique(order, (inner) => `/ties/${index}/order/${inner}`);
  }
  read.unique(
    input.ties.map(({ lot }) => lot),
    (index) => `/ties/${index}/lot`,
  );
  return read.faults;
};

const settle = (
  lot: Lot,
  input: LotCandidatesInput,
  won: ReadonlyMap<string, number>,
  order: readonly string[],
): { readonly result: LotResult; readonly tied: readonly string[] } => {
  const ended = (reason: 'too-few-bids' | 'no-candidate-left', skipped: readonly string[]) => ({
    result: { id: lot.id, status: 'failed', reason, winners: [], candidates: [], skipped } satisfies LotResult,
    tied: [],
  });
  if (lot.ranking.length < input.minValid) return ended('too-few-bids', []);
  const drawn = new Map(order.map((bid, index) => [bid, index]));
  const place = (bid: string): number => drawn.get(bid) ?? Number.MAX_SAFE_INTEGER;
  const ranked = lot.ranking.toSorted((a, b) => a.rank - b.rank || place(a.bid) - place(b.bid));
  const full = (bid: string): boolean => (won.get(bid) ?? 0) >= input.maxLots;
  const skipped = ranked.filter(({ bid }) => full(bid)).map(({ bid }) => bid);
  const left = ranked.filter(({ bid }) => !full(bid));
  if (left.length === 0) return ended('no-candidate-left', skipped);
  const names = left.slice(0, input.candidatesPerLot).map(({ bid }) => bid);
  // A line that cuts through bids of one rank cannot be drawn unless their order was.
  const cut = (line: number): readonly string[] => {
    const [last, next] = [left[line - 1], left[line]];
    if (!last || !next || last.rank !== next.rank) return [];
    const equal = left.filter(({ rank }) => rank === last.rank).map(({ bid }) => bid);
    return equal.every((bid) => drawn.has(bid)) ? [] : equal;
  };
  const tied = cut(input.winnersPerLot);
  if (tied.length > 0) return { result: { id: lot.id, status: 'tied', winners: [], candidates: names, skipped }, tied };
  const winners = left.slice(0, input.winnersPerLot).map(({ bid }) => bid);
  return { result: { id: lot.id, status: 'awarded', winners, candidates: names, skipped }, tied: cut(input.candidatesPerLot) };
};
