import type { CaseId, Context, Decision } from '../../kernel/case.js';
import { earliestOf } from '../../kernel/deadline.js';
import { formatYuan } from '../../kernel/money.js';
import { ofPercent, parseRatio, ratioOf, timesFen, type Ratio } from '../../kernel/ratio.js';
import { firstOf, isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { table, type Pins, type Rule } from '../../kernel/rules.js';
import { currentStage, roundOf } from '../../kernel/stages.js';
import { dateOf, yearOf, type Instant } from '../../kernel/time.js';
import { anchorHappened } from '../core.js';
import { intentOutdated } from '../planning/intent.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import type { Procedure } from '../../procedure/procedure.js';
import { courseOf, pinsOfNotice, procedureOf } from './procedure.js';
import type { TenderRefusal } from './refusals.js';
import type { TenderCommand, TenderEvent } from './tender.js';

type Notice = Extract<TenderCommand, { type: 'publishTenderNotice' }>['data'];
type Fault = Refusal | null;
const no = (code: TenderRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<TenderRefusal>(code, more);
const text = (value: Ratio): string => (value.den === 1n ? value.num.toString() : `${value.num}/${value.den}`);

interface Check {
  readonly state: PurchaseState;
  readonly plan: Plan;
  readonly notice: Notice;
  readonly procedure: Procedure;
  readonly pins: Pins;
  readonly context: Context;
}

/** Whether the deadline lies in a year whose days off are known: nobody could count back from it otherwise. */
export const unannounced = (deadlineAt: Instant, context: Context): Fault => {
  const day = dateOf(deadlineAt);
  return context.calendar.isProvisional(day)
    ? no('tender.deadline_in_unannounced_year', { pointer: '/deadlineAt', meta: { year: yearOf(day) } })
    : null;
};

/** The intent notice has stood its days, unless the purchase is exempt for urgency with the reason on record. */
const intent = ({ state, plan, pins, context }: Check): Fault => {
  if (plan.urgent !== null) return null;
  const rule = context.rules.rule('pre.intent_notice', pins);
  const published = state.planning.intentNotice;
  if (published === null) return no('tender.intent_notice_missing', { rule });
  const outdated = intentOutdated(state, plan, context);
  if (outdated.length > 0)
    return no('tender.intent_notice_outdated', { rule: context.rules.rule('pre.intent_notice.fields', pins), meta: { fields: outdated } });
  const { earliestAt, bindingDay } = earliestOf([{ rule, from: published.at }], context.calendar);
  return context.at < earliestAt ? no('tender.intent_notice_too_recent', { rule, meta: { earliest: bindingDay } }) : null;
};

const supply = ({ notice, procedure, pins, context }: Check): Fault[] => {
  const rule = context.rules.rule(procedure.documentsRule, pins);
  const { bindingDay } = earliestOf([{ rule, from: dateOf(context.at) }], context.calendar);
  return [
    notice.documents.length === 0 ? no('tender.documents_missing', { pointer: '/documents' }) : null,
    notice.media.length === 0 ? no('tender.media_missing', { pointer: '/media' }) : null,
    notice.supply.from < dateOf(context.at) ? no('tender.supply_in_past', { pointer: '/supply/from' }) : null,
    notice.supply.to < notice.supply.from ? no('tender.supply_reversed', { pointer: '/supply/to' }) : null,
    notice.supply.to < bindingDay ? no('tender.supply_too_short', { pointer: '/supply/to', rule, meta: { earliest: bindingDay } }) : null,
  ].filter((fault) => fault !== null);
};

const times = ({ notice, procedure, pins, context }: Check): Fault[] => {
  const rule = context.rules.rule(procedure.bidTimeRule, pins);
  const { deadlineAt, openingAt, questionsUntil } = notice;
  const { earliestAt, bindingDay } = earliestOf([{ rule, from: notice.supply.from }], context.calendar);
  return [
    deadlineAt < earliestAt ? no('tender.deadline_too_early', { pointer: '/deadlineAt', rule, meta: { earliest: bindingDay } }) : null,
    unannounced(deadlineAt, context),
    openingAt === deadlineAt
      ? null
      : no('tender.opening_not_at_deadline', { pointer: '/openingAt', rule: context.rules.rule('tender.open.time', pins) }),
    questionsUntil <= context.at || questionsUntil > deadlineAt
      ? no('tender.questions_after_deadline', { pointer: '/questionsUntil' })
      : null,
  ];
};

const bond = ({ notice, plan, procedure, pins, context }: Check): Fault => {
  if (!notice.bond) return null;
  const rule = procedure.bondRule ? context.rules.rule(procedure.bondRule, pins) : context.rules.rule('tender.bid_bond_max', pins);
  const maxPercent = `${rule.value as string}`;
  const maximum = timesFen(plan.amount, ofPercent(ratioOf(maxPercent)));
  return notice.bond > maximum
    ? no('tender.bond_too_high', { pointer: '/bond', rule, meta: { maxPercent, maximum: formatYuan(maximum) } })
    : null;
};

/** The deduction was checked with the plan, but the law that counts is the one on the day of the notice. */
const deduction = ({ plan, pins, context }: Check): Fault[] => {
  const { template, setAside } = plan;
  if (template.deduction === null) return [];
  if (setAside.reserved) return [no('tender.deduction_with_set_aside', { rule: context.rules.rule('sme.no_double', pins) })];
  const within = (percent: string, rule: Rule): Fault => {
    const { min, max } = table<{ min: string; max: string }>(rule);
    const [value, low, high] = [parseRatio(percent), ratioOf(min), ratioOf(max)];
    const inside = value !== null && value.num * low.den >= low.num * value.den && value.num * high.den <= high.num * value.den;
    return inside ? null : no('tender.deduction_out_of_range', { rule, meta: { percent, min: text(low), max: text(high) } });
  };
  return [
    within(template.deduction.smallMicroPercent, context.rules.rule('sme.deduct', pins)),
    within(template.deduction.sharePercent, context.rules.rule('sme.deduct_consortium', pins)),
  ];
};

/** Who alone may answer; null: everybody. */
const invitedTo = ({ failure, singleSource }: PurchaseState, { bidders }: Procedure): readonly CaseId[] | null => {
  if (bidders.includes('named')) return singleSource ? [singleSource.supplier] : [];
  return bidders.includes('survivors') ? (failure.invited ?? []) : null;
};

/** 招标公告: from here the purchase is public and the law of this day governs the tender. */
export const publishTenderNotice = (state: PurchaseState, notice: Notice, context: Context): Decision | Refusal => {
  const { plan, objection } = state.planning;
  if (plan === null) return no('tender.plan_missing');
  if (objection !== null) return no('tender.finance_objected', { rule: context.rules.rule('pre.plan_filing', state.pins) });
  const pins = pinsOfNotice(state, context);
  const procedure = procedureOf(plan, pins, context);
  if (isRefusal(procedure)) return procedure;
  const check: Check = { state, plan, notice, procedure, pins, context };
  const refused = firstOf([intent(check), ...supply(check), ...times(check), bond(check), ...deduction(check)]);
  if (refused) return refused;
  const today = dateOf(context.at);
  const invited = invitedTo(state, procedure);
  const observed = [
    { rule: context.rules.rule(procedure.noticeRule, pins), from: today },
    { rule: context.rules.rule(procedure.documentsRule, pins), from: today },
    { rule: context.rules.rule(procedure.bidTimeRule, pins), from: notice.supply.from },
  ].map(({ rule, from }) => {
    const { bindingDay, calendar } = earliestOf([{ rule, from }], context.calendar);
    return { rule: rule.id, from, earliestDay: bindingDay, calendar };
  });
  const event: TenderEvent = {
    type: 'TenderNoticePublished',
    schema: 2,
    data: {
      round: roundOf(currentStage(state.stages) ?? ''),
      title: plan.title,
      course: courseOf(plan.method, procedure),
      ...(invited ? { invited } : {}),
      documents: notice.documents,
      text: notice.text,
      supply: notice.supply,
      deadlineAt: notice.deadlineAt,
      openingAt: notice.openingAt,
      questionsUntil: notice.questionsUntil,
      noticeUntil: observed[0]?.earliestDay ?? today,
      media: notice.media,
      bond: notice.bond ?? null,
      observed,
    },
  };
  return { events: [anchorHappened('notice', context), event] };
};
