import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

const malformed = (code: string, pointer: string, meta = {}) => ({ code, rule: null, pointer, meta });
const limits = { 'threshold.procurement': '300000.00', 'threshold.openTender': '2000000.00' };

describe('the route of a service', () => {
  const service = {
    service: { guidingCode: 'A1007', procurementCode: 'C05020300' },
    amount: '2765000.00',
    jurisdiction: 'demo-county',
    on: '2025-03-10',
    catalogue: 'listed',
    budgeted: '2800000.00',
    facts: { publicService: true } as Record<string, unknown>,
    parameters: limits,
  };
  interface Routed {
    readonly route: string;
    readonly methods: readonly { readonly method: string; readonly status: string; readonly reason: string; readonly approvals: unknown }[];
    readonly duties: readonly string[];
  }
  const routed = (change: object = {}) => resultOf('route', { ...service, ...change }) as Routed;
  const statuses = (change: object) => routed(change).methods.map(({ method, status }) => `${method} ${status}`);

  it('at the open-tender threshold is open tender, others with approval, and names what is owed before', () => {
    const { route, methods, duties } = routed();
    expect({ route, duties }).toEqual({
      route: 'government-procurement',
      duties: ['pre.intent_notice', 'pre.need_survey.required', 'pre.public_consultation', 'gps.performance'],
    });
    expect(methods.filter(({ method }) => ['open-tender', 'competitive-consultation', 'inquiry'].includes(method))).toEqual([
      { method: 'open-tender', status: 'default', reason: 'at-or-above-open-tender-threshold', approvals: [] },
      {
        method: 'competitive-consultation',
        status: 'needs-approval',
        reason: 'above-threshold-other-method',
        approvals: ['competent-budget-unit', 'finance-prefecture-or-above'],
      },
      { method: 'inquiry', status: 'forbidden', reason: 'goods-only', approvals: [] },
    ]);
  });
  it('lists every method of the pack, by status and then in the order of the pack', () => {
    expect(statuses({})).toEqual([
      'open-tender default',
      'framework-agreement allowed',
      'competitive-consultation needs-approval',
      'competitive-negotiation needs-approval',
      'negotiation-with-two needs-approval',
      'single-source needs-approval',
      'invited-tender needs-approval',
      'inquiry forbidden',
    ]);
    expect(statuses({ amount: '1999999.99' })).toEqual([
      'competitive-consultation default',
      'open-tender allowed',
      'competitive-negotiation allowed',
      'single-source allowed',
      'invited-tender allowed',
      'framework-agreement allowed',
      'negotiation-with-two needs-approval',
      'inquiry forbidden',
    ]);
  });
  it('counts an amount at a threshold as above it', () => {
    expect(statuses({ amount: '2000000.00' })[0]).toBe('open-tender default');
    expect(routed({ amount: '300000.00' })).toMatchObject({ route: 'government-procurement' });
  });
  it('below the procurement limit is the purchaser’s own, and still owes an evaluation', () => {
    expect(routed({ amount: '299999.99' })).toEqual({ route: 'internal-control', methods: [], duties: ['gps.performance'] });
  });
  it('owes a survey to the public, to ten million yuan, and to a complex need', () => {
    expect(routed({ facts: {} }).duties).toEqual(['pre.intent_notice', 'gps.performance']);
    const surveyed = ['pre.intent_notice', 'pre.need_survey.required', 'gps.performance'];
    expect(routed({ facts: { technicallyComplex: true } }).duties).toEqual(surveyed);
    expect(routed({ facts: {}, amount: '10000000.00', budgeted: '10000000.00' }).duties).toEqual(surveyed);
    expect(routed({ facts: {}, amount: '9999999.99', budgeted: '10000000.00' }).duties).not.toContain('pre.need_survey.required');
  });
  it('is refused without a budget and for what stands on the negative list', () => {
    expect(refusedOf('route', { ...service, facts: { labourDispatch: true }, budgeted: '0.00' })).toEqual([
      { code: 'route.not_budgeted', rule: 'gps.no_budget_no_project', pointer: '/budgeted', meta: { missing: '2765000.00' } },
      { code: 'route.negative_list', rule: 'gps.negative_list', pointer: '/facts/labourDispatch', meta: { item: 5 } },
    ]);
    expect(asked('route', { ...service, budgeted: '2765000.00', facts: { labourDispatch: false } })).toHaveProperty('result');
  });
  it.each(['proposed', 'absent', 'delisted'])('is refused while the item is %s', (catalogue) => {
    expect(refusedOf('route', { ...service, catalogue })).toEqual([
      { code: 'route.not_in_catalogue', rule: 'gps.gate', pointer: '/catalogue', meta: { catalogue } },
    ]);
  });
  it.each([
    [{ amount: '-1.00' }, malformed('input.amount_negative', '/amount')],
    [{ amount: 2765000 }, malformed('input.number_not_string', '/amount')],
    [{ catalogue: 'rumoured' }, malformed('input.unknown_value', '/catalogue', { value: 'rumoured' })],
    [{ facts: { friendly: true } }, malformed('input.unknown_field', '/facts/friendly', { field: 'friendly' })],
    [{ facts: { publicService: 'yes' } }, malformed('input.wrong_type', '/facts/publicService', { expected: 'true / false' })],
    [
      { parameters: { 'threshold.openTender': 2000000 } },
      malformed('input.malformed_parameter', '/parameters/threshold.openTender', { rule: 'threshold.openTender' }),
    ],
  ])('is refused for %j', (change, refused) => {
    expect(refusedOf('route', { ...service, ...change })).toEqual([refused]);
  });
  it('takes thresholds that the nation leaves open from a what-if', () => {
    expect(routed({ jurisdiction: 'national' })).toMatchObject({ route: 'government-procurement' });
    expect(refusedOf('route', { ...service, jurisdiction: 'national', parameters: {} })).toMatchObject([
      { code: 'rules.not_in_force', rule: 'threshold.procurement', pointer: '/on' },
    ]);
  });
});

describe('splitting', () => {
  const bought = (id: string, on: string, amount: string, method: string, more = {}) => ({
    id,
    on,
    amount,
    method,
    budgetItem: '2040610-07',
    categoryCode: 'C05020300',
    ...more,
  });
  const purchases = [
    bought('p1', '2025-02-20', '640000.00', 'competitive-consultation'),
    bought('p2', '2025-05-15', '710000.00', 'competitive-consultation'),
    bought('p3', '2025-06-12', '905000.00', 'open-tender'),
    bought('p4', '2025-09-04', '657500.00', 'single-source'),
    bought('p5', '2025-11-13', '120000.00', 'competitive-consultation'),
  ];
  const year = {
    jurisdiction: 'demo-county',
    fiscalYear: 2025,
    purchases,
    exempt: [{ purchase: 'p5', reason: 'budget-adjusted' }],
    parameters: { 'threshold.openTender': '2000000.00' },
  };
  it('is what a year bought of one category without open tender, once it is more than the threshold', () => {
    expect(resultOf('splitting', year)).toEqual({
      groups: [
        {
          budgetItem: '2040610-07',
          categoryCode: 'C05020300',
          counted: ['p1', 'p2', 'p4'],
          left: [
            { id: 'p3', reason: 'open-tender' },
            { id: 'p5', reason: 'budget-adjusted' },
          ],
          sum: '2007500.00',
          threshold: '2000000.00',
          over: '7500.00',
          split: true,
        },
      ],
      findings: [
        {
          code: 'splitting.over_threshold',
          rule: 'pre.split_forbidden',
          pointer: '/purchases/3',
          detail: { zh: expect.stringContaining('2007500.00'), en: expect.stringContaining('2007500.00') },
          meta: { sum: '2007500.00' },
        },
      ],
    });
  });
  it('is none at exactly the threshold', () => {
    const equal = purchases.map((one) => (one.id === 'p4' ? { ...one, amount: '650000.00' } : one));
    expect(resultOf('splitting', { ...year, purchases: equal })).toMatchObject({
      groups: [{ sum: '2000000.00', over: '0.00', split: false }],
      findings: [],
    });
  });
  it('is judged apart for each budget item, category and year', () => {
    const apart = [
      bought('a', '2025-01-10', '1500000.00', 'single-source'),
      bought('b', '2025-01-10', '1500000.00', 'single-source', { budgetItem: '2040699-01' }),
      bought('c', '2025-01-10', '1500000.00', 'single-source', { categoryCode: 'C05020400' }),
      bought('d', '2024-12-31', '1500000.00', 'single-source'),
    ];
    expect(resultOf('splitting', { ...year, purchases: apart, exempt: [] })).toMatchObject({
      groups: [{ counted: ['a'], left: [{ id: 'd', reason: 'other-fiscal-year' }] }, { counted: ['b'] }, { counted: ['c'] }],
      findings: [],
    });
  });
  it('compares as many characters of the code as the pack says', () => {
    const near = [
      bought('a', '2025-01-10', '1500000.00', 'single-source'),
      bought('b', '2025-02-10', '1500000.00', 'single-source', { categoryCode: 'C05020400' }),
    ];
    const parameters = { ...year.parameters, 'pre.split_forbidden.code_length': 5 };
    expect(resultOf('splitting', { ...year, purchases: near, exempt: [], parameters })).toMatchObject({
      groups: [{ categoryCode: 'C0502', counted: ['a', 'b'] }],
      findings: [{ pointer: '/purchases/1' }],
    });
  });
  it('points at the purchase of the latest day that made it too much, wherever it stands', () => {
    const turned = [purchases[3], purchases[0], purchases[1]];
    expect(resultOf('splitting', { ...year, purchases: turned, exempt: [] })).toMatchObject({ findings: [{ pointer: '/purchases/0' }] });
  });
  it.each([
    [
      { purchases: [purchases[0], { ...purchases[1], amount: '-1.00' }], exempt: [] },
      malformed('input.amount_negative', '/purchases/1/amount'),
    ],
    [{ purchases: [], exempt: [] }, malformed('input.empty_list', '/purchases')],
    [{ purchases: [purchases[0], purchases[0]], exempt: [] }, malformed('input.duplicate_id', '/purchases/1/id', { id: 'p1' })],
    [{ exempt: [{ purchase: 'p9', reason: 'budget-adjusted' }] }, malformed('input.unknown_value', '/exempt/0/purchase', { value: 'p9' })],
    [{ exempt: [{ purchase: 'p5', reason: 'urgent' }] }, malformed('input.unknown_value', '/exempt/0/reason', { value: 'urgent' })],
    [
      { purchases: [{ ...purchases[0], method: 'barter' }], exempt: [] },
      malformed('input.unknown_value', '/purchases/0/method', { value: 'barter' }),
    ],
    [{ purchases: [{ ...purchases[0], amount: 640000 }], exempt: [] }, malformed('input.number_not_string', '/purchases/0/amount')],
    [{ year: 2025 }, malformed('input.unknown_field', '/year', { field: 'year' })],
  ])('is refused for %j', (change, refused) => {
    expect(refusedOf('splitting', { ...year, ...change })).toEqual([refused]);
  });
  it('is looked for among 10,000 purchases; 20,001 are refused', () => {
    const many = (length: number) => Array.from({ length }, (_, at) => bought(`p${at}`, '2025-03-01', '300.00', 'single-source'));
    expect(resultOf('splitting', { ...year, purchases: many(10_000), exempt: [] })).toMatchObject({
      groups: [{ sum: '3000000.00', over: '1000000.00' }],
      findings: [{ pointer: '/purchases/6666' }],
    });
    expect(refusedOf('splitting', { ...year, purchases: many(20_001), exempt: [] })).toEqual([
      malformed('input.too_many', '/purchases', { most: 20_000 }),
    ]);
  });
});

describe('the term of a contract', () => {
  const condition = (justification: string, met = true) => ({ met, justification });
  const conditions = {
    budgetSecured: condition('预算已列入中期财政规划'),
    contentFixed: condition('服务内容三年不变'),
    continuous: condition('矫正工作不可中断'),
    fundingStable: condition('经费由县级预算保障'),
    priceStable: condition('人工单价年变化小于百分之三'),
  };
  const place = { jurisdiction: 'demo-county', on: '2025-06-20' };
  const longer = { ...place, from: '2025-07-01', to: '2027-03-31', conditions };
  it('may be beyond a year where all five conditions are met and justified', () => {
    expect(resultOf('term', longer)).toEqual({
      allowed: true,
      months: 21,
      days: 0,
      limitMonths: 36,
      rule: 'gps.term_extended',
      conditionsNeeded: true,
    });
  });
  it('is refused for each condition that is not met or not justified', () => {
    const lacking = { ...conditions, priceStable: condition(' '), fundingStable: condition('', false) };
    expect(refusedOf('term', { ...longer, conditions: lacking })).toEqual([
      { code: 'term.condition_not_met', rule: 'gps.term_extended', pointer: '/conditions/fundingStable', meta: { months: 21 } },
      {
        code: 'term.justification_missing',
        rule: 'gps.term_extended',
        pointer: '/conditions/priceStable/justification',
        meta: { months: 21 },
      },
    ]);
  });
  it('of a year needs no condition; of a year and one day it needs all five', () => {
    expect(resultOf('term', { ...place, from: '2025-07-01', to: '2026-06-30' })).toEqual({
      allowed: true,
      months: 12,
      days: 0,
      limitMonths: 12,
      rule: 'gps.term_default',
      conditionsNeeded: false,
    });
    expect(resultOf('term', { ...place, months: 12 })).toMatchObject({ conditionsNeeded: false });
    expect(refusedOf('term', { ...place, from: '2025-07-01', to: '2026-07-01' })).toHaveLength(5);
    expect(resultOf('term', { ...longer, to: '2026-07-01' })).toMatchObject({ months: 12, days: 1, conditionsNeeded: true });
  });
  it('is three years at most, whatever is met', () => {
    expect(resultOf('term', { ...longer, to: '2028-06-30' })).toMatchObject({ months: 36, days: 0 });
    expect(refusedOf('term', { ...longer, to: '2028-07-01' })).toEqual([
      { code: 'term.too_long', rule: 'gps.term_extended', pointer: '/to', meta: { months: 36, days: 1, limitMonths: 36 } },
    ]);
    expect(refusedOf('term', { ...place, months: 37, conditions })).toEqual([
      { code: 'term.too_long', rule: 'gps.term_extended', pointer: '/months', meta: { months: 37, days: 0, limitMonths: 36 } },
    ]);
  });
  it('counts both its first and its last day', () => {
    expect(resultOf('term', { ...place, from: '2025-07-01', to: '2025-07-01' })).toMatchObject({ months: 0, days: 1 });
    expect(resultOf('term', { ...place, from: '2025-01-31', to: '2025-02-27' })).toMatchObject({ months: 1, days: 0 });
    expect(refusedOf('term', { ...place, from: '2025-07-01', to: '9999-12-31', conditions })).toMatchObject([{ code: 'term.too_long' }]);
  });
  it.each([
    [{ ...longer, months: 21 }, malformed('input.one_of', '', { fields: ['from', 'months'] })],
    [{ ...place }, malformed('input.one_of', '', { fields: ['from', 'months'] })],
    [{ ...place, from: '2025-07-01' }, malformed('input.missing', '/to')],
    [{ ...longer, to: '2025-06-30' }, malformed('input.ends_before_it_begins', '/to')],
    [{ ...longer, to: '2025-02-30' }, malformed('input.no_such_date', '/to')],
    [{ ...place, months: '12' }, malformed('input.wrong_type', '/months', { expected: '数字 number' })],
    [{ ...place, months: 0 }, malformed('input.not_a_count', '/months', { least: 1 })],
    [
      { ...longer, conditions: { ...conditions, popular: condition('x') } },
      malformed('input.unknown_field', '/conditions/popular', { field: 'popular' }),
    ],
  ])('is refused where the input is malformed (%#)', (input, refused) => {
    expect(refusedOf('term', input)).toEqual([refused]);
  });
});
