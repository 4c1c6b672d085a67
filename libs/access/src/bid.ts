import {
  type Actor,
  type BidCommandType,
  type BidState,
  type Context,
  hasTalks,
  type Json,
  openCall,
  type PurchaseState,
  type Refusal,
  sealedCall,
  talksOf,
  windowClosesAt,
} from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

const byBidder = [{ roles: ['supplier-agent'], in: 'supplier' }] as const;

/** Who may give which command of a bid: its bidder alone. */
export const bidPermissions: Permissions<BidCommandType> = {
  submit: [{ roles: ['supplier-agent'], in: 'any' }],
  replace: byBidder,
  confirm: byBidder,
  withdraw: byBidder,
  quoteFinally: byBidder,
  leaveTalks: byBidder,
};

const partiesOf = (state: BidState): Parties => ({ supplier: state.supplier === '' ? null : state.supplier });

/** To everybody but the bidder there is no such bid: not even its existence is theirs to know. */
export const accessBid = (state: BidState, type: BidCommandType, { actor }: Context): Refusal | null =>
  mayGive(bidPermissions, type, actor, partiesOf(state), { known: type === 'submit' });

export const offersBid = (state: BidState, type: BidCommandType, { actor }: Context): boolean =>
  isOffered(bidPermissions, type, actor, partiesOf(state));

/** Whether bidding is this actor's business at all: any supplier's. */
export const biddersBusiness = (actor: Actor): boolean => isOffered(bidPermissions, 'submit', actor, {});

const purchaseOf = (state: BidState, context: Context): PurchaseState | null =>
  (context.cases.get(state.purchase)?.state as PurchaseState | undefined) ?? null;

/** Where the panel talks with the suppliers a bid is quoted anew: until those quotes are opened it is as sealed as it was before the opening. */
const quotesAreSealed = ({ round }: BidState, purchase: PurchaseState | null): boolean => {
  if (purchase === null || purchase.tender.current?.round !== round || !hasTalks(purchase)) return false;
  const stage = purchase.stages.open[0]?.stage ?? '';
  const { course } = purchase.evaluation;
  return stage.startsWith('evaluation') && !(course && talksOf(course).prices.length > 0 && !openCall(course) && !sealedCall(course));
};

/** The bidder sees its bid; audit sees it once bids have been opened; to everybody else, at any time, there is none: what is read out stands in the purchase. */
export const seeBid = (state: BidState, context: Context): Json | null => {
  if (state.status === 'new') return null;
  const purchase = purchaseOf(state, context);
  const rounds = purchase === null ? [] : [purchase.tender.current, ...purchase.tender.history.map(({ face }) => face)];
  const opened = rounds.some((face) => face?.round === state.round && face.opening !== null);
  const own = context.actor.organisation === state.supplier;
  if (!own && !(opened && context.actor.roles.includes('auditor') && !quotesAreSealed(state, purchase))) return null;
  const running = purchase?.tender.current?.round === state.round ? purchase.tender : null;
  const documents = running?.course?.versions.at(-1)?.version ?? null;
  return {
    purchase: state.purchase,
    title: state.title,
    round: state.round,
    supplier: state.supplier,
    contractor: state.contractor,
    status: state.status,
    documentVersion: state.documentVersion,
    currentDocumentVersion: documents,
    mustConfirm:
      state.status === 'submitted' && documents !== null && documents !== state.documentVersion && running?.course?.closing === null,
    deadlineAt: purchase !== null && running !== null ? windowClosesAt(purchase) : null,
    offer: state.offer === null ? null : { ...state.offer },
    final: state.final ? { ...state.final, quote: { ...state.final.quote } } : null,
    leftAt: state.leftAt ?? null,
    receipt: { bid: context.caseId, hash: state.hash, receivedAt: state.receivedAt },
    receipts: state.receipts.map((receipt) => ({ ...receipt })),
    opened,
  };
};

/** Who may give a command of a bid, held against this actor. */
export const entitledToBid = (state: BidState, type: BidCommandType, { actor }: Context): Entitlement =>
  entitlement(waysOf(bidPermissions[type], actor, partiesOf(state)));
