import { describe, expect, it } from '@jest/globals';
import { asked, refusedOf, resultOf } from '../support/calculators.js';

describe('a legal deadline', () => {
  const award = { rule: 'award.decide', from: '2025-09-26', jurisdiction: 'demo-county', suspensions: [] };
  it('names its last day, the days counted, the rule, and says it in both languages', () => {
    expect(resultOf('deadline', award)).toEqual({
      kind: 'no-later-than',
      lastDay: '2025-10-10',
      dueBefore: '2025-10-11T00:00:00+08:00',
      counted: ['2025-09-28', '2025-09-29', '2025-09-30', '2025-10-09', '2025-10-10'],
      rolledFrom: null,
      binding: 'award.decide',
      provisional: false,
      suspendedSeconds: 0,
      leftSeconds: null,
      sentence: {
        zh: '自2025年9月26日收到评标报告的次日起5个工作日，至2025年10月10日(周五)24时止。',
        en: '5 working days from the day after 26 September 2025: until 24:00 on Friday 10 October 2025.',
      },
    });
  });
  it('writes its answer in the order of its contract, the same bytes each time', () => {
    const answer = asked('deadline', award);
    expect(Object.keys(answer)).toEqual(['result', 'steps', 'rules', 'overridden', 'pack']);
    expect(JSON.stringify(asked('deadline', structuredClone(award)))).toBe(JSON.stringify(answer));
    expect(answer).toMatchObject({
      rules: [{ id: 'award.decide', citation: expect.stringMatching(/\S/), verified: true }],
      overridden: [],
      pack: { jurisdiction: 'demo-county', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });
  it('of several minimum periods answers the one that binds', () => {
    const of = [
      { rule: 'tender.min_bid_time', from: '2025-04-08' },
      { rule: 'tender.clarification_min', from: '2025-04-14' },
    ];
    expect(resultOf('deadline', { of, jurisdiction: 'demo-county' })).toMatchObject({
      kind: 'at-least',
      earliestDay: '2025-04-29',
      strictEarliestDay: '2025-04-30',
      binding: 'tender.clarification_min',
      candidates: [
        { rule: 'tender.min_bid_time', earliestDay: '2025-04-28' },
        { rule: 'tender.clarification_min', earliestDay: '2025-04-29' },
      ],
    });
  });
  const complaint = { rule: 'c.decide', from: '2025-06-09', jurisdiction: 'demo-county' };
  it('gives back exactly the countable seconds of a suspension', () => {
    const suspensions = [{ from: '2025-06-16T10:00:00+08:00', to: '2025-06-18T16:00:00+08:00', reason: 'expert-review' }];
    expect(resultOf('deadline', { ...complaint, suspensions })).toMatchObject({
      kind: 'no-later-than',
      lastDay: '2025-07-24',
      dueBefore: '2025-07-25T00:00:00+08:00',
      suspendedSeconds: 194400,
    });
  });
  it('has no last day while it is suspended, and says what is left', () => {
    const suspensions = [{ from: '2025-06-16T10:00:00+08:00', to: null }];
    const result = resultOf('deadline', { ...complaint, suspensions });
    expect(result).toMatchObject({ lastDay: null, dueBefore: null, leftSeconds: 25 * 86_400 + 14 * 3600 });
  });
  it.each([
    [{ ...award, from: '2025-02-30' }, [{ code: 'input.no_such_date', rule: null, pointer: '/from', meta: {} }]],
    [
      { ...award, from: '2012-11-05' },
      [{ code: 'calendar.year_before_first_table', rule: null, pointer: '/from', meta: { firstYear: 2013 } }],
    ],
    [{ ...award, rule: 'no.such.rule' }, [{ code: 'input.unknown_rule', rule: null, pointer: '/rule', meta: { rule: 'no.such.rule' } }]],
    [{ ...award, rule: 'weights.sum' }, [{ code: 'input.not_a_period', rule: null, pointer: '/rule', meta: { rule: 'weights.sum' } }]],
    [
      { ...award, jurisdiction: 'nowhere' },
      [{ code: 'input.unknown_jurisdiction', rule: null, pointer: '/jurisdiction', meta: { jurisdiction: 'nowhere' } }],
    ],
    [{ jurisdiction: 'demo-county' }, [{ code: 'input.one_of', rule: null, pointer: '', meta: { fields: ['rule', 'of'] } }]],
    [
      { ...award, suspensions: [{ from: '2025-10-08T10:00:00+08:00', to: '2025-10-08T09:00:00+08:00' }] },
      [{ code: 'input.ends_before_it_begins', rule: null, pointer: '/suspensions/0/to', meta: {} }],
    ],
  ])('refuses %j', (input, refused) => {
    expect(refusedOf('deadline', input)).toEqual(refused);
  });
  it('takes another length for a what-if and names what it replaced', () => {
    expect(asked('deadline', { ...award, parameters: { 'award.decide': 3 } })).toMatchObject({
      result: { lastDay: '2025-09-30' },
      overridden: ['award.decide'],
    });
  });
});

describe('a period without a rule', () => {
  it.each([
    [
      { from: '2025-01-31', length: 1, unit: 'month', dayOne: 'excluded', roll: 'none', calendar: 'cn' },
      { lastDay: '2025-02-28', dueBefore: '2025-03-01T00:00:00+08:00', counted: null, rolledFrom: null, provisional: false },
    ],
    [
      { from: '2025-04-22', length: 10, unit: 'calendarDay', dayOne: 'excluded', roll: 'block', calendar: 'cn' },
      {
        lastDay: '2025-05-06',
        dueBefore: '2025-05-07T00:00:00+08:00',
        counted: [
          '2025-04-23',
          '2025-04-24',
          '2025-04-25',
          '2025-04-26',
          '2025-04-27',
          '2025-04-28',
          '2025-04-29',
          '2025-04-30',
          '2025-05-01',
          '2025-05-02',
        ],
        rolledFrom: '2025-05-02',
        provisional: false,
      },
    ],
    [
      { from: '2025-06-16T10:00:00+08:00', length: 72, unit: 'hour', dayOne: 'excluded', roll: 'none', calendar: 'cn' },
      { lastDay: '2025-06-19', dueBefore: '2025-06-19T10:00:00+08:00', counted: null, rolledFrom: null, provisional: false },
    ],
  ])('%j ends as its contract says', (input, result) => {
    expect(resultOf('period', input)).toEqual(result);
  });
  const day = { from: '2025-01-31', length: 1, unit: 'month', dayOne: 'excluded', roll: 'none', calendar: 'cn' };
  it.each([
    [
      { ...day, from: '2012-11-05' },
      { code: 'calendar.year_before_first_table', rule: null, pointer: '/from', meta: { firstYear: 2013 } },
    ],
    [
      { ...day, length: -1 },
      { code: 'input.not_a_count', rule: null, pointer: '/length', meta: { least: 0 } },
    ],
    [
      { ...day, length: '1' },
      { code: 'input.wrong_type', rule: null, pointer: '/length', meta: { expected: '数字 number' } },
    ],
    [
      { ...day, unit: 'fortnight' },
      { code: 'input.unknown_value', rule: null, pointer: '/unit', meta: { value: 'fortnight' } },
    ],
    [
      { ...day, from: 20250131 },
      { code: 'input.number_not_string', rule: null, pointer: '/from', meta: {} },
    ],
    [
      { ...day, weekends: true },
      { code: 'input.unknown_field', rule: null, pointer: '/weekends', meta: { field: 'weekends' } },
    ],
  ])('refuses %j', (input, refused) => {
    expect(refusedOf('period', input)).toEqual([refused]);
  });
  it('that runs out of the calendar is refused, not guessed', () => {
    expect(refusedOf('period', { ...day, length: 90_000, unit: 'workingDay' })).toMatchObject([
      { code: 'calendar.year_after_last_table', pointer: '/length' },
    ]);
    expect(refusedOf('period', { ...day, length: 100_000, unit: 'year' })).toMatchObject([
      { code: 'calendar.year_after_last_table', pointer: '/length' },
    ]);
  });
});

describe('a schedule of instalments', () => {
  const thirds = { total: '873456.79', percents: ['30', '36.25', '33.75'] };
  it('sums to the total to the fen', () => {
    expect(resultOf('schedule', thirds)).toEqual({
      amounts: ['262037.04', '316628.09', '294791.66'],
      sum: '873456.79',
      lastExact: '294791.666625',
    });
    expect(resultOf('schedule', { total: '1', percents: ['100/3', '100/3', '100/3'] })).toMatchObject({
      amounts: ['0.33', '0.33', '0.34'],
    });
  });
  it.each([
    [
      { ...thirds, percents: ['30', '36.15', '33.75'] },
      [
        {
          code: 'schedule.percents_not_100',
          rule: null,
          pointer: '/percents',
          meta: { sumPercent: '99.9', missingPercent: '0.1', missing: '873.46' },
        },
      ],
    ],
    [{ total: '1' }, [{ code: 'input.one_of', rule: null, pointer: '', meta: { fields: ['percents', 'amounts'] } }]],
    [{ total: '1,000', percents: ['100'] }, [{ code: 'input.malformed_amount', rule: null, pointer: '/total', meta: {} }]],
    [
      { total: 12.5, percents: [30, '70'] },
      [
        { code: 'input.number_not_string', rule: null, pointer: '/total', meta: {} },
        { code: 'input.number_not_string', rule: null, pointer: '/percents/0', meta: {} },
      ],
    ],
    [{ total: '1', percents: [] }, [{ code: 'input.empty_list', rule: null, pointer: '/percents', meta: {} }]],
    [
      { total: '1', percents: Array.from({ length: 20_001 }, () => '1') },
      [{ code: 'input.too_many', rule: null, pointer: '/percents', meta: { most: 20_000 } }],
    ],
  ])('is refused where it does not', (input, refused) => {
    expect(refusedOf('schedule', input)).toEqual(refused);
  });
});

describe('interest on what is paid late', () => {
  const small = {
    jurisdiction: 'demo-county',
    on: '2025-10-20',
    payeeKind: 'small',
    amount: '305000.00',
    due: '2025-08-15',
    paid: '2025-10-14',
    rate: { source: 'statutory-daily' },
  };
  it('is simple interest over the days after the due day', () => {
    expect(resultOf('late-interest', small)).toEqual({ days: 60, dailyPercent: '0.05', interest: '9150.00' });
    const rate = { source: 'agreed', annualPercent: '2.92', dayBase: 365 };
    expect(resultOf('late-interest', { ...small, payeeKind: 'social-organisation', rate })).toEqual({
      days: 60,
      dailyPercent: '0.008',
      interest: '1464.00',
    });
    expect(resultOf('late-interest', { ...small, paid: '2025-08-15' })).toMatchObject({ days: 0, interest: '0.00' });
    expect(resultOf('late-interest', { ...small, paid: null })).toMatchObject({ days: 66 });
  });
  it('at the statutory rate is for enterprises alone', () => {
    expect(refusedOf('late-interest', { ...small, payeeKind: 'social-organisation' })).toEqual([
      { code: 'late_interest.statutory_rate_for_enterprises_only', rule: 'pay.sme.scope', pointer: '/rate/source', meta: {} },
    ]);
  });
});
