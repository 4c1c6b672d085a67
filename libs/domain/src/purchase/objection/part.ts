import type { Command, ContentRef, DomainEvent, Task } from '../../kernel/case.js';
import { refuse, type CodeOf, type RefusalEntry } from '../../kernel/refusal.js';
import type { Instant } from '../../kernel/time.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';

type ObjectionCommand = Command<'answerPlanObjection', { readonly answer: ContentRef }>;
export type ObjectionEvent = DomainEvent<'PlanObjectionAnswered', { readonly objectedAt: Instant; readonly answer: ContentRef }>;
/** What the purchaser has said to objections of finance against its filed plan. */
export interface ObjectionState {
  readonly answers: readonly { readonly objectedAt: Instant; readonly answer: ContentRef; readonly at: Instant }[];
}

const objectionRefusals = [
  {
    code: 'objection.none_open',
    status: 409,
    zh: '财政部门对采购计划没有待答复的异议。',
    en: 'Finance has no objection to the plan that waits for an answer.',
  },
] as const satisfies readonly RefusalEntry[];

/** The objection that stands; null once it was withdrawn or the notice is out. */
const standing = ({ planning, tender }: PurchaseState) => (tender.current === null ? planning.objection : null);
const answered = (state: PurchaseState): boolean =>
  state.objection?.answers.some(({ objectedAt }) => objectedAt === state.planning.objection?.at) ?? false;

const tasks = (state: PurchaseState): readonly Task[] => {
  const objection = standing(state);
  if (objection === null) return [];
  const { purchaser, finance } = state.parties;
  const mine = !answered(state);
  const to = mine ? { organisation: purchaser ?? '', role: 'purchaser-handler' } : { organisation: finance ?? '', role: 'finance-officer' };
  return [
    {
      key: `objection/${objection.at}/${mine ? 'answer' : 'withdraw'}`,
      name: mine ? 'answerPlanObjection' : 'withdrawObjection',
      to,
      since: objection.at,
      dueAt: null,
      rule: 'pre.plan_filing',
    },
  ];
};

/** 备案异议: filing is complete with its receipt, but what finance has against the plan is answered, and then finance says whether it stands. */
export const objectionPart: Part<ObjectionCommand, ObjectionEvent> = {
  commands: { answerPlanObjection: { by: 'person', stages: ['planning', 'tender'], contents: ['/answer'] } },
  events: { PlanObjectionAnswered: true },
  refusals: objectionRefusals,
  legal: (state) => (standing(state) && !answered(state) ? null : refuse<CodeOf<typeof objectionRefusals>>('objection.none_open')),
  decide: (state, { data }) => {
    const objection = standing(state);
    if (objection === null) return refuse<CodeOf<typeof objectionRefusals>>('objection.none_open');
    return { events: [{ type: 'PlanObjectionAnswered', schema: 1, data: { objectedAt: objection.at, answer: data.answer } }] };
  },
  evolve: (state, { event, effectiveAt: at }) => ({
    ...state,
    objection: { answers: [...(state.objection?.answers ?? []), { ...event.data, at }] },
  }),
  tasks,
};
