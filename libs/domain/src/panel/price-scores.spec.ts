import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Calculation } from './answer.js';
import { priceScores, type PriceScoresInput } from './price-scores.js';
import { sampleRules } from './sample.js';

const rules = sampleRules();
const example: PriceScoresInput = {
  method: 'open-tender',
  object: 'services',
  weight: '13',
  decimals: 2,
  fixedPrice: false,
  reserved: false,
  deduction: { smallMicroPercent: '12', sharePercent: '4' },
  bids: [
    { id: 'A', price: '2688000.00', kind: 'small' },
    { id: 'B', price: '2541000.00', kind: 'large' },
    { id: 'C', price: '2610000.00', kind: 'social-organisation' },
    { id: 'D', price: '2720000.00', kind: 'medium', share: { with: 'consortium', smallMicroSharePercent: '35' } },
  ],
};
const faultsOf = (answer: Calculation<unknown>) =>
  'refused' in answer ? answer.refused.map(({ code, rule, pointer, meta }) => ({ code, rule, pointer, meta })) : [];
const of = (answer: ReturnType<typeof priceScores>) => ('result' in answer ? answer.result : null);
const scores = (input: PriceScoresInput) =>
  Object.fromEntries((of(priceScores(input, rules))?.bids ?? []).map(({ id, score }) => [id, score]));

describe('price scores', () => {
  it('are reckoned as the contract of calculators shows', () => {
    expect(of(priceScores(example, rules))).toEqual({
      base: '2365440',
      baseBid: 'A',
      bids: [
        { id: 'A', price: '2688000.00', deductedPercent: '12', adjusted: '2365440', exact: '13', score: '13.00' },
        { id: 'B', price: '2541000.00', deductedPercent: '0', adjusted: '2541000', exact: '3328/275', score: '12.10' },
        { id: 'C', price: '2610000.00', deductedPercent: '0', adjusted: '2610000', exact: '128128/10875', score: '11.78' },
        { id: 'D', price: '2720000.00', deductedPercent: '4', adjusted: '2611200', exact: '1001/85', score: '11.78' },
      ],
    });
  });
  it('of the real tender of 2025 are 10.00, 9.47 and 9.23', () => {
    const bids = [
      { id: 'A', price: '4000000.00', kind: 'small' },
      { id: 'B', price: '3800000.00', kind: 'large' },
      { id: 'C', price: '3900000.00', kind: 'social-organisation' },
    ];
    const real = { ...example, weight: '10', deduction: { smallMicroPercent: '10', sharePercent: '4' }, bids };
    expect(scores(real)).toEqual({ A: '10.00', B: '9.47', C: '9.23' });
    expect(of(priceScores(real, rules))?.bids[0]?.price).toBe('4000000.00');
  });
  it('cite the rules that they were reckoned with', () => {
    const answer = priceScores(example, rules);
    expect('rules' in answer ? answer.rules.map(({ id }) => id) : []).toEqual([
      'sme.deduct',
      'sme.deduct_consortium',
      'sme.deduct.kinds',
      'sme.deduct_consortium.share_min',
    ]);
  });

  const bid = { id: 'A', price: '100.00', kind: 'large' };
  const shared = (kind: string, percent: string) => ({ ...bid, kind, share: { with: 'consortium', smallMicroSharePercent: percent } });
  const deducted = (one: PriceScoresInput['bids'][number]) => of(priceScores({ ...example, bids: [one] }, rules))?.bids[0]?.deductedPercent;
  it.each([
    ['a micro enterprise', { ...bid, kind: 'micro' }, '12'],
    ['a prison enterprise counts as small', { ...bid, kind: 'prison-enterprise' }, '12'],
    ['a welfare unit of the disabled counts as small', { ...bid, kind: 'disabled-welfare-unit' }, '12'],
    ['a social organisation is no enterprise', { ...bid, kind: 'social-organisation' }, '0'],
    ['a large one with exactly the least share', shared('large', '30'), '4'],
    ['a large one with a little less', shared('large', '29.99'), '0'],
    ['a small one keeps its own whatever its partners', shared('small', '35'), '12'],
  ])('deduct for %s', (_title, one, percent) => {
    expect(deducted(one)).toBe(percent);
  });

  const range = { minPercent: '10', maxPercent: '20' };
  it.each([
    [
      'a fixed price that is scored',
      { ...example, fixedPrice: true },
      [{ code: 'price_score.fixed_price_scored', rule: 'price.weight.services_min', pointer: '/weight', meta: { weight: '13' } }],
    ],
    [
      'a reserved purchase with a deduction',
      { ...example, reserved: true },
      [{ code: 'price_score.reserved_with_deduction', rule: 'sme.no_double', pointer: '/deduction', meta: {} }],
    ],
    [
      'a deduction above its range',
      { ...example, deduction: { smallMicroPercent: '20.01', sharePercent: '4' } },
      [{ code: 'price_score.deduction_out_of_range', rule: 'sme.deduct', pointer: '/deduction/smallMicroPercent', meta: range }],
    ],
    [
      'a share deduction below its range',
      { ...example, deduction: { smallMicroPercent: '20', sharePercent: '3.99' } },
      [
        {
          code: 'price_score.deduction_out_of_range',
          rule: 'sme.deduct_consortium',
          pointer: '/deduction/sharePercent',
          meta: { minPercent: '4', maxPercent: '6' },
        },
      ],
    ],
    [
      'a price of nothing',
      { ...example, bids: [{ ...bid, price: '0.00' }] },
      [{ code: 'price_score.price_not_positive', rule: null, pointer: '/bids/0/price', meta: {} }],
    ],
    [
      'a price below nothing',
      { ...example, bids: [{ ...bid, price: '-1.00' }] },
      [{ code: 'input.amount_negative', rule: null, pointer: '/bids/0/price', meta: {} }],
    ],
    [
      'a price with separators',
      { ...example, bids: [{ ...bid, price: '1,000' }] },
      [{ code: 'input.malformed_number', rule: null, pointer: '/bids/0/price', meta: {} }],
    ],
    ['no bid', { ...example, bids: [] }, [{ code: 'input.empty_list', rule: null, pointer: '/bids', meta: {} }]],
    [
      'two bids of one id',
      { ...example, bids: [bid, bid] },
      [{ code: 'input.duplicate_id', rule: null, pointer: '/bids/1/id', meta: { id: 'A' } }],
    ],
  ])('are refused for %s', (_title, input, expected) => {
    expect(faultsOf(priceScores(input, rules))).toEqual(expected);
  });
  it('are refused for a figure that is no text', () => {
    const input = { ...example, weight: 13 as unknown as string };
    expect(faultsOf(priceScores(input, rules))[0]?.code).toBe('input.number_not_string');
  });
  it('are refused for all reasons at once, in the order of the input', () => {
    const input = { ...example, reserved: true, fixedPrice: true, bids: [{ ...bid, price: '' }] };
    expect(faultsOf(priceScores(input, rules)).map(({ pointer }) => pointer)).toEqual(['/weight', '/deduction', '/bids/0/price']);
  });
  it('without points for a fixed price are all nothing', () => {
    expect(scores({ ...example, fixedPrice: true, weight: '0' })).toEqual({ A: '0.00', B: '0.00', C: '0.00', D: '0.00' });
  });
  it('answer ten thousand bids and refuse twenty thousand and one', () => {
    const many = (count: number) => ({ ...example, bids: Array.from({ length: count }, (_, index) => ({ ...bid, id: `b${index}` })) });
    expect(of(priceScores(many(10_000), rules))?.bids.length).toBe(10_000);
    expect(faultsOf(priceScores(many(20_001), rules))).toEqual([
      { code: 'input.too_many', rule: null, pointer: '/bids', meta: { most: 20_000 } },
    ]);
  });
  it('do not depend on the order of the bids, and the lowest has full points', () => {
    const price = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((fen) => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`);
    const bids = fc
      .uniqueArray(fc.record({ id: fc.uuid(), price, kind: fc.constantFrom('small', 'large', 'social-organisation') }), {
        selector: ({ id }) => id,
        minLength: 1,
        maxLength: 8,
      })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(bids, ([list, other]) => {
        const straight = scores({ ...example, bids: list });
        expect(scores({ ...example, bids: other })).toEqual(straight);
        expect(Object.values(straight)).toContain('13.00');
      }),
    );
  });
});
