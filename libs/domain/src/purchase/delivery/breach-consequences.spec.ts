// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { describe, expect, it } from '@jest/globals';
import { readCalendar } from '@goufu/config';
import { calendarFrom, plainDate, yuan } from '../../kernel/index.js';
import type { LadderStep } from '../types.js';
import { breachConsequences, type BreachInput } from './breach-consequences.js';
import type { Incident } from './state.js';

const pack = { noticeNeeded: true, calendar: calendarFrom(readCalendar()) };
const ladder: readonly LadderStep[] = [
  { id: 's1', when: { kind: 'failed-assessment', countAtLeast: 1 }, then: [{ kind: 'rectify', withinWorkingDays: 10 }] },
  {
    id: 's2',
    when: { kind: 'failed-assessment', countAtLeast: 2 },
    then: [{ kind: 'may-terminate' }, { kind: 'penalty', percentOfContract: '4' }],
  },
  {
    id: 's3',
    when: { kind: 'vacancy', singleLongerThanDays: 15, totalLongerThanDays: 29 },
    then: [{ kind: 'deduct', perDay: yuan('310.00'), counts: 'all-days' }],
  },
  { id: 's4', when: { kind: 'vacancy', totalLongerThanDays: 50 }, then: [{ kind: 'may-terminate' }] },
];
const failed = (on: string): Incident => ({ kind: 'failed-assessment', on: plainDate(on) });
const empty = (from: string, to: string, post = '7'): Incident => ({ kind: 'vacancy', post, from: plainDate(from), to: plainDate(to) });
const input = (incidents: readonly Incident[], more: Partial<BreachInput> = {}): BreachInput => ({
  on: plainDate('2025-11-05'),
  contract: yuan('873456.79'),
  ladder,
  incidents,
  ...more,
});
const judged = (incidents: readonly Incident[], more: Partial<BreachInput> = {}) => {
  const answer = breachConsequences(input(incidents, more), pack);
  if ('refused' in answer) throw new Error(answer.refused[0]?.code);
  return answer;
};

describe('the breach ladder', () => {
  it('answers one failure and 30 empty days of a post: ten working days to set right, and 9,300.00', () => {
    expect(judged([failed('2025-09-15'), empty('2025-08-01', '2025-08-12'), empty('2025-10-10', '2025-10-27')])).toEqual({
      consequences: [
        { step: 's1', kind: 'rectify', until: '2025-11-19' },
        { step: 's3', kind: 'deduct', post: '7', days: 30, amount: yuan('9300.00') },
      ],
      deduction: yuan('9300.00'),
      penalty: 0n,
      mayTerminate: false,
      noticeNeeded: true,
    });
  });
  it('refuses a vacancy that ends before it begins', () => {
    const incidents = [failed('2025-09-15'), empty('2025-08-01', '2025-08-12'), empty('2025-10-10', '2025-10-08')];
    expect(breachConsequences(input(incidents), pack)).toEqual({
      refused: [{ code: 'input.ends_before_it_begins', pointer: '/incidents/2/to' }],
    });
  });
  it('refuses a day that does not exist', () => {
    const nowhere = { ...empty('2025-08-01', '2025-08-12'), from: '2025-02-30' } as Incident;
    expect(breachConsequences(input([nowhere]), pack)).toEqual({ refused: [{ code: 'input.no_such_date', pointer: '/incidents/0/from' }] });
  });
  it.each([
    ['15 days are not longer than 15', '2025-08-15', 0],
    ['16 days are, and all of them count', '2025-08-16', 16],
  ])('%s', (_title, to, days) => {
    const { consequences } = judged([empty('2025-08-01', to)]);
    expect(consequences.map((one) => ('days' in one ? one.days : null))).toEqual(days === 0 ? [] : [days]);
  });
  it('counts each post for itself', () => {
    expect(judged([empty('2025-08-01', '2025-08-15', '7'), empty('2025-09-01', '2025-09-15', '8')]).consequences).toEqual([]);
  });
  it('counts a day that two reports name only once', () => {
    expect(judged([empty('2025-08-01', '2025-08-12'), empty('2025-08-10', '2025-08-16')]).deduction).toBe(yuan('4960.00'));
  });
  it('takes 4 % of the contract, half-up to the fen, after two failures, and opens the way out', () => {
    const answer = judged([failed('2025-06-15'), failed('2025-09-15')]);
    expect([answer.penalty, answer.mayTerminate]).toEqual([yuan('34938.27'), true]);
    expect(answer.consequences.map(({ kind }) => kind)).toEqual(['rectify', 'may-terminate', 'penalty']);
  });
  it('deducts the days beyond alone where the contract says so', () => {
    const beyond: readonly LadderStep[] = [
      { id: 's', when: { kind: 'vacancy', singleLongerThanDays: 15 }, then: [{ kind: 'deduct', perDay: 100n, counts: 'days-beyond' }] },
    ];
    expect(judged([empty('2025-08-01', '2025-08-18')], { ladder: beyond }).deduction).toBe(300n);
  });
  it('needs no notice where nothing follows', () => {
    expect(judged([])).toMatchObject({ consequences: [], noticeNeeded: false });
  });
});
