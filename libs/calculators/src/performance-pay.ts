import {
  type CalculationStep,
  exactDeduction,
  exactText,
  formatYuan,
  isRefusal,
  mulRatio,
  parseYuan,
  type PayFormula,
  performancePay as payOf,
  type PerformancePay,
  ratio,
  ratioOf,
} from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { type Problem, problem, problemsOf } from './kit/problem.js';
import { everywhere, list, number, yuan } from './kit/schemas.js';

const of = z.enum(['tail', 'contract']);
const formula = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('factor-table'), of, table: list(z.strictObject({ from: number(), factorPercent: number() })) }),
  z.strictObject({
    kind: z.literal('deduction-per-point'),
    of,
    below: number(),
    perPointPercent: number(),
    points: z.enum(['exact', 'started', 'full']),
    capPercent: number().nullable().optional(),
  }),
]);
const input = z.strictObject({ ...everywhere, contract: yuan(), paid: yuan(), tail: yuan(), score: number(), formula });
type Input = z.output<typeof input>;

const formulaOf = (given: Input['formula']): PayFormula =>
  given.kind === 'factor-table' ? given : { ...given, capPercent: given.capPercent ?? null };
/** Two rows from the same score would leave it to their order which one pays. */
const rowsTwice = (given: Input['formula']): readonly Problem[] => {
  const seen = new Set<string>();
  return (given.kind === 'factor-table' ? given.table : []).flatMap(({ from }, at) => {
    const id = exactText(ratioOf(from));
    const again = seen.has(id) ? [problem('input.duplicate_id', null, `/formula/table/${at}/from`, { id })] : [];
    seen.add(id);
    return again;
  });
};

const stepOf = (read: PayFormula, pay: PerformancePay, { contract, paid, tail, score }: Input): CalculationStep => {
  const rounding = { mode: 'half-up', decimals: 2 } as const;
  if (read.kind === 'factor-table') {
    const formula = read.of === 'tail' ? 'tail x factor of the score' : 'contract x factor of the score - paid, between 0 and the tail';
    return {
      name: 'payable',
      formula,
      inputs: { contract, paid, tail, score },
      exact: pay.exact ?? '0',
      rounded: formatYuan(pay.payable),
      rounding,
    };
  }
  const { below, perPointPercent, points, capPercent } = read;
  const fen = exactDeduction(read, ratioOf(score), { contract: parseYuan(contract) ?? 0n, tail: parseYuan(tail) ?? 0n });
  return {
    name: 'deduction',
    formula: `${read.of} x perPointPercent / 100 x points below${capPercent === null ? '' : ', at most capPercent'}`,
    inputs: {
      [read.of]: read.of === 'tail' ? tail : contract,
      score,
      below,
      perPointPercent,
      points,
      ...(capPercent === null ? {} : { capPercent }),
    },
    exact: exactText(mulRatio(fen, ratio(1n, 100n))),
    rounded: formatYuan(pay.deduction ?? 0n),
    rounding,
  };
};

/** What an assessment makes of the last instalment: `calculators.md` 16. */
export const performancePay = calculator({
  name: 'performance-pay',
  title: { zh: '按履约考核付款', en: 'What an assessment makes of the last instalment' },
  input,
  example: {
    contract: '873456.79',
    paid: '578665.13',
    tail: '294791.66',
    score: '87.8',
    formula: {
      kind: 'factor-table',
      of: 'tail',
      table: [
        { from: '80', factorPercent: '95' },
        { from: '0', factorPercent: '0' },
      ],
    },
  },
  reckon: (given) => {
    const fen = (field: 'contract' | 'paid' | 'tail'): bigint => parseYuan(given[field]) ?? 0n;
    const read = formulaOf(given.formula);
    const pay = payOf({ contract: fen('contract'), paid: fen('paid'), tail: fen('tail'), score: given.score, formula: read });
    const refused = [...rowsTwice(given.formula), ...(isRefusal(pay) ? problemsOf(pay) : [])];
    if (isRefusal(pay) || refused.length > 0) return { refused };
    const { payable, withheld, clawback, exact, deduction } = pay;
    return {
      result: {
        payable: formatYuan(payable),
        withheld: formatYuan(withheld),
        clawback: formatYuan(clawback),
        ...(exact === undefined ? {} : { exact }),
        ...(deduction === undefined ? {} : { deduction: formatYuan(deduction) }),
        findings: [],
      },
      steps: [stepOf(read, pay, given)],
    };
  },
});
