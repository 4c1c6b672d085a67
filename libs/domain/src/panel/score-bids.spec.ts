import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Calculation } from './answer.js';
import { sampleRules } from './sample.js';
import { scoreBids, type ScoreBidsInput } from './score-bids.js';

const rules = sampleRules();
const example: ScoreBidsInput = {
  method: 'competitive-consultation',
  decimals: 2,
  items: [
    { id: 't1', max: '30', type: 'subjective', technical: true },
    { id: 't2', max: '20', type: 'objective', technical: true },
  ],
  sheets: {
    e1: { A: { t1: '26.5', t2: '18' }, B: { t1: '28', t2: '16' }, C: { t1: '21', t2: '20' } },
    e2: { A: { t1: '25', t2: '18' }, B: { t1: '27.5', t2: '16' }, C: { t1: '23.5', t2: '20' } },
    e3: { A: { t1: '27', t2: '18' }, B: { t1: '26', t2: '16' }, C: { t1: '22', t2: '20' } },
  },
  prices: {
    A: { score: '11.51', quote: '1290000.00' },
    B: { score: '13.00', quote: '1142580.65' },
    C: { score: '12.12', quote: '1225747.13' },
  },
  proposals: [{ kind: 'item-not-scored', scorer: 'e2', bid: 'C' }],
};
const of = (input: ScoreBidsInput) => {
  const answer = scoreBids(input, rules);
  if ('refused' in answer) throw new Error(answer.refused.map(({ code }) => code).join());
  return answer.result;
};
const faultsOf = (answer: Calculation<unknown>) =>
  'refused' in answer ? answer.refused.map(({ code, rule, pointer, meta }) => ({ code, rule, pointer, meta })) : [];
const withPoints = (scorer: string, bid: string, points: Record<string, string>): ScoreBidsInput => ({
  ...example,
  sheets: { ...example.sheets, [scorer]: { ...example.sheets[scorer], [bid]: points } },
});

describe('totals of bids', () => {
  it('are reckoned as the contract of calculators shows', () => {
    expect(of(example)).toEqual({
      final: true,
      totals: [
        { bid: 'B', rank: 1, means: { t1: '163/6', t2: '16' }, price: '13.00', exact: '337/6', total: '56.17' },
        { bid: 'A', rank: 2, means: { t1: '157/6', t2: '18' }, price: '11.51', exact: '16703/300', total: '55.68' },
        { bid: 'C', rank: 3, means: { t1: '133/6', t2: '20' }, price: '12.12', exact: '8143/150', total: '54.29' },
      ],
      ties: [],
      proposals: [{ kind: 'item-not-scored', allowed: false, rule: 'cc.rereview', instead: 'restart-the-procurement' }],
      findings: [],
    });
  });
  it('explain each total', () => {
    const answer = scoreBids(example, rules);
    expect('steps' in answer ? answer.steps[1] : null).toEqual({
      name: 'B',
      formula: 'sum of means + price',
      inputs: { t1: '163/6', t2: '16', price: '13' },
      exact: '337/6',
      rounded: '56.17',
      rounding: { mode: 'half-up', decimals: 2 },
    });
  });
  it.each([
    [
      'points above the maximum',
      withPoints('e1', 'A', { t1: '30.5', t2: '18' }),
      { code: 'score.above_maximum', rule: 'result.edit', pointer: '/sheets/e1/A/t1', meta: { max: '30' } },
    ],
    [
      'an item without points',
      withPoints('e2', 'C', { t1: '23.5' }),
      { code: 'score.points_missing', rule: null, pointer: '/sheets/e2/C/t2', meta: {} },
    ],
    [
      'an item that is not there',
      withPoints('e2', 'C', { t1: '1', t2: '1', t9: '1' }),
      { code: 'score.unknown_item', rule: null, pointer: '/sheets/e2/C/t9', meta: {} },
    ],
    [
      'points below nothing',
      withPoints('e2', 'C', { t1: '-1', t2: '1' }),
      { code: 'input.number_negative', rule: null, pointer: '/sheets/e2/C/t1', meta: {} },
    ],
    [
      'a bid without a price score',
      { ...example, prices: {} },
      { code: 'score.price_missing', rule: null, pointer: '/prices', meta: { bid: 'A' } },
    ],
  ])('are refused for %s', (_title, input, expected) => {
    expect(faultsOf(scoreBids(input, rules))[0]).toEqual(expected);
  });
  it('are not final while scorers differ on an objective item', () => {
    const result = of(withPoints('e2', 'C', { t1: '23.5', t2: '19' }));
    expect(result.final).toBe(false);
    expect(result.findings).toMatchObject([
      {
        code: 'score.objective_differs',
        rule: 'factors.objective',
        pointer: '/items/1',
        meta: { bid: 'C', item: 't2', points: ['e1: 20', 'e2: 19', 'e3: 20'] },
      },
    ]);
  });
  it('allow the four corrections of the law and no other', () => {
    const kinds = ['sum-error', 'out-of-range', 'objective-mismatch', 'extreme-score', 'qualification-error', 'second-thoughts'];
    const asked = (method: string) => of({ ...example, method, proposals: kinds.map((kind) => ({ kind })) }).proposals;
    expect(asked('open-tender').map(({ allowed }) => allowed)).toEqual([true, true, true, true, false, false]);
    expect(asked('open-tender')[5]).toEqual({ kind: 'second-thoughts', allowed: false, rule: 'result.edit', instead: 'result-stands' });
  });
});

describe('ties', () => {
  const two = (method: string, a: readonly [string, string, string], b: readonly [string, string, string]): ScoreBidsInput => ({
    method,
    decimals: 2,
    items: [
      { id: 't', max: '50', type: 'subjective', technical: true },
      { id: 'o', max: '50', type: 'subjective' },
    ],
    sheets: { e1: { A: { t: a[0], o: a[1] }, B: { t: b[0], o: b[1] } } },
    prices: { A: { score: '0', quote: a[2] }, B: { score: '0', quote: b[2] } },
  });
  const ranks = (input: ScoreBidsInput) => of(input).totals.map(({ bid, rank }) => `${bid}${rank}`);
  it.each([
    ['the lower price goes first', two('open-tender', ['20', '20', '101.00'], ['20', '20', '100.00']), ['B1', 'A2']],
    ['a tender looks at nothing else', two('open-tender', ['20', '20', '100.00'], ['21', '19', '100.00']), ['A1', 'B1']],
    [
      'a consultation looks at the technical points',
      two('competitive-consultation', ['20', '20', '100.00'], ['21', '19', '100.00']),
      ['B1', 'A2'],
    ],
    ['ranks compare rounded totals', two('open-tender', ['20.001', '20', '101.00'], ['20', '20', '100.00']), ['B1', 'A2']],
  ])('%s', (_title, input, expected) => {
    expect(ranks(input)).toEqual(expected);
  });
  it('that remain share a rank, are listed, and the next rank is left out', () => {
    const sheet = { A: { t: '5' }, B: { t: '5' }, C: { t: '4' } };
    const result = of({ decimals: 0, items: [{ id: 't', max: '5', type: 'subjective' }], sheets: { e1: sheet } });
    expect(result.totals.map(({ bid, rank, price }) => [bid, rank, price])).toEqual([
      ['A', 1, '0'],
      ['B', 1, '0'],
      ['C', 3, '0'],
    ]);
    expect(result.ties).toEqual([{ rank: 1, bids: ['A', 'B'] }]);
  });
});

describe('whoever is named first', () => {
  const points = fc.integer({ min: 0, max: 300 }).map((tenths) => (tenths / 10).toString());
  const sheet = fc.record({
    A: fc.record({ t1: points, t2: points }),
    B: fc.record({ t1: points, t2: points }),
    C: fc.record({ t1: points, t2: points }),
  });
  const items = [
    { id: 't1', max: '30', type: 'subjective' as const },
    { id: 't2', max: '30', type: 'subjective' as const },
  ];
  const orders = fc.tuple(
    fc.record({ e1: sheet, e2: sheet, e3: sheet }),
    fc.shuffledSubarray(['e1', 'e2', 'e3'] as const, { minLength: 3 }),
    fc.shuffledSubarray(['A', 'B', 'C'] as const, { minLength: 3 }),
  );
  it('totals and ranks are the same in any order of scorers and bids', () => {
    fc.assert(
      fc.property(orders, ([sheets, scorers, bids]) => {
        const straight = of({ decimals: 2, items, sheets });
        const other = of({
          decimals: 2,
          items,
          sheets: Object.fromEntries(scorers.map((scorer) => [scorer, Object.fromEntries(bids.map((bid) => [bid, sheets[scorer][bid]]))])),
        });
        const shown = (result: typeof straight) => result.totals.map((one) => JSON.stringify(one)).toSorted();
        expect(shown(other)).toEqual(shown(straight));
      }),
    );
  });
});
