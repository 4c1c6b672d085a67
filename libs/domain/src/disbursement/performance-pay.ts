import {
  compareRatio,
  exactText,
  formatYuan,
  mulRatio,
  nearest,
  ofPercent,
  parseRatio,
  ratio,
  ratioOf,
  refuse,
  subRatio,
  type Ratio,
  type Refusal,
} from '../kernel/index.js';
import type { PayFormula } from '../purchase/types.js';
import type { MoneyRefusal } from './calculator-refusals.js';

export interface PerformancePayInput {
  /** Fen. */
  readonly contract: bigint;
  readonly paid: bigint;
  /** What the last instalment would be at full performance. */
  readonly tail: bigint;
  /** The contract's own assessment 履约考核, a decimal string. */
  readonly score: string;
  readonly formula: PayFormula;
}
export interface PerformancePay {
  readonly payable: bigint;
  readonly withheld: bigint;
  /** What the tail cannot bear, at most what was paid: a demand for money back, never a negative payment. */
  readonly clawback: bigint;
  /** Yuan before rounding; factor table only. */
  readonly exact?: string;
  /** Per point only. */
  readonly deduction?: bigint;
}

const no = (code: MoneyRefusal, pointer: string, meta: Refusal['meta'] = {}): Refusal => refuse<MoneyRefusal>(code, { pointer, meta });
const ZERO = ratio(0n);
const fenOf = (value: Ratio): bigint => nearest(value.num, value.den);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What an assessment makes of the tail (`calculators.md` 16): exact arithmetic, rounded once, on the payable or on the deduction. */
export const performancePay = ({ contract, paid, tail, score, formula }: PerformancePayInput): PerformancePay | Refusal => {
  const scored = parseRatio(score);
  if (!scored) return no('performance_pay.score_malformed', '/score');
  if (paid + tail > contract) return no('performance_pay.exceeds_contract', '/paid', { over: formatYuan(paid + tail - contract) });
  return formula.kind === 'factor-table'
    ? byFactor(formula, scored, { contract, paid, tail })
    : byPoints(formula, scored, { contract, paid, tail });
};

interface Amounts {
  readonly contract: bigint;
  readonly paid: bigint;
  readonly tail: bigint;
}

const byFactor = (
  formula: Extract<PayFormula, { kind: 'factor-table' }>,
  score: Ratio,
  { contract, paid, tail }: Amounts,
): PerformancePay | Refusal => {
  const rows = formula.table
    .map((row) => ({ from: ratioOf(row.from), factor: ofPercent(ratioOf(row.factorPercent)) }))
    .toSorted((a, b) => compareRatio(b.from, a.from));
  const row = rows.find(({ from }) => compareRatio(score, from) >= 0);
  if (!row) return no('performance_pay.score_below_table', '/score', { score: exactText(score) });
  const before = formula.of === 'tail' ? 0n : paid;
  const exact = subRatio(mulRatio(ratio(formula.of === 'tail' ? tail : contract), row.factor), ratio(before));
  const due = fenOf(exact);
  const payable = due < 0n ? 0n : least(due, tail);
  return {
    payable,
    withheld: tail - payable,
    clawback: due < 0n ? least(-due, paid) : 0n,
    exact: exactText(mulRatio(exact, ratio(1n, 100n))),
  };
};

/** Points below the bar, as the contract counts them: exactly, started ones as whole, or whole ones alone. */
const pointsOf = (missing: Ratio, how: 'exact' | 'started' | 'full'): Ratio => {
  if (how === 'exact') return missing;
  const full = missing.num / missing.den;
  return ratio(how === 'started' && missing.num % missing.den !== 0n ? full + 1n : full);
};

/** What points below the bar cost, in fen before rounding. */
export const exactDeduction = (
  formula: Extract<PayFormula, { kind: 'deduction-per-point' }>,
  score: Ratio,
  { contract, tail }: { readonly contract: bigint; readonly tail: bigint },
): Ratio => {
  const missing = subRatio(ratioOf(formula.below), score);
  const points = compareRatio(missing, ZERO) > 0 ? pointsOf(missing, formula.points) : ZERO;
  const base = ratio(formula.of === 'tail' ? tail : contract);
  const full = mulRatio(mulRatio(base, ofPercent(ratioOf(formula.perPointPercent))), points);
  const cap = formula.capPercent === null ? null : mulRatio(base, ofPercent(ratioOf(formula.capPercent)));
  return cap !== null && compareRatio(full, cap) > 0 ? cap : full;
};

const byPoints = (
  formula: Extract<PayFormula, { kind: 'deduction-per-point' }>,
  score: Ratio,
  { contract, paid, tail }: Amounts,
): PerformancePay => {
  const deduction = fenOf(exactDeduction(formula, score, { contract, tail }));
  const withheld = least(deduction, tail);
  return { payable: tail - withheld, withheld, clawback: least(deduction - withheld, paid), deduction };
};
