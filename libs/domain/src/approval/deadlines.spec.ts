import { describe, expect, it } from '@jest/globals';
import type { Assignee } from '../kernel/index.js';
import type { ApprovalState, ApprovalVerb } from './approval.js';
import { approvalDeadlines, approvalTasks } from './deadlines.js';
import { decideApproval } from './decide.js';
import { AT, chain, fold, people, play, step } from './sample.js';

describe('to-dos and due dates', () => {
  const alert: Assignee = { organisation: 'purchaser', role: 'administrator' };
  const names = {
    key: 'internal',
    vote: 'reviewPlan',
    resubmit: 'submitPlan',
    refresh: 'refreshReviewers',
    overdue: 'reviewOverdue',
    alert,
  };
  const toDo = (state: ApprovalState) =>
    approvalTasks(state, names).map(({ key, name, to }) => `${key} ${name} ${'person' in to ? to.person : to.role}`);
  const around = { at: AT, actor: null, electorates: people };

  it.each([
    [
      'everybody who has not signed',
      play(chain([step('a')]), ['ann+']),
      ['internal/1/a/ben reviewPlan ben', 'internal/1/a/cai reviewPlan cai'],
    ],
    ['in turn only the next', play(chain([step('a', { mode: 'in-turn' })]), ['ann+']), ['internal/1/a/ben reviewPlan ben']],
    ['a return is the initiator’s to mend', play(chain([step('b')]), ['dai<']), ['internal/2/resubmit submitPlan ian']],
    ['an empty step alerts whoever keeps the directory', play(chain([step('b')]), [], {}), ['internal/1/b refreshReviewers administrator']],
    ['a decided approval asks nobody', play(chain([step('b')]), ['dai+']), []],
  ])('%s', (_title, state, expected) => {
    expect(toDo(state)).toEqual(expected);
  });
  it('the alert of an empty step says what it is', () => {
    expect(approvalTasks(play(chain([step('b')]), [], {}), names)[0]?.meta?.alert).toBe('approval.empty_step');
  });
  it('a late step is marked once and waits on', () => {
    const state = play(chain([step('b', { dueRule: 'review.days' })]));
    const [due] = approvalDeadlines(state, names);
    const verb: ApprovalVerb = { verb: 'overdue', step: 'b', generation: 1 };
    expect(due).toEqual({
      id: 'internal/b/1',
      at: AT + 1000,
      command: { type: 'reviewOverdue', data: verb },
      rule: 'review.days',
      calendar: 'cn@1',
      suspendable: true,
    });
    const late = fold(state, decideApproval(state, verb, around));
    expect([late.status, approvalDeadlines(late, names), approvalTasks(late, names)[0]?.meta?.late]).toEqual(['open', [], true]);
    expect(decideApproval(late, verb, around)).toEqual([]);
  });
  it('what was never opened asks nobody', () => {
    expect([approvalTasks(null, names), approvalDeadlines(null, names)]).toEqual([[], []]);
  });
});
