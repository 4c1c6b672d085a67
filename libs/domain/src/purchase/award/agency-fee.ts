import { addRatio, mulRatio, nearest, ofPercent, ratio, ratioOf, timesFen, type Ratio } from '../../kernel/ratio.js';

/** What is refused of a tariff. */
export const agencyFeeSentences = {
  'agency_fee.steps_not_ascending': {
    zh: '费率各档的上限须逐档递增。',
    en: 'Each step has to reach further than the one before it.',
  },
  'agency_fee.last_step_open': {
    zh: '只有最后一档不设上限，且最后一档不得设上限。',
    en: 'The last step, and no other, has no upper bound.',
  },
  'agency_fee.not_a_tariff': { zh: '规则{rule}不是{kind}的代理服务收费标准。', en: 'The rule {rule} is no tariff for {kind}.' },
} as const;

export interface TariffStep {
  /** Fen, inclusive; null: the rest. */
  readonly upTo: bigint | null;
  readonly percent: string;
}
export interface Tariff {
  readonly steps: readonly TariffStep[];
  /** Fen: the least that is charged. */
  readonly floor: bigint;
}
interface FeeTier {
  readonly from: bigint;
  readonly to: bigint;
  readonly percent: string;
  /** Fen, exact. */
  readonly fee: Ratio;
}
export interface AgencyFee {
  readonly fee: bigint;
  /** Steps that the amount reaches. */
  readonly tiers: readonly FeeTier[];
  /** Fen, exact. */
  readonly sum: Ratio;
  readonly rounded: bigint;
  readonly discounted: bigint;
  readonly floorApplied: boolean;
}
export interface TariffFault {
  readonly code: 'agency_fee.steps_not_ascending' | 'agency_fee.last_step_open';
  readonly step: number;
}

/** What is wrong with the steps of a tariff, at the step that is wrong. */
export const tariffFaults = (steps: readonly TariffStep[]): readonly TariffFault[] => {
  let reached = 0n;
  return steps.flatMap(({ upTo }, step): readonly TariffFault[] => {
    const isLast = step === steps.length - 1;
    if ((upTo === null) !== isLast) return [{ code: 'agency_fee.last_step_open', step }];
    if (upTo === null) return [];
    if (upTo <= reached) return [{ code: 'agency_fee.steps_not_ascending', step }];
    reached = upTo;
    return [];
  });
};

/**
 * 采购代理服务费 by 差额定率累进 (`calculators.md` 18): each step exact, their sum half-up to the fen, then the discount, then the floor. The steps are
 * without fault.
 */
export const agencyFee = (amount: bigint, { steps, floor }: Tariff, discountPercent: string): AgencyFee => {
  const tiers = steps.flatMap(({ upTo, percent }, step): readonly FeeTier[] => {
    const from = steps[step - 1]?.upTo ?? 0n;
    const to = upTo === null || upTo > amount ? amount : upTo;
    return to > from ? [{ from, to, percent, fee: mulRatio(ratio(to - from), ofPercent(ratioOf(percent))) }] : [];
  });
  const sum = tiers.reduce((total, { fee }) => addRatio(total, fee), ratio(0n));
  const rounded = nearest(sum.num, sum.den);
  const discounted = timesFen(rounded, ofPercent(ratioOf(discountPercent)));
  const floorApplied = discounted < floor;
  return { fee: floorApplied ? floor : discounted, tiers, sum, rounded, discounted, floorApplied };
};
