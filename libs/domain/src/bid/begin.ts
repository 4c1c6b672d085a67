import type { Action, Context, Needs } from '../kernel/case.js';
import { refuse } from '../kernel/refusal.js';
import type { PurchaseState } from '../purchase/state.js';
import { bidClaim } from './bid.js';
import type { BidRefusal } from './refusals.js';
import { uninvited, windowFault } from './window.js';

const claimOf = ({ id, tender }: PurchaseState, supplier: string | null): string | null =>
  tender.current === null || supplier === null ? null : bidClaim(id, tender.current.round, supplier);

/** What has to be known of a supplier to say whether it may bid: whether it has. To nobody else is that ever said. */
export const beginBidNeeds = (purchase: PurchaseState, supplier: string | null): Needs => {
  const claim = claimOf(purchase, supplier);
  return claim === null ? {} : { claims: [claim] };
};

/** Whether this supplier may hand in a bid for an announced purchase now; null where there is nothing to bid for. */
export const beginBid = (purchase: PurchaseState, context: Context): Action | null => {
  const claim = claimOf(purchase, context.actor.organisation);
  const { current } = purchase.tender;
  if (claim === null || current === null) return null;
  const bid = context.claims.get(claim);
  const reason =
    windowFault(purchase, current.round, context) ??
    uninvited(purchase, context.actor.organisation ?? '', context) ??
    (bid === undefined ? null : refuse<BidRefusal>('bid.already_submitted', { meta: { bid } }));
  return { name: 'submit', begins: 'bid', allowed: reason === null, ...(reason === null ? {} : { reason }) };
};
