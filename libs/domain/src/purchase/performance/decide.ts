import type { Context, Decision, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { addRatio, compareRatio, exactText, parseRatio, ratio, ratioOf, sumRatio } from '../../kernel/ratio.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { count, table } from '../../kernel/rules.js';
import { currentStage, stageEnded } from '../../kernel/stages.js';
import { dateOf, endOfDay, plainDate, yearOf, type Instant } from '../../kernel/time.js';
import { figure } from '../../panel/answer.js';
import type { PurchaseState } from '../state.js';
import { performanceScore, type Band, type PerformanceInput } from './performance-score.js';
import type { PerformanceCommand, PerformanceEvent } from './performance.js';
import type { PerformanceRefusal } from './refusals.js';
import type { AppraisalHeading, AppraisalIndicator, AppraisalScore, Execution } from './state.js';

type Data<T extends PerformanceCommand['type']> = Extract<PerformanceCommand, { type: T }>['data'];
const no = (code: PerformanceRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<PerformanceRefusal>(code, more);
const event = <T extends PerformanceEvent['type']>(type: T, data: Extract<PerformanceEvent, { type: T }>['data']): DomainEvent => ({
  type,
  schema: 1,
  data,
});
const ended = (state: PurchaseState): DomainEvent => stageEnded(currentStage(state.stages) ?? 'performance', 'appraised');
/** 24:00 of the pack's day in the year after. */
const dayAfter = (state: PurchaseState, rule: string, year: number, context: Context): Instant =>
  endOfDay(plainDate(`${year + 1}-${figure(context.rules.rule(rule, state.pins))}`));

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
/** Money of a fiscal year, from the ledger's own figures: what the contract expected to pay in it, what stood there for it, what was paid. */
const executionOf = (state: PurchaseState, year: number): Execution => {
  const instalments = Object.values(state.funding.instalments);
  const spent = sum(instalments.flatMap(({ drawn }) => drawn.filter((one) => one.year === year).map(({ amount }) => amount)));
  const expected = sum(instalments.filter(({ expectedOn }) => yearOf(expectedOn) === year).map(({ amount }) => amount));
  const held = sum(
    state.funding.years
      .filter((funds) => funds.year === year)
      .map((funds) => funds.committed + funds.advanced + funds.accepted + funds.paid),
  );
  return { budget: most(expected, spent), received: most(held, spent), spent };
};
const all = (parts: readonly Execution[]): Execution => ({
  budget: sum(parts.map(({ budget }) => budget)),
  received: sum(parts.map(({ received }) => received)),
  spent: sum(parts.map(({ spent }) => spent)),
});

/** Fiscal years in which something was paid that the payee still holds. */
export const yearsPaid = ({ funding }: PurchaseState): readonly number[] => {
  const drawn = Object.values(funding.instalments).flatMap((one) => one.drawn.filter(({ amount }) => amount > 0n));
  return [...new Set(drawn.map(({ year }) => year))].sort((a, b) => a - b);
};
const opened = (state: PurchaseState, year: number, context: Context) => ({
  year,
  dueAt: dayAfter(state, 'pe.self.due', year, context),
  execution: executionOf(state, year),
});

/** 24:00 of 31 December while the contract is performed: the year's self-evaluation can be given from now on, and in time. */
export const openYear = (state: PurchaseState, year: number, context: Context): Decision => ({
  events: state.performance.appraisals.some((one) => one.year === year) ? [] : [event('AppraisalYearOpened', opened(state, year, context))],
});

/** Finance has its time to choose a key evaluation, once every year is appraised. */
const keyOpen = (state: PurchaseState, context: Context): DomainEvent =>
  event('KeyAppraisalOpen', { offer: dueOf(context.rules.rule('performance.finance.offer', state.pins), context.at, context.calendar) });

/**
 * 项目支出绩效评价 begins: one self-evaluation for each fiscal year in which something was paid; where nothing was, one for this year. Of a contract that was
 * rescinded before anything was paid there is nothing to appraise.
 */
export const begin = (state: PurchaseState, context: Context): Decision => {
  const known = state.performance.appraisals;
  const paid = [...new Set([...known.map(({ year }) => year), ...yearsPaid(state)])].sort((a, b) => a - b);
  if (paid.length === 0 && state.endedEarly !== null)
    return { events: [stageEnded(currentStage(state.stages) ?? 'performance', 'unspent')] };
  const years = paid.length > 0 ? paid : [yearOf(dateOf(context.at))];
  const began = event('AppraisalBegan', { years: years.map((year) => opened(state, year, context)) });
  const done = years.every((year) => known.some((one) => one.year === year && one.self));
  return { events: done ? [began, keyOpen(state, context)] : [began] };
};

/** Targets set in planning are appraised, at what planning set; words after the figure (1500人次) don't count. */
const targetFaults = (state: PurchaseState, indicators: readonly AppraisalIndicator[], context: Context): (Refusal | null)[] => {
  const rule = context.rules.rule('gps.performance', state.pins);
  return (state.planning.plan?.targets ?? []).map(({ id, name, target }) => {
    const index = indicators.findIndex((one) => one.id === id);
    const found = indicators[index];
    if (!found) return no('performance.target_missing', { pointer: '/indicators', rule, meta: { target: name } });
    const set = parseRatio(/\d+(?:\.\d+)?/.exec(target)?.[0] ?? '');
    const given = parseRatio(found.target);
    if (!set || !given || compareRatio(set, given) === 0) return null;
    return no('performance.target_differs', { pointer: `/indicators/${index}/target`, rule, meta: { target: name, needed: target } });
  });
};
const figureFaults = (indicators: readonly AppraisalIndicator[]): (Refusal | null)[] =>
  indicators.flatMap((one, index) =>
    (['weight', 'target', 'actual'] as const).map((field) => {
      const value = parseRatio(one[field]);
      return value && value.num >= 0n ? null : no('performance.figure_malformed', { pointer: `/indicators/${index}/${field}` });
    }),
  );
const weightOf = (indicators: readonly AppraisalIndicator[], heading: AppraisalHeading) =>
  sumRatio(indicators.filter((one) => one.heading === heading).map(({ weight }) => ratioOf(weight)));

const selfWeights = (state: PurchaseState, indicators: readonly AppraisalIndicator[], context: Context) => {
  const cost = indicators.some(({ heading }) => heading === 'cost');
  const rule = context.rules.rule(cost ? 'pe.self.weights_cost' : 'pe.self.weights', state.pins);
  return { rule, weights: table<Readonly<Record<string, string>>>(rule) };
};

const scored = (
  state: PurchaseState,
  indicators: readonly AppraisalIndicator[],
  execution: PerformanceInput['execution'],
  context: Context,
): AppraisalScore | Refusal => {
  const answer = performanceScore({
    decimals: count(context.rules.rule('assessment.decimals', state.pins)),
    headers: {},
    execution,
    indicators: indicators.map(({ id, heading, weight, direction, target, actual }) => ({
      id,
      under: heading,
      weight,
      kind: 'quantity',
      direction,
      target,
      actual,
    })),
    bands: table<readonly Band[]>(context.rules.rule('pe.grade', state.pins)),
  });
  if (!('refused' in answer)) {
    const { total, grade, items, findings } = answer;
    return { total, grade, items, findings: findings.map(({ code }) => code) };
  }
  const [fault] = answer.refused;
  return fault?.code === 'performance.weights_not_100'
    ? no('performance.weights_not_100', { pointer: '/indicators', meta: fault.meta })
    : no('performance.figure_malformed', { pointer: fault?.pointer ?? '/indicators' });
};

/** 绩效自评 of one year. What was spent comes from the ledger; a late one is taken all the same. */
export const submitSelf = (state: PurchaseState, data: Data<'submitSelfAppraisal'>, context: Context): Decision | Refusal => {
  const { year, indicators, report } = data;
  const own = state.performance.appraisals.find((one) => one.year === year);
  if (!own) return no('performance.year_unknown', { pointer: '/year', meta: { year } });
  if (own.self) return no('performance.already_appraised', { pointer: '/year', meta: { year } });
  const malformed = firstOf(figureFaults(indicators));
  if (malformed) return malformed;
  const { rule, weights } = selfWeights(state, indicators, context);
  const headings = Object.entries(weights).filter(([heading]) => heading !== 'execution');
  const refused = firstOf([
    ...headings.map(([heading, needed]) => {
      const found = weightOf(indicators, heading as AppraisalHeading);
      return compareRatio(found, ratioOf(needed)) === 0
        ? null
        : no('performance.heading_weight_differs', { pointer: '/indicators', rule, meta: { heading, sum: exactText(found), needed } });
    }),
    ...targetFaults(state, indicators, context),
  ]);
  if (refused) return refused;
  const { execution } = own;
  const score = scored(state, indicators, { ...execution, weight: weights['execution'] ?? '0', basis: 'full-year-budget' }, context);
  if ('refused' in score) return score;
  const late = context.at >= own.dueAt;
  const done = event('SelfAppraised', { year, indicators, report, execution, score, late });
  if (state.performance.appraisals.some((one) => one.year !== year && !one.self)) return { events: [done] };
  // Years are still to come.
  if (state.performance.since === null) return { events: [done] };
  const { key } = state.performance;
  if (key) return { events: key.appraisal ? [done, ended(state)] : [done] };
  return { events: [done, keyOpen(state, context)] };
};

/** Finance chooses a key evaluation 重点评价. */
export const offerKey = (state: PurchaseState, data: Data<'offerKeyAppraisal'>, context: Context): Decision | Refusal => {
  if (state.performance.key) return no('performance.already_offered');
  const last = state.performance.appraisals.at(-1)?.year ?? yearOf(dateOf(context.at));
  const day = dayAfter(state, 'pe.finance.due', last, context);
  // Chosen after this year's day: the next one counts.
  const dueAt = day > context.at ? day : dayAfter(state, 'pe.finance.due', yearOf(dateOf(context.at)), context);
  return { events: [event('KeyAppraisalOffered', { reason: data.reason, dueAt })] };
};
export const submitKey = (state: PurchaseState, data: Data<'submitKeyAppraisal'>, context: Context): Decision | Refusal => {
  const { key, appraisals } = state.performance;
  if (!key || key.appraisal) return no('performance.not_offered');
  const missing = appraisals.filter(({ self }) => !self).map(({ year }) => String(year));
  if (missing.length > 0) return no('performance.self_missing', { meta: { years: missing } });
  const { indicators, report } = data;
  const malformed = firstOf(figureFaults(indicators));
  if (malformed) return malformed;
  const { weights } = selfWeights(state, indicators, context);
  const weightMin = context.rules.rule('pe.finance.weight_min', state.pins);
  const heavy = addRatio(weightOf(indicators, 'output'), weightOf(indicators, 'benefit'));
  const refused = firstOf([
    compareRatio(heavy, ratioOf(figure(weightMin))) >= 0
      ? null
      : no('performance.key_weights_too_low', {
          pointer: '/indicators',
          rule: weightMin,
          meta: { sum: exactText(heavy), needed: figure(weightMin) },
        }),
    ...targetFaults(state, indicators, context),
  ]);
  if (refused) return refused;
  const execution = all(appraisals.map((one) => one.execution));
  const rest = sumRatio(indicators.map(({ weight }) => ratioOf(weight)));
  const own = compareRatio(rest, ratio(100n)) === 0 ? '0' : (weights['execution'] ?? '0');
  const score = scored(state, indicators, { ...execution, weight: own, basis: 'funds-received' }, context);
  if ('refused' in score) return score;
  return { events: [event('KeyAppraised', { indicators, report, execution, score, late: context.at >= key.dueAt }), ended(state)] };
};
export const waiveKey = (state: PurchaseState, data: Data<'waiveKeyAppraisal'>): Decision | Refusal => {
  const missing = state.performance.appraisals.filter(({ self }) => !self).map(({ year }) => String(year));
  if (missing.length > 0) return no('performance.self_missing', { meta: { years: missing } });
  return { events: [event('KeyAppraisalWaived', { reason: data.reason ?? null }), ended(state)] };
};

/** What falls due by itself: alarms, once each, and the end of finance's time. It answers facts and never refuses. */
export const overdue = (
  state: PurchaseState,
  command: Extract<PerformanceCommand, { type: 'selfAppraisalOverdue' | 'keyAppraisalOverdue' | 'keyOfferOver' }>,
): Decision => {
  const { appraisals, key, offer } = state.performance;
  switch (command.type) {
    case 'selfAppraisalOverdue': {
      const own = appraisals.find(({ year }) => year === command.data.year);
      return { events: own && !own.self && !own.late ? [event('SelfAppraisalLate', command.data)] : [] };
    }
    case 'keyAppraisalOverdue':
      return { events: key && !key.appraisal && !key.late ? [event('KeyAppraisalLate', {})] : [] };
    case 'keyOfferOver':
      return { events: offer && !key ? [event('KeyAppraisalWaived', { reason: null }), ended(state)] : [] };
  }
};
