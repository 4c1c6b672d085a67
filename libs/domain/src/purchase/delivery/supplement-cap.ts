import { exactText, mulRatio, ofPercent, ratio, ratioOf, type Ratio } from '../../kernel/ratio.js';

/** What is said of a supplement: by the contract's case and by the calculator, under a code of each. */
export const supplementSentences = {
  'supplement.over_cap': {
    zh: '补充合同累计{cumulative}元，超过上限{cap}元{over}元。',
    en: 'Supplements would make {cumulative}: {over} above the cap of {cap}.',
  },
  'supplement.of_another_object': {
    zh: '补充合同只能追加与合同标的相同的服务。',
    en: 'A supplement adds the same service: another object is another purchase.',
  },
  'supplement.changes_terms': { zh: '补充合同不得改变合同其他条款。', en: 'A supplement leaves all other terms as they are.' },
} as const;

export interface SupplementInput {
  /** Fen of the contract as first signed. */
  readonly original: bigint;
  /** Fen of each earlier supplement; below zero: a reduction. */
  readonly earlier: readonly bigint[];
  readonly amount: bigint;
}
export interface SupplementRoom {
  readonly cumulative: bigint;
  /** Per cent of the original, exact; null where the original is nothing. */
  readonly cumulativePercent: string | null;
  /** Whole fen that the share reaches: half a fen more would be above it. */
  readonly cap: bigint;
  readonly capExact: Ratio;
  /** Fen above the cap; zero or below: allowed. */
  readonly over: bigint;
}

const HUNDRED = ratio(100n);

/** Room for a supplement (`calculators.md` 14): counted against the original over all that add to it; equal is allowed, a reduction makes no room. */
export const supplementRoom = ({ original, earlier, amount }: SupplementInput, capPercent: string): SupplementRoom => {
  const added = (fen: bigint): bigint => (fen > 0n ? fen : 0n);
  const cumulative = earlier.reduce((sum, one) => sum + added(one), added(amount));
  const capExact = mulRatio(ratio(original), ofPercent(ratioOf(capPercent)));
  const cap = capExact.num / capExact.den;
  const cumulativePercent = original === 0n ? null : exactText(mulRatio(ratio(cumulative, original), HUNDRED));
  return { cumulative, cumulativePercent, cap, capExact, over: cumulative - cap };
};
