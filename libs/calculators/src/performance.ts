import {
  type CalculationStep,
  exactText,
  mulRatio,
  parseYuan,
  performanceScore,
  ratio,
  ratioOf,
  type ScoreIndicator,
  sumRatio,
  table,
} from '@goufu/domain';
import { z } from 'zod';
import { type Asked, calculator } from './kit/calculator.js';
import { type Problem, problem } from './kit/problem.js';
import { count, inForceOn, list, name, number, yuan } from './kit/schemas.js';

const of = { id: name(), under: name(), weight: number() };
const indicator = z.discriminatedUnion('kind', [
  z.strictObject({ ...of, kind: z.literal('quantity'), direction: z.enum(['up', 'down']), target: number(), actual: number() }),
  z.strictObject({ ...of, kind: z.literal('quality'), percents: z.record(z.string(), number()), level: name().optional() }),
]);
const input = z.strictObject({
  ...inForceOn,
  decimals: count(0, 10),
  headers: z.record(z.string(), number()).optional(),
  execution: z.strictObject({
    weight: number(),
    basis: z.enum(['full-year-budget', 'funds-received']),
    budget: yuan(),
    received: yuan(),
    spent: yuan(),
  }),
  indicators: list(indicator),
  bands: list(z.strictObject({ grade: name(), from: number(), to: number().optional() })),
});
type Input = z.output<typeof input>;

interface Level {
  readonly level: string;
  readonly zh: string;
  readonly from: string;
  readonly to: string;
}
/** Levels of quality, each under its id and under the word that the form prints; asked only where an indicator names one. */
const levelsFor = (indicators: Input['indicators'], asked: Asked): readonly Level[] =>
  indicators.some((one) => one.kind === 'quality' && one.level !== undefined) ? table<readonly Level[]>(asked.rule('pe.qual')) : [];

const indicatorsOf = (indicators: Input['indicators'], levels: readonly Level[]) => {
  const unknown: Problem[] = [];
  const read = indicators.map((one, index): ScoreIndicator => {
    if (one.kind === 'quantity') return one;
    const { level: said, ...rest } = one;
    if (said === undefined) return rest;
    const found = levels.find(({ level, zh }) => level === said || zh === said);
    if (!found) unknown.push(problem('input.unknown_value', null, `/indicators/${index}/level`, { value: said }));
    return { ...rest, level: found?.level ?? said };
  });
  return { read, unknown };
};

const RULES: Readonly<Record<string, string>> = {
  'performance.weights_not_100': 'pe.self.weights',
  'performance.header_sum_differs': 'pe.self.weights',
  'performance.band_gap': 'pe.grade',
  'performance.far_over_target': 'pe.quant.over',
  'performance.level_differs': 'pe.qual',
};

const stepOf = (one: ScoreIndicator, exact: string): CalculationStep => {
  const rest = { name: one.id, exact, rounded: null, rounding: null };
  if (one.kind === 'quality')
    return { ...rest, formula: 'mean of the per cents / 100 x weight', inputs: { weight: one.weight, ...one.percents } };
  const { weight, target, actual } = one;
  const share = one.direction === 'up' ? 'actual / target' : 'target / actual';
  return { ...rest, formula: `${share}, at most 1, x weight`, inputs: { weight, target, actual } };
};

/** Score and grade of what money achieved: `calculators.md` 15. */
export const performance = calculator({
  name: 'performance',
  title: { zh: '项目支出绩效评价', en: 'Score and grade of a project’s spending' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-12-20',
    decimals: 2,
    headers: { 执行率: '10', 产出: '60', 满意度: '30' },
    execution: { weight: '10', basis: 'full-year-budget', budget: '1200000.00', received: '1150000.00', spent: '1104000.00' },
    indicators: [
      { id: 'o1', under: '产出', weight: '60', kind: 'quantity', direction: 'up', target: '1600', actual: '1488' },
      { id: 's1', under: '满意度', weight: '30', kind: 'quality', percents: { e1: '75', e2: '70' } },
    ],
    bands: [
      { grade: '优', from: '90' },
      { grade: '差', from: '0' },
    ],
  },
  reckon: (given, asked) => {
    asked.rule('pe.self.weights');
    const levels = levelsFor(given.indicators, asked);
    const { read, unknown } = indicatorsOf(given.indicators, levels);
    const { weight, basis } = given.execution;
    const fen = (field: 'budget' | 'received' | 'spent'): bigint => parseYuan(given.execution[field]) ?? 0n;
    const answer = performanceScore({
      decimals: given.decimals,
      headers: given.headers ?? {},
      execution: { weight, basis, budget: fen('budget'), received: fen('received'), spent: fen('spent') },
      indicators: read,
      bands: given.bands.map(({ grade, from, to }) => (to === undefined ? { grade, from } : { grade, from, to })),
      overPercent: exactText(mulRatio(ratioOf(asked.rule('pe.quant.over').value as string), ratio(100n))),
      levels,
    });
    const faults = 'refused' in answer ? answer.refused : [];
    const refused = [...unknown, ...faults.map(({ code, pointer, meta }) => problem(code, RULES[code] ?? null, pointer, meta))];
    if ('refused' in answer || refused.length > 0) return { refused };
    const [executed, ...items] = answer.items;
    const steps: readonly CalculationStep[] = [
      {
        name: 'execution',
        formula: `spent / ${basis === 'full-year-budget' ? 'budget' : 'received'}, at most 1, x weight`,
        inputs: { ...given.execution },
        exact: executed?.exact ?? '0',
        rounded: null,
        rounding: null,
      },
      ...items.map(({ exact }, at) => stepOf(read[at] as ScoreIndicator, exact)),
      {
        name: 'total',
        formula: 'sum of the exact points',
        inputs: {},
        exact: exactText(sumRatio(answer.items.map(({ exact }) => ratioOf(exact)))),
        rounded: answer.total,
        rounding: { mode: 'half-up', decimals: given.decimals },
      },
    ];
    const findings = answer.findings.map(({ code, pointer, meta }) => problem(code, RULES[code] ?? null, pointer, meta));
    return { result: { ...answer, findings }, steps };
  },
});
