import type { Context, Decision } from '../../kernel/case.js';
import { earliestOf } from '../../kernel/deadline.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import { toIsoSeconds } from '../../kernel/time.js';
import { decidePanel } from '../../panel/decide.js';
import { evolvePanels } from '../../panel/evolve.js';
import { scoredSubjects } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { around, event, no, openedBid } from './course.js';
import type { EvaluationCommand } from './evaluation.js';
import { awaitsExplanation, awaitsJudgement, LOW_PRICE, priceQuestion } from './low-price.js';
import { type CourseWithPanel, follow } from './moves.js';
import type { EvaluationCourse } from './state.js';

type Data<T extends EvaluationCommand['type']> = Extract<EvaluationCommand, { type: T }>['data'];

/** The panel asks one bidder for a written explanation: because a limit was crossed, or by its own judgement. */
export const demandExplanation = (
  state: PurchaseState,
  course: CourseWithPanel,
  { bid, until, reason }: Data<'demandExplanation'>,
  context: Context,
): Decision | Refusal => {
  const opened = openedBid(state, bid);
  if (!opened || !scoredSubjects(course.panel)?.includes(bid)) return no('evaluation.not_compliant', { pointer: '/bid', meta: { bid } });
  if (course.demands.some((one) => one.bid === bid)) return no('evaluation.already_demanded', { pointer: '/bid' });
  // The law of 2017 leaves the time to the panel; a minimum came later and holds where it was in force at the notice.
  const has = context.rules.has('low.explain_min', state.pins);
  const rule = context.rules.rule(has ? 'low.explain_min' : 'low_price', state.pins);
  const earliest = has ? earliestOf([{ rule, from: context.at }], context.calendar).earliestAt : context.at;
  if (until < earliest || until <= context.at)
    return no('evaluation.explanation_time_too_short', { pointer: '/until', rule, meta: { earliest: toIsoSeconds(earliest) } });
  return { events: [event('ExplanationDemanded', { bid, supplier: opened.supplier, until, reason, rule: rule.id })] };
};

/** The bidder's own answer, once, before the time is up. */
export const explainPrice = (
  course: EvaluationCourse,
  { bid, explanation }: Data<'explainPrice'>,
  context: Context,
): Decision | Refusal => {
  const demand = course.demands.find((one) => one.bid === bid && one.supplier === context.actor.organisation);
  if (!demand || !awaitsExplanation(demand)) return no('evaluation.nothing_demanded', { pointer: '/bid' });
  return { events: [event('PriceExplained', { bid, explanation })] };
};

/** Each member on one explanation; the majority of those who sit decides, and a price that is not explained puts the bid out. */
export const judgeExplanation = (
  state: PurchaseState,
  course: CourseWithPanel,
  { bid, accepted, reason }: Data<'judgeExplanation'>,
  context: Context,
): Decision | Refusal => {
  const demand = course.demands.find((one) => one.bid === bid);
  if (!demand || !awaitsJudgement(course, demand)) return no('evaluation.nothing_to_judge', { pointer: '/bid' });
  const surroundings = around(state, context);
  // The first vote puts the question: its basis is the explanation, else the demand that was left without one.
  const basis = demand.explanation ?? demand.reason;
  const asked = priceQuestion(course, bid)
    ? []
    : decidePanel(course.panel, { verb: 'question', subject: bid, ground: LOW_PRICE, basis }, surroundings);
  if (isRefusal(asked)) return asked;
  const panel = evolvePanels(course.panel, asked, context.at) ?? course.panel;
  const voted = decidePanel(panel, { verb: 'judge', subject: bid, compliant: accepted, reason }, surroundings);
  return isRefusal(voted) ? voted : follow(state, course, context, [...asked, ...voted]);
};
