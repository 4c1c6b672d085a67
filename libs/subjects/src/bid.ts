import { accessBid, offersBid, seeBid, entitledToBid } from '@goufu/access';
import {
  type BidCommand,
  type BidEvent,
  bidNeeds,
  bidRefusals,
  type BidState,
  bidTiming,
  decideBid,
  evolveBid,
  finalQuoteRefusals,
  initialBid,
  projectBid,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

/** A bid: a case of its own that neither locks nor versions the purchase; its life is the tender's, so nothing follows it in Temporal. */
export const bid: Kind<BidState, BidCommand, BidEvent> = {
  kind: 'bid',
  lifecycle: null,
  initial: initialBid,
  commands: {
    submit: { by: 'person', creates: true, contents: ['/offer'] },
    replace: { by: 'person', contents: ['/offer'] },
    confirm: { by: 'person' },
    withdraw: { by: 'person' },
    quoteFinally: { by: 'person', contents: ['/quote'] },
    leaveTalks: { by: 'person' },
  },
  refusals: [...bidRefusals, ...finalQuoteRefusals],
  parentOf: (command) => (command.type === 'submit' ? command.data.purchase : null),
  touches: (command, { parent }) =>
    command.type === 'submit'
      ? { window: { id: command.data.purchase, mode: 'shared' }, reads: [command.data.purchase, command.data.supplier] }
      : parent === null
        ? {}
        : { window: { id: parent, mode: 'shared' }, reads: [parent] },
  needs: bidNeeds,
  gate: (state, type, context) => accessBid(state, type, context) ?? bidTiming(state, type, context),
  decide: decideBid,
  evolve: evolveBid,
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: () => [],
  tasks: () => [],
  project: projectBid,
  reads: (state) => ({ reads: [state.purchase] }),
  offered: offersBid,
  entitles: entitledToBid,
  view: seeBid,
};
