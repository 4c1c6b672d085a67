import type { CaseId, Context } from '../../kernel/case.js';
import { dueOf, type Due } from '../../kernel/deadline.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { words, type Rule } from '../../kernel/rules.js';
import { currentStage } from '../../kernel/stages.js';
import type { PurchaseState } from '../state.js';
import { phaseOf, type EndingCommand, type EndingCommandType, type EndingEvent } from './ending.js';
import type { EndingRefusal } from './refusals.js';
import type { Compensation } from './state.js';

type Data<T extends EndingCommandType> = Extract<EndingCommand, { type: T }>['data'];
export const no = (code: EndingRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<EndingRefusal>(code, more);
export const stageOf = (state: PurchaseState): string => currentStage(state.stages) ?? '';

export const grounded = (ground: string, rule: Rule): Refusal | null =>
  words(rule).includes(ground) ? null : no('ending.ground_not_legal', { pointer: '/ground', rule, meta: { ground, legal: words(rule) } });
export const payable = (compensations: readonly Compensation[] = []): Refusal | null => {
  const at = compensations.findIndex(({ amount }) => amount <= 0n);
  return at < 0 ? null : no('ending.compensation_invalid', { pointer: `/compensations/${at}/amount` });
};

/** Who must hear of it. Before the opening nobody knows who bids, so it is said to all by the notice alone. */
const concerned = (state: PurchaseState): readonly CaseId[] => {
  switch (phaseOf(state)) {
    case 'after-opening':
      return state.tender.current?.opening?.bids.map(({ supplier }) => supplier) ?? [];
    case 'after-notification':
      return state.award.current ? [state.award.current.winner.supplier] : [];
    case 'after-signing':
    case 'rescinding':
      return state.contract.signed ? [state.contract.signed.supplier] : [];
    default:
      return [];
  }
};
/** When bonds and document fees have to be given back. */
export const refundsDue = (state: PurchaseState, context: Context): Due =>
  dueOf(context.rules.rule('tender.cancel_refund', state.pins), context.at, context.calendar);

export interface End {
  readonly by: EndingCommandType;
  readonly ground: string | null;
  readonly data: Pick<Data<'cancel'>, 'reason' | 'compensations'>;
  readonly reference?: Data<'invalidateAward'>['reference'];
}
export const ended = (state: PurchaseState, end: End, due: Due | null): EndingEvent => ({
  type: 'PurchaseEndedEarly',
  schema: 1,
  data: {
    by: end.by,
    stage: stageOf(state),
    ground: end.ground,
    reason: end.data.reason,
    reference: end.reference ?? null,
    compensations: end.data.compensations ?? [],
    refundsDue: due,
    suppliers: concerned(state),
  },
});
