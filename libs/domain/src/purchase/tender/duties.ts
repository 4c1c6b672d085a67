import type { CaseId, Deadline, Task } from '../../kernel/case.js';
import { currentStage, roundOf, stageName } from '../../kernel/stages.js';
import type { Instant } from '../../kernel/time.js';
import { asClockRuns } from '../clock.js';
import type { PurchaseState } from '../state.js';
import type { TenderFace } from '../types.js';
import type { TenderCourse } from './state.js';

/** The round whose stage is open: what is due and to be done belongs to it alone. */
const openRound = (state: PurchaseState): number | null => {
  const stage = currentStage(state.stages);
  return stage !== null && stageName(stage) === 'tender' ? roundOf(stage) : null;
};
/** The deadline of a round as it stands in the plan of deadlines, before any suspension moved it. */
const closing = (round: number, at: Instant, caseId: CaseId): Deadline => ({
  id: `tender/${round}/close`,
  at,
  command: { type: 'closeWindow', data: { round } },
  rule: 'tender.late_bid',
  calendar: null,
  // Every bid with a receipt before this instant has committed once the lock is ours.
  locks: { window: { id: caseId, mode: 'exclusive' } },
  suspendable: true,
});
/** When bids close, with suspensions taken out; null while the clock stands still, and where nothing was announced. */
export const windowClosesAt = (state: PurchaseState): Instant | null => {
  const { current } = state.tender;
  return current === null ? null : (asClockRuns(state.clock, [closing(current.round, current.deadlineAt, state.id)])[0]?.at ?? null);
};

/** The announced tender of the open round, its deadline as it binds now; null before its notice and outside of the stage. */
export const running = (state: PurchaseState): { readonly face: TenderFace; readonly course: TenderCourse } | null => {
  const { current: face, course } = state.tender;
  if (face === null || course === null || face.round !== openRound(state)) return null;
  return { face: { ...face, deadlineAt: windowClosesAt(state) ?? face.deadlineAt }, course };
};

/** The deadline, and after it the time in which somebody must have begun to open. */
export const tenderDeadlines = (state: PurchaseState, caseId: CaseId): readonly Deadline[] => {
  const { current, course } = state.tender;
  if (current === null || course === null || current.round !== openRound(state)) return [];
  const { round } = current;
  if (course.closing === null) return [closing(round, current.deadlineAt, caseId)];
  const { openingDue, openingLate } = course.closing;
  if (openingDue.dueAt === null || openingLate || course.session !== null) return [];
  return [
    {
      id: `tender/${round}/opening`,
      at: openingDue.dueAt,
      command: { type: 'openingOverdue', data: { round } },
      rule: openingDue.rule,
      calendar: openingDue.calendar,
      from: openingDue.from,
      suspendable: true,
    },
  ];
};

/** Who has to act. Before the deadline nothing here depends on bids: their existence is nobody's business. */
export const tenderTasks = (state: PurchaseState): readonly Task[] => {
  const round = openRound(state);
  if (round === null) return [];
  const { purchaser, agency, finance } = state.parties;
  const by = (power: string): Task['to'] =>
    agency?.powers.includes(power)
      ? { organisation: agency.organisation, role: 'agency-officer' }
      : { organisation: purchaser ?? '', role: 'purchaser-handler' };
  const task = (key: string, name: string, to: Task['to'], since: Instant, more: Partial<Task> = {}): Task => ({
    key: `tender/${round}/${key}`,
    name,
    to,
    since,
    dueAt: null,
    rule: null,
    ...more,
  });
  const now = running(state);
  const since = state.stages.open[0]?.since ?? (0 as Instant);
  if (now === null) return [task('notice', 'publishTenderNotice', by('publish'), since)];
  const { closing: closed, session, questions } = now.course;
  if (closed === null)
    return [
      // Until the deadline, whether they have answered or not.
      ...(now.face.invited ?? []).map((supplier) =>
        task(`invited/${supplier}`, 'answerInvitation', { organisation: supplier, role: 'supplier-agent' }, now.face.noticeAt, {
          dueAt: now.face.deadlineAt,
        }),
      ),
      ...questions
        .filter(({ answer }) => answer === null)
        .map(({ id, askedAt }) => task(`question/${id}`, 'answerQuestion', by('publish'), askedAt, { dueAt: now.face.deadlineAt })),
    ];
  if (session === null) {
    const due = { dueAt: closed.openingDue.dueAt, rule: closed.openingDue.rule, meta: { late: closed.openingLate } };
    const open = task('open', 'openBids', by('open'), closed.at, due);
    return closed.openingLate
      ? [open, task('late', 'openBids', { organisation: finance ?? '', role: 'finance-officer' }, closed.at, due)]
      : [open];
  }
  if (session.closedAt !== null) return [];
  const objections = session.objections.filter(({ answer }) => answer === null);
  return objections.length > 0
    ? objections.map(({ id, at }) => task(`objection/${id}`, 'answerObjection', by('open'), at))
    : [task('close', 'closeOpening', by('open'), closed.at)];
};
