import type { BidState, FinalQuote } from '../../bid/bid.js';
import { merkleRoot } from '../../bid/merkle.js';
import type { CaseFacts, CaseId, Context, Decision } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { evolvePanels } from '../../panel/evolve.js';
import { panelStatus, scoredSubjects, type PanelMove } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { event, no, openedBid, ruleIn } from './course.js';
import { openCall, pricedBids, sealedCall, talksOf } from './final-quotes.js';
import { testLowPrices } from './low-price.js';
import { type CourseWithPanel, follow } from './moves.js';
import type { AbsentQuote, ClosedQuote, FinalPrice, QuoteCall } from './talks-state.js';
import type { TalksCommand } from './talks.js';

type Data<T extends TalksCommand['type']> = Extract<TalksCommand, { type: T }>['data'];

const bidOf = (bid: CaseId, context: Context): BidState | undefined => {
  const facts = context.cases.get(bid) as CaseFacts<BidState> | undefined;
  return facts?.kind === 'bid' ? facts.state : undefined;
};
/** What came of a call: who quoted in time, and who did not. */
const answers = (
  state: PurchaseState,
  { number, bids }: QuoteCall,
  context: Context,
): { readonly quotes: readonly ClosedQuote[]; readonly absent: readonly AbsentQuote[] } => {
  const quotes: ClosedQuote[] = [];
  const absent: AbsentQuote[] = [];
  for (const bid of bids) {
    const supplier = openedBid(state, bid)?.supplier ?? '';
    const { final, leftAt } = bidOf(bid, context) ?? {};
    if (final?.call === number) quotes.push({ bid, supplier, quote: final.quote, receivedAt: final.receivedAt, hash: final.hash });
    else absent.push({ bid, supplier, ground: leftAt === undefined ? 'no-final-quote' : 'left-the-talks' });
  }
  return { quotes: quotes.toSorted((a, b) => a.receivedAt - b.receivedAt || (a.bid < b.bid ? -1 : 1)), absent };
};

/** The time is over: all final quotes become one event, still sealed. Whoever gave none is out; too few, and the purchase fails. */
const close = (state: PurchaseState, course: CourseWithPanel, call: QuoteCall, context: Context): Decision => {
  const { quotes, absent } = answers(state, call, context);
  const root = merkleRoot(
    quotes.map(({ hash }) => hash),
    context.sha256,
  );
  const moves: readonly PanelMove[] = absent.length > 0 ? [{ type: 'SubjectsLeft', data: { subjects: absent.map(({ bid }) => bid) } }] : [];
  const panel = evolvePanels(course.panel, moves, context.at) ?? course.panel;
  const left = scoredSubjects(panel)?.length ?? 0;
  const [usual, least] = (['usualMinRule', 'quotesMinRule'] as const).map((member) => ruleIn(state, context, member));
  const exception = usual && least && left < count(usual) && left >= count(least) ? { left, usual: count(usual), rule: least.id } : null;
  const rule = absent.length > 0 ? (ruleIn(state, context, 'absentQuoteRule')?.id ?? null) : null;
  const closed = event('FinalQuotesClosed', { call: call.number, quotes, absent, root, rule, exception });
  return moves.length === 0 ? { events: [closed] } : follow(state, course, context, moves, { before: [closed] });
};

/** The due of the call. Answers facts. */
export const closeQuotes = (
  state: PurchaseState,
  course: CourseWithPanel | null,
  { round, call: number }: Data<'closeQuotes'>,
  context: Context,
): Decision => {
  const call = course?.round === round ? openCall(course) : null;
  return course && call?.number === number ? close(state, course, call, context) : { events: [] };
};

/** Earlier, once everybody has answered: until then nobody learns who has. */
export const endQuoting = (state: PurchaseState, course: CourseWithPanel, context: Context): Decision | Refusal => {
  const call = openCall(course);
  if (call === null) return no('evaluation.no_quotes_called');
  const waits = answers(state, call, context).absent.some(({ ground }) => ground === 'no-final-quote');
  return waits ? no('evaluation.quotes_outstanding') : close(state, course, call, context);
};

const opened = ({ bid, quote, receivedAt, hash }: ClosedQuote, context: Context): FinalPrice => {
  const body = context.contents.get(quote.content) as unknown as FinalQuote | undefined;
  // Its shape was checked at the door and its hash stands in the record: without it the store has lost a quote.
  if (typeof body?.price !== 'bigint') throw new Error(`the final quote of ${bid} cannot be read`);
  return { bid, price: body.price, receivedAt, hash, quote };
};

/** Opens all final quotes at once, before the panel: from here on they are the prices. */
export const openFinalQuotes = (
  state: PurchaseState,
  course: CourseWithPanel,
  { record = null }: Data<'openFinalQuotes'>,
  context: Context,
): Decision | Refusal => {
  const call = sealedCall(course);
  if (!call?.closed) return no('evaluation.no_quotes_called');
  const prices = call.closed.quotes.map((quote) => opened(quote, context));
  const all = pricedBids(state, [...talksOf(course).prices, ...prices]);
  const scored = panelStatus(course.panel) === 'scoring' ? (scoredSubjects(course.panel) ?? []) : [];
  return {
    events: [
      event('FinalQuotesOpened', { call: call.number, prices, record }),
      ...(scored.length > 0 ? testLowPrices(state, scored, context, all) : []),
    ],
  };
};
