import type { Deadline, Task } from '../../kernel/case.js';
import { currentStage, roundOf, stageName } from '../../kernel/stages.js';
import type { PurchaseState } from '../state.js';
import type { RankedBid } from '../types.js';
import type { AwardCourse } from './state.js';

/** The award whose stage is open; null outside of it. */
export const runningAward = (state: PurchaseState): AwardCourse | null => {
  const stage = currentStage(state.stages);
  const { course } = state.award;
  return stage !== null && stageName(stage) === 'award' && course?.round === roundOf(stage) ? course : null;
};

/** The first in ranking order who was not passed over. */
export const candidateInTurn = ({ candidates, skipped }: AwardCourse): RankedBid | null =>
  candidates.find(({ bid }) => !skipped.some((one) => one.bid === bid)) ?? null;

/** The day of decision, after which the statute decides, and the day of the notice. Nothing stops either. */
export const awardDeadlines = (state: PurchaseState): readonly Deadline[] => {
  const course = runningAward(state);
  if (!course) return [];
  const { round, mode, due, late, decision } = course;
  const data = { round };
  if (decision === null) {
    if (due.dueAt === null || late) return [];
    const { rule, calendar } = due;
    const type = mode === 'deciding' ? 'deemWinner' : 'choiceOverdue';
    return [{ id: `award/${round}/decide`, at: due.dueAt, command: { type, data }, rule, calendar, from: due.from, suspendable: false }];
  }
  const { noticeDue, noticeLate } = decision;
  if (noticeDue.dueAt === null || noticeLate) return [];
  const { rule, calendar } = noticeDue;
  return [
    {
      id: `award/${round}/notice`,
      at: noticeDue.dueAt,
      command: { type: 'resultNoticeOverdue', data },
      rule,
      calendar,
      suspendable: false,
    },
  ];
};

/** Who has to act; what is late stands with finance too. */
export const awardTasks = (state: PurchaseState): readonly Task[] => {
  const course = runningAward(state);
  if (!course) return [];
  const { round, mode, since, due, late, decision } = course;
  const { purchaser, agency, finance } = state.parties;
  const task = (key: string, name: string, to: Task['to'], more: Partial<Task> = {}): Task => ({
    key: `award/${round}/${key}`,
    name,
    to,
    since,
    dueAt: due.dueAt,
    rule: due.rule,
    ...more,
  });
  const approver = { organisation: purchaser ?? '', role: 'purchaser-approver' };
  const officer = { organisation: finance ?? '', role: 'finance-officer' };
  if (decision === null) {
    const decide = task('decide', 'confirmWinner', approver, { meta: { late, mode } });
    return late ? [decide, task('late', 'confirmWinner', officer, { meta: { late, mode } })] : [decide];
  }
  const publisher = agency?.powers.includes('publish')
    ? { organisation: agency.organisation, role: 'agency-officer' }
    : { organisation: purchaser ?? '', role: 'purchaser-handler' };
  const { noticeDue, noticeLate, at, how } = decision;
  const more = { since: at, dueAt: noticeDue.dueAt, rule: noticeDue.rule, meta: { late: noticeLate, how } };
  const publish = task('publish', 'publishResult', publisher, more);
  return noticeLate ? [publish, task('late', 'publishResult', officer, more)] : [publish];
};
