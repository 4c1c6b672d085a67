import type { CaseId, ContentRef, Context, Decision, Needs } from '../kernel/case.js';
import { encode } from '../kernel/json.js';
import { parseRatio } from '../kernel/ratio.js';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal.js';
import { words } from '../kernel/rules.js';
import type { Instant } from '../kernel/time.js';
import type { PurchaseState } from '../purchase/state.js';
import {
  bidClaim,
  bidCommands,
  type BidCommand,
  type BidCommandType,
  type BidEvent,
  type BidState,
  type BondOutline,
  type Offer,
} from './bid.js';
import { bidderKind } from './bidder.js';
import { leaveTalks, quoteFinally, talksTiming } from './final-quote.js';
import type { BidRefusal } from './refusals.js';
import { announcedPurchase, uninvited, windowFault } from './window.js';

type Submit = Extract<BidCommand, { type: 'submit' }>['data'];
const no = (code: BidRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<BidRefusal>(code, more);
const done = (event: BidEvent): Decision<BidEvent> => ({ events: [event] });

export const bidNeeds = (_state: BidState, command: BidCommand): Needs => {
  if (command.type !== 'submit') return {};
  const { purchase, round, supplier } = command.data;
  return { claims: [bidClaim(purchase, round, supplier)] };
};

interface Sealed {
  readonly bid: CaseId;
  readonly purchase: CaseId;
  readonly round: number;
  readonly supplier: CaseId;
  readonly documentVersion: number;
  readonly offer: ContentRef;
  readonly receivedAt: Instant;
}
/** What the receipt proves, as one hash. The offer goes in by its own salted hash, so the receipt tells nothing of the price. */
export const bidHash = ({ offer, ...rest }: Sealed, sha256: (text: string) => string): string =>
  sha256(encode({ ...rest, offer: offer.hash }));

/** Whether the moment is right: for the button and for the command alike. A bid not handed in yet has no purchase to ask. */
export const bidTiming = (state: BidState, type: BidCommandType, context: Context): Refusal | null => {
  const legal: readonly BidCommandType[] = bidCommands[state.status];
  if (state.status === 'new') return legal.includes(type) ? null : refuse('case.not_found');
  const purchase = announcedPurchase(state.purchase, context);
  if (!purchase) return refuse('case.not_found');
  if (type === 'quoteFinally' || type === 'leaveTalks')
    return state.status === 'withdrawn' ? no('bid.withdrawn') : talksTiming(state, type, purchase, context);
  const closed = windowFault(purchase, state.round, context);
  if (closed) return closed;
  if (!legal.includes(type))
    return state.status === 'withdrawn' ? no('bid.withdrawn') : no('bid.already_submitted', { meta: { bid: context.caseId } });
  return type === 'confirm' && state.documentVersion === versionOf(purchase) ? no('bid.already_confirmed') : null;
};

const versionOf = (purchase: PurchaseState): number => purchase.tender.course?.versions.at(-1)?.version ?? 1;
const outdated = (purchase: PurchaseState, documentVersion: number): Refusal | null => {
  const current = versionOf(purchase);
  return documentVersion === current ? null : no('bid.document_outdated', { pointer: '/documentVersion', meta: { current } });
};

/** Decides one command on a bid. The instant of the decision is the receipt, and it alone decides whether the bid was in time. */
export const decideBid = (state: BidState, command: BidCommand, context: Context): Decision<BidEvent> | Refusal => {
  const wrongMoment = bidTiming(state, command.type, context);
  if (wrongMoment) return wrongMoment;
  if (command.type === 'submit') return submit(command.data, context);
  const purchase = announcedPurchase(state.purchase, context);
  if (!purchase) return refuse('case.not_found');
  const { purchase: id, round, supplier } = state;
  switch (command.type) {
    case 'replace': {
      const { documentVersion, offer } = command.data;
      const hash = bidHash(
        { bid: context.caseId, purchase: id, round, supplier, documentVersion, offer, receivedAt: context.at },
        context.sha256,
      );
      return (
        outdated(purchase, documentVersion) ??
        offerFault(offer, purchase, context) ??
        done({ type: 'BidReplaced', schema: 1, data: { documentVersion, offer, hash, ...replacing(state, bondIn(offer, context)) } })
      );
    }
    case 'confirm': {
      const { documentVersion } = command.data;
      const { offer, receivedAt } = state;
      if (offer === null || receivedAt === null) return no('bid.withdrawn');
      const hash = bidHash({ bid: context.caseId, purchase: id, round, supplier, documentVersion, offer, receivedAt }, context.sha256);
      return outdated(purchase, documentVersion) ?? done({ type: 'BidConfirmed', schema: 1, data: { documentVersion, hash } });
    }
    case 'quoteFinally':
      return quoteFinally(state, command.data, purchase, context);
    case 'leaveTalks':
      return leaveTalks();
    case 'withdraw':
      return done({ type: 'BidWithdrawn', schema: 1, data: {} });
  }
};

const offerIn = (offer: ContentRef, context: Context): Partial<Offer> | undefined =>
  context.contents.get(offer.content) as unknown as Partial<Offer> | undefined;
const bondIn = (offer: ContentRef, context: Context): BondOutline | null => {
  const { form, amount } = offerIn(offer, context)?.bond ?? {};
  return form === undefined || amount === undefined ? null : { form, amount };
};
/** A bond that is no longer in the envelope is taken back with the old one. */
const replacing = (state: BidState, bond: BondOutline | null): { readonly bond?: BondOutline | null } =>
  bond !== null || state.bond ? { bond } : {};

/** The envelope is read only so far as a bid without a price is none; what it says stays content. */
const offerFault = (offer: ContentRef, purchase: PurchaseState, context: Context): Refusal | null => {
  const body = offerIn(offer, context);
  if (typeof body?.price !== 'bigint' || body.price <= 0n) return no('bid.price_not_positive', { pointer: '/offer/price' });
  const { bond } = body;
  if (bond) {
    const rule = context.rules.rule('bond.forms', purchase.pins);
    if (!words(rule).includes(bond.form))
      return no('bid.bond_form_not_legal', { pointer: '/offer/bond/form', rule, meta: { form: bond.form, legal: words(rule) } });
  }
  if (!body.share) return null;
  const share = parseRatio(body.share.smallMicroSharePercent);
  return share === null || share.num <= 0n || share.num > share.den * 100n
    ? no('bid.share_out_of_range', { pointer: '/offer/share' })
    : null;
};

const submit = (data: Submit, context: Context): Decision<BidEvent> | Refusal => {
  const { purchase: id, round, supplier, documentVersion, offer } = data;
  const purchase = announcedPurchase(id, context);
  if (!purchase) return refuse('case.not_found');
  const bidder = bidderKind(supplier, data.contractor ?? null, purchase, context);
  if (isRefusal(bidder)) return bidder;
  const refused =
    windowFault(purchase, round, context) ??
    uninvited(purchase, supplier, context) ??
    outdated(purchase, documentVersion) ??
    offerFault(offer, purchase, context);
  if (refused) return refused;
  const claim = bidClaim(id, round, supplier);
  const holder = context.claims.get(claim);
  if (holder !== undefined) return no('bid.already_submitted', { meta: { bid: holder } });
  const hash = bidHash(
    { bid: context.caseId, purchase: id, round, supplier, documentVersion, offer, receivedAt: context.at },
    context.sha256,
  );
  const bond = bondIn(offer, context);
  const event: BidEvent = {
    type: 'BidSubmitted',
    schema: 1,
    data: {
      purchase: id,
      round,
      supplier,
      contractor: bidder.contractor,
      documentVersion,
      offer,
      hash,
      title: purchase.planning.title,
      ...(bond ? { bond } : {}),
    },
  };
  return { events: [event], claims: [claim] };
};
