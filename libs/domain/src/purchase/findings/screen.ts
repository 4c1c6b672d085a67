import type { Offer } from '../../bid/bid.js';
import type { CaseId, Context, Needs } from '../../kernel/case.js';
import { table, words } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import type { PurchaseState } from '../state.js';
import type { OpenedBid } from '../types.js';
import { findingsOf } from './facts.js';
import type { FindingsEvent } from './findings.js';
import { signalsOf, type ComparedBid, type SignalLimits } from './signals.js';

const opened = (state: PurchaseState): readonly OpenedBid[] => state.tender.current?.opening?.bids ?? [];

/** What comparing them takes: who acts for each bidder, and what each envelope holds. */
export const screenNeeds = (state: PurchaseState): Needs => ({
  reads: opened(state).map(({ supplier }) => supplier),
  contents: opened(state).map(({ documents }) => documents.content),
});

/** Who acts for a bidder on the day of its bid. */
const agentsOf = (supplier: CaseId, bid: OpenedBid, context: Context): readonly string[] => {
  const day = dateOf(bid.receivedAt);
  const known = context.cases.get(supplier)?.state as OrganisationState | undefined;
  return (known?.appointments ?? [])
    .filter(({ roles, from, to }) => roles.includes('supplier-agent') && from <= day && (to === null || day <= to))
    .map(({ person }) => person);
};

const compared = (state: PurchaseState, bid: OpenedBid, context: Context): ComparedBid => {
  const offer = context.contents.get(bid.documents.content) as unknown as Partial<Offer> | undefined;
  // Forms that the tender itself hands out are in every bid.
  const issued = new Set(state.tender.course?.versions.flatMap(({ documents }) => documents.map(({ file }) => file)));
  const { author = null, device = null, contact = null } = offer?.origin ?? {};
  return {
    bid: bid.bid,
    supplier: bid.supplier,
    price: bid.price,
    agents: agentsOf(bid.supplier, bid, context),
    author,
    device,
    contact,
    account: offer?.bond && offer.bond.form !== 'guarantee' ? offer.bond.account : null,
    files: (offer?.files ?? []).map(({ file }) => file).filter((file) => !issued.has(file)),
    texts: [...Object.values(offer?.answers ?? {}), ...Object.values(offer?.commitments ?? {})],
  };
};

/** Compares all bids of a round, as their evaluation begins: once, and before anybody looks at one. */
export const screened = (state: PurchaseState, context: Context): readonly FindingsEvent[] => {
  const round = state.tender.current?.round ?? 1;
  if (findingsOf(state).rounds.some((one) => one.round === round)) return [];
  const { rules } = context;
  const bids = opened(state).map((bid) => compared(state, bid, context));
  const limits = table<SignalLimits>(rules.rule('collusion.limits', state.pins));
  const has = rules.has('collusion.auto_invalid', state.pins);
  const signals = has ? signalsOf(bids, words(rules.rule('collusion.auto_invalid', state.pins)), limits) : [];
  return [{ type: 'BidsScreened', schema: 1, data: { round, signals } }];
};
