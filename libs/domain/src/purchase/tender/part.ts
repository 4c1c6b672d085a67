import type { CaseId, Context, Decision, Locks } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { toIsoSeconds } from '../../kernel/time.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { amendDocuments, answerQuestion, askQuestion, extendDeadline, type Running } from './clarify.js';
import { running, tenderDeadlines, tenderTasks, windowClosesAt } from './duties.js';
import { evolveTender } from './evolve.js';
import { answerObjection, closeOpening, closeWindow, objectAtOpening, openBids, openingOverdue } from './opening.js';
import { projectTender, tenderEffects } from './publication.js';
import { publishTenderNotice } from './publish.js';
import { tenderRefusals, type TenderRefusal } from './refusals.js';
import type { TenderCommand, TenderCommandType, TenderEvent } from './tender.js';

const no = (code: TenderRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<TenderRefusal>(code, more);

/** When within the round a command may be given; the system's commands answer facts at any time. */
const moments = {
  publishTenderNotice: 'before-notice',
  askQuestion: 'window',
  answerQuestion: 'window',
  amendDocuments: 'window',
  extendDeadline: 'window',
  closeWindow: 'any',
  openBids: 'closed',
  objectAtOpening: 'session',
  answerObjection: 'session',
  closeOpening: 'session',
  openingOverdue: 'any',
} as const satisfies Record<TenderCommandType, 'before-notice' | 'window' | 'closed' | 'session' | 'any'>;

const legal = (state: PurchaseState, type: TenderCommandType, context: Context): Refusal | null => {
  const moment = moments[type];
  if (moment === 'any') return null;
  const now = running(state);
  if (moment === 'before-notice') return now === null ? null : no('tender.notice_published');
  if (now === null) return no('tender.notice_missing');
  const { face, course } = now;
  const closed = course.closing !== null || context.at >= face.deadlineAt;
  if (moment === 'window') {
    if (closed) return no('tender.window_closed');
    if (windowClosesAt(state) === null) return no('tender.suspended');
    return type === 'askQuestion' && context.at >= course.questionsUntil
      ? no('tender.questions_over', { meta: { until: toIsoSeconds(course.questionsUntil) } })
      : null;
  }
  if (course.closing === null) return no('tender.window_open');
  if (moment === 'closed') return course.session === null ? null : no('tender.opened_already');
  return course.session === null ? no('tender.not_opened') : null;
};

const decide = (state: PurchaseState, command: TenderCommand, context: Context): Decision | Refusal => {
  const refused = legal(state, command.type, context);
  if (refused) return refused;
  if (command.type === 'publishTenderNotice') return publishTenderNotice(state, command.data, context);
  const now = running(state);
  if (now === null) return { events: [] };
  const round: Running = { ...now, state, context };
  switch (command.type) {
    case 'askQuestion':
      return askQuestion(round, command.data);
    case 'answerQuestion':
      return answerQuestion(round, command.data);
    case 'amendDocuments':
      return amendDocuments(round, command.data);
    case 'extendDeadline':
      return extendDeadline(round, command.data);
    case 'closeWindow':
      return closeWindow(round);
    case 'openBids':
      return openBids(round, command.data);
    case 'objectAtOpening':
      return objectAtOpening(round, command.data);
    case 'answerObjection':
      return answerObjection(round, command.data);
    case 'closeOpening':
      return closeOpening(round, command.data);
    case 'openingOverdue':
      return openingOverdue(round);
  }
};

/** Whatever moves or closes the window holds its lock alone: no bid is being received meanwhile. */
const locks = (command: TenderCommand, caseId: CaseId): Locks => {
  const moves =
    command.type === 'amendDocuments' ||
    command.type === 'extendDeadline' ||
    command.type === 'closeWindow' ||
    command.type === 'publishTenderNotice' ||
    (command.type === 'answerQuestion' && command.data.affectsBids);
  return moves ? { window: { id: caseId, mode: 'exclusive' } } : {};
};

/** 采购: from the notice to the opening. */
export const tenderPart: Part<TenderCommand, TenderEvent> = {
  commands: {
    publishTenderNotice: { by: 'person', stages: ['tender'], contents: ['/text', '/documents/-/name'] },
    askQuestion: { by: 'person', stages: ['tender'], contents: ['/question'] },
    answerQuestion: { by: 'person', stages: ['tender'], contents: ['/answer'] },
    amendDocuments: { by: 'person', stages: ['tender'], contents: ['/text', '/documents/-/name'] },
    extendDeadline: { by: 'person', stages: ['tender'], contents: ['/reason'] },
    closeWindow: { by: 'system', stages: ['tender'] },
    openBids: { by: 'person', stages: ['tender'], contents: ['/attendees', '/record'] },
    objectAtOpening: { by: 'person', stages: ['tender'], contents: ['/objection'] },
    answerObjection: { by: 'person', stages: ['tender'], contents: ['/answer'] },
    closeOpening: { by: 'person', stages: ['tender'], contents: ['/record'] },
    openingOverdue: { by: 'system', stages: ['tender'] },
  },
  events: {
    TenderNoticePublished: true,
    QuestionAsked: true,
    QuestionAnswered: true,
    DocumentsAmended: true,
    DeadlineMoved: true,
    BidsClosed: true,
    TenderFailed: true,
    BidsOpened: true,
    OpeningObjected: true,
    ObjectionAnswered: true,
    OpeningClosed: true,
    OpeningLate: true,
  },
  refusals: tenderRefusals,
  // The window opens with the notice, not with the stage.
  enter: { tender: () => ({ events: [] }) },
  touches: locks,
  needs: (state, command) => {
    if (command.type === 'closeWindow') return { children: ['bid'] };
    if (command.type !== 'openBids') return {};
    return { contents: state.tender.course?.closing?.bids.map((bid) => bid.offer.content) ?? [] };
  },
  legal,
  decide,
  evolve: evolveTender,
  deadlines: tenderDeadlines,
  tasks: tenderTasks,
  project: (recorded, state) => projectTender(recorded as Parameters<typeof projectTender>[0], state),
  effects: (recorded, state) => tenderEffects(recorded as Parameters<typeof tenderEffects>[0], state),
};
