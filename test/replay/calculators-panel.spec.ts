import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

const county = { jurisdiction: 'demo-county', on: '2025-03-20' };
const malformed = (code: string, pointer: string, meta = {}) => ({ code, rule: null, pointer, meta });

describe('the weights of a scoring template', () => {
  const item = (name: string, points: string, type = 'objective', more = {}) => ({ name, points, type, ...more });
  const parts = [
    { name: '价格', kind: 'price', weight: '13', items: [] as object[] },
    {
      name: '技术',
      kind: 'technical',
      weight: '57',
      items: [item('服务方案', '20', 'subjective'), item('风险预案', '16', 'subjective'), item('人员配备', '12'), item('台账系统', '9')],
    },
    { name: '履约能力', kind: 'capability', weight: '30', items: [item('同类合同', '8'), item('团队资格', '22')] },
  ];
  const template = { ...county, method: 'open-tender', object: 'services', fixedPrice: false, parts };
  const priced = (weight: string) => [
    { name: '价格', kind: 'price', weight, items: [] },
    { name: '技术', kind: 'technical', weight: '90', items: [item('方案', '90')] },
  ];

  it('are lawful when they sum to 100 and the price carries enough', () => {
    expect(resultOf('weights', template)).toEqual({
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
  it('are refused with everything that is wrong with them at once', () => {
    const [price, technical, capability] = structuredClone(parts);
    if (!price || !technical || !capability) throw new Error('no parts');
    price.weight = '9.5';
    technical.items[3] = item('台账系统', '8');
    capability.items[0] = item('同类合同', '8', 'objective', { basis: 'qualification' });
    expect(refusedOf('weights', { ...template, parts: [price, technical, capability] })).toEqual([
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
  it('may give the price exactly the least that the law asks for, and not a hair less', () => {
    expect(resultOf('weights', { ...template, parts: priced('10') })).toMatchObject({ pricePercent: '10' });
    expect(refusedOf('weights', { ...template, parts: priced('9.999999') })).toMatchObject([
      { code: 'weights.sum_not_100', meta: { sum: '99.999999' } },
      { code: 'weights.price_share_below_minimum' },
    ]);
  });
  it('of a consultation give the price 30 per cent at most', () => {
    const shares = (price: string, rest: string) => [
      { name: '价格', kind: 'price', weight: price, items: [] },
      { name: '技术', kind: 'technical', weight: rest, items: [item('方案', rest)] },
    ];
    const consultation = { ...template, method: 'competitive-consultation' };
    expect(resultOf('weights', { ...consultation, parts: shares('30', '70') })).toMatchObject({
      pricePercentMin: '10',
      pricePercentMax: '30',
    });
    expect(refusedOf('weights', { ...consultation, parts: shares('30.5', '69.5') })).toEqual([
      {
        code: 'weights.price_share_above_maximum',
        rule: 'cc.price_weight.services_max',
        pointer: '/parts/0/weight',
        meta: { maxPercent: '30' },
      },
    ]);
  });
  it('never score a price that is fixed by the state', () => {
    expect(refusedOf('weights', { ...template, fixedPrice: true })).toMatchObject([
      { code: 'weights.fixed_price_scored', pointer: '/parts/0/weight', meta: { weight: '13' } },
    ]);
  });
  it.each(['registered-capital', 'total-assets', 'revenue', 'employees', 'profit', 'tax-paid', 'years-established', 'regional-record'])(
    'never score %s',
    (basis) => {
      const scored = [
        { name: '价格', kind: 'price', weight: '13', items: [] },
        { name: '信用', kind: 'credit', weight: '87', items: [item('因素', '87', 'objective', { basis })] },
      ];
      expect(refusedOf('weights', { ...template, parts: scored })).toEqual([
        { code: 'weights.forbidden_factor', rule: 'factors.forbidden', pointer: '/parts/1/items/0/basis', meta: { basis } },
      ]);
    },
  );
  it('may score the grade of a social organisation', () => {
    const scored = [
      { name: '价格', kind: 'price', weight: '13', items: [] },
      { name: '信用', kind: 'credit', weight: '87', items: [item('等级', '87', 'objective', { basis: 'organisation-grade' })] },
    ];
    expect(resultOf('weights', { ...template, parts: scored })).toMatchObject({ ok: true });
  });
  it.each([
    [{ ...template, parts: [] }, [malformed('input.empty_list', '/parts')]],
    [{ ...template, parts: [{ ...parts[0], weight: 13 }] }, [malformed('input.number_not_string', '/parts/0/weight')]],
    [{ ...template, parts: [{ ...parts[0], weight: '40/3' }] }, [malformed('input.malformed_number', '/parts/0/weight')]],
    [{ ...template, parts: [{ ...parts[0], weight: '-13' }] }, [malformed('input.number_negative', '/parts/0/weight')]],
    [{ ...template, extra: 1 }, [malformed('input.unknown_field', '/extra', { field: 'extra' })]],
    [
      { ...template, method: 'beauty-contest' },
      [{ code: 'method.no_procedure', rule: 'method.table', pointer: '/method', meta: { method: 'beauty-contest' } }],
    ],
    [
      { ...template, on: '2010-01-01' },
      [
        {
          code: 'rules.not_in_force',
          rule: 'procedure.open-tender',
          pointer: '/on',
          meta: { rule: 'procedure.open-tender', on: '2010-01-01' },
        },
      ],
    ],
  ])('are refused where the input is malformed (%#)', (input, refused) => {
    expect(refusedOf('weights', input)).toEqual(refused);
  });
});

describe('price points', () => {
  const bids = [
    { id: 'A', price: '2688000.00', kind: 'small' },
    { id: 'B', price: '2541000.00', kind: 'large' },
    { id: 'C', price: '2610000.00', kind: 'social-organisation' },
    { id: 'D', price: '2720000.00', kind: 'medium', share: { with: 'consortium', smallMicroSharePercent: '35' } },
  ];
  const tender = {
    ...county,
    method: 'open-tender',
    object: 'services',
    weight: '13',
    decimals: 2,
    fixedPrice: false,
    reserved: false,
    deduction: { smallMicroPercent: '12', sharePercent: '4' },
    bids,
  };
  const { deduction: _, ...plain } = tender;
  it('go by the adjusted price, which is never rounded', () => {
    expect(resultOf('price-score', tender)).toEqual({
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
  it('are refused for a fixed price and for a reserved purchase that deducts', () => {
    expect(refusedOf('price-score', { ...tender, fixedPrice: true })).toEqual([
      { code: 'price_score.fixed_price_scored', rule: 'price.weight.services_min', pointer: '/weight', meta: { weight: '13' } },
    ]);
    expect(refusedOf('price-score', { ...tender, reserved: true })).toEqual([
      { code: 'price_score.reserved_with_deduction', rule: 'sme.no_double', pointer: '/deduction', meta: {} },
    ]);
  });
  it.each([
    ['10', '4'],
    ['20', '6'],
  ])('take deductions of %s and %s per cent, the ends of the range', (smallMicroPercent, sharePercent) => {
    expect(asked('price-score', { ...tender, deduction: { smallMicroPercent, sharePercent } })).toHaveProperty('result');
  });
  it('are refused outside of the range of the law', () => {
    expect(refusedOf('price-score', { ...tender, deduction: { smallMicroPercent: '9.99', sharePercent: '6.01' } })).toEqual([
      {
        code: 'price_score.deduction_out_of_range',
        rule: 'sme.deduct',
        pointer: '/deduction/smallMicroPercent',
        meta: { minPercent: '10', maxPercent: '20' },
      },
      {
        code: 'price_score.deduction_out_of_range',
        rule: 'sme.deduct_consortium',
        pointer: '/deduction/sharePercent',
        meta: { minPercent: '4', maxPercent: '6' },
      },
    ]);
  });
  it.each(['prison-enterprise', 'disabled-welfare-unit', 'micro'])('count a %s as small', (kind) => {
    const one = [{ id: 'A', price: '100.00', kind }];
    expect(resultOf('price-score', { ...tender, bids: one })).toMatchObject({ bids: [{ deductedPercent: '12', adjusted: '88' }] });
  });
  it('deduct for a share of exactly the least per cent, and not below it', () => {
    const shared = (percent: string) => [
      { id: 'A', price: '100.00', kind: 'large', share: { with: 'subcontract', smallMicroSharePercent: percent } },
    ];
    expect(resultOf('price-score', { ...tender, bids: shared('30') })).toMatchObject({ bids: [{ deductedPercent: '4' }] });
    expect(resultOf('price-score', { ...tender, bids: shared('29.99') })).toMatchObject({ bids: [{ deductedPercent: '0' }] });
  });
  it('name the first of two equal lowest prices as the base', () => {
    const equal = ['X', 'Y'].map((id) => ({ id, price: '100.00', kind: 'large' }));
    expect(resultOf('price-score', { ...plain, bids: equal })).toMatchObject({
      baseBid: 'X',
      bids: [{ score: '13.00' }, { score: '13.00' }],
    });
  });
  it('are answered for 10,000 bids and refused for 20,001', () => {
    const many = (length: number) => Array.from({ length }, (__, at) => ({ id: `b${at}`, price: `${1_000_000 + at}.00`, kind: 'large' }));
    expect(resultOf('price-score', { ...plain, bids: many(10_000) })).toMatchObject({ baseBid: 'b0' });
    expect(refusedOf('price-score', { ...plain, bids: many(20_001) })).toEqual([malformed('input.too_many', '/bids', { most: 20_000 })]);
  });
  it.each([
    [[{ ...bids[0], price: 2688000 }], malformed('input.number_not_string', '/bids/0/price')],
    [[{ ...bids[0], price: '-1.00' }], malformed('input.amount_negative', '/bids/0/price')],
    [[{ ...bids[0], price: '1,000' }], malformed('input.malformed_amount', '/bids/0/price')],
    [[{ ...bids[0], price: '' }], malformed('input.malformed_amount', '/bids/0/price')],
    [[{ ...bids[0], price: '0.00' }], malformed('price_score.price_not_positive', '/bids/0/price')],
    [[{ ...bids[0], kind: 'guild' }], malformed('input.unknown_value', '/bids/0/kind', { value: 'guild' })],
    [[bids[0], bids[0]], malformed('input.duplicate_id', '/bids/1/id', { id: 'A' })],
    [[], malformed('input.empty_list', '/bids')],
  ])('are refused where the bids are malformed (%#)', (list, refused) => {
    expect(refusedOf('price-score', { ...tender, bids: list })).toEqual([refused]);
  });
});

describe('an abnormally low price', () => {
  const tender = {
    jurisdiction: 'demo-county',
    on: '2026-03-12',
    ceiling: '1980000.00' as string | null,
    budget: '2000000.00',
    ratios: { averagePercent: '50', secondLowestPercent: '50', ceilingPercent: '45' },
    bids: [
      { id: 'A', price: '890999.99' },
      { id: 'B', price: '1782000.00' },
      { id: 'C', price: '1860000.00' },
      { id: 'D', price: '1902000.00' },
    ],
  };
  const priced = (first: string) => [{ id: 'A', price: first }, ...tender.bids.slice(1)];
  it('is found by three tests of every bid, on the raw prices', () => {
    const result = resultOf('abnormal-price', tender) as { readonly tests: readonly object[] };
    const { tests, ...rest } = result;
    expect(rest).toEqual({
      inForce: true,
      average: '1608749.9975',
      secondLowest: '1782000',
      limitSource: 'ceiling',
      triggered: ['A'],
      explainMinutesMin: 30,
      findings: [],
    });
    expect(tests.slice(0, 3)).toEqual([
      { bid: 'A', test: 'low.t1', limit: '804374.99875', triggered: false },
      { bid: 'A', test: 'low.t2', limit: '891000', triggered: true },
      { bid: 'A', test: 'low.t3', limit: '891000', triggered: true },
    ]);
    expect(tests).toHaveLength(12);
  });
  it('is strictly below the limit: equal is not', () => {
    expect(resultOf('abnormal-price', { ...tender, bids: priced('891000.00') })).toMatchObject({ triggered: [] });
  });
  it('is measured with the figures of the pack where the document states none', () => {
    const { ratios: _, ...unstated } = tender;
    expect(resultOf('abnormal-price', unstated)).toEqual(resultOf('abnormal-price', tender));
  });
  it('is measured by the budget where there is no ceiling, and says so', () => {
    expect(resultOf('abnormal-price', { ...tender, ceiling: null })).toMatchObject({
      limitSource: 'budget',
      tests: expect.arrayContaining([{ bid: 'A', test: 'low.t3', limit: '900000', triggered: true }]),
    });
  });
  it('has a second lowest price equal to the lowest where two are lowest, and none where a bid stands alone', () => {
    const equal = [...priced('100.00'), { id: 'E', price: '100.00' }];
    expect(resultOf('abnormal-price', { ...tender, bids: equal })).toMatchObject({ secondLowest: '100' });
    expect(resultOf('abnormal-price', { ...tender, bids: tender.bids.slice(0, 1) })).toMatchObject({ secondLowest: null });
  });
  it('is not asked for where the rule was not in force yet', () => {
    expect(resultOf('abnormal-price', { ...tender, on: '2026-01-31' })).toMatchObject({
      inForce: false,
      tests: [],
      triggered: [],
      explainMinutesMin: null,
    });
  });
  it('is measured with ratios between those of the pack and its maximum alone', () => {
    const stated = (averagePercent: string) => ({ ...tender, ratios: { ...tender.ratios, averagePercent } });
    expect(asked('abnormal-price', stated('65'))).toHaveProperty('result');
    expect(refusedOf('abnormal-price', stated('65.01'))).toEqual([
      { code: 'abnormal_price.ratio_above_maximum', rule: 'low.ratio_max', pointer: '/ratios/averagePercent', meta: { maxPercent: '65' } },
    ]);
    expect(refusedOf('abnormal-price', stated('49.99'))).toEqual([
      { code: 'abnormal_price.ratio_below_minimum', rule: 'low.t1', pointer: '/ratios/averagePercent', meta: { minPercent: '50' } },
    ]);
  });
  it('is looked for among 10,000 bids; 20,001 are refused', () => {
    const many = (length: number) => Array.from({ length }, (_, at) => ({ id: `b${at}`, price: `${1_000_000 + at}.00` }));
    expect(resultOf('abnormal-price', { ...tender, bids: many(10_000) })).toMatchObject({ inForce: true });
    expect(refusedOf('abnormal-price', { ...tender, bids: many(20_001) })).toEqual([
      malformed('input.too_many', '/bids', { most: 20_000 }),
    ]);
  });
  it('is refused where the bids are malformed', () => {
    expect(refusedOf('abnormal-price', { ...tender, bids: [tender.bids[0], { id: 'A', price: '-1' }] })).toEqual([
      malformed('input.amount_negative', '/bids/1/price'),
    ]);
    expect(refusedOf('abnormal-price', { ...tender, bids: [tender.bids[0], tender.bids[0]] })).toEqual([
      malformed('input.duplicate_id', '/bids/1/id', { id: 'A' }),
    ]);
  });
});

describe('points for the grade of a social organisation', () => {
  const graded = {
    jurisdiction: 'demo-county',
    on: '2025-05-06',
    body: { registeredOn: '2014-03-18' },
    certificate: { grade: '4A', issuedOn: '2020-05-07', validTo: '2025-05-06' } as object | null,
    template: {
      use: 'score',
      points: { '5A': '6', '4A': '4.5', '3A': '3' },
      none: '0',
      newBody: { youngerThanMonths: 36, points: '1.5' },
    },
  };
  const without = { ...graded, certificate: null };
  it('count a certificate through its last day, and not on the day after', () => {
    expect(resultOf('grade-points', graded)).toEqual({
      points: '4.5',
      grade: '4A',
      reason: 'valid',
      validTo: '2025-05-06',
      bodyAgeMonths: 133,
    });
    expect(resultOf('grade-points', { ...graded, on: '2025-05-07' })).toMatchObject({
      points: '0',
      grade: null,
      reason: 'expired',
      validTo: '2025-05-06',
    });
  });
  it('are refused where the grade is a condition of taking part', () => {
    expect(refusedOf('grade-points', { ...graded, template: { use: 'qualification' } })).toEqual([
      { code: 'grade_points.grade_as_qualification', rule: 'factors.forbidden', pointer: '/template/use', meta: {} },
    ]);
  });
  it('are the template’s for a new body that is younger than its months, and none on the day it is as old', () => {
    expect(resultOf('grade-points', without)).toMatchObject({ points: '0', reason: 'none', grade: null, validTo: null });
    expect(resultOf('grade-points', { ...without, body: { registeredOn: '2022-05-07' } })).toMatchObject({
      points: '1.5',
      reason: 'new-body',
      bodyAgeMonths: 35,
    });
    expect(resultOf('grade-points', { ...without, body: { registeredOn: '2022-05-06' } })).toMatchObject({
      reason: 'none',
      bodyAgeMonths: 36,
    });
  });
  it('are none for a certificate that was cancelled, or is issued later, or of a grade that the template does not name', () => {
    const certificate = { grade: '4A', issuedOn: '2020-05-07', validTo: '2025-05-06' };
    const held = (change: object) => resultOf('grade-points', { ...graded, certificate: { ...certificate, ...change } });
    expect(held({ cancelledOn: '2025-05-06' })).toMatchObject({ points: '0', grade: null, reason: 'cancelled' });
    expect(held({ cancelledOn: '2025-05-07' })).toMatchObject({ points: '4.5', reason: 'valid' });
    expect(held({ issuedOn: '2025-05-07', validTo: '2030-05-06' })).toMatchObject({ points: '0', reason: 'none' });
    expect(held({ grade: '2A' })).toMatchObject({ points: '0', grade: '2A', reason: 'valid' });
  });
  it.each([
    [
      { certificate: { grade: '6A', issuedOn: '2020-05-07', validTo: '2025-05-06' } },
      malformed('input.unknown_value', '/certificate/grade', { value: '6A' }),
    ],
    [
      { certificate: { grade: '4A', issuedOn: '2025-05-07', validTo: '2025-05-06' } },
      malformed('input.ends_before_it_begins', '/certificate/validTo'),
    ],
    [{ body: { registeredOn: '2025-05-07' } }, malformed('grade_points.registered_later', '/body/registeredOn')],
    [{ template: { ...graded.template, none: 0 } }, malformed('input.number_not_string', '/template/none')],
    [{ template: { ...graded.template, none: '-1' } }, malformed('input.number_negative', '/template/none')],
    [{ template: { ...graded.template, points: { A: '1' } } }, malformed('input.unknown_value', '/template/points/A', { value: 'A' })],
    [{ extra: 1 }, malformed('input.unknown_field', '/extra', { field: 'extra' })],
  ])('are refused for %j', (change, refused) => {
    expect(refusedOf('grade-points', { ...graded, ...change })).toEqual([refused]);
  });
});
