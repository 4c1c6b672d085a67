import {
  compareRatio,
  daysBetween,
  divRatio,
  exactText,
  mulRatio,
  nearest,
  ofPercent,
  ratio,
  ratioOf,
  refuse,
  table,
  words,
  type PlainDate,
  type Ratio,
  type Refusal,
  type Rule,
} from '../kernel/index.js';
import type { MoneyRefusal } from './calculator-refusals.js';

export type InterestRate =
  /** The pack's daily rate, where nothing was agreed: for the enterprises that the regulation protects. */
  | { readonly source: 'statutory-daily'; readonly daily: Rule; readonly scope: Rule }
  /** Per year; not below the loan prime rate of the contract's date where that is given. */
  | { readonly source: 'agreed'; readonly annualPercent: string; readonly dayBase?: number; readonly lprPercent?: string };

export interface LateInterestInput {
  readonly payeeKind: string;
  /** Fen. */
  readonly amount: bigint;
  /** The last day on which payment was in time. */
  readonly due: PlainDate;
  /** Null while unpaid: `on` counts. */
  readonly paid: PlainDate | null;
  readonly on: PlainDate;
  readonly rate: InterestRate;
}
export interface LateInterest {
  readonly days: number;
  readonly dailyPercent: string;
  readonly interest: bigint;
}

const dailyOf = (rate: InterestRate): Ratio => {
  if (rate.source === 'statutory-daily') return ratioOf(table<string>(rate.daily));
  const agreed = ratioOf(rate.annualPercent);
  const floor = rate.lprPercent === undefined ? agreed : ratioOf(rate.lprPercent);
  return divRatio(compareRatio(agreed, floor) < 0 ? floor : agreed, ratio(rate.dayBase ?? 365));
};

/** Interest for delay (`calculators.md` 19): simple, days after the due day up to and including the day of payment, half-up to the fen. */
export const lateInterest = ({ payeeKind, amount, due, paid, on, rate }: LateInterestInput): LateInterest | Refusal => {
  if (rate.source === 'statutory-daily' && !words(rate.scope).includes(payeeKind))
    return refuse<MoneyRefusal>('late_interest.statutory_rate_for_enterprises_only', { pointer: '/rate/source', rule: rate.scope });
  const days = Math.max(0, daysBetween(due, paid ?? on));
  const daily = dailyOf(rate);
  const exact = mulRatio(mulRatio(ratio(amount), ofPercent(daily)), ratio(days));
  return { days, dailyPercent: exactText(daily), interest: nearest(exact.num, exact.den) };
};
