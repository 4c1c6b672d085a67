import type { Deadline, Effect, Recorded, Task } from '../../kernel/case.js';
import { panelStatus, sitting, type PanelMember } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { openedBid, organiserOf, runningEvaluation } from './course.js';
import { awaitedBids, closingOfQuotes, openCall, pendingChange, sealedCall } from './final-quotes.js';
import type { CourseWithPanel } from './moves.js';
import type { EvaluationCourse } from './state.js';
import { untalked } from './talk-rounds.js';
import type { TalksEvent } from './talks.js';

export const talksDeadlines = (state: PurchaseState, course: EvaluationCourse): readonly Deadline[] => {
  const call = openCall(course);
  return call ? [closingOfQuotes(state, course, call)] : [];
};

/** The purchaser's own people on the panel; where nobody sits for it, its approver confirms changes. */
export const representativesOn = ({ panel }: CourseWithPanel): readonly PanelMember[] =>
  sitting(panel).filter(({ role }) => role === 'purchaser-representative');

type MakeTask = (key: string, name: string, to: Task['to'], more?: Partial<Task>) => Task;
/** What the talks wait for; null: for nothing, the panel goes on. */
export const talksTasks = (state: PurchaseState, course: CourseWithPanel, task: MakeTask): readonly Task[] | null => {
  const { panel } = course;
  const sealed = sealedCall(course);
  if (sealed)
    return [task(`quotes/${sealed.number}/open`, 'openFinalQuotes', organiserOf(state), { since: sealed.closed?.at ?? sealed.at })];
  const call = openCall(course);
  if (call)
    return call.bids.map((bid) => {
      const to = { organisation: openedBid(state, bid)?.supplier ?? '', role: 'supplier-agent' };
      return task(`quotes/${call.number}/${bid}`, 'quoteFinally', to, { since: call.at, dueAt: call.until, rule: null, meta: { bid } });
    });
  if (panelStatus(panel) !== 'scoring' || awaitedBids(state, course).length === 0) return null;
  const change = pendingChange(course);
  if (change) {
    const seats = representativesOn(course).map(({ person }) => ({ person }));
    const to: readonly Task['to'][] =
      seats.length > 0 ? seats : [{ organisation: state.parties.purchaser ?? '', role: 'purchaser-approver' }];
    return to.map((one, i) => task(`change/${change.number}/${i}`, 'confirmChange', one, { since: change.proposedAt }));
  }
  if (panel.chair === null) return [];
  const chair = { person: panel.chair };
  const open = untalked(state, course);
  return open.length > 0
    ? open.map((bid) => task(`talk/${course.talks?.round ?? 1}/${bid}`, 'recordTalk', chair, { meta: { bid } }))
    : [task('quotes/call', 'callFinalQuotes', chair)];
};

/** Changes and calls go to everybody in the talks, in writing and in the same moment. */
export const talksEffects = ({ caseId, event }: Recorded<TalksEvent>, state: PurchaseState): readonly Effect[] => {
  const round = runningEvaluation(state)?.round ?? 1;
  const told =
    event.type === 'ChangeAnswered'
      ? event.data.told.map(({ bid, supplier }) => ({ what: `change-${event.data.number}`, bid, supplier }))
      : event.type === 'FinalQuotesCalled'
        ? event.data.bids.map((bid) => ({ what: `finalQuotes-${event.data.call}`, bid, supplier: openedBid(state, bid)?.supplier ?? '' }))
        : [];
  return told.map(({ what, bid, supplier }) => ({
    key: `${caseId}:notice:${what}:${round}:${bid}`,
    kind: 'notice',
    payload: { caseId, about: bid, to: supplier },
  }));
};
