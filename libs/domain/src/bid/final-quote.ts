import type { Context, Decision } from '../kernel/case.js';
import { encode } from '../kernel/json.js';
import { formatYuan } from '../kernel/money.js';
import { refuse, type Refusal } from '../kernel/refusal.js';
import { toIsoSeconds, type Instant } from '../kernel/time.js';
import { ruleIn, runningEvaluation } from '../purchase/evaluation/course.js';
import { awaitedBids, ceilingOf, hasTalks, lastCall, openCall, quotesCloseAt } from '../purchase/evaluation/final-quotes.js';
import type { QuoteCall } from '../purchase/evaluation/talks-state.js';
import type { PurchaseState } from '../purchase/state.js';
import type { BidCommand, BidEvent, BidState, FinalQuote } from './bid.js';
import type { BidRefusal } from './refusals.js';

type Quote = Extract<BidCommand, { type: 'quoteFinally' }>['data'];
const no = (code: BidRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<BidRefusal>(code, more);
const done = (event: BidEvent): Decision<BidEvent> => ({ events: [event] });

const late = (purchase: PurchaseState, call: QuoteCall, closesAt: Instant | null, context: Context): Refusal => {
  const rule = ruleIn(purchase, context, 'absentQuoteRule');
  return no('bid.quote_too_late', { ...(rule ? { rule } : {}), meta: { deadline: toIsoSeconds(closesAt ?? call.until) } });
};

/** The call that this bid may answer now, or why there is none. The first instant that is too late is the end of its time. */
const callFor = (purchase: PurchaseState, bid: string, context: Context): QuoteCall | Refusal => {
  const course = runningEvaluation(purchase);
  const call = course && openCall(course);
  const last = course && lastCall(course);
  if (!call?.bids.includes(bid)) return last?.bids.includes(bid) ? late(purchase, last, null, context) : no('bid.quote_not_called');
  const closesAt = quotesCloseAt(purchase);
  if (closesAt === null) return no('bid.window_suspended');
  return context.at < closesAt ? call : late(purchase, call, closesAt, context);
};

/** When a bid may be quoted anew, or leave the talks: for the button and for the command alike. */
export const talksTiming = (
  state: BidState,
  type: 'quoteFinally' | 'leaveTalks',
  purchase: PurchaseState,
  context: Context,
): Refusal | null => {
  const course = purchase.tender.current?.round === state.round ? runningEvaluation(purchase) : null;
  if (!course || !hasTalks(purchase)) return no('bid.no_talks');
  if (state.leftAt !== undefined) return no('bid.left_talks');
  if (type === 'quoteFinally') {
    const call = callFor(purchase, context.caseId, context);
    return 'refused' in call ? call : null;
  }
  if (state.final && lastCall(course)?.number === state.final.call) {
    const rule = ruleIn(purchase, context, 'leaveRule');
    return no('bid.quoted_already', rule ? { rule } : {});
  }
  return awaitedBids(purchase, course).includes(context.caseId) ? null : no('bid.not_in_talks');
};

/** 最后报价: read only so far as one without a lawful price is none; what it says stays content until all are opened. */
export const quoteFinally = (
  state: BidState,
  { needsVersion, quote }: Quote,
  purchase: PurchaseState,
  context: Context,
): Decision<BidEvent> | Refusal => {
  const call = callFor(purchase, context.caseId, context);
  if ('refused' in call) return call;
  if (needsVersion !== call.needsVersion)
    return no('bid.needs_outdated', { pointer: '/needsVersion', meta: { current: call.needsVersion } });
  const body = context.contents.get(quote.content) as unknown as Partial<FinalQuote> | undefined;
  if (typeof body?.price !== 'bigint' || body.price <= 0n) return no('bid.price_not_positive', { pointer: '/quote/price' });
  const ceiling = ceilingOf(purchase);
  if (body.price > ceiling)
    return no('bid.quote_above_ceiling', {
      pointer: '/quote/price',
      rule: context.rules.rule('invalid.bid', purchase.pins),
      meta: { ceiling: formatYuan(ceiling) },
    });
  const { purchase: id, round, supplier } = state;
  const sealed = { bid: context.caseId, purchase: id, round, supplier, call: call.number, needsVersion, receivedAt: context.at };
  // As with the bid: the quote goes in by its own salted hash, so the receipt tells nothing of the price.
  const hash = context.sha256(encode({ ...sealed, quote: quote.hash }));
  return done({ type: 'FinalQuoteSubmitted', schema: 1, data: { call: call.number, needsVersion, quote, hash } });
};

export const leaveTalks = (): Decision<BidEvent> => done({ type: 'TalksLeft', schema: 1, data: {} });
