import type { Context } from '../../kernel/case.js';
import { exactText, ratio, ratioOf, subRatio, sumRatio, type Ratio } from '../../kernel/ratio.js';
import { firstOf, refuse, type Meta, type Refusal } from '../../kernel/refusal.js';
import { count, fen, flag, table, words, type Rule } from '../../kernel/rules.js';
import { addMonths, dateOf } from '../../kernel/time.js';
import { checkWeights } from '../../panel/weights.js';
import { figure, inForce } from '../../panel/answer.js';
import type { CatalogueState } from '../../catalogue/catalogue.js';
import { procedureIn } from '../../procedure/procedure.js';
import { catalogueListing } from '../../catalogue/listing.js';
import type { PurchaseState } from '../state.js';
import { checkFunds, checkSplitting } from '../funding/part.js';
import { paymentFaults } from '../contract/payment-law.js';
import type { PlanInput } from './planning.js';
import type { PlanningRefusal } from './refusals.js';
import { singleSourceOpen } from '../single-source/clear.js';
import { methodOptions } from './method-table.js';
import { onNegativeList } from './negative-list.js';
import { setAsideFaults } from './set-aside.js';
import { judgeTerm } from './term.js';

type Fault = Refusal | null;
interface Check {
  readonly plan: PlanInput;
  readonly state: PurchaseState;
  readonly context: Context;
  readonly rule: (id: string) => Rule;
}
const no = (code: PlanningRefusal, pointer: string, more: { rule?: Rule; meta?: Record<string, Meta> } = {}): Refusal =>
  refuse<PlanningRefusal>(code, { pointer: `/plan${pointer}`, ...more });

/** Every reason at once why a plan may not be examined, in the order of its fields; null when it may. */
export const checkPlan = (state: PurchaseState, plan: PlanInput, context: Context): Refusal | null => {
  const check: Check = { plan, state, context, rule: (id) => context.rules.rule(id, state.pins) };
  return firstOf([
    plan.title.trim() === '' ? no('planning.title_missing', '/title') : null,
    ...inCatalogue(check),
    ...groundwork(check),
    ...negativeList(check),
    ...money(check),
    ...term(check),
    ...method(check),
    ...suppliers(check),
    ...scoring(check),
    ...indicators(check),
    ...payment(check),
  ]);
};

/** In the guiding catalogue in force for this purchaser, and on its own list where the pack demands one, at the present version. */
const inCatalogue = ({ plan, state, context, rule }: Check): Fault[] => {
  const item = context.cases.get(plan.catalogueItem)?.state as CatalogueState | undefined;
  const listing = catalogueListing(item);
  if (!listing) return [no('planning.not_in_catalogue', '/catalogueItem', { rule: rule('gps.gate') })];
  const strayed = (['guidingCode', 'procurementCode'] as const).filter((field) => listing[field] !== plan[field]);
  if (strayed.length > 0)
    return strayed.map((field) => no('planning.code_not_of_item', `/${field}`, { rule: rule('gps.gate'), meta: { code: listing[field] } }));
  const guiding = rule('catalogue.guiding');
  const own = rule('catalogue.department_list_required');
  const isOwn = listing.onDepartmentList && item?.department === state.parties.purchaser;
  return [
    table<readonly { readonly code: string }[]>(guiding).some(({ code }) => code === listing.guidingCode)
      ? null
      : no('planning.not_in_guiding_catalogue', '/guidingCode', { rule: guiding, meta: { code: listing.guidingCode } }),
    ...publicService(plan, rule('catalogue.public_service')),
    flag(own) && !isOwn ? no('planning.not_on_department_list', '/catalogueItem', { rule: own }) : null,
    listing.version === plan.catalogueVersion
      ? null
      : no('planning.catalogue_version_old', '/catalogueVersion', { meta: { current: listing.version } }),
  ];
};

/** What survey, consultation and acceptance the law demands hangs on this: the catalogue says it, and no plan unsays it. */
const publicService = (plan: PlanInput, parts: Rule): Fault[] =>
  !plan.publicService && words(parts).some((part) => plan.guidingCode.startsWith(part))
    ? [no('planning.public_service_denied', '/publicService', { rule: parts, meta: { code: plan.guidingCode } })]
    : [];

/** Whether the law demands survey, key scrutiny, legal review and risk study: any of the grounds that the rule names. */
export const isKeyProject = (plan: Pick<PlanInput, 'publicService' | 'amount' | 'grounds'>, rule: (id: string) => Rule): boolean =>
  words(rule('pre.need_survey.required')).some((ground) => {
    if (ground === 'amount-at-or-above') return plan.amount >= fen(rule('pre.need_survey.above'));
    return ground === 'public-service' ? plan.publicService : (plan.grounds ?? []).includes(ground);
  });

const groundwork = ({ plan, state, context, rule }: Check): Fault[] => {
  const { survey, consultation, judgements } = state.planning;
  const minimum = rule('pre.need_survey.min_respondents');
  const faults: Fault[] = [];
  const judged = (kind: keyof typeof judgements, by: string): Fault =>
    judgements[kind]?.outcome === 'recommended'
      ? null
      : refuse<PlanningRefusal>('planning.judgement_missing', { rule: rule(by), meta: { kind } });
  faults.push(judged('exAnteAppraisal', 'gps.performance'));
  if (!isKeyProject(plan, rule)) return faults;
  if ((survey?.respondents ?? 0) < count(minimum))
    faults.push(
      refuse<PlanningRefusal>('planning.survey_too_few', {
        rule: minimum,
        meta: { count: survey?.respondents ?? 0, minimum: count(minimum) },
      }),
    );
  const reuse = rule('pre.need_survey.reuse');
  const lastDay = survey ? addMonths(survey.on, count(reuse)) : null;
  if (lastDay !== null && dateOf(context.at) > lastDay)
    faults.push(refuse<PlanningRefusal>('planning.survey_too_old', { rule: reuse, meta: { months: count(reuse), lastDay } }));
  if (plan.publicService && !consultation)
    faults.push(refuse<PlanningRefusal>('planning.consultation_missing', { rule: rule('pre.public_consultation') }));
  faults.push(judged('riskStudy', 'pre.risk_plan'), judged('legalReview', 'pre.contract.legal_review'));
  return faults;
};

const negativeList = ({ plan, rule }: Check): Fault[] => {
  const list = rule('gps.negative_list');
  const { forbidden, known } = onNegativeList(list, plan.facts);
  return [
    ...forbidden.map(({ item, fact }) => no('planning.negative_list', `/facts/${fact}`, { rule: list, meta: { item } })),
    // A fact that the list does not know would be believed to be declared, and speak against nothing.
    ...Object.keys(plan.facts)
      .filter((fact) => !known.includes(fact))
      .map((fact) => no('planning.fact_unknown', `/facts/${fact}`, { rule: list, meta: { fact, legal: known } })),
  ];
};

const money = (check: Check): Fault[] => {
  const { plan, state, context } = check;
  // How much falls due in which year can be told of a schedule alone that is whole; what it lacks is said of the schedule.
  const funds = missingPercent(plan).num === 0n ? checkFunds(state, plan, context) : null;
  if (plan.amount <= 0n) return [no('planning.amount_not_positive', '/amount')];
  return [
    plan.maxPrice !== null && (plan.maxPrice <= 0n || plan.maxPrice > plan.amount)
      ? no('planning.max_price_above_budget', '/maxPrice')
      : null,
    funds && { ...funds, pointer: '/plan/budgetLine' },
  ];
};

const term = ({ plan, rule }: Check): Fault[] => {
  const conditions = Object.fromEntries(
    Object.entries(plan.termConditions ?? {}).map(([id, { met, justification }]) => [id, { met, justified: Boolean(justification) }]),
  );
  const { rule: limit, limitMonths, faults } = judgeTerm({ months: plan.termMonths, days: 0 }, conditions, rule);
  return faults.map(({ condition }) =>
    condition === null
      ? no('planning.term_too_long', '/termMonths', { rule: limit, meta: { months: plan.termMonths, limit: limitMonths } })
      : no('planning.term_condition_missing', `/termConditions/${condition}`, {
          rule: limit,
          meta: { condition, months: plan.termMonths },
        }),
  );
};

const method = ({ plan, state, context, rule }: Check): Fault[] => {
  const methods = rule('method.table');
  const threshold = rule('threshold.openTender');
  const option = methodOptions(methods, threshold, plan.amount).find((one) => one.method === plan.method);
  const status = option?.status ?? 'forbidden';
  const meta = { method: plan.method };
  if (status === 'forbidden') return [no('planning.method_forbidden', '/method', { rule: methods, meta })];
  if (status === 'needs-approval' && !state.failure.approvedMethods.includes(plan.method))
    return [
      // A method that goes on with those who were left of a tender is chosen after one alone.
      procedureIn(inForce(context.rules, state.pins), plan.method).bidders?.includes('survivors')
        ? no('planning.method_after_failure', '/method', { rule: methods, meta })
        : no('planning.method_needs_approval', '/method', { rule: threshold, meta }),
    ];
  // What a stage can carry out is named by the pack; a method without a procedure would stand still after the notice.
  const open = singleSourceOpen(state, plan.method, context);
  if (open) return [no('planning.single_source_open', '/method', { rule: open, meta })];
  return context.rules.has(`procedure.${plan.method}`, state.pins)
    ? [checkSplitting(state, plan, context)]
    : [no('planning.method_has_no_procedure', '/method', { rule: methods, meta })];
};

/** 采购限额标准: from here on it is government procurement in the sense of the law; null where no pack has one. */
const procurementLimit = ({ pins }: PurchaseState, { rules }: Context): bigint | null =>
  rules.has('threshold.procurement', pins) ? fen(rules.rule('threshold.procurement', pins)) : null;

const suppliers = ({ plan, state, context, rule }: Check): Fault[] => [
  plan.eligibility.length === 0 ? no('planning.eligibility_missing', '/eligibility') : null,
  ...setAsideFaults(plan, rule, procurementLimit(state, context)),
  duplicate(plan.eligibility, '/eligibility'),
  ...grounds(plan, rule),
];
/** A ground that no rule names would be believed to demand something and demand nothing. */
const grounds = (plan: PlanInput, rule: Check['rule']): Fault[] => {
  const required = rule('pre.need_survey.required');
  return (plan.grounds ?? []).flatMap((ground, i) =>
    words(required).includes(ground)
      ? []
      : [no('planning.ground_unknown', `/grounds/${i}`, { rule: required, meta: { ground, legal: words(required) } })],
  );
};

const scoring = ({ plan, state, context, rule }: Check): Fault[] => {
  const { template, setAside } = plan;
  const checked = checkWeights(
    { method: plan.method, object: 'services', fixedPrice: template.fixedPrice, parts: template.parts },
    inForce(context.rules, state.pins),
  );
  const faults: Fault[] =
    'refused' in checked
      ? checked.refused.map((fault) =>
          refuse(fault.code, {
            pointer: `/plan/template${fault.pointer}`,
            meta: fault.meta,
            ...(fault.rule ? { rule: rule(fault.rule) } : {}),
          }),
        )
      : [];
  const items = template.parts.flatMap((part, i) => part.items.map(({ id }, inner) => ({ id, at: `/template/parts/${i}/items/${inner}` })));
  faults.push(twice(items));
  if (!template.deduction) return faults;
  // Packages that are not set aside give the deduction; a share of one whole purchase does not.
  if (setAside.reserved || (setAside.part && setAside.part.form !== 'package'))
    return [...faults, no('planning.reserved_with_deduction', '/template/deduction', { rule: rule('sme.no_double') })];
  const ranges = [
    ['smallMicroPercent', 'sme.deduct'],
    ['sharePercent', 'sme.deduct_consortium'],
  ] as const;
  for (const [field, id] of ranges) {
    const { min, max } = table<{ min: string; max: string }>(rule(id));
    const percent = template.deduction[field];
    if (!within(ratioOf(percent), ratioOf(min), ratioOf(max)))
      faults.push(no('planning.deduction_out_of_range', `/template/deduction/${field}`, { rule: rule(id), meta: { percent, min, max } }));
  }
  return faults;
};
const within = (value: Ratio, min: Ratio, max: Ratio): boolean =>
  value.num * min.den >= min.num * value.den && value.num * max.den <= max.num * value.den;

/** Purchases of these guiding items are in the justice field and carry the indicators of its bureau's pack. */
const indicators = ({ plan, state, context, rule }: Check): Fault[] => {
  const sum = sumRatio(plan.indicators.map((indicator) => ratioOf(indicator.weight)));
  const faults: Fault[] = [
    duplicate(plan.indicators, '/indicators'),
    exactText(sum) === '100' ? null : no('planning.indicators_not_100', '/indicators', { meta: { sum: exactText(sum) } }),
  ];
  if (
    !words(rule('catalogue.justice_field')).includes(plan.guidingCode) ||
    !context.rules.has('assessment.judicial_indicators', state.pins)
  )
    return faults;
  const judicial = rule('assessment.judicial_indicators');
  for (const { id, zh } of table<readonly { id: string; zh: string }[]>(judicial))
    if (!plan.indicators.some((indicator) => indicator.judicial === id))
      faults.push(no('planning.judicial_indicator_missing', '/indicators', { rule: judicial, meta: { indicator: zh } }));
  return faults;
};

/** What the instalments lack of the whole; below nothing where they are too much. */
const missingPercent = ({ schedule }: PlanInput): Ratio =>
  subRatio(ratio(100), sumRatio(schedule.map((instalment) => ratioOf(instalment.percent))));

const schedule = ({ plan, rule }: Check): Fault[] => {
  if (plan.schedule.length === 0) return [no('planning.schedule_empty', '/schedule')];
  const lacking = missingPercent(plan);
  const missing = exactText(lacking);
  const known = new Set(plan.milestones.map((milestone) => milestone.id));
  const last = plan.schedule.length - 1;
  return [
    duplicate(plan.schedule, '/schedule'),
    duplicate(plan.milestones, '/milestones'),
    missing === '0'
      ? null
      : no('planning.schedule_not_100', '/schedule', {
          meta: { sumPercent: exactText(subRatio(ratio(100), lacking)), missingPercent: missing },
        }),
    ...plan.schedule.flatMap((instalment, i): Fault[] => [
      ratioOf(instalment.percent).num > 0n ? null : no('planning.instalment_not_positive', `/schedule/${i}/percent`),
      (instalment.trigger === 'milestone' || instalment.conditions.includes('milestone')) && !known.has(instalment.milestone ?? '')
        ? no('planning.milestone_unknown', `/schedule/${i}/milestone`, { meta: { milestone: instalment.milestone ?? '' } })
        : null,
    ]),
    plan.schedule[last]?.conditions.includes('acceptance')
      ? null
      : no('planning.final_without_acceptance', `/schedule/${last}/conditions`, { rule: rule('accept.public_service') }),
  ];
};

/** The law on paying is asked of a schedule that is whole: by the rules for small and medium enterprises too, since one of them may win. */
const payment = (check: Check): Fault[] => {
  const { plan, state, context, rule } = check;
  const cap = rule('bond.performance_max');
  const { bondPercent } = plan;
  const faults: Fault[] = schedule(check);
  if (!faults.some((fault) => fault !== null))
    faults.push(
      ...paymentFaults(plan, null, state.pins, context).map(({ fault, pointer, rule: broken, meta }) =>
        no(`planning.${fault}`, pointer, { ...(broken ? { rule: broken } : {}), meta }),
      ),
    );
  if (bondPercent !== undefined && !within(ratioOf(bondPercent), ratio(0), ratioOf(figure(cap))))
    faults.push(no('planning.bond_above_cap', '/bondPercent', { rule: cap, meta: { percent: bondPercent, max: figure(cap) } }));
  return faults;
};

const duplicate = (items: readonly { readonly id: string }[], pointer: string): Fault =>
  twice(items.map(({ id }, i) => ({ id, at: `${pointer}/${i}` })));
/** The second of one id, each with its place. */
const twice = (items: readonly { readonly id: string; readonly at: string }[]): Fault => {
  const seen = new Set<string>();
  for (const { id, at } of items) {
    if (seen.has(id)) return no('planning.duplicate_id', `${at}/id`, { meta: { id } });
    seen.add(id);
  }
  return null;
};

const fixedFields = [
  'title',
  'catalogueItem',
  'guidingCode',
  'procurementCode',
  'amount',
  'budgetLine',
  'termMonths',
  'schedule',
  'indicators',
  'formula',
  'ladder',
  'targets',
  'payment',
  'bondPercent',
] as const;
/** After a change of method only method and document are open: everything else stands as it was approved. */
export const checkUnchanged = (
  before: PlanInput | PurchaseState['planning']['plan'],
  plan: PlanInput,
  same: (a: unknown, b: unknown) => boolean,
): Refusal | null =>
  firstOf(
    before === null
      ? []
      : fixedFields.map((field) =>
          same(before[field], plan[field]) ? null : no('planning.only_method_and_document_open', `/${field}`, { meta: { field } }),
        ),
  );
