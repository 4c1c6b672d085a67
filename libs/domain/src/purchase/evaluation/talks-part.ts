import type { CaseId, Context, Decision, Locks, Needs } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { panelMayRead, panelStatus, sitting } from '../../panel/panel.js';
import type { PanelRefusalCode } from '../../panel/refusals.js';
import type { PartCommand } from '../part.js';
import type { PurchaseState } from '../state.js';
import { no, sitsOnPanel } from './course.js';
import { awaitedBids, hasTalks, openCall, pendingChange, sealedCall, talksOf } from './final-quotes.js';
import type { CourseWithPanel } from './moves.js';
import { closeQuotes, endQuoting, openFinalQuotes } from './quotes.js';
import type { EvaluationCommand } from './evaluation.js';
import type { EvaluationCourse } from './state.js';
import { callFinalQuotes, confirmChange, proposeChange, recordTalk } from './talk-rounds.js';
import { representativesOn } from './talks-duties.js';
import type { TalksCommand, TalksCommandType } from './talks.js';

export const talksCommands: Readonly<Record<TalksCommandType, PartCommand>> = {
  recordTalk: { by: 'person', stages: ['evaluation'], contents: ['/record'] },
  proposeChange: { by: 'person', stages: ['evaluation'], contents: ['/text', '/documents/-/name'] },
  confirmChange: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
  callFinalQuotes: { by: 'person', stages: ['evaluation'] },
  endQuoting: { by: 'person', stages: ['evaluation'] },
  closeQuotes: { by: 'system', stages: 'any' },
  openFinalQuotes: { by: 'person', stages: ['evaluation'], contents: ['/record'] },
};
export const isTalks = (command: EvaluationCommand): command is TalksCommand => isTalksType(command.type);
export const isTalksType = (type: string): type is TalksCommandType => type in talksCommands;

/** Whatever closes the quotes holds their window alone: no quote is being received meanwhile. */
export const talksTouches = (type: string, caseId: CaseId): Locks =>
  type === 'endQuoting' || type === 'closeQuotes' ? { window: { id: caseId, mode: 'exclusive' } } : {};
export const talksNeeds = (course: EvaluationCourse | null, type: TalksCommandType): Needs => {
  if (type === 'endQuoting' || type === 'closeQuotes') return { children: ['bid'] };
  if (type !== 'openFinalQuotes') return {};
  return { contents: (course && sealedCall(course)?.closed?.quotes.map(({ quote }) => quote.content)) ?? [] };
};

const byChair: readonly TalksCommandType[] = ['recordTalk', 'proposeChange', 'callFinalQuotes'];

/** Whether the person answers for the purchaser on what the panel wants to change. */
export const mayConfirmChange = (course: CourseWithPanel, { actor }: Pick<Context, 'actor'>): boolean => {
  const seats = representativesOn(course);
  return seats.length > 0 ? seats.some(({ person }) => person === actor.person) : actor.roles.includes('purchaser-approver');
};

/** When a command of the talks may be given. Nobody learns from an answer whether somebody else sits on the panel. */
export const legalTalks = (
  state: PurchaseState,
  course: CourseWithPanel | null,
  type: TalksCommandType,
  context: Context,
): Refusal | null => {
  if (type === 'closeQuotes') return null;
  const chairs = byChair.includes(type);
  if (chairs && !sitsOnPanel(state, context.actor.person)) return refuse('case.not_found');
  if (type === 'confirmChange' && !(course && mayConfirmChange(course, context))) return refuse('case.not_found');
  if (!hasTalks(state)) return no('evaluation.no_talks');
  if (!course) return no('evaluation.no_panel');
  if (type === 'endQuoting') return openCall(course) ? null : no('evaluation.no_quotes_called');
  if (type === 'openFinalQuotes')
    return sealedCall(course) ? null : no(openCall(course) ? 'evaluation.quotes_sealed' : 'evaluation.no_quotes_called');
  const status = panelStatus(course.panel);
  if (type !== 'confirmChange' && !panelMayRead(course.panel, context.actor.person ?? ''))
    return refuse<PanelRefusalCode>('panel.declare_first');
  if (status !== 'scoring') return refuse<PanelRefusalCode>('panel.wrong_state', { meta: { status } });
  const change = pendingChange(course);
  if (type === 'confirmChange') return change ? null : no('evaluation.no_change_pending');
  if (!sitting(course.panel).some(({ person }) => person === course.panel.chair)) return no('evaluation.chair_missing');
  if (course.panel.chair !== context.actor.person) return no('evaluation.not_the_chair');
  if (change) return no('evaluation.change_pending', { meta: { number: change.number } });
  if (openCall(course) ?? sealedCall(course)) return no('evaluation.quotes_called');
  const over = awaitedBids(state, course).length === 0 || (type === 'proposeChange' && talksOf(course).prices.length > 0);
  return over ? no('evaluation.quotes_complete') : null;
};

export const decideTalks = (
  state: PurchaseState,
  course: CourseWithPanel | null,
  command: TalksCommand,
  context: Context,
): Decision | Refusal => {
  if (command.type === 'closeQuotes') return closeQuotes(state, course, command.data, context);
  const refused = legalTalks(state, course, command.type, context);
  if (refused) return refused;
  if (!course) return no('evaluation.no_panel');
  const talking = { state, course, context };
  switch (command.type) {
    case 'recordTalk':
      return recordTalk(talking, command.data);
    case 'proposeChange':
      return proposeChange(talking, command.data);
    case 'confirmChange':
      return confirmChange(talking, command.data);
    case 'callFinalQuotes':
      return callFinalQuotes(talking, command.data);
    case 'endQuoting':
      return endQuoting(state, course, context);
    case 'openFinalQuotes':
      return openFinalQuotes(state, course, command.data, context);
  }
};
