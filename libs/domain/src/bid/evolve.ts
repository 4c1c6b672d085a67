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
    case 'FinalQuoteSubmitted': {
      const { call, needsVersion, quote, hash } = event.data;
      const receipt: Receipt = { act: 'quoted', at, documentVersion: state.documentVersion, hash };
      return { ...state, final: { call, needsVersion, quote, receivedAt: at, hash }, receipts: [...state.receipts, receipt] };
    }
    case 'TalksLeft':
      return withReceipt({ ...state, leftAt: at }, 'left', at);
    case 'BidWithdrawn':
      return withReceipt({ ...state, status: 'withdrawn' }, 'withdrawn', at);
  }
};
