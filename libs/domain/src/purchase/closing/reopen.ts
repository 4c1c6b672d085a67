import type { DomainEvent } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';

export type ClosingEvent = DomainEvent<'PurchaseReopened', Record<string, never>>;

/** Money has come back to a purchase that was closed: it is taken up again where it had ended, and closes once that is settled. */
export const reopening = ({ stages }: PurchaseState): readonly ClosingEvent[] =>
  stages.closed ? [{ type: 'PurchaseReopened', schema: 1, data: {} }] : [];
