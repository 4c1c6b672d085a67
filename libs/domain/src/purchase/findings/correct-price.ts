import { mulRatio, nearest, ratio, ratioOf } from '../../kernel/ratio.js';
import type { CorrectionStep } from './state.js';

/** What a bid says of its price beside the opening list, in fen; null or absent: it says nothing. */
export interface StatedPrices {
  /** 投标文件中的总价 in the detailed part. */
  readonly detail?: bigint | null;
  /** 大写金额 of the opening list. */
  readonly inWords?: bigint | null;
  /** 单价的小数点或者百分比明显错位: then the total stands and the unit prices are changed. */
  readonly decimalMisplaced?: boolean;
  /** Quantities as decimal text. */
  readonly items?: readonly { readonly unitPrice: bigint; readonly quantity: string }[];
}
type Correct = (price: bigint, stated: StatedPrices) => bigint | null;

const summed = (items: NonNullable<StatedPrices['items']>): bigint =>
  items.reduce((sum, { unitPrice, quantity }) => {
    const exact = mulRatio(ratio(unitPrice), ratioOf(quantity));
    return sum + nearest(exact.num, exact.den);
  }, 0n);

/** What each word of the rule does to the price; null: its case is not given. */
const corrections: Readonly<Record<string, Correct>> = {
  // The opening list stands: nothing that was read out changes.
  'opening-list': (price, { detail }) => (detail === undefined || detail === null || detail === price ? null : price),
  'amount-in-words': (price, { inWords }) => (inWords === undefined || inWords === null || inWords === price ? null : inWords),
  'total-over-misplaced-unit-decimal': (price, { decimalMisplaced, items }) =>
    decimalMisplaced && items && summed(items) !== price ? price : null,
  'unit-times-quantity': (price, { decimalMisplaced, items }) =>
    decimalMisplaced || !items || items.length === 0 || summed(items) === price ? null : summed(items),
};

/** 财政部令第87号第五十九条: each discrepancy in the rule's order, each on what the one before left. Empty: there is none. */
export const correctPrice = (opened: bigint, stated: StatedPrices, order: readonly string[]): readonly CorrectionStep[] => {
  const steps: CorrectionStep[] = [];
  let price = opened;
  for (const step of order) {
    const to = corrections[step]?.(price, stated) ?? null;
    if (to === null) continue;
    steps.push({ step, from: price, to });
    price = to;
  }
  return steps;
};
