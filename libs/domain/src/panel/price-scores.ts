import {
  compareRatio,
  divRatio,
  exactText,
  formatYuan,
  mulRatio,
  ofPercent,
  ratio,
  ratioOf,
  roundHalfUp,
  subRatio,
  table,
  words,
} from '../kernel/index.js';
import type { Ratio, Rule } from '../kernel/index.js';
import {
  at,
  type Calculation,
  type CalculationFault,
  type CalculationStep,
  citing,
  fault,
  figure,
  inOrderOf,
  reading,
  type RulesInForce,
  yuanOf,
} from './answer.js';
import { priceShareRules } from './weights.js';

export interface PricedBid {
  readonly id: string;
  /** Yuan, as corrected; the final quote of a consultation. */
  readonly price: string;
  readonly kind: string;
  readonly share?: { readonly with: string; readonly smallMicroSharePercent: string };
}
export interface PriceScoresInput {
  readonly method: string;
  readonly object: string;
  readonly weight: string;
  readonly decimals: number;
  readonly fixedPrice: boolean;
  readonly reserved: boolean;
  /** What the tender document states; absent: it gives none. */
  readonly deduction?: { readonly smallMicroPercent: string; readonly sharePercent: string };
  readonly bids: readonly PricedBid[];
}
export interface PriceScore {
  readonly id: string;
  readonly price: string;
  readonly deductedPercent: string;
  readonly adjusted: string;
  readonly exact: string;
  readonly score: string;
}
export interface PriceScoresResult {
  readonly base: string;
  readonly baseBid: string;
  readonly bids: readonly PriceScore[];
}

const HUNDRED = ratio(100);
// A consortium's or subcontractor's share helps those who are no small enterprise themselves (财库〔2020〕46号第九条).
const SHARERS: readonly string[] = ['medium', 'large'];

/** Price points of the bids that are still in: lowest adjusted price over own adjusted price, times the weight, rounded once. `calculators.md` 7. */
export const priceScores = (input: PriceScoresInput, inForce: RulesInForce): Calculation<PriceScoresResult> => {
  const rules = citing(inForce);
  const read = reading();
  const weight = read.number(input.weight, '/weight');
  read.count(input.decimals, '/decimals', 0);
  const stated = {
    own: input.deduction ? read.number(input.deduction.smallMicroPercent, '/deduction/smallMicroPercent') : ratio(0),
    share: input.deduction ? read.number(input.deduction.sharePercent, '/deduction/sharePercent') : ratio(0),
  };
  read.list(input.bids, '/bids');
  read.unique(
    input.bids.map(({ id }) => id),
    (index) => at('bids', index, 'id'),
  );
  const bids = input.bids.map((bid, index) => {
    const fen = read.fen(bid.price, at('bids', index, 'price'));
    if (fen === 0n && read.faults.at(-1)?.pointer !== at('bids', index, 'price'))
      read.say('price_score.price_not_positive', at('bids', index, 'price'));
    return {
      ...bid,
      fen,
      shared: bid.share ? read.number(bid.share.smallMicroSharePercent, at('bids', index, 'share/smallMicroSharePercent')) : null,
    };
  });
  const faults: CalculationFault[] = [...read.faults];

  if (input.fixedPrice && weight.num > 0n) {
    const { min } = priceShareRules(rules, input.method, input.object);
    faults.push(fault('price_score.fixed_price_scored', min, '/weight', { weight: exactText(weight) }));
  }
  const gives = stated.own.num > 0n || stated.share.num > 0n;
  if (input.reserved && gives) faults.push(fault('price_score.reserved_with_deduction', rules.rule('sme.no_double').id, '/deduction'));
  if (input.deduction && !(input.reserved && !gives)) {
    faults.push(...rangeFault(stated.own, rules.rule('sme.deduct'), '/deduction/smallMicroPercent'));
    faults.push(...rangeFault(stated.share, rules.rule('sme.deduct_consortium'), '/deduction/sharePercent'));
  }
  if (faults.length > 0) return { refused: inOrderOf(input, faults) };

  const small = input.deduction ? words(rules.rule('sme.deduct.kinds')) : [];
  const shareMin = input.deduction ? ratioOf(figure(rules.rule('sme.deduct_consortium.share_min'))) : HUNDRED;
  const deducted = (bid: (typeof bids)[number]): Ratio => {
    if (small.includes(bid.kind)) return stated.own;
    return bid.shared && SHARERS.includes(bid.kind) && compareRatio(bid.shared, shareMin) >= 0 ? stated.share : ratio(0);
  };
  const adjusted = bids.map((bid) => ({
    bid,
    percent: deducted(bid),
    value: mulRatio(yuanOf(bid.fen), subRatio(ratio(1), ofPercent(deducted(bid)))),
  }));
  const base = adjusted.reduce((best, one) => (compareRatio(one.value, best.value) < 0 ? one : best));
  const steps: CalculationStep[] = [];
  const scored = adjusted.map(({ bid, percent, value }) => {
    const exact = mulRatio(divRatio(base.value, value), weight);
    const score = roundHalfUp(exact, input.decimals);
    const inputs = { base: exactText(base.value), adjusted: exactText(value), weight: exactText(weight) };
    const rounding = { mode: 'half-up' as const, decimals: input.decimals };
    steps.push({ name: bid.id, formula: 'base / adjusted x weight', inputs, exact: exactText(exact), rounded: score, rounding });
    return {
      id: bid.id,
      price: formatYuan(bid.fen),
      deductedPercent: exactText(percent),
      adjusted: exactText(value),
      exact: exactText(exact),
      score,
    };
  });
  return { result: { base: exactText(base.value), baseBid: base.bid.id, bids: scored }, steps, rules: rules.used() };
};

const rangeFault = (percent: Ratio, rule: Rule, pointer: string): readonly CalculationFault[] => {
  const { min, max } = table<{ min: string; max: string }>(rule);
  const within = compareRatio(percent, ratioOf(min)) >= 0 && compareRatio(percent, ratioOf(max)) <= 0;
  return within ? [] : [fault('price_score.deduction_out_of_range', rule.id, pointer, { minPercent: min, maxPercent: max })];
};
