// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

describe('a supplement', () => {
  const ten = {
    jurisdiction: 'demo-county',
    on: '2025-08-21',
    original: '1365000.00',
    earlier: ['81900.00'],
    amount: '54600.00',
    sameObject: true,
    otherTermsUnchanged: true,
  };
  const over = (cumulative: string, more: string, cap = '136500.00') => ({
    code: 'supplement.over_cap',
    rule: 'contract.supplement_max',
    pointer: '/amount',
    meta: { cumulative, cap, over: more },
  });

  it('of exactly the cap together with the earlier ones is allowed', () => {
    expect(resultOf('supplement', ten)).toEqual({
      allowed: true,
      cumulative: '136500.00',
      cumulativePercent: '10',
      cap: '136500.00',
      capPercent: '10',
      left: '0.00',
    });
  });
  it('of a fen more is refused', () => {
    expect(refusedOf('supplement', { ...ten, amount: '54600.01' })).toEqual([over('136500.01', '0.01')]);
  });
  it('says what room is left, and cites the article', () => {
    expect(asked('supplement', { ...ten, amount: '1000' })).toMatchObject({
      result: { cumulative: '82900.00', cumulativePercent: '1658/273', left: '53600.00' },
      rules: [{ id: 'contract.supplement_max', citation: '政府采购法第四十九条', verified: true }],
      steps: [
        { name: 'cap', exact: '136500' },
        { name: 'cumulative', exact: '82900' },
      ],
    });
  });
  it('finds no more room where an earlier one took something away', () => {
    const earlier = ['81900.00', '-50000.00'];
    expect(resultOf('supplement', { ...ten, earlier })).toMatchObject({ cumulative: '136500.00', left: '0.00' });
    expect(refusedOf('supplement', { ...ten, earlier, amount: '54600.01' })).toEqual([over('136500.01', '0.01')]);
  });
  it('may not pass ten per cent by half a fen either', () => {
    const odd = { ...ten, original: '1234567.89', earlier: [] };
    expect(resultOf('supplement', { ...odd, amount: '123456.78' })).toMatchObject({ cap: '123456.78', left: '0.00' });
    expect(refusedOf('supplement', { ...odd, amount: '123456.79' })).toEqual([over('123456.79', '0.01', '123456.78')]);
  });
  it('to a contract of nothing has no room and no per cent', () => {
    expect(resultOf('supplement', { ...ten, original: '0', earlier: [], amount: '0' })).toMatchObject({
      cumulativePercent: null,
      cap: '0.00',
    });
  });
  it('of another object, or on other terms, is refused whatever its amount, with everything that is wrong at once', () => {
    const other = { rule: 'contract.supplement_max', meta: {} };
    const object = { ...other, code: 'supplement.of_another_object', pointer: '/sameObject' };
    const terms = { ...other, code: 'supplement.changes_terms', pointer: '/otherTermsUnchanged' };
    expect(refusedOf('supplement', { ...ten, amount: '0.01', sameObject: false })).toEqual([object]);
    expect(refusedOf('supplement', { ...ten, amount: '54600.01', sameObject: false, otherTermsUnchanged: false })).toEqual([
      over('136500.01', '0.01'),
      object,
      terms,
    ]);
  });
  it('follows another cap for a what-if', () => {
    expect(asked('supplement', { ...ten, parameters: { 'contract.supplement_max': '20' } })).toMatchObject({
      result: { cap: '273000.00', left: '136500.00' },
      overridden: ['contract.supplement_max'],
    });
  });
  it.each([
    [{ ...ten, amount: '-1.00' }, 'input.amount_negative', '/amount'],
    [{ ...ten, amount: 54600 }, 'input.number_not_string', '/amount'],
    [{ ...ten, amount: '54,600.00' }, 'input.malformed_amount', '/amount'],
    [{ ...ten, earlier: ['81900.001'] }, 'input.malformed_amount', '/earlier/0'],
    [{ ...ten, earlier: undefined }, 'input.missing', '/earlier'],
    [{ ...ten, sameObject: 'yes' }, 'input.wrong_type', '/sameObject'],
    [{ ...ten, note: '' }, 'input.unknown_field', '/note'],
    [{ ...ten, on: '2002-12-31' }, 'rules.not_in_force', '/on'],
  ])('that is malformed or older than the law is refused: %#', (input, code, pointer) => {
    expect(refusedOf('supplement', input)).toMatchObject([{ code, pointer }]);
  });
});

describe('the ladder of a contract', () => {
  const failed = (countAtLeast: number) => ({ kind: 'failed-assessment', countAtLeast });
  const perDay = { kind: 'deduct', perDay: '310.00', counts: 'all-days' };
  const ladder = [
    { id: 's1', when: failed(1), then: [{ kind: 'rectify', withinWorkingDays: 10 }] },
    { id: 's2', when: failed(2), then: [{ kind: 'may-terminate' }, { kind: 'penalty', percentOfContract: '4' }] },
    { id: 's3', when: { kind: 'vacancy', singleLongerThanDays: 15, totalLongerThanDays: 29 }, then: [perDay] },
    { id: 's4', when: { kind: 'vacancy', totalLongerThanDays: 50 }, then: [{ kind: 'may-terminate' }] },
  ];
  const fault = { kind: 'failed-assessment', on: '2025-09-15' };
  const empty = (from: string, to: string, post = '7') => ({ kind: 'vacancy', post, from, to });
  const incidents = [fault, empty('2025-08-01', '2025-08-12'), empty('2025-10-10', '2025-10-27')];
  const world = { jurisdiction: 'demo-county', on: '2025-11-05', contract: '873456.79', ladder, incidents };
  const breach = (happened: readonly object[], steps: readonly object[] = ladder) =>
    resultOf('breach', { ...world, ladder: steps, incidents: happened });

  it('brings every step that holds, in its order', () => {
    expect(resultOf('breach', world)).toEqual({
      consequences: [
        { step: 's1', kind: 'rectify', until: '2025-11-19' },
        { step: 's3', kind: 'deduct', post: '7', days: 30, amount: '9300.00' },
      ],
      deduction: '9300.00',
      penalty: '0.00',
      mayTerminate: false,
      noticeNeeded: true,
      findings: [],
    });
  });
  it('cites the notice and the time for a defence', () => {
    expect(asked('breach', world)).toMatchObject({
      rules: [{ id: 'breach.notice' }, { id: 'breach.defence' }],
      steps: [
        { name: 's3.deduct.7', exact: '9300' },
        { name: 'defence', inputs: { defenceWorkingDays: '5' } },
      ],
    });
    expect(resultOf('breach', { ...world, parameters: { 'breach.notice': false } })).toMatchObject({ noticeNeeded: false });
  });
  it('takes a penalty of the contract at the second failure, rounded once, and lets it be ended', () => {
    expect(breach([fault, { ...fault, on: '2025-10-15' }])).toMatchObject({
      consequences: [{ step: 's1' }, { step: 's2', kind: 'may-terminate' }, { step: 's2', kind: 'penalty', amount: '34938.27' }],
      penalty: '34938.27',
      mayTerminate: true,
    });
  });
  it('brings nothing, and needs no notice, where nothing happened', () => {
    expect(breach([])).toEqual({
      consequences: [],
      deduction: '0.00',
      penalty: '0.00',
      mayTerminate: false,
      noticeNeeded: false,
      findings: [],
    });
  });
  it.each([
    ['15 days are not longer than 15', [empty('2025-10-01', '2025-10-15')], []],
    ['16 days are, first and last day counted', [empty('2025-10-01', '2025-10-16')], [{ days: 16, amount: '4960.00' }]],
    ['29 days in all are not longer than 29', [empty('2025-08-01', '2025-08-15'), empty('2025-10-01', '2025-10-14')], []],
    ['30 days in all are, each span being short', [empty('2025-08-01', '2025-08-15'), empty('2025-10-01', '2025-10-15')], [{ days: 30 }]],
    ['spans that overlap are one: no day is empty twice', [empty('2025-10-01', '2025-10-12'), empty('2025-10-10', '2025-10-15')], []],
    ['spans that touch are one', [empty('2025-10-01', '2025-10-08'), empty('2025-10-09', '2025-10-16')], [{ days: 16 }]],
    ['posts are counted apart', [empty('2025-08-01', '2025-08-15'), empty('2025-10-01', '2025-10-15', '8')], []],
  ])('of a vacancy: %s', (_title, happened, consequences) => {
    expect(breach(happened)).toMatchObject({ consequences });
  });
  it('adds up the deductions of all posts and steps', () => {
    const beyond = {
      id: 's5',
      when: { kind: 'vacancy', singleLongerThanDays: 10 },
      then: [{ ...perDay, perDay: '100.50', counts: 'days-beyond' }],
    };
    const happened = [empty('2025-10-01', '2025-10-16'), empty('2025-10-01', '2025-10-20', '8')];
    expect(breach(happened, [...ladder, beyond])).toMatchObject({
      consequences: [
        { step: 's3', post: '7', days: 16, amount: '4960.00' },
        { step: 's3', post: '8', days: 20, amount: '6200.00' },
        { step: 's5', post: '7', days: 6, amount: '603.00' },
        { step: 's5', post: '8', days: 10, amount: '1005.00' },
      ],
      deduction: '12768.00',
    });
  });
  it('is refused where an incident ends before it begins', () => {
    const backwards = [fault, incidents[1] as object, empty('2025-10-10', '2025-10-08')];
    expect(refusedOf('breach', { ...world, incidents: backwards })).toEqual([
      { code: 'input.ends_before_it_begins', rule: null, pointer: '/incidents/2/to', meta: {} },
    ]);
  });
  it.each([
    [{ ...world, ladder: [] }, 'input.empty_list', '/ladder'],
    [{ ...world, ladder: [{ ...ladder[0], then: [] }] }, 'input.empty_list', '/ladder/0/then'],
    [{ ...world, ladder: [ladder[0], ladder[0]] }, 'input.duplicate_id', '/ladder/1/id'],
    [{ ...world, ladder: [{ ...ladder[0], then: [perDay] }] }, 'input.unknown_value', '/ladder/0/then/0/kind'],
    [{ ...world, ladder: [{ ...ladder[2], when: { kind: 'vacancy' } }] }, 'input.missing', '/ladder/0/when/singleLongerThanDays'],
    [{ ...world, ladder: [{ ...ladder[2], then: [{ ...perDay, perDay: '-1' }] }] }, 'input.amount_negative', '/ladder/0/then/0/perDay'],
    [{ ...world, ladder: [{ ...ladder[0], when: failed(0) }] }, 'input.not_a_count', '/ladder/0/when/countAtLeast'],
    [{ ...world, incidents: [{ ...fault, on: '2025-02-30' }] }, 'input.no_such_date', '/incidents/0/on'],
    [{ ...world, incidents: [{ ...fault, post: '7' }] }, 'input.unknown_field', '/incidents/0/post'],
    [{ ...world, contract: 873456.79 }, 'input.number_not_string', '/contract'],
    [{ ...world, on: '2014-12-31' }, 'rules.not_in_force', '/on'],
  ])('of a malformed input is refused: %#', (input, code, pointer) => {
    expect(refusedOf('breach', input)).toMatchObject([{ code, pointer }]);
  });
});

describe('the fee of a procurement agency', () => {
  const step = (upTo: string | null, percent: string) => ({ upTo, percent });
  const steps = [step('1000000.00', '1.4'), step('5000000.00', '0.7'), step(null, '0.4')];
  const tariff = { steps, floor: '4000.00' };
  const services = { kind: 'services', amount: '2541000.00', tariff, discountPercent: '100' };
  const reached = (...more: readonly object[]) => ({ ...services, tariff: { ...tariff, steps: more } });

  it('is progressive by step', () => {
    expect(resultOf('agency-fee', services)).toEqual({
      fee: '24787.00',
      tiers: [
        { from: '0.00', to: '1000000.00', percent: '1.4', fee: '14000' },
        { from: '1000000.00', to: '2541000.00', percent: '0.7', fee: '10787' },
      ],
      floorApplied: false,
    });
    const { discountPercent: _, ...plain } = services;
    expect(resultOf('agency-fee', plain)).toEqual(resultOf('agency-fee', services));
  });
  it.each([
    ['1000000.00', '14000.00', 1],
    ['1000000.01', '14000.00', 2],
    ['5000000.00', '42000.00', 2],
    ['10000000.00', '62000.00', 3],
  ])('of %s is %s: a step holds up to its bound and with it', (amount, fee, tiers) => {
    const answer = resultOf('agency-fee', { ...services, amount }) as { tiers: readonly object[] };
    expect(answer).toMatchObject({ fee });
    expect(answer.tiers).toHaveLength(tiers);
  });
  it('keeps each step exact and rounds their sum once', () => {
    const thirds = {
      ...reached(step('100.00', '1/3'), step(null, '1/3')),
      amount: '200.00',
      tariff: { steps: [step('100.00', '1/3'), step(null, '1/3')] },
    };
    expect(resultOf('agency-fee', thirds)).toMatchObject({ fee: '0.67', tiers: [{ fee: '1/3' }, { fee: '1/3' }], floorApplied: false });
  });
  it('is discounted after the sum, and never below the floor', () => {
    expect(resultOf('agency-fee', { ...services, discountPercent: '80' })).toMatchObject({ fee: '19829.60', floorApplied: false });
    expect(resultOf('agency-fee', { ...services, discountPercent: '16' })).toMatchObject({ fee: '4000.00', floorApplied: true });
    expect(resultOf('agency-fee', { ...services, amount: '250000.00' })).toMatchObject({ fee: '4000.00', floorApplied: true });
    const equal = { ...services, amount: '400000.00', discountPercent: '500/7' };
    expect(resultOf('agency-fee', equal)).toMatchObject({ fee: '4000.00', floorApplied: false });
  });
  it('of nothing is the floor', () => {
    expect(resultOf('agency-fee', { ...services, amount: '0' })).toEqual({ fee: '4000.00', tiers: [], floorApplied: true });
  });
  it('by a tariff of the place is cited', () => {
    const named = { kind: 'services', amount: '2541000.00', tariff: 'agency.fee', jurisdiction: 'demo-county', on: '2025-03-10' };
    expect(asked('agency-fee', named)).toMatchObject({
      result: { fee: '21246.00', tiers: [{ fee: '12000' }, { fee: '9246' }], floorApplied: false },
      rules: [{ id: 'agency.fee', citation: expect.stringMatching(/示范/), verified: true }],
    });
    const small = { ...named, kind: 'works', amount: '100000' };
    expect(resultOf('agency-fee', small)).toMatchObject({ fee: '3000.00', floorApplied: true });
    const { jurisdiction: _, on: __, ...nowhere } = named;
    expect(refusedOf('agency-fee', nowhere)).toMatchObject([
      { code: 'input.missing', pointer: '/jurisdiction' },
      { code: 'input.missing', pointer: '/on' },
    ]);
    expect(refusedOf('agency-fee', { ...named, tariff: 'agency.none' })).toMatchObject([
      { code: 'input.unknown_rule', pointer: '/tariff' },
    ]);
    expect(refusedOf('agency-fee', { ...named, tariff: 'weights.sum' })).toMatchObject([
      { code: 'agency_fee.not_a_tariff', pointer: '/tariff' },
    ]);
  });
  it('is refused where a step does not reach further than the one before', () => {
    const at = (index: number) => [
      { code: 'agency_fee.steps_not_ascending', rule: null, pointer: `/tariff/steps/${index}/upTo`, meta: {} },
    ];
    expect(refusedOf('agency-fee', reached(step('1000000.00', '1.4'), step('900000.00', '0.7'), step(null, '0.4')))).toEqual(at(1));
    expect(refusedOf('agency-fee', reached(step('1000000.00', '1.4'), step('1000000.00', '0.7'), step(null, '0.4')))).toEqual(at(1));
    expect(refusedOf('agency-fee', reached(step('0.00', '1.4'), step(null, '0.4')))).toEqual(at(0));
  });
  it('is refused where another step than the last is without a bound, or the last has one', () => {
    const at = (index: number) => ({ code: 'agency_fee.last_step_open', rule: null, pointer: `/tariff/steps/${index}/upTo`, meta: {} });
    expect(refusedOf('agency-fee', reached(step(null, '1.4'), step('900000.00', '0.7')))).toEqual([at(0), at(1)]);
  });
  it.each([
    [reached(), 'input.empty_list', '/tariff/steps'],
    [{ ...services, amount: '-1' }, 'input.amount_negative', '/amount'],
    [{ ...services, amount: 2541000 }, 'input.number_not_string', '/amount'],
    [{ ...services, discountPercent: '-5' }, 'input.number_negative', '/discountPercent'],
    [{ ...services, kind: 'leases' }, 'input.unknown_value', '/kind'],
    [{ ...services, ceiling: '1' }, 'input.unknown_field', '/ceiling'],
    [reached({ ...step(null, '1'), from: '0' }), 'input.unknown_field', '/tariff/steps/0/from'],
    [reached(step(null, '1,4')), 'input.malformed_number', '/tariff/steps/0/percent'],
  ])('of a malformed input is refused: %#', (input, code, pointer) => {
    expect(refusedOf('agency-fee', input)).toMatchObject([{ code, pointer }]);
  });
});
