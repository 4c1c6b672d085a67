import type { Recorded } from '../kernel/case.js';
import type { BidEvent, BidState, Receipt } from './bid.js';

const withReceipt = (state: BidState, act: Receipt['act'], at: Receipt['at']): BidState => ({
  ...state,
  receipts: [...state.receipts, { act, at, documentVersion: state.documentVersion, hash: state.hash }],
});

/** Folds one event. Never fails. */
export const evolveBid = (state: BidState, { event, effectiveAt: at }: Recorded<BidEvent>): BidState => {
  switch (event.type) {
    case 'BidSubmitted':
      return withReceipt({ ...state, ...event.data, status: 'submitted', receivedAt: at }, 'submitted', at);
    case 'BidReplaced':
      return withReceipt({ ...state, ...event.data, status: 'submitted', receivedAt: at }, 'replaced', at);
    case 'BidConfirmed':
      return withReceipt({ ...state, ...event.data }, 'confirmed', at);
    case 'BidWithdrawn':
      return withReceipt({ ...state, status: 'withdrawn' }, 'withdrawn', at);
  }
};
