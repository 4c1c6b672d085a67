// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, plainDate, toIso, yuan } from '../../kernel/index.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { handler, on, ref, type World } from '../tender/testing/a-tender.js';
import type { LadderStep } from '../types.js';
import { agent, approver, assessed, delivering, leader, paid, step, until } from './testing/a-delivery.js';
import { codeOf, refusalOf } from './testing/refused.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
type Course = ReturnType<typeof delivering>;

const failed = (course: Course): Course => assessed(course, 'p2', 55);
const decided = (course: Course, breach: string): Course => {
  const told = step(course, handler, 'noticeBreach', { breach, text: ref('notice') });
  const heard = step(told, agent, 'defend', { breach, statement: ref('but') });
  return step(heard, approver, 'decideBreach', { breach, upheld: true, reason: ref('why') });
};
const first = failed(delivering(world));
const incident = { kind: 'failed-assessment', on: plainDate('2025-04-28') };
const ordered = decided(step(first, handler, 'reportBreach', { incident, account: ref('a') }), 'breach-1');
const report = { breach: 'breach-1', report: ref('set right') };
const judge = (outcome: string, breach = 'breach-1') => ({ breach, outcome, reason: ref('seen') });
const of = (course: Course, i = 0) => course.state.delivery.breaches[i]?.rectification;
const todos = (course: Course) =>
  tasksPurchase(course.state)
    .filter(({ name }) => name.endsWith('Rectification'))
    .map(({ name, dueAt, rule, meta }) => [name, dueAt === null ? null : toIso(dueAt).slice(0, 10), rule, meta?.['alert'] ?? null]);

describe('what a breach tells the supplier to set right', () => {
  it('is a to-do of the supplier with the contract’s ten working days', () => {
    expect(of(ordered)).toMatchObject({ due: { rule: 'breach.rectify', lastDay: '2025-05-15' }, reported: null, late: false });
    expect(todos(ordered)).toEqual([['reportRectification', '2025-05-16', 'breach.rectify', null]]);
    expect(ordered.state.delivery.breaches[0]?.decision?.consequences).toMatchObject([{ kind: 'rectify', until: '2025-05-15' }]);
  });
  it('is judged by the purchaser once it is reported, and no report is given twice', () => {
    const early = refusalOf(ordered, approver, 'judgeRectification', judge('confirmed'));
    expect([early?.refused, early?.rule?.id]).toEqual(['delivery.rectification_awaited', 'breach.rectify']);
    const reported = step(ordered, agent, 'reportRectification', report);
    expect(todos(reported)).toEqual([['judgeRectification', '2025-05-09', 'breach.decide', null]]);
    expect(codeOf(reported, agent, 'reportRectification', report)).toBe('delivery.rectification_reported');
    const done = step(reported, approver, 'judgeRectification', judge('confirmed'));
    expect(of(done)).toMatchObject({ late: false, result: { outcome: 'confirmed' } });
    expect(todos(done)).toEqual([]);
    expect(codeOf(done, agent, 'reportRectification', report)).toBe('delivery.no_rectification');
  });
  it('goes back to the supplier with the pack’s five working days', () => {
    const reported = step(ordered, agent, 'reportRectification', report);
    const back = step(reported, approver, 'judgeRectification', judge('returned'));
    expect(of(back)).toMatchObject({ due: { rule: 'breach.rectify', lastDay: '2025-05-08' }, reported: null });
    expect(todos(back)).toEqual([['reportRectification', '2025-05-09', 'breach.rectify', null]]);
    expect(codeOf(back, agent, 'reportRectification', report)).toBeNull();
  });
  it('is late on record when nobody reports in time; then the purchaser says what follows', () => {
    const late = until(ordered, on('05-16T09:00'));
    expect(of(late)).toMatchObject({ late: true, judgeDue: { rule: 'breach.decide' } });
    expect(todos(late)).toEqual([
      ['reportRectification', '2025-05-16', 'breach.rectify', null],
      ['judgeRectification', '2025-05-24', 'breach.decide', 'delivery.rectification_late'],
    ]);
    const unreported = refusalOf(late, approver, 'judgeRectification', judge('confirmed'));
    expect([unreported?.refused, unreported?.rule?.id]).toEqual(['delivery.rectification_not_reported', 'breach.rectify']);
    // Late, and done all the same.
    const reported = step(late, agent, 'reportRectification', report);
    expect(of(reported)).toMatchObject({ late: true });
    expect(of(step(reported, approver, 'judgeRectification', judge('confirmed')))).toMatchObject({ result: { outcome: 'confirmed' } });
  });
  it('and was not is a breach of its own, which counts as a second failure after notice and defence', () => {
    const late = until(ordered, on('05-16T09:00'));
    const found = step(late, approver, 'judgeRectification', judge('failed'));
    expect(found.state.delivery.breaches[1]).toMatchObject({
      incident: { kind: 'unrectified', breach: 'breach-1', on: '2025-05-16' },
      noticeDue: { rule: 'breach.notice.due' },
    });
    expect(codeOf(found, approver, 'judgeRectification', judge('failed'))).toBe('delivery.no_rectification');
    const second = decided(found, 'breach-2');
    expect(second.state.delivery.breaches[1]?.decision).toMatchObject({ penalty: yuan('202800.00'), mayTerminate: true });
    // What was to be set right is to be set right still.
    expect(of(second, 1)).toMatchObject({ due: { rule: 'breach.rectify' }, result: null });
    expect(codeOf(second, approver, 'judgeRectification', judge('failed'))).toBe('delivery.rectification_judged');
    expect(codeOf(second, agent, 'reportRectification', { ...report, breach: 'breach-9' })).toBe('delivery.breach_unknown');
  });
  it('is no duty where no step of the ladder says so for what happened', () => {
    const vacancy = { kind: 'vacancy', post: '7', from: plainDate('2025-05-16'), to: plainDate('2025-06-05') };
    const reported = step(until(ordered, on('06-20T09:00')), handler, 'reportBreach', { incident: vacancy, account: ref('a') });
    const both = decided(reported, 'breach-2');
    expect(both.state.delivery.breaches[1]?.decision?.consequences.map(({ kind }) => kind)).toEqual(['rectify', 'deduct']);
    expect(of(both, 1)).toBeUndefined();
    expect(codeOf(both, agent, 'reportRectification', { ...report, breach: 'breach-2' })).toBe('delivery.no_rectification');
  });
  it('has a rung of its own where the contract gives it one, whatever was broken before', () => {
    const ladder: readonly LadderStep[] = [
      { id: 'v1', when: { kind: 'vacancy', singleLongerThanDays: 3 }, then: [{ kind: 'rectify', withinWorkingDays: 2 }] },
      { id: 'v2', when: { kind: 'unrectified', countAtLeast: 1 }, then: [{ kind: 'penalty', percentOfContract: '1' }] },
    ];
    const vacancy = { kind: 'vacancy', post: '7', from: plainDate('2025-05-01'), to: plainDate('2025-05-09') };
    const begun = until(delivering(world, { contract: { ladder } }), on('05-12T09:00'));
    const told = decided(step(begun, handler, 'reportBreach', { incident: vacancy, account: ref('a') }), 'breach-1');
    const found = step(until(told, on('05-16T09:00')), approver, 'judgeRectification', judge('failed'));
    expect(decided(found, 'breach-2').state.delivery.breaches[1]?.decision).toMatchObject({ penalty: yuan('40560.00') });
  });
  it('is waited for no more once the contract is rescinded', () => {
    const found = decided(step(until(ordered, on('05-16T09:00')), approver, 'judgeRectification', judge('failed')), 'breach-2');
    const owing = paid(until(found, on('05-29T09:00')), 'p1', yuan('1622400.00'));
    expect(deadlinesPurchase(owing.state).some(({ id }) => id.endsWith('/rectify'))).toBe(true);
    const over = step(owing, leader, 'rescind', { ground: 'supplier-breach', reason: ref('r'), owed: yuan('1000000.00') });
    expect(deadlinesPurchase(over.state).filter(({ id }) => id.endsWith('/rectify'))).toEqual([]);
    expect(todos(over)).toEqual([]);
    expect(codeOf(over, agent, 'reportRectification', { ...report, breach: 'breach-2' })).toBe('delivery.rescinded');
  });
});
