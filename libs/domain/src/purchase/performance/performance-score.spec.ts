import { describe, expect, it } from '@jest/globals';
import { yuan } from '../../kernel/index.js';
import { performanceScore, type PerformanceInput, type ScoreIndicator } from './performance-score.js';

const up = { kind: 'quantity', direction: 'up' } as const;
const down = { kind: 'quantity', direction: 'down' } as const;
const indicators: readonly ScoreIndicator[] = [
  { id: 'o1', under: '产出', weight: '30', ...up, target: '1600', actual: '1488' },
  { id: 'o2', under: '产出', weight: '12', ...up, target: '6', actual: '7' },
  { id: 'o3', under: '产出', weight: '8', ...down, target: '2', actual: '2.5' },
  { id: 'b1', under: '效益', weight: '30', kind: 'quality', percents: { e1: '75', e2: '70', e3: '80' } },
  { id: 's1', under: '满意度', weight: '10', ...up, target: '90', actual: '88.2' },
];
const input: PerformanceInput = {
  decimals: 2,
  headers: { 执行率: '10', 产出: '50', 效益: '30', 满意度: '10' },
  execution: {
    weight: '10',
    basis: 'full-year-budget',
    budget: yuan('1200000.00'),
    received: yuan('1150000.00'),
    spent: yuan('1104000.00'),
  },
  indicators,
  bands: [
    { grade: '优', from: '90' },
    { grade: '良', from: '80' },
    { grade: '中', from: '60' },
    { grade: '差', from: '0' },
  ],
};
const answer = (more: Partial<PerformanceInput> = {}) => {
  const result = performanceScore({ ...input, ...more });
  if ('refused' in result) throw new Error(result.refused[0]?.code);
  return result;
};
const only = (one: Partial<Extract<ScoreIndicator, { kind: 'quantity' }>>): string | undefined =>
  answer({ indicators: [{ id: 'x', under: '产出', weight: '90', ...up, target: '10', actual: '10', ...one }], headers: {} }).items[1]
    ?.exact;

describe('the score of a year of spending', () => {
  it('is 87.80, good, for the worked example', () => {
    const ok = (header: string, sum: string) => ({ header, declared: sum, sum, ok: true });
    expect(answer()).toEqual({
      total: '87.80',
      grade: '良',
      items: [
        { id: 'execution', exact: '9.2' },
        { id: 'o1', exact: '27.9' },
        { id: 'o2', exact: '12' },
        { id: 'o3', exact: '6.4' },
        { id: 'b1', exact: '22.5' },
        { id: 's1', exact: '9.8' },
      ],
      execution: { basis: 'full-year-budget', fullYearBudgetPercent: '92', fundsReceivedPercent: '96' },
      sumChecks: [ok('执行率', '10'), ok('产出', '50'), ok('效益', '30'), ok('满意度', '10')],
      findings: [],
    });
  });
  it('is refused when the weights do not make 100', () => {
    const lighter = indicators.map((one) => (one.id === 'b1' ? { ...one, weight: '28' } : one));
    expect(performanceScore({ ...input, indicators: lighter })).toEqual({
      refused: [{ code: 'performance.weights_not_100', pointer: '/indicators', meta: { sum: '98' } }],
    });
  });
  it('only finds it when a printed sum is wrong', () => {
    const { findings, total } = answer({ headers: { ...input.headers, 产出: '48' } });
    expect([total, findings]).toEqual([
      '87.80',
      [{ code: 'performance.header_sum_differs', pointer: '/headers/产出', meta: { declared: '48', sum: '50' } }],
    ]);
  });
  it.each([
    ['none wanted and none there', { ...down, target: '0', actual: '0' }, '90'],
    ['none wanted and some there', { ...down, target: '0', actual: '1' }, '0'],
    ['three times what was wanted', { ...up, actual: '30' }, '90'],
    ['a third of what was wanted', { ...up, target: '9', actual: '3' }, '30'],
  ] as const)('gives %s its points', (_title, one, points) => {
    expect(only(one)).toBe(points);
  });
  it('grades the rounded total: 89.995 is excellent, 89.994 is not', () => {
    const graded = (actual: string) =>
      answer({
        headers: {},
        indicators: [{ id: 'x', under: '产出', weight: '90', ...up, target: '100', actual }],
        execution: { ...input.execution, spent: input.execution.budget },
      });
    expect([graded('88.8834').total, graded('88.8834').grade]).toEqual(['90.00', '优']);
    expect([graded('88.8822').total, graded('88.8822').grade]).toEqual(['89.99', '良']);
  });
  it('finds a score in a gap between two bands', () => {
    const { grade, findings } = answer({
      bands: [
        { grade: '优', from: '90', to: '100' },
        { grade: '良', from: '80', to: '87' },
      ],
    });
    expect([grade, findings.map(({ code }) => code)]).toEqual([null, ['performance.band_gap']]);
  });
  it('finds what is far above a target that was set too low, and a level that does not hold the mean', () => {
    const levels = [
      { level: 'reached', from: '80', to: '100' },
      { level: 'partly', from: '60', to: '80' },
    ];
    const named = indicators.map((one) => (one.id === 'b1' && one.kind === 'quality' ? { ...one, level: 'reached' } : one));
    expect(answer({ overPercent: '115', indicators: named, levels }).findings.map(({ code }) => code)).toEqual([
      'performance.far_over_target',
      'performance.level_differs',
    ]);
  });
  it('takes what finance counts on when it evaluates: money received', () => {
    expect(answer({ execution: { ...input.execution, basis: 'funds-received' } }).items[0]).toEqual({ id: 'execution', exact: '9.6' });
  });
});
