import type { ContentRef, Context, Decision } from '../../kernel/case.js';
import { earliestOf } from '../../kernel/deadline.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { words, type Rule } from '../../kernel/rules.js';
import { addDays, dateOf, plusMs, startOfDay, toIsoSeconds, type Instant, type PlainDate } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { TenderFace } from '../types.js';
import { procedureRule } from './procedure.js';
import { unannounced } from './publish.js';
import type { TenderRefusal } from './refusals.js';
import type { DeadlineMove, TenderCourse } from './state.js';
import type { TenderCommand, TenderEvent } from './tender.js';

type Data<T extends TenderCommand['type']> = Extract<TenderCommand, { type: T }>['data'];
/** A tender whose notice is out. */
export interface Running {
  readonly state: PurchaseState;
  readonly face: TenderFace;
  readonly course: TenderCourse;
  readonly context: Context;
}
const no = (code: TenderRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<TenderRefusal>(code, more);

const moved = (
  face: TenderFace,
  to: Instant,
  because: DeadlineMove['because'],
  by: { readonly rule: Rule | null; readonly reason: ContentRef | null; readonly calendar: string | null },
): TenderEvent => ({
  type: 'DeadlineMoved',
  schema: 1,
  data: { from: face.deadlineAt, to, because, rule: by.rule?.id ?? null, reason: by.reason, calendar: by.calendar },
});

/** Bids are handed in and opened by people: a deadline that moves by itself keeps its hour and falls on a working day. */
const sameHour = (day: PlainDate, { context, face }: Running): Instant => {
  let to = day;
  while (!context.calendar.isWorking(to)) to = addDays(to, 1);
  return plusMs(startOfDay(to), face.deadlineAt - startOfDay(dateOf(face.deadlineAt)));
};

/** What bidders must still have left when something that may affect their bids is told them: moves the deadline where it is less. */
const leaveTime = (running: Running, because: DeadlineMove['because'], wished: Instant | null): readonly TenderEvent[] | Refusal => {
  const { state, face, context } = running;
  const rule = procedureRule(state, 'clarificationRule', context);
  const { earliestAt, bindingDay, calendar } = earliestOf([{ rule, from: dateOf(context.at) }], context.calendar);
  if (wished !== null && wished < face.deadlineAt)
    return no('tender.deadline_not_later', { pointer: '/deadlineAt', meta: { current: toIsoSeconds(face.deadlineAt) } });
  if (wished !== null && wished < earliestAt)
    return no('tender.deadline_too_early', { pointer: '/deadlineAt', rule, meta: { earliest: bindingDay } });
  const demanded = face.deadlineAt < earliestAt;
  const to = wished ?? (demanded ? sameHour(bindingDay, running) : face.deadlineAt);
  if (to === face.deadlineAt) return [];
  return unannounced(to, context) ?? [moved(face, to, because, { rule: demanded ? rule : null, reason: null, calendar })];
};

/** Any supplier asks; who it was stands in the record alone. */
export const askQuestion = ({ context }: Running, data: Data<'askQuestion'>): Decision => ({
  events: [{ type: 'QuestionAsked', schema: 1, data: { id: context.newId(), question: data.question } }],
});

/** The answer goes to everybody, and moves the deadline when it may affect bids and too little time is left. */
export const answerQuestion = (running: Running, data: Data<'answerQuestion'>): Decision | Refusal => {
  const question = running.course.questions.find(({ id }) => id === data.question);
  if (!question) return no('tender.question_unknown', { pointer: '/question' });
  if (question.answer !== null) return no('tender.question_answered', { pointer: '/question' });
  const time = data.affectsBids ? leaveTime(running, 'answer', null) : [];
  if (isRefusal(time)) return time;
  const { answer, affectsBids } = data;
  return { events: [{ type: 'QuestionAnswered', schema: 1, data: { id: question.id, answer, affectsBids } }, ...time] };
};

/** A new version of the documents, on the same media. Bids handed in before must be confirmed, so bidders always keep the minimum time. */
export const amendDocuments = (running: Running, data: Data<'amendDocuments'>): Decision | Refusal => {
  const { course, state, context } = running;
  const unalterable = context.rules.rule('tender.unalterable', state.pins);
  const changed = data.changes.filter((change) => words(unalterable).includes(change));
  if (changed.length > 0) return no('tender.unalterable', { pointer: '/changes', rule: unalterable, meta: { changes: changed } });
  if (data.documents.length === 0) return no('tender.documents_missing', { pointer: '/documents' });
  const missing = course.media.filter((medium) => !data.media.includes(medium));
  if (missing.length > 0)
    return no('tender.other_media', { pointer: '/media', rule: procedureRule(state, 'clarificationRule', context), meta: { missing } });
  const time = leaveTime(running, 'amendment', data.deadlineAt ?? null);
  if (isRefusal(time)) return time;
  const { documents, text, changes } = data;
  const version = (course.versions.at(-1)?.version ?? 0) + 1;
  return { events: [{ type: 'DocumentsAmended', schema: 2, data: { version, documents, text, changes } }, ...time] };
};

/** More time for everybody; a deadline never moves forward. */
export const extendDeadline = ({ face, context }: Running, data: Data<'extendDeadline'>): Decision | Refusal => {
  if (data.deadlineAt <= face.deadlineAt)
    return no('tender.deadline_not_later', { pointer: '/deadlineAt', meta: { current: toIsoSeconds(face.deadlineAt) } });
  return (
    unannounced(data.deadlineAt, context) ?? {
      events: [moved(face, data.deadlineAt, 'extension', { rule: null, reason: data.reason, calendar: context.calendar.version })],
    }
  );
};
