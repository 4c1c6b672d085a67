import { describe, expect, it } from '@jest/globals';
import { formatYuan, isRefusal, yuan, type PlainDate, type Rule } from '../kernel/index.js';
import type { PayFormula } from '../purchase/types.js';
import { lateInterest, type InterestRate } from './late-interest.js';
import { performancePay, type PerformancePay } from './performance-pay.js';
import { scheduleByAmounts, scheduleByPercents } from './schedule.js';

const table: PayFormula = {
  kind: 'factor-table',
  of: 'tail',
  table: [
    { from: '90', factorPercent: '100' },
    { from: '80', factorPercent: '95' },
    { from: '60', factorPercent: '80' },
    { from: '0', factorPercent: '0' },
  ],
};
const points: PayFormula = {
  kind: 'deduction-per-point',
  of: 'contract',
  below: '90',
  perPointPercent: '2',
  points: 'exact',
  capPercent: null,
};
const contract = { contract: yuan('873456.79'), paid: yuan('578665.13'), tail: yuan('294791.66') };
const shown = (pay: PerformancePay) =>
  Object.fromEntries(Object.entries(pay).map(([name, value]) => [name, typeof value === 'bigint' ? formatYuan(value) : value]));

describe('what an assessment makes of the tail', () => {
  it.each([
    [
      'a good score takes five per cent of the tail',
      { score: '87.8', formula: table },
      { payable: '280052.08', withheld: '14739.58', clawback: '0.00', exact: '280052.077' },
    ],
    [
      'a full score pays all of it',
      { score: '90', formula: table },
      { payable: '294791.66', withheld: '0.00', clawback: '0.00', exact: '294791.66' },
    ],
    [
      'a bad score takes more than the tail can bear: the rest is demanded back',
      { score: '58', formula: points },
      { payable: '0.00', withheld: '294791.66', clawback: '264220.69', deduction: '559012.35' },
    ],
    [
      'a cap ends the deduction',
      { score: '58', formula: { ...points, capPercent: '10' } as PayFormula },
      { payable: '207445.98', withheld: '87345.68', clawback: '0.00', deduction: '87345.68' },
    ],
    [
      'a started point counts as a whole one',
      { score: '89.5', formula: { ...points, points: 'started' } as PayFormula },
      { payable: '277322.52', withheld: '17469.14', clawback: '0.00', deduction: '17469.14' },
    ],
    [
      'half a point below the bar costs nothing where whole points alone count',
      { score: '89.5', formula: { ...points, points: 'full' } as PayFormula },
      { payable: '294791.66', withheld: '0.00', clawback: '0.00', deduction: '0.00' },
    ],
    [
      'a factor of the whole contract can ask for money back, at most what was paid',
      { score: '10', formula: { ...table, of: 'contract' } as PayFormula },
      { payable: '0.00', withheld: '294791.66', clawback: '578665.13', exact: '-578665.13' },
    ],
  ])('%s', (_, given, expected) => {
    const pay = performancePay({ ...contract, ...given });
    if (isRefusal(pay)) throw new Error(pay.refused);
    expect(shown(pay)).toEqual(expected);
  });

  it.each([
    ['paid and tail above the contract', { paid: yuan('600000.00') }, 'performance_pay.exceeds_contract', { over: '21334.87' }],
    ['a score that is no number', { score: '8e1' }, 'performance_pay.score_malformed', {}],
    [
      'a score below every band',
      { score: '10', formula: { ...table, table: [{ from: '60', factorPercent: '80' }] } as PayFormula },
      'performance_pay.score_below_table',
      { score: '10' },
    ],
  ])('%s is refused', (_, change, code, meta) => {
    expect(performancePay({ ...contract, score: '58', formula: points, ...change })).toMatchObject({ refused: code, meta });
  });
});

describe('instalments', () => {
  it('sum to the total, the last bears the rest', () => {
    const schedule = scheduleByPercents(yuan('873456.79'), ['30', '36.25', '33.75']);
    if (isRefusal(schedule)) throw new Error(schedule.refused);
    expect(schedule.amounts.map(formatYuan)).toEqual(['262037.04', '316628.09', '294791.66']);
    expect(schedule.lastExact).toBe('294791.666625');
  });
  it('that make less than a hundred per cent are refused with what is missing', () => {
    expect(scheduleByPercents(yuan('873456.79'), ['30', '36.15', '33.75'])).toMatchObject({
      refused: 'schedule.percents_not_100',
      meta: { sumPercent: '99.9', missingPercent: '0.1', missing: '873.46' },
    });
  });
  it('of a malformed share are refused', () => {
    expect(scheduleByPercents(100n, ['-1', '101'])).toMatchObject({ refused: 'schedule.percent_malformed', pointer: '/percents/0' });
  });
  it('so many of so little that the last falls below zero are refused', () => {
    const eighth = Array.from({ length: 8 }, () => '12.5');
    expect(scheduleByPercents(4n, eighth)).toMatchObject({ refused: 'schedule.last_below_zero' });
  });
  it('in fen have to sum to the total', () => {
    expect(scheduleByAmounts(100n, [60n, 40n])).toMatchObject({ sum: 100n });
    expect(scheduleByAmounts(100n, [60n, 41n])).toMatchObject({ refused: 'schedule.amounts_not_total', meta: { missing: '-0.01' } });
  });
});

const rule = (value: Rule['value']): Rule => ({
  id: 'r',
  value,
  unit: '',
  anchor: 'contractSigned',
  citation: '',
  verified: true,
  jurisdiction: 'spec',
  pack: 'p',
});
describe('interest for delay', () => {
  const late = {
    amount: yuan('305000.00'),
    due: '2025-08-15' as PlainDate,
    paid: '2025-10-14' as PlainDate,
    on: '2025-10-20' as PlainDate,
  };
  const statutory: InterestRate = { source: 'statutory-daily', daily: rule('0.05'), scope: rule(['micro', 'small', 'medium']) };
  it.each([
    [
      'a small enterprise has the statutory rate',
      { ...late, payeeKind: 'small', rate: statutory },
      { days: 60, dailyPercent: '0.05', interest: yuan('9150.00') },
    ],
    [
      'a social organisation has what its contract agreed',
      { ...late, payeeKind: 'social-organisation', rate: { source: 'agreed', annualPercent: '2.92', dayBase: 365 } as InterestRate },
      { days: 60, dailyPercent: '0.008', interest: yuan('1464.00') },
    ],
    [
      'an agreed rate is not below the loan prime rate of the contract date',
      { ...late, payeeKind: 'small', rate: { source: 'agreed', annualPercent: '1', lprPercent: '3.65' } as InterestRate },
      { days: 60, dailyPercent: '0.01', interest: yuan('1830.00') },
    ],
    [
      'paid on the last day nothing is owed',
      { ...late, paid: '2025-08-15' as PlainDate, payeeKind: 'small', rate: statutory },
      { days: 0, dailyPercent: '0.05', interest: 0n },
    ],
    [
      'unpaid it runs until today',
      { ...late, paid: null, payeeKind: 'small', rate: statutory },
      { days: 66, dailyPercent: '0.05', interest: yuan('10065.00') },
    ],
  ])('%s', (_, given, expected) => expect(lateInterest(given)).toEqual(expected));
  it('at the statutory rate is refused to a payee that is no small or medium enterprise', () => {
    expect(lateInterest({ ...late, payeeKind: 'social-organisation', rate: statutory })).toMatchObject({
      refused: 'late_interest.statutory_rate_for_enterprises_only',
      pointer: '/rate/source',
    });
  });
});
