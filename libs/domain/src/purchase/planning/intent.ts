import type { Context, Decision, DomainEvent, Effect, Recorded, Row, Task } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import { publicNotice } from '../notice.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import type { PlanningCommand, PlanningEvent } from './planning.js';
import type { PlanningRefusal } from './refusals.js';

type Announced = Pick<Plan, 'title' | 'amount'>;
type Published = Extract<PlanningEvent, { type: 'IntentNoticePublished' }>;
const no = (code: PlanningRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<PlanningRefusal>(code, more);

/** In which of the fields that the pack names a plan is another than its 采购意向 said; none where nothing was published. */
export const intentOutdated = (state: PurchaseState, planned: Announced, context: Context): readonly string[] => {
  const { intentNotice } = state.planning;
  if (intentNotice === null) return [];
  const changed = (field: string): boolean =>
    (field === 'title' || field === 'amount') && intentNotice[field] !== undefined && intentNotice[field] !== planned[field];
  return words(context.rules.rule('pre.intent_notice.fields', state.pins)).filter(changed);
};

const planned = ({ planning }: PurchaseState): Announced | null => planning.submitted ?? planning.plan;

/** Once, and once more for what has changed since. */
export const intentLegal = (state: PurchaseState, context: Context): Refusal | null => {
  const now = planned(state);
  if (state.planning.intentNotice === null || now === null || intentOutdated(state, now, context).length > 0) return null;
  return no('planning.intent_already_published');
};

/** As soon as need, amount and month are set: the plan may still be a draft. */
export const publishIntent = (
  state: PurchaseState,
  { month, need, amount: named }: Extract<PlanningCommand, { type: 'publishIntentNotice' }>['data'],
  context: Context,
): Decision | Refusal => {
  const { title, amount } = planned(state) ?? { title: state.planning.title, amount: named ?? 0n };
  if (amount <= 0n) return no('planning.amount_not_positive', { pointer: '/amount' });
  const { intentNotice } = state.planning;
  if (intentNotice && intentOutdated(state, { title, amount }, context).length === 0) return no('planning.intent_already_published');
  const again = intentNotice ? { round: (intentNotice.round ?? 1) + 1 } : {};
  const data: Published['data'] = { title, amount, month, need, ...again };
  return { events: [{ type: 'IntentNoticePublished', schema: 1, data } satisfies DomainEvent] };
};

const isPublished = (recorded: Recorded<PlanningEvent>): recorded is Recorded<Published> => recorded.event.type === 'IntentNoticePublished';

export const intentRows = (recorded: Recorded<PlanningEvent>, state: PurchaseState): readonly Row[] => {
  if (!isPublished(recorded)) return [];
  const { title, amount, month, round = 1 } = recorded.event.data;
  return [publicNotice(state, recorded, 'intentNotice', { title, amount, month }, { round })];
};
export const intentEffects = (recorded: Recorded<PlanningEvent>): readonly Effect[] => {
  if (!isPublished(recorded)) return [];
  const { caseId, event } = recorded;
  const { round = 1 } = event.data;
  const key = `intentNotice${round > 1 ? `:${round}` : ''}`;
  return [{ key: `${caseId}:notice:${key}`, kind: 'notice', payload: { caseId, notice: `${caseId}:${key}` } }];
};

/** The approved plan is another than was announced: to be announced anew before the tender notice. */
export const intentTasks = ({ planning, parties, tender }: PurchaseState): readonly Task[] =>
  planning.intentNotice?.outdatedAt === undefined || tender.current !== null
    ? []
    : [
        {
          key: 'planning/intent',
          name: 'publishIntentNotice',
          to: { organisation: parties.purchaser ?? '', role: 'purchaser-handler' },
          since: planning.intentNotice.outdatedAt,
          dueAt: null,
          rule: null,
        },
      ];
