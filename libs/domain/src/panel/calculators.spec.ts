import { describe, expect, it } from '@jest/globals';
import { abnormalPrices, type AbnormalPricesInput } from './abnormal-prices.js';
import type { Calculation } from './answer.js';
import { type LotCandidatesInput, lotCandidates } from './candidates.js';
import { sampleRules } from './sample.js';
import { calculationSentences } from './sentences.js';
import { checkWeights, type WeightsInput } from './weights.js';

const rules = sampleRules();
const of = <R>(answer: Calculation<R>): R => {
  if ('refused' in answer) throw new Error(answer.refused.map(({ code, pointer }) => `${code} ${pointer}`).join());
  return answer.result;
};
const faultsOf = (answer: Calculation<unknown>) =>
  'refused' in answer ? answer.refused.map(({ code, rule, pointer, meta }) => ({ code, rule, pointer, meta })) : [];
const codes = (answer: Calculation<unknown>) => faultsOf(answer).map(({ code, pointer }) => `${code} ${pointer}`);

describe('weights of a scoring template', () => {
  const item = (name: string, points: string, type: 'subjective' | 'objective') => ({ name, points, type });
  const example: WeightsInput = {
    method: 'open-tender',
    object: 'services',
    fixedPrice: false,
    parts: [
      { name: '价格', kind: 'price', weight: '13', items: [] },
      {
        name: '技术',
        kind: 'technical',
        weight: '57',
        items: [
          item('服务方案', '20', 'subjective'),
          item('风险预案', '16', 'subjective'),
          item('人员配备', '12', 'objective'),
          item('台账系统', '9', 'objective'),
        ],
      },
      {
        name: '履约能力',
        kind: 'capability',
        weight: '30',
        items: [item('同类合同', '8', 'objective'), item('团队资格', '22', 'objective')],
      },
    ],
  };
  const [price, technical, capability] = example.parts as [
    WeightsInput['parts'][number],
    WeightsInput['parts'][number],
    WeightsInput['parts'][number],
  ];
  const priced = (weight: string, other: string, method = 'open-tender', object = 'services'): WeightsInput => ({
    ...example,
    method,
    object,
    parts: [
      { ...price, weight },
      { ...capability, weight: other, items: [item('同类合同', other, 'objective')] },
    ],
  });
  it('are answered as the contract of calculators shows', () => {
    expect(of(checkWeights(example, rules))).toEqual({
      ok: true,
      sum: '100',
      parts: [
        { name: '价格', weight: '13', itemsSum: null },
        { name: '技术', weight: '57', itemsSum: '57' },
        { name: '履约能力', weight: '30', itemsSum: '30' },
      ],
      pricePercent: '13',
      pricePercentMin: '10',
      pricePercentMax: null,
      objective: '51',
      subjective: '36',
    });
  });
  it('are refused with every reason at once', () => {
    const parts = [
      { ...price, weight: '9.5' },
      { ...technical, items: [...technical.items.slice(0, 3), item('台账系统', '8', 'objective')] },
      { ...capability, items: [{ ...item('同类合同', '8', 'objective'), basis: 'qualification' }, item('团队资格', '22', 'objective')] },
    ];
    expect(faultsOf(checkWeights({ ...example, parts }, rules))).toEqual([
      { code: 'weights.sum_not_100', rule: 'weights.sum', pointer: '/parts', meta: { sum: '96.5' } },
      {
        code: 'weights.price_share_below_minimum',
        rule: 'price.weight.services_min',
        pointer: '/parts/0/weight',
        meta: { minPercent: '10' },
      },
      { code: 'weights.items_sum_differs', rule: 'weights.sum', pointer: '/parts/1/items', meta: { weight: '57', itemsSum: '56' } },
      { code: 'weights.qualification_scored', rule: 'factors.forbidden', pointer: '/parts/2/items/0/basis', meta: {} },
    ]);
  });
  it.each([
    ['a tender at exactly the least price share', priced('10', '90'), []],
    ['a tender just below', priced('9.99', '90.01'), ['weights.price_share_below_minimum /parts/0/weight']],
    ['a consultation at exactly the greatest share', priced('30', '70', 'competitive-consultation'), []],
    [
      'a consultation just above',
      priced('30.01', '69.99', 'competitive-consultation'),
      ['weights.price_share_above_maximum /parts/0/weight'],
    ],
    [
      'goods have a minimum of their own',
      priced('29', '71', 'open-tender', 'goods'),
      ['weights.price_share_below_minimum /parts/0/weight'],
    ],
    ['a fixed price that is scored', { ...example, fixedPrice: true }, ['weights.fixed_price_scored /parts/0/weight']],
    [
      'no price part',
      { ...example, parts: [{ ...capability, weight: '100', items: [item('x', '100', 'objective')] }] },
      ['weights.price_share_below_minimum /parts'],
    ],
    [
      'a price part with items',
      { ...example, parts: [{ ...price, items: [item('x', '13', 'objective')] }, technical, capability] },
      ['weights.price_part_has_items /parts/0/items'],
    ],
    [
      'registered capital',
      {
        ...example,
        parts: [price, technical, { ...capability, items: [{ ...item('x', '30', 'objective'), basis: 'registered-capital' }] }],
      },
      ['weights.forbidden_factor /parts/2/items/0/basis'],
    ],
    [
      'the grade of an organisation may be scored',
      {
        ...example,
        parts: [price, technical, { ...capability, items: [{ ...item('x', '30', 'objective'), basis: 'organisation-grade' }] }],
      },
      [],
    ],
  ])('%s', (_title, input, expected) => {
    expect(codes(checkWeights(input, rules))).toEqual(expected);
  });
});

describe('abnormally low prices', () => {
  const example: AbnormalPricesInput = {
    ceiling: '1980000.00',
    budget: '2000000.00',
    ratios: { averagePercent: '50', secondLowestPercent: '50', ceilingPercent: '45' },
    bids: [
      { id: 'A', price: '890999.99' },
      { id: 'B', price: '1782000.00' },
      { id: 'C', price: '1860000.00' },
      { id: 'D', price: '1902000.00' },
    ],
  };
  it('are found as the contract of calculators shows', () => {
    const result = of(abnormalPrices(example, rules));
    expect({ ...result, tests: result.tests.slice(0, 3) }).toEqual({
      inForce: true,
      average: '1608749.9975',
      secondLowest: '1782000',
      limitSource: 'ceiling',
      tests: [
        { bid: 'A', test: 'low.t1', limit: '804374.99875', triggered: false },
        { bid: 'A', test: 'low.t2', limit: '891000', triggered: true },
        { bid: 'A', test: 'low.t3', limit: '891000', triggered: true },
      ],
      triggered: ['A'],
      explainMinutesMin: 30,
      findings: [],
    });
    expect(result.tests.length).toBe(12);
  });
  it('equal to the limit are not below it', () => {
    const bids = [{ id: 'A', price: '891000.00' }, ...example.bids.slice(1)];
    expect(of(abnormalPrices({ ...example, bids }, rules)).triggered).toEqual([]);
  });
  it('are measured by the budget where there is no ceiling, and by the pack where the document is silent', () => {
    const { ratios: _, ...silent } = example;
    const result = of(abnormalPrices({ ...silent, ceiling: null }, rules));
    expect([result.limitSource, result.tests[2]?.limit]).toEqual(['budget', '900000']);
  });
  it('of two equal lowest, the second lowest is the lowest', () => {
    const bids = ['1.00', '1.00', '9.00'].map((price, index) => ({ id: String(index), price }));
    expect(of(abnormalPrices({ ...example, bids }, rules)).secondLowest).toBe('1');
  });
  it('of one bid there is no second lowest', () => {
    const result = of(abnormalPrices({ ...example, bids: [{ id: 'A', price: '1000000.00' }] }, rules));
    expect([result.secondLowest, result.tests[1]]).toEqual([null, { bid: 'A', test: 'low.t2', limit: null, triggered: false }]);
  });
  it('are not judged where the rule is not in force', () => {
    const result = of(abnormalPrices(example, sampleRules(['low.t1', 'low.t2', 'low.t3', 'low.ratio_max', 'low.explain_min'])));
    expect([result.inForce, result.tests, result.triggered, result.explainMinutesMin]).toEqual([false, [], [], null]);
  });
  it.each([
    [
      'a ratio above the maximum',
      '65.01',
      [
        {
          code: 'abnormal_price.ratio_above_maximum',
          rule: 'low.ratio_max',
          pointer: '/ratios/averagePercent',
          meta: { maxPercent: '65' },
        },
      ],
    ],
    [
      'a ratio below the figure of the rule',
      '49.99',
      [{ code: 'abnormal_price.ratio_below_minimum', rule: 'low.t1', pointer: '/ratios/averagePercent', meta: { minPercent: '50' } }],
    ],
    ['a ratio at the maximum', '65', []],
  ])('%s', (_title, averagePercent, expected) => {
    const ratios = { averagePercent, secondLowestPercent: '50', ceilingPercent: '45' };
    expect(faultsOf(abnormalPrices({ ...example, ratios }, rules))).toEqual(expected);
  });
});

describe('candidates of lots', () => {
  const ranking = (text: string) => text.split(' ').map((bid, index) => ({ bid, rank: index + 1 }));
  const example: LotCandidatesInput = {
    lots: [
      { id: 'L1', ranking: ranking('A B C') },
      { id: 'L2', ranking: ranking('A C D B') },
      { id: 'L3', ranking: ranking('D B') },
    ],
    lotOrder: ['L1', 'L2', 'L3'],
    winnersPerLot: 1,
    candidatesPerLot: 3,
    maxLots: 1,
    minValid: 3,
    ties: [],
  };
  it('are settled as the contract of calculators shows', () => {
    expect(of(lotCandidates(example))).toEqual({
      lots: [
        { id: 'L1', status: 'awarded', winners: ['A'], candidates: ['A', 'B', 'C'], skipped: [] },
        { id: 'L2', status: 'awarded', winners: ['C'], candidates: ['C', 'D', 'B'], skipped: ['A'] },
        { id: 'L3', status: 'failed', reason: 'too-few-bids', winners: [], candidates: [], skipped: [] },
      ],
      findings: [],
    });
  });
  it('settled in another order fall out differently, shown in the order of the lots', () => {
    const { lots } = of(lotCandidates({ ...example, lotOrder: ['L2', 'L1', 'L3'] }));
    expect(lots.map(({ id, winners, skipped }) => [id, winners, skipped])).toEqual([
      ['L1', ['B'], ['A']],
      ['L2', ['A'], []],
      ['L3', [], []],
    ]);
  });
  it('fail where everybody has won already', () => {
    const lots = [
      { id: 'L1', ranking: ranking('A') },
      { id: 'L2', ranking: ranking('A') },
    ];
    expect(of(lotCandidates({ ...example, lots, lotOrder: ['L1', 'L2'], minValid: 1 })).lots[1]).toEqual({
      id: 'L2',
      status: 'failed',
      reason: 'no-candidate-left',
      winners: [],
      candidates: [],
      skipped: ['A'],
    });
  });
  const tied = {
    ...example,
    lots: [
      {
        id: 'L1',
        ranking: [
          { bid: 'A', rank: 1 },
          { bid: 'B', rank: 1 },
          { bid: 'C', rank: 3 },
        ],
      },
    ],
    lotOrder: ['L1'],
  };
  it('tied at the line have no winner before the draw', () => {
    const result = of(lotCandidates(tied));
    expect([result.lots[0]?.status, result.lots[0]?.winners, result.findings]).toMatchObject([
      'tied',
      [],
      [{ code: 'candidates.tie_not_drawn', rule: 'tie.winner', pointer: '/lots/0/ranking', meta: { lot: 'L1', bids: ['A', 'B'] } }],
    ]);
  });
  it('tied at the line win in the drawn order', () => {
    const result = of(lotCandidates({ ...tied, ties: [{ lot: 'L1', order: ['B', 'A'] }] }));
    expect([result.lots[0]?.winners, result.lots[0]?.candidates, result.findings]).toEqual([['B'], ['B', 'A', 'C'], []]);
  });
  it('tied within the winners need no draw', () => {
    expect(of(lotCandidates({ ...tied, winnersPerLot: 2 })).lots[0]?.winners).toEqual(['A', 'B']);
  });
  it.each([
    [
      'a lot left out of the order',
      ['L1', 'L3'],
      [{ code: 'candidates.lot_order_incomplete', rule: null, pointer: '/lotOrder', meta: { missing: ['L2'] } }],
    ],
    [
      'a lot that is not there',
      ['L1', 'L2', 'L3', 'L9'],
      [{ code: 'candidates.lot_order_unknown', rule: null, pointer: '/lotOrder', meta: { unknown: ['L9'] } }],
    ],
    [
      'a lot named twice',
      ['L1', 'L2', 'L3', 'L1'],
      [{ code: 'candidates.lot_order_unknown', rule: null, pointer: '/lotOrder', meta: { unknown: ['L1'] } }],
    ],
  ])('are refused for %s', (_title, lotOrder, expected) => {
    expect(faultsOf(lotCandidates({ ...example, lotOrder }))).toEqual(expected);
  });
});

describe('sentences', () => {
  it('every code has both, and figures are filled in', () => {
    for (const { zh, en } of Object.values(calculationSentences)) expect([zh.length > 0, en.length > 0]).toEqual([true, true]);
    const answer = lotCandidates({
      lots: [{ id: 'L1', ranking: [] }],
      lotOrder: [],
      winnersPerLot: 1,
      candidatesPerLot: 1,
      maxLots: 1,
      minValid: 0,
      ties: [],
    });
    expect('refused' in answer ? answer.refused[0]?.detail : null).toEqual({ zh: '分包顺序缺少L1。', en: 'The order of lots lacks L1.' });
  });
});
