import type { Context, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { plusMs, type Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { obligationEvent as event } from './obligations.js';

/** The first report of a milestone sets the purchaser its days to confirm; reporting again does not lengthen them. */
export const milestoneAwaited = (state: PurchaseState, milestone: string, context: Context): readonly DomainEvent[] =>
  state.obligations.milestones.some((one) => one.milestone === milestone)
    ? []
    : [
        event('MilestoneAwaited', {
          milestone,
          due: dueOf(context.rules.rule('milestone.confirm', state.pins), context.at, context.calendar),
        }),
      ];

/** When a milestone was confirmed, and when it would have been had the purchaser been in time; null while it is not. */
export const milestoneFact = (
  { delivery, obligations }: PurchaseState,
  milestone: string | undefined,
): { readonly at: Instant; readonly inTime: Instant } | null => {
  const at = delivery.milestones.find(({ id }) => id === milestone)?.confirmedAt ?? null;
  if (at === null) return null;
  const dueAt = obligations.milestones.find((one) => one.milestone === milestone)?.due.dueAt ?? null;
  return { at, inTime: dueAt !== null && dueAt <= at ? plusMs(dueAt, -1) : at };
};
