import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

const up = { kind: 'quantity', direction: 'up' } as const;
const down = { kind: 'quantity', direction: 'down' } as const;
const indicators = [
  { id: 'o1', under: '产出', weight: '30', ...up, target: '1600', actual: '1488' },
  { id: 'o2', under: '产出', weight: '12', ...up, target: '6', actual: '7' },
  { id: 'o3', under: '产出', weight: '8', ...down, target: '2', actual: '2.5' },
  { id: 'b1', under: '效益', weight: '30', kind: 'quality', percents: { e1: '75', e2: '70', e3: '80' } },
  { id: 's1', under: '满意度', weight: '10', ...up, target: '90', actual: '88.2' },
];
const year = {
  jurisdiction: 'demo-county',
  on: '2025-12-20',
  decimals: 2,
  headers: { 执行率: '10', 产出: '50', 效益: '30', 满意度: '10' },
  execution: { weight: '10', basis: 'full-year-budget', budget: '1200000.00', received: '1150000.00', spent: '1104000.00' },
  indicators,
  bands: [
    { grade: '优', from: '90' },
    { grade: '良', from: '80' },
    { grade: '中', from: '60' },
    { grade: '差', from: '0' },
  ],
};
/** The worked example with one indicator changed. */
const but = (id: string, more: object) => ({ ...year, indicators: indicators.map((one) => (one.id === id ? { ...one, ...more } : one)) });
/** One indicator that has all the weight but for the execution, which is complete. */
const alone = (one: object, more: object = {}) => ({
  ...year,
  headers: {},
  execution: { ...year.execution, spent: '1200000.00' },
  indicators: [{ id: 'x', under: '产出', weight: '90', ...up, target: '10', actual: '10', ...one }],
  ...more,
});

describe('the score of a year of spending', () => {
  it('is 87.80, good, for the worked example', () => {
    const ok = (header: string, sum: string) => ({ header, declared: sum, sum, ok: true });
    expect(resultOf('performance', year)).toEqual({
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
  it('has a step for each item and rounds once, at the end', () => {
    const answer = asked('performance', but('o1', { target: '7', actual: '3' }));
    expect(answer).toMatchObject({
      steps: [
        { name: 'execution' },
        { name: 'o1', exact: '90/7', rounded: null },
        {},
        {},
        {},
        {},
        { name: 'total', exact: '5093/70', rounded: '72.76' },
      ],
    });
  });
  it('is refused where the weights do not make 100, whatever the headers say', () => {
    expect(refusedOf('performance', but('b1', { weight: '28' }))).toEqual([
      { code: 'performance.weights_not_100', rule: 'pe.self.weights', pointer: '/indicators', meta: { sum: '98' } },
    ]);
  });
  it('adds weights up exactly: three thirds of ninety are ninety', () => {
    const third = (id: string) => ({ id, under: '产出', weight: '90/3', ...up, target: '1', actual: '1' });
    expect(resultOf('performance', { ...year, headers: {}, indicators: ['a', 'b', 'c'].map(third) })).toMatchObject({ total: '99.20' });
  });
  it('only finds it where a header alone is wrong, or has nothing below it', () => {
    expect(resultOf('performance', { ...year, headers: { ...year.headers, 产出: '48', '质/量': '5' } })).toMatchObject({
      total: '87.80',
      sumChecks: [{ ok: true }, { ok: false, sum: '50' }, { ok: true }, { ok: true }, { ok: false, sum: '0' }],
      findings: [
        { code: 'performance.header_sum_differs', pointer: '/headers/产出', meta: { declared: '48', sum: '50' } },
        { code: 'performance.header_sum_differs', pointer: '/headers/质~1量', meta: { declared: '5', sum: '0' } },
      ],
    });
  });
  it('counts the execution on the basis that was named and shows both', () => {
    const received = { ...year, execution: { ...year.execution, basis: 'funds-received' } };
    expect(resultOf('performance', received)).toMatchObject({
      items: [{ id: 'execution', exact: '9.6' }, {}, {}, {}, {}, {}],
      execution: { basis: 'funds-received', fullYearBudgetPercent: '92', fundsReceivedPercent: '96' },
    });
    const { basis: _, ...without } = year.execution;
    expect(refusedOf('performance', { ...year, execution: without })).toMatchObject([
      { code: 'input.missing', pointer: '/execution/basis' },
    ]);
  });
  it.each([
    ['none wanted and none there is all', { ...down, target: '0', actual: '0' }, '90'],
    ['none wanted and some there is nothing', { ...down, target: '0', actual: '1' }, '0'],
    ['fewer than wanted is all, where fewer is better', { ...down, target: '2', actual: '1' }, '90'],
    ['a third of the target is a third of the points', { target: '9', actual: '3' }, '30'],
    ['more than the target is no more than all', { actual: '11' }, '90'],
    ['a fraction stays exact', { target: '7', actual: '1' }, '90/7'],
  ])('of an indicator: %s', (_title, one, exact) => {
    expect(resultOf('performance', alone(one))).toMatchObject({ items: [{ exact: '10' }, { exact }] });
  });
  it('is full and finds it where the target was passed by more than the limit; exactly at the limit is nothing', () => {
    expect(resultOf('performance', alone({ actual: '13' }))).toMatchObject({ total: '100.00', findings: [] });
    expect(resultOf('performance', alone({ actual: '13.01' }))).toMatchObject({
      total: '100.00',
      findings: [
        {
          code: 'performance.far_over_target',
          rule: 'pe.quant.over',
          pointer: '/indicators/0/actual',
          meta: { percent: '130.1', limit: '130' },
        },
      ],
    });
    const strict = alone({ actual: '11' }, { parameters: { 'pe.quant.over': '21/20' } });
    expect(asked('performance', strict)).toMatchObject({
      result: { findings: [{ meta: { percent: '110', limit: '105' } }] },
      overridden: ['pe.quant.over'],
    });
  });
  it('finds a level that does not hold the mean per cent, and takes the word of the form for it', () => {
    expect(resultOf('performance', but('b1', { level: '部分达成' }))).toMatchObject({ findings: [] });
    expect(resultOf('performance', but('b1', { level: 'reached' }))).toMatchObject({
      findings: [
        {
          code: 'performance.level_differs',
          rule: 'pe.qual',
          pointer: '/indicators/3/level',
          meta: { level: 'reached', percent: '75', belongs: 'partly' },
        },
      ],
    });
    expect(resultOf('performance', but('b1', { level: 'reached', percents: { e1: '80' } }))).toMatchObject({ findings: [] });
    expect(refusedOf('performance', but('b1', { level: '尚可' }))).toMatchObject([
      { code: 'input.unknown_value', pointer: '/indicators/3/level', meta: { value: '尚可' } },
    ]);
  });
  it('grades the rounded total: 89.995 is excellent, a hair less is not', () => {
    expect(resultOf('performance', alone({ target: '18', actual: '15.999' }))).toMatchObject({ total: '90.00', grade: '优' });
    expect(resultOf('performance', alone({ target: '18', actual: '15.99899' }))).toMatchObject({ total: '89.99', grade: '良' });
  });
  it('has no grade in the gap between two closed bands, and finds the gap', () => {
    const bands = [
      { grade: '优', from: '90', to: '100' },
      { grade: '良', from: '80', to: '89' },
    ];
    expect(resultOf('performance', alone({ actual: '8.8' }, { bands }))).toMatchObject({
      total: '89.20',
      grade: null,
      findings: [{ code: 'performance.band_gap', rule: 'pe.grade', pointer: '/bands', meta: { total: '89.20' } }],
    });
    expect(resultOf('performance', alone({ target: '90', actual: '79' }, { bands }))).toMatchObject({
      total: '89.00',
      grade: '良',
      findings: [],
    });
  });
  it('has no rate of execution where there was no money', () => {
    expect(resultOf('performance', { ...year, execution: { ...year.execution, budget: '0', spent: '0' } })).toMatchObject({
      items: [{ id: 'execution', exact: '0' }, {}, {}, {}, {}, {}],
      execution: { fullYearBudgetPercent: null, fundsReceivedPercent: '0' },
    });
  });
  it('of twenty thousand indicators is answered, and fractions that nobody could add up are refused, both at once', () => {
    const many = (target: (at: number) => string) => {
      const one = (at: number) => ({ id: `i${at}`, under: '产出', weight: '90/20000', ...up, target: target(at), actual: '1' });
      return { ...year, headers: {}, indicators: Array.from({ length: 20_000 }, (_, at) => one(at)) };
    };
    expect(
      resultOf(
        'performance',
        many((at) => String(1 + (at % 2000))),
      ),
    ).toMatchObject({ grade: '差' });
    expect(
      refusedOf(
        'performance',
        many((at) => `1000000000000000000000${at * 2 + 1}`),
      ),
    ).toMatchObject([{ code: 'performance.too_fine', pointer: '/indicators' }]);
  });
  it.each([
    [{ ...year, indicators: [] }, 'input.empty_list', '/indicators'],
    [{ ...year, bands: [] }, 'input.empty_list', '/bands'],
    [but('o2', { id: 'o1' }), 'input.duplicate_id', '/indicators/1/id'],
    [but('o1', { weight: 30 }), 'input.number_not_string', '/indicators/0/weight'],
    [but('o1', { actual: '-1' }), 'input.number_negative', '/indicators/0/actual'],
    [but('o1', { target: '1e3' }), 'input.malformed_number', '/indicators/0/target'],
    [but('o1', { percents: {} }), 'input.unknown_field', '/indicators/0/percents'],
    [but('b1', { percents: {} }), 'input.empty_list', '/indicators/3/percents'],
    [but('b1', { percents: { e1: '100.1' } }), 'performance.percent_above_100', '/indicators/3/percents/e1'],
    [{ ...year, execution: { ...year.execution, spent: '-1.00' } }, 'input.amount_negative', '/execution/spent'],
    [{ ...year, decimals: '2' }, 'input.wrong_type', '/decimals'],
    [{ ...year, grade: '优' }, 'input.unknown_field', '/grade'],
  ])('of a malformed input is refused: %#', (input, code, pointer) => {
    expect(refusedOf('performance', input)).toMatchObject([{ code, pointer }]);
  });
});

describe('what an assessment makes of the last instalment', () => {
  const money = { contract: '873456.79', paid: '578665.13', tail: '294791.66' };
  const row = (from: string, factorPercent: string) => ({ from, factorPercent });
  const rows = [row('90', '100'), row('80', '95'), row('60', '80'), row('0', '0')];
  const factors = { kind: 'factor-table', of: 'tail', table: rows };
  const good = { ...money, score: '87.8', formula: factors };
  const perPoint = { kind: 'deduction-per-point', of: 'contract', below: '90', perPointPercent: '2', points: 'exact', capPercent: null };
  const bad = { ...money, score: '58', formula: perPoint };

  it('is the factor of the band that holds the score, rounded once on what is payable', () => {
    expect(resultOf('performance-pay', good)).toEqual({
      payable: '280052.08',
      withheld: '14739.58',
      clawback: '0.00',
      exact: '280052.077',
      findings: [],
    });
    expect(asked('performance-pay', good)).toMatchObject({
      steps: [{ name: 'payable', exact: '280052.077', rounded: '280052.08', rounding: { mode: 'half-up', decimals: 2 } }],
      rules: [],
      pack: null,
    });
  });
  it.each([
    ['90', '294791.66'],
    ['89.99', '280052.08'],
    ['80', '280052.08'],
    ['60', '235833.33'],
    ['59.99', '0.00'],
    ['0', '0.00'],
  ])('bands begin at their lower bound: a score of %s pays %s', (score, payable) => {
    expect(resultOf('performance-pay', { ...good, score })).toMatchObject({ payable, clawback: '0.00' });
  });
  it('by a factor of the whole contract claims back what was paid above it', () => {
    const whole = { ...factors, of: 'contract' };
    expect(resultOf('performance-pay', { ...good, formula: whole })).toMatchObject({
      payable: '251118.82',
      withheld: '43672.84',
      clawback: '0.00',
      exact: '251118.8205',
    });
    const half = { ...whole, table: [row('0', '50')] };
    expect(resultOf('performance-pay', { ...good, formula: half })).toMatchObject({
      payable: '0.00',
      withheld: '294791.66',
      clawback: '141936.74',
    });
  });
  it('demands back what the last instalment cannot bear, never pays less than nothing', () => {
    expect(resultOf('performance-pay', bad)).toEqual({
      payable: '0.00',
      withheld: '294791.66',
      clawback: '264220.69',
      deduction: '559012.35',
      findings: [],
    });
    expect(asked('performance-pay', bad)).toMatchObject({ steps: [{ name: 'deduction', exact: '559012.3456', rounded: '559012.35' }] });
  });
  it('never demands back more than was paid', () => {
    expect(resultOf('performance-pay', { ...bad, score: '0' })).toMatchObject({
      deduction: '1572222.22',
      withheld: '294791.66',
      clawback: '578665.13',
    });
    expect(resultOf('performance-pay', { ...bad, score: '0', paid: '0.00' })).toMatchObject({ payable: '0.00', clawback: '0.00' });
  });
  it.each([
    ['exact', '88.5', '26203.70'],
    ['started', '88.5', '34938.27'],
    ['full', '88.5', '17469.14'],
    ['started', '88', '34938.27'],
    ['exact', '90', '0.00'],
    ['exact', '95', '0.00'],
  ])('counts points %s: %s takes %s', (points, score, deduction) => {
    expect(resultOf('performance-pay', { ...bad, score, formula: { ...perPoint, points } })).toMatchObject({ deduction });
  });
  it('takes no more than the agreed cap, and counts on the last instalment where that was agreed', () => {
    expect(resultOf('performance-pay', { ...bad, formula: { ...perPoint, capPercent: '5' } })).toMatchObject({ deduction: '43672.84' });
    expect(resultOf('performance-pay', { ...bad, formula: { ...perPoint, of: 'tail' } })).toMatchObject({
      deduction: '188666.66',
      payable: '106125.00',
      clawback: '0.00',
    });
    expect(resultOf('performance-pay', { ...bad, score: '89', formula: { ...perPoint, perPointPercent: '10/9' } })).toMatchObject({
      deduction: '9705.08',
    });
  });
  it('is refused where what is paid and the last instalment exceed the contract; exactly the contract is allowed', () => {
    expect(refusedOf('performance-pay', { ...good, paid: '600000.00' })).toEqual([
      { code: 'performance_pay.exceeds_contract', rule: null, pointer: '/paid', meta: { over: '21334.87' } },
    ]);
    expect(resultOf('performance-pay', { ...good, contract: '873456.79' })).toMatchObject({ clawback: '0.00' });
  });
  it('is refused where the table says nothing of the score', () => {
    expect(refusedOf('performance-pay', { ...good, score: '59', formula: { ...factors, table: rows.slice(0, 3) } })).toEqual([
      { code: 'performance_pay.score_below_table', rule: null, pointer: '/score', meta: { score: '59' } },
    ]);
  });
  it.each([
    [{ ...good, score: 87.8 }, 'input.number_not_string', '/score'],
    [{ ...good, score: '-1' }, 'input.number_negative', '/score'],
    [{ ...good, score: '' }, 'input.malformed_number', '/score'],
    [{ ...good, tail: '-0.01' }, 'input.amount_negative', '/tail'],
    [{ ...good, formula: { ...factors, table: [] } }, 'input.empty_list', '/formula/table'],
    [{ ...good, formula: { ...factors, table: [...rows, row('80.0', '90')] } }, 'input.duplicate_id', '/formula/table/4/from'],
    [{ ...good, formula: { ...factors, below: '90' } }, 'input.unknown_field', '/formula/below'],
    [{ ...good, formula: { ...factors, kind: 'lump' } }, 'input.unknown_value', '/formula/kind'],
    [{ ...bad, formula: { ...perPoint, points: 'half' } }, 'input.unknown_value', '/formula/points'],
  ])('of a malformed input is refused: %#', (input, code, pointer) => {
    expect(refusedOf('performance-pay', input)).toMatchObject([{ code, pointer }]);
  });
});
