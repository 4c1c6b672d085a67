import {
  equalRatio,
  exactText,
  formatYuan,
  mulRatio,
  ofPercent,
  parseRatio,
  ratio,
  refuse,
  splitByPercents,
  subRatio,
  sumRatio,
  timesFen,
  type Ratio,
  type Refusal,
} from '../kernel/index.js';
import type { MoneyRefusal } from './calculator-refusals.js';

export interface Schedule {
  readonly amounts: readonly bigint[];
  readonly sum: bigint;
  /** Yuan of the last part before it took what the rounding of the others left; null where amounts were given. */
  readonly lastExact: string | null;
}
const HUNDRED = ratio(100n);
const no = (code: MoneyRefusal, pointer: string, meta: Refusal['meta'] = {}): Refusal => refuse<MoneyRefusal>(code, { pointer, meta });

/** Instalments by per cents (`calculators.md` 13): every one but the last half-up to the fen, the last bears the rest. */
export const scheduleByPercents = (total: bigint, percents: readonly string[]): Schedule | Refusal => {
  const read: Ratio[] = [];
  for (const [at, text] of percents.entries()) {
    const percent = parseRatio(text);
    if (!percent || percent.num <= 0n) return no('schedule.percent_malformed', `/percents/${at}`);
    read.push(percent);
  }
  const sum = sumRatio(read);
  if (!equalRatio(sum, HUNDRED)) {
    const missing = subRatio(HUNDRED, sum);
    const meta = {
      sumPercent: exactText(sum),
      missingPercent: exactText(missing),
      missing: formatYuan(timesFen(total, ofPercent(missing))),
    };
    return no('schedule.percents_not_100', '/percents', meta);
  }
  const amounts = splitByPercents(total, read);
  if (amounts.some((amount) => amount < 0n)) return no('schedule.last_below_zero', '/percents');
  const last = ofPercent(read.at(-1) ?? HUNDRED);
  return { amounts, sum: total, lastExact: exactText(mulRatio(mulRatio(ratio(total), last), ratio(1n, 100n))) };
};

/** Instalments given in fen: they sum to the total exactly. */
export const scheduleByAmounts = (total: bigint, amounts: readonly bigint[]): Schedule | Refusal => {
  const sum = amounts.reduce((left, amount) => left + amount, 0n);
  if (amounts.some((amount) => amount < 0n)) return no('schedule.last_below_zero', '/amounts');
  return sum === total
    ? { amounts, sum, lastExact: null }
    : no('schedule.amounts_not_total', '/amounts', { sum: formatYuan(sum), missing: formatYuan(total - sum) });
};
