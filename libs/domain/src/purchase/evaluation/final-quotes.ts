import type { CaseId, Deadline } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import { type PanelState, scoredSubjects } from '../../panel/panel.js';
import { asClockRuns } from '../clock.js';
import type { PurchaseState } from '../state.js';
import { courseIn } from '../tender/procedure.js';
import type { OpenedBid } from '../types.js';
import { openedBids, planOf, runningEvaluation } from './course.js';
import type { EvaluationCourse } from './state.js';
import { noTalks, type NeedsChange, type QuoteCall, type TalksState } from './talks-state.js';

export const hasTalks = (state: PurchaseState): boolean => courseIn(state.tender.current).talks === 'each-supplier';
export const talksOf = ({ talks }: EvaluationCourse): TalksState => talks ?? noTalks;

/** A change that waits for the purchaser. */
export const pendingChange = (course: EvaluationCourse): NeedsChange | null =>
  talksOf(course).changes.find(({ answer }) => answer === null) ?? null;
/** How many changes a response has to stand under. */
export const needsVersionOf = (course: EvaluationCourse): number =>
  talksOf(course).changes.filter(({ answer }) => answer?.confirmed).length;

export const lastCall = (course: EvaluationCourse): QuoteCall | null => talksOf(course).calls.at(-1) ?? null;
/** The call whose time runs. */
export const openCall = (course: EvaluationCourse): QuoteCall | null => {
  const call = lastCall(course);
  return call?.closed === null ? call : null;
};
/** The call whose time is over, with quotes that nobody has opened. */
export const sealedCall = (course: EvaluationCourse): QuoteCall | null => {
  const call = lastCall(course);
  return call?.closed && call.openedAt === null && call.closed.quotes.length > 0 ? call : null;
};

/** The end of the time for final quotes, before any suspension moved it. */
export const closingOfQuotes = (state: PurchaseState, { round }: EvaluationCourse, { number, at, until }: QuoteCall): Deadline => ({
  id: `evaluation/${round}/quotes/${number}`,
  at: until,
  command: { type: 'closeQuotes', data: { round, call: number } },
  rule: null,
  calendar: null,
  from: at,
  // Every quote with a receipt before this instant has committed once the lock is ours.
  locks: { window: { id: state.id, mode: 'exclusive' } },
  suspendable: true,
});
/** When final quotes close, with suspensions taken out; null while the clock stands still, and where none are asked for. */
export const quotesCloseAt = (state: PurchaseState): Instant | null => {
  const course = runningEvaluation(state);
  const call = course && openCall(course);
  return course && call ? (asClockRuns(state.clock, [closingOfQuotes(state, course, call)])[0]?.at ?? null) : null;
};

/** Bids that are still in and whose final price is not known: with them the panel talks, and from them it asks for a quote. */
export const awaitedBids = (state: PurchaseState, course: EvaluationCourse, panel: PanelState | null = course.panel): readonly CaseId[] => {
  if (!hasTalks(state) || panel === null) return [];
  const { prices } = talksOf(course);
  return (scoredSubjects(panel) ?? []).filter((bid) => !prices.some((one) => one.bid === bid));
};

/** Bids at the price that counts: the final quote where there is one, else what was opened. */
export const pricedBids = (state: PurchaseState, prices = state.evaluation.course?.talks?.prices ?? []): readonly OpenedBid[] =>
  openedBids(state).map((opened) => ({ ...opened, price: prices.find(({ bid }) => bid === opened.bid)?.price ?? opened.price }));
export const priceOf = (state: PurchaseState, bid: CaseId): bigint | null =>
  pricedBids(state).find((one) => one.bid === bid)?.price ?? null;

/** No price above this is valid: the highest price that was announced, else the budget. */
export const ceilingOf = (state: PurchaseState): bigint => {
  const { amount, maxPrice } = planOf(state);
  return maxPrice !== null && maxPrice < amount ? maxPrice : amount;
};
