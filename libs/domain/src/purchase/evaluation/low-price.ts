import type { CaseId, Context, DomainEvent } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { abnormalPrices } from '../../panel/abnormal-prices.js';
import { inForce } from '../../panel/answer.js';
import { type PanelQuestion, scoredSubjects } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { event, planOf } from './course.js';
import { pricedBids } from './final-quotes.js';
import type { EvaluationCourse, PriceDemand } from './state.js';

/** Under which ground the panel keeps its question about a price. */
export const LOW_PRICE = 'low-price';

/** The raw prices of the compliant bids against the limits that were in force at the notice; none before the rule was. */
export const testLowPrices = (
  state: PurchaseState,
  compliant: readonly CaseId[],
  context: Context,
  priced = pricedBids(state),
): readonly DomainEvent[] => {
  const { maxPrice, amount } = planOf(state);
  const bids = priced.filter(({ bid }) => compliant.includes(bid));
  const tested = abnormalPrices(
    {
      ceiling: maxPrice === null ? null : formatYuan(maxPrice),
      budget: formatYuan(amount),
      bids: bids.map(({ bid, price }) => ({ id: bid, price: formatYuan(price) })),
    },
    inForce(context.rules, state.pins),
  );
  if ('refused' in tested || !tested.result.inForce) return [];
  return [event('LowPricesTested', { tests: tested.result.tests, triggered: tested.result.triggered })];
};

export const priceQuestion = ({ panel }: EvaluationCourse, bid: CaseId): PanelQuestion | undefined =>
  panel?.questions.find(({ subject, ground }) => subject === bid && ground === LOW_PRICE);

export const awaitsExplanation = ({ explanation, missed }: PriceDemand): boolean => explanation === null && !missed;
/** The bidder has answered, or let the time pass, and the panel has not decided yet. */
export const awaitsJudgement = (course: EvaluationCourse, demand: PriceDemand): boolean =>
  !awaitsExplanation(demand) && (priceQuestion(course, demand.bid)?.closed ?? null) === null;

/** Bids that a limit says must be asked about and that have not been. */
export const unasked = ({ lowPrice, demands, panel }: EvaluationCourse): readonly CaseId[] =>
  (lowPrice?.triggered ?? []).filter((bid) => panel && scoredSubjects(panel)?.includes(bid) && !demands.some((one) => one.bid === bid));

/** Bids that cannot be scored yet: to be asked, asked, or answered and not judged. */
export const lowPricesOpen = (course: EvaluationCourse): readonly CaseId[] => [
  ...unasked(course),
  ...course.demands.filter((demand) => awaitsExplanation(demand) || awaitsJudgement(course, demand)).map(({ bid }) => bid),
];
