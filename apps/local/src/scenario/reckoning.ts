import { standing, type PlayedInput } from './input.js';
import type { Variant } from './stage.js';
import type { Agreed } from './view.js';

// Everything here is reckoned anew from what was played, with arithmetic of its own, so that two opinions are compared.

export const fen = (text: string): bigint => BigInt(text.replace('.', ''));
export const yuan = (amount: bigint): string => {
  const size = amount < 0n ? -amount : amount;
  return `${amount < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
};
/** Digits and scale of decimal text: `12.5` is 125 over 10. */
const decimal = (text: string): readonly [bigint, bigint] => {
  const [whole = '0', rest = ''] = text.split('.');
  return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
};
const halfUp = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

/** Shares of an amount in fen: each by itself half up, the last takes what is left. */
export const sharesOf = (total: bigint, percents: readonly string[]): readonly bigint[] => {
  const scaled = percents.slice(0, -1).map((percent) => {
    const [digits, scale] = decimal(percent);
    return halfUp(total * digits, 100n * scale);
  });
  return [...scaled, scaled.reduce((left, share) => left - share, total)];
};

/** Price points with two decimals: the lowest price, less the deduction of small enterprises, over one's own. */
export const pricePointsOf = (input: PlayedInput): ReadonlyMap<string, string> => {
  const { weights, deduction } = input;
  const [percent, scale] = decimal(deduction.smallMicroPercent);
  const [weight, weightScale] = decimal(weights.price);
  const whole = 100n * scale;
  const adjusted = standing(input).map((bid) => ({
    supplier: bid.supplier,
    value: fen(bid.price) * (['small', 'micro'].includes(bid.kind) ? whole - percent : whole),
  }));
  const base = adjusted.reduce((low, { value }) => (value < low ? value : low), adjusted[0]?.value ?? 1n);
  return new Map(adjusted.map(({ supplier, value }) => [supplier, yuan(halfUp(base * weight * 100n, value * weightScale))]));
};

/** What the supplier keeps of each instalment, and what it has to give back in the end. */
export interface Owed {
  readonly paid: readonly bigint[];
  readonly back: bigint;
}
const ASSESSED = 80n;
const POOR = 60n;
/** By the plan's table of factors: 100 % from 80 points, 80 % from 60, nothing below. */
const byFactor = (schedule: readonly Agreed[], means: readonly string[]): Owed => {
  const left = [...means];
  const paid = schedule.map(({ amount, conditions }) => {
    if (!conditions.includes('assessment')) return fen(amount);
    const [points, scale] = decimal(left.shift() ?? '90');
    const factor = points >= ASSESSED * scale ? 100n : points >= POOR * scale ? 80n : 0n;
    return halfUp(fen(amount) * factor, 100n);
  });
  return { paid, back: 0n };
};
/** By points: each one below the bar takes its per cent of the contract out of the instalment, and what that cannot bear out of what was paid. */
const byPoints = (contract: bigint, schedule: readonly Agreed[], means: readonly string[], { below, percent }: Points): Owed => {
  const left = [...means];
  let back = 0n;
  const paid = schedule.map(({ amount, conditions }) => {
    if (!conditions.includes('assessment')) return fen(amount);
    const missing = below - BigInt(left.shift() ?? String(below));
    const cut = missing > 0n ? halfUp(contract * missing * percent, 100n) : 0n;
    if (cut <= fen(amount)) return fen(amount) - cut;
    back += cut - fen(amount);
    return 0n;
  });
  return { paid, back };
};
interface Points {
  readonly below: bigint;
  readonly percent: bigint;
}
/** As the variant plays it: one per cent of the contract for each point below 90, and the means with which it is assessed. */
export const poor = { below: 90n, percent: 1n, means: ['82', '55'] } as const;

export const owedOf = (variant: Variant | null, contract: string, schedule: readonly Agreed[], input: PlayedInput): Owed =>
  variant === 'poor-performance' ? byPoints(fen(contract), schedule, poor.means, poor) : byFactor(schedule, input.assessment);
