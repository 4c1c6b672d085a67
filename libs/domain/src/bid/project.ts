import type { Recorded, Row } from '../kernel/case.js';
import { bigrams } from '../kernel/search.js';
import type { BidEvent, BidState } from './bid.js';

/** The bid in the lists of its bidder, and of nobody else; a price never stands in a list. */
export const projectBid = ({ caseId, at }: Recorded<BidEvent>, state: BidState): readonly Row[] => [
  {
    table: 'case_view',
    key: caseId,
    values: {
      kind: 'bid',
      number: null,
      title: state.title,
      stage: null,
      state: state.status,
      organisation: state.supplier,
      readers: [state.supplier],
      public: false,
      amount: null,
      due_at: null,
      bigrams: bigrams(state.title),
      created_at: state.receipts[0]?.at ?? at,
      updated_at: at,
    },
  },
];
