import {
  addRatio,
  compareRatio,
  equalRatio,
  exactText,
  meanRatio,
  parseYuan,
  ratio,
  ratioOf,
  roundHalfUp,
  sumRatio,
  words,
} from '../kernel/index.js';
import type { Ratio } from '../kernel/index.js';
import {
  type Calculation,
  type CalculationFault,
  type CalculationStep,
  type Citing,
  citing,
  fault,
  inOrderOf,
  reading,
  type RulesInForce,
  segment,
} from './answer.js';
import { procedureIn } from '../procedure/procedure.js';

export interface PanelItem {
  readonly id: string;
  readonly max: string;
  readonly type: 'subjective' | 'objective';
  readonly technical?: boolean;
}
/** Points of one scorer: subject scored, then item. */
export type ScoreSheet = Readonly<Record<string, Readonly<Record<string, string>>>>;
export interface ScoreProposal {
  readonly kind: string;
  readonly scorer?: string;
  readonly bid?: string;
}
export interface ScoreBidsInput {
  /** Decides how ties go on; absent where nothing is bought (an assessment): equal totals share a rank. */
  readonly method?: string;
  readonly decimals: number;
  readonly items: readonly PanelItem[];
  readonly sheets: Readonly<Record<string, ScoreSheet>>;
  /** Absent where no price is scored. */
  readonly prices?: Readonly<Record<string, { readonly score: string; readonly quote: string }>>;
  readonly proposals?: readonly ScoreProposal[];
}
export interface ScoreTotal {
  readonly bid: string;
  readonly rank: number;
  readonly means: Readonly<Record<string, string>>;
  readonly price: string;
  readonly exact: string;
  readonly total: string;
}
export interface ScoreTie {
  readonly rank: number;
  readonly bids: readonly string[];
}
export interface ProposalAnswer {
  readonly kind: string;
  readonly allowed: boolean;
  readonly rule: string;
  readonly instead: string | null;
}
export interface ScoreBidsResult {
  /** False while scorers differ on an objective item. */
  readonly final: boolean;
  readonly totals: readonly ScoreTotal[];
  readonly ties: readonly ScoreTie[];
  readonly proposals: readonly ProposalAnswer[];
  readonly findings: readonly CalculationFault[];
}
type Exact = Readonly<Record<string, Readonly<Record<string, Ratio>>>>;
interface Standing {
  readonly bid: string;
  readonly means: Readonly<Record<string, Ratio>>;
  readonly exact: Ratio;
  readonly total: string;
  readonly technical: Ratio;
  readonly quote: bigint;
}

/** What is wrong with one sheet: every subject needs points for every item, none above the maximum. `pointer` is where the sheet stands. */
export const sheetFaults = (
  items: readonly PanelItem[],
  subjects: readonly string[],
  sheet: ScoreSheet,
  pointer: string,
): readonly CalculationFault[] => {
  const read = reading();
  readSheet(read, items, subjects, sheet, pointer);
  return read.faults;
};

const readSheet = (
  read: ReturnType<typeof reading>,
  items: readonly PanelItem[],
  subjects: readonly string[],
  sheet: ScoreSheet,
  pointer: string,
): Record<string, Record<string, Ratio>> => {
  const points: Record<string, Record<string, Ratio>> = {};
  const known = new Set(items.map(({ id }) => id));
  for (const subject of subjects) {
    const row = sheet[subject];
    const place = `${pointer}/${segment(subject)}`;
    for (const item of Object.keys(row ?? {})) if (!known.has(item)) read.say('score.unknown_item', `${place}/${segment(item)}`);
    const exact: Record<string, Ratio> = {};
    for (const item of items) {
      const text = row?.[item.id];
      const cell = `${place}/${segment(item.id)}`;
      if (text === undefined) {
        read.say('score.points_missing', cell);
        continue;
      }
      const value = read.number(text, cell);
      const over = compareRatio(value, ratioOf(item.max)) > 0;
      if (over) read.faults.push(fault('score.above_maximum', 'result.edit', cell, { max: item.max }));
      exact[item.id] = value;
    }
    points[subject] = exact;
  }
  return points;
};

/** Totals and ranks: the mean of every item over all scorers, nobody left out, plus the price score, rounded once. `calculators.md` 9. */
export const scoreBids = (input: ScoreBidsInput, inForce: RulesInForce): Calculation<ScoreBidsResult> => {
  const rules = citing(inForce);
  const read = reading();
  read.count(input.decimals, '/decimals', 0);
  read.list(input.items, '/items');
  read.unique(
    input.items.map(({ id }) => id),
    (index) => `/items/${index}/id`,
  );
  for (const [index, { max }] of input.items.entries()) read.number(max, `/items/${index}/max`);
  const scorers = Object.keys(input.sheets);
  read.list(scorers, '/sheets');
  if (read.faults.length > 0) return { refused: inOrderOf(input, read.faults) };

  const bids = [...new Set(Object.values(input.sheets).flatMap((sheet) => Object.keys(sheet)))];
  read.list(bids, '/sheets');
  const sheets = scorers.map(
    (scorer): Exact => readSheet(read, input.items, bids, input.sheets[scorer] ?? {}, `/sheets/${segment(scorer)}`),
  );
  const prices = new Map(bids.map((bid) => [bid, readPrice(read, input, bid)]));
  if (read.faults.length > 0) return { refused: inOrderOf(input, read.faults) };

  const steps: CalculationStep[] = [];
  const standings = bids.map((bid): Standing => {
    const means = Object.fromEntries(input.items.map(({ id }) => [id, meanRatio(sheets.map((sheet) => pointsIn(sheet, bid, id)))]));
    const price = prices.get(bid)?.score ?? ratio(0);
    const exact = addRatio(sumRatio(Object.values(means)), price);
    const total = roundHalfUp(exact, input.decimals);
    const inputs = { ...texts(means), price: exactText(price) };
    const rounding = { mode: 'half-up' as const, decimals: input.decimals };
    steps.push({ name: bid, formula: 'sum of means + price', inputs, exact: exactText(exact), rounded: total, rounding });
    const technical = sumRatio(input.items.flatMap(({ id, technical: counts }) => (counts ? [means[id] ?? ratio(0)] : [])));
    return { bid, means, exact, total, technical, quote: prices.get(bid)?.quote ?? 0n };
  });

  const findings = input.items.flatMap((item, index) =>
    item.type === 'objective' ? differing(item.id, index, bids, scorers, sheets, rules) : [],
  );
  const order = tieOrder(rules, input);
  const sorted = standings.toSorted((a, b) => order(a, b));
  let rank = 0;
  const totals = sorted.map((one, index): ScoreTotal => {
    const before = sorted[index - 1];
    if (!before || order(before, one) !== 0) rank = index + 1;
    const price = input.prices?.[one.bid]?.score ?? '0';
    return { bid: one.bid, rank, means: texts(one.means), price, exact: exactText(one.exact), total: one.total };
  });
  const byRank = new Map<number, string[]>();
  for (const { bid, rank: shared } of totals) byRank.set(shared, [...(byRank.get(shared) ?? []), bid]);
  const result: ScoreBidsResult = {
    final: findings.length === 0,
    totals,
    ties: [...byRank].filter(([, tied]) => tied.length > 1).map(([shared, tied]) => ({ rank: shared, bids: tied })),
    proposals: (input.proposals ?? []).map(({ kind }) => judgeCorrection(kind, input.method, rules)),
    findings,
  };
  return { result, steps, rules: rules.used() };
};

const readPrice = (read: ReturnType<typeof reading>, input: ScoreBidsInput, bid: string): { score: Ratio; quote: bigint } => {
  if (!input.prices) return { score: ratio(0), quote: 0n };
  const price = input.prices[bid];
  if (!price) {
    read.say('score.price_missing', '/prices', { bid });
    return { score: ratio(0), quote: 0n };
  }
  const place = `/prices/${segment(bid)}`;
  return { score: read.number(price.score, `${place}/score`), quote: parseYuan(price.quote) ?? read.fen(price.quote, `${place}/quote`) };
};

const pointsIn = (sheet: Exact, bid: string, item: string): Ratio => sheet[bid]?.[item] ?? ratio(0);
const texts = (values: Readonly<Record<string, Ratio>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, exactText(value)]));

const differing = (
  item: string,
  index: number,
  bids: readonly string[],
  scorers: readonly string[],
  sheets: readonly Exact[],
  rules: Citing,
): readonly CalculationFault[] =>
  bids.flatMap((bid) => {
    const points = sheets.map((sheet) => pointsIn(sheet, bid, item));
    if (points.every((one) => equalRatio(one, points[0] as Ratio))) return [];
    const meta = { bid, item, points: scorers.map((scorer, place) => `${scorer}: ${exactText(points[place] as Ratio)}`) };
    return [fault('score.objective_differs', rules.rule('factors.objective').id, `/items/${index}`, meta)];
  });

/** Ranks compare rounded totals; then the rule of the method says what comes next, until nothing is left but a tie. */
const tieOrder = (rules: Citing, input: ScoreBidsInput): ((a: Standing, b: Standing) => number) => {
  const rankRule = input.method === undefined ? undefined : procedureIn(rules, input.method).rankRule;
  const keys = rankRule === undefined ? ['score-desc'] : words(rules.rule(rankRule));
  const rounded = new Map<string, Ratio>();
  const total = (one: Standing): Ratio => {
    const known = rounded.get(one.total) ?? ratioOf(one.total);
    rounded.set(one.total, known);
    return known;
  };
  const by: Readonly<Record<string, (a: Standing, b: Standing) => number>> = {
    'score-desc': (a, b) => compareRatio(total(b), total(a)),
    'price-asc': (a, b) => (a.quote < b.quote ? -1 : a.quote > b.quote ? 1 : 0),
    'technical-desc': (a, b) => compareRatio(b.technical, a.technical),
  };
  return (a, b) => {
    for (const key of keys) {
      const difference = by[key]?.(a, b) ?? 0;
      if (difference !== 0) return difference;
    }
    return 0;
  };
};

/** Whether scores may be corrected on this ground: the four of 财政部令第87号第六十四条 and no other; a procedure may answer by an article of its own. */
export const judgeCorrection = (kind: string, method: string | undefined, rules: Citing): ProposalAnswer => {
  const { rereviewRule = 'result.edit', rereviewElse = 'result-stands' } = method === undefined ? {} : procedureIn(rules, method);
  const own = rules.has(rereviewRule);
  const allowed = words(rules.rule('result.edit')).includes(kind);
  return { kind, allowed, rule: own ? rules.rule(rereviewRule).id : 'result.edit', instead: allowed ? null : rereviewElse };
};
