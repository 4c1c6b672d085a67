import { lineYear } from '../../budget/ledger.js';
import { approvalDeadlines, approvalTasks, type ApprovalNames } from '../../approval/deadlines.js';
import { chainReads, moveChain, openChain } from '../../approval/embed.js';
import { evolveApprovals } from '../../approval/evolve.js';
import type { ApprovalVerb } from '../../approval/approval.js';
import { ANYWHERE, type CaseId, type Context, type Decision, type DomainEvent, type Needs, type Task } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { equal } from '../../kernel/json.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { currentStage, roundOf, stageEnded, stageName } from '../../kernel/stages.js';
import { dateOf, yearOf, type Instant } from '../../kernel/time.js';
import type { Part } from '../part.js';
import { withMethod } from './default-method.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import { checkSplitting, fundingNeeds, reserveFunds, untenderedAccounts, untenderedBy, untenderedPostings } from '../funding/part.js';
import { calculationRefusals } from '../../panel/sentences.js';
import { checkPlan, checkUnchanged } from './checks.js';
import type { PlanChain, PlanInput, PlanningCommand, PlanningEvent } from './planning.js';
import { planningRefusals, type PlanningRefusal } from './refusals.js';
import { evolvePlanning } from './evolve.js';
import { intentEffects, intentLegal, intentOutdated, intentRows, intentTasks, publishIntent } from './intent.js';
import { aspectFault, drafterFault, judgeFault, scrutinyTasks, scrutinyTerms, unitToReview } from './scrutiny.js';
import { surveyFault } from './survey.js';
import { countSetAside, setAsideAccounts, setAsidePostings } from './set-aside.js';

const no = (code: PlanningRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<PlanningRefusal>(code, more);
const organisationsOf = ({ parties }: PurchaseState): Record<string, CaseId | null> => ({
  purchaser: parties.purchaser,
  finance: parties.finance,
  'prefecture-finance': parties.prefectureFinance,
});
const chainRule = { internal: 'approval.plan', finance: 'approval.plan.finance' } as const satisfies Record<PlanChain, string>;
const protectedFields = (plan: Plan) => ({ amount: plan.amount, budgetLine: plan.budgetLine, method: plan.method });
const planOf = ({ facts: _facts, ...plan }: PlanInput): Plan => plan;
const event = <E extends PlanningEvent>(type: E['type'], data: E['data']): DomainEvent => ({
  type,
  schema: type === 'JudgementRecorded' ? 2 : 1,
  data,
});
/** Receipts of filed plans are numbered by department and year. */
const series = (state: PurchaseState, at: Instant) => `${state.parties.purchaser}/${yearOf(dateOf(at))}/plan`;
const inPlanning = (state: PurchaseState) => stageName(currentStage(state.stages) ?? '') === 'planning';

/** 立项: from the need to the approved plan. */
export const planningPart: Part<PlanningCommand, PlanningEvent> = {
  // A scoring template is refused in the words of the calculation.
  refusals: [...planningRefusals, ...calculationRefusals],
  commands: {
    recordSurvey: { by: 'person', stages: ['planning'], contents: ['/respondents/-/name', '/respondents/-/answer'] },
    recordConsultation: { by: 'person', stages: ['planning'], contents: ['/summary'] },
    recordJudgement: { by: 'person', stages: ['planning'], contents: ['/summary', '/report/name'] },
    submitPlan: {
      by: 'person',
      stages: ['planning'],
      contents: [
        '/plan/urgent',
        '/plan/eligibility/-/text',
        '/plan/setAside/reason',
        '/plan/termConditions/budgetSecured/justification',
        '/plan/termConditions/contentFixed/justification',
        '/plan/termConditions/continuous/justification',
        '/plan/termConditions/fundingStable/justification',
        '/plan/termConditions/priceStable/justification',
      ],
    },
    withdrawPlan: { by: 'person', stages: ['planning'], contents: ['/reason'] },
    reviewPlan: { by: 'person', stages: ['planning'], contents: ['/opinion', '/aspects/-/note'] },
    votePlan: { by: 'person', stages: ['planning'], contents: ['/opinion'] },
    votePlanAsFinance: { by: 'person', stages: ['planning'], contents: ['/opinion'] },
    filePlan: { by: 'person', stages: ['planning'] },
    objectToPlan: { by: 'person', stages: ['planning', 'tender'], contents: ['/reason'] },
    withdrawObjection: { by: 'person', stages: ['planning', 'tender'] },
    publishIntentNotice: { by: 'person', stages: ['planning', 'tender'], contents: ['/need'] },
    planStepOverdue: { by: 'system', stages: ['planning'] },
    scrutinyOverdue: { by: 'system', stages: ['planning'] },
    refreshPlanElectorate: { by: 'person', stages: ['planning'] },
  },
  events: {
    SurveyRecorded: true,
    ConsultationRecorded: true,
    JudgementRecorded: true,
    PlanSubmitted: true,
    PlanWithdrawn: true,
    PlanReviewed: true,
    PlanReturned: true,
    PlanChainMoved: true,
    PlanFiled: true,
    PlanObjected: true,
    ObjectionWithdrawn: true,
    PlanApproved: true,
    PlanRefused: true,
    ScrutinyLate: true,
    IntentNoticePublished: true,
  },
  enter: { planning: () => ({ events: [] }) },
  needs: (state, command, _caseId, at) => {
    switch (command.type) {
      case 'submitPlan': {
        const { plan } = command.data;
        const funds = planNeeds(state, plan);
        return { ...funds, reads: [...(funds.reads ?? []), plan.catalogueItem, plan.budgetLine] };
      }
      case 'reviewPlan':
      case 'votePlan':
      case 'votePlanAsFinance':
      case 'filePlan':
      case 'refreshPlanElectorate':
      case 'planStepOverdue': {
        const funds = state.planning.submitted ? planNeeds(state, state.planning.submitted) : {};
        const numbered = command.type === 'filePlan' ? { series: [series(state, at)] } : {};
        return { ...funds, ...numbered, reads: [...(funds.reads ?? []), ...chainReads(organisationsOf(state))] };
      }
      default:
        return {};
    }
  },
  legal: (state, type, context) => legal(state, type, context),
  decide: (state, command, context) => decide(state, command, context),
  evolve: evolvePlanning,
  deadlines: (state) => [
    ...(['internal', 'finance'] as const).flatMap((chain) =>
      approvalDeadlines(inPlanning(state) ? state.planning[chain] : null, names(chain)).map((deadline) => ({
        ...deadline,
        command: { ...deadline.command, data: { ...(deadline.command.data as object), chain } },
      })),
    ),
    ...(inPlanning(state) &&
    state.planning.scrutiny &&
    !state.planning.scrutiny.late &&
    !state.planning.internal &&
    state.planning.scrutiny.due.dueAt !== null
      ? [
          {
            id: 'planning/scrutiny',
            at: state.planning.scrutiny.due.dueAt,
            command: { type: 'scrutinyOverdue' },
            rule: state.planning.scrutiny.due.rule,
            calendar: state.planning.scrutiny.due.calendar,
            suspendable: true,
          },
        ]
      : []),
  ],
  tasks: (state) => (inPlanning(state) ? tasks(state) : intentTasks(state)),
  postings: ({ event: { type, data } }) =>
    type === 'PlanApproved'
      ? [
          ...untenderedPostings(data.counted, data.uncounted, type),
          ...setAsidePostings(data.setAside ?? null, data.setAsideBefore ?? null, type),
        ]
      : [],
  project: (recorded, state) => intentRows(recorded, state),
  effects: intentEffects,
};

export const planNeeds = (state: PurchaseState, plan: Omit<Plan, 'method'>): Needs => {
  const { accounts = [], ...funds } = fundingNeeds(state, plan);
  const figures = setAsideAccounts(state.parties.purchaser ?? '', lineYear(plan.budgetLine));
  return { ...funds, accounts: [...accounts, ...untenderedAccounts(plan.budgetLine, plan.procurementCode), ...figures] };
};
const names = (chain: PlanChain): ApprovalNames => ({
  key: `planning/${chain}`,
  vote: chain === 'internal' ? 'votePlan' : 'votePlanAsFinance',
  resubmit: 'submitPlan',
  refresh: 'refreshPlanElectorate',
  overdue: 'planStepOverdue',
  alert: { organisation: ANYWHERE, role: 'operator' },
});

const legal = (state: PurchaseState, type: PlanningCommand['type'], context: Context): Refusal | null => {
  const { submitted, scrutiny, internal, finance } = state.planning;
  const examined =
    submitted !== null &&
    (internal === null || internal.status === 'open' || internal.status === 'suspended' || internal.status === 'approved');
  switch (type) {
    case 'submitPlan':
      return examined && finance?.status !== 'returned' ? no('planning.under_examination') : null;
    case 'recordSurvey':
    case 'recordConsultation':
    case 'recordJudgement':
      return submitted ? no('planning.under_examination') : null;
    case 'withdrawPlan':
      return submitted ? null : no('planning.nothing_submitted');
    case 'reviewPlan':
      if (!submitted || !scrutiny || internal) return no('planning.not_in_scrutiny');
      if (context.actor.person !== null && state.planning.drafters.includes(context.actor.person))
        return no('planning.reviewer_drafted', { rule: context.rules.rule('pre.review.sod', state.pins) });
      return unitToReview(state, context) === null
        ? no('planning.already_reviewed', { rule: context.rules.rule('pre.review.members', state.pins) })
        : null;
    case 'votePlan':
      return internal ? null : no('planning.nothing_submitted');
    case 'votePlanAsFinance':
      return finance ? null : no('planning.not_with_finance');
    case 'filePlan':
      if (internal?.status !== 'approved') return no('planning.not_with_finance');
      return context.rules.rule('pre.plan_filing', state.pins).value === 'filing' ? null : no('planning.not_to_be_filed');
    case 'objectToPlan':
      if (!state.planning.filing) return no('planning.not_with_finance');
      return state.tender.current ? no('planning.objection_too_late') : null;
    case 'withdrawObjection':
      return state.planning.objection ? null : no('planning.no_objection');
    case 'publishIntentNotice':
      return intentLegal(state, context);
    default:
      return null;
  }
};

const decide = (state: PurchaseState, command: PlanningCommand, context: Context): Decision | Refusal => {
  const { planning } = state;
  switch (command.type) {
    case 'recordSurvey':
      return surveyFault(state, command.data, context) ?? { events: [event('SurveyRecorded', command.data)] };
    case 'recordConsultation':
      if (command.data.to < command.data.from) return no('planning.consultation_reversed', { pointer: '/to' });
      if (command.data.to > dateOf(context.at)) return no('planning.in_the_future', { pointer: '/to' });
      return drafterFault(state, context) ?? { events: [event('ConsultationRecorded', command.data)] };
    case 'recordJudgement':
      return (
        judgeFault(state, command.data.kind, context) ?? {
          events: [event('JudgementRecorded', { ...command.data, report: command.data.report ?? null })],
        }
      );
    case 'submitPlan':
      return submit(state, withMethod(state, command.data.plan, context), context);
    case 'withdrawPlan':
      return { events: [event('PlanWithdrawn', command.data)] };
    case 'reviewPlan':
      return review(state, command.data, context);
    case 'votePlan':
      return vote(state, 'internal', command.data, context);
    case 'votePlanAsFinance':
      return vote(state, 'finance', command.data, context);
    case 'refreshPlanElectorate':
      return vote(state, command.data.chain, { verb: 'refreshElectorate' }, context);
    case 'planStepOverdue': {
      const { chain, ...verb } = command.data;
      return vote(state, chain, verb, context);
    }
    case 'filePlan': {
      const name = series(state, context.at);
      const receipt = `〔${yearOf(dateOf(context.at))}〕${context.numbers.get(name) ?? 1}号`;
      return approved(state, context, [event('PlanFiled', { receipt })]);
    }
    case 'objectToPlan':
      return { events: [event('PlanObjected', command.data)] };
    case 'withdrawObjection':
      return { events: [event('ObjectionWithdrawn', {})] };
    case 'publishIntentNotice':
      return publishIntent(state, command.data, context);
    case 'scrutinyOverdue':
      return { events: planning.scrutiny?.late ? [] : [event('ScrutinyLate', {})] };
  }
};

const submit = (state: PurchaseState, input: PlanInput, context: Context): Decision | Refusal => {
  const stage = currentStage(state.stages) ?? 'planning';
  const changed = roundOf(stage) > 1 ? checkUnchanged(state.planning.plan, input, (a, b) => equal(a as never, b as never)) : null;
  const refused = drafterFault(state, context) ?? changed ?? checkPlan(state, input, context);
  if (refused) return refused;
  const due = dueOf(context.rules.rule('pre.review.due', state.pins), context.at, context.calendar);
  const plan = planOf(input);
  return { events: [event('PlanSubmitted', { plan, due, ...scrutinyTerms(state, plan, context) })] };
};

const review = (
  state: PurchaseState,
  data: Extract<PlanningCommand, { type: 'reviewPlan' }>['data'],
  context: Context,
): Decision | Refusal => {
  const role = unitToReview(state, context);
  if (role === null) return no('planning.already_reviewed');
  const refused = aspectFault(state, data.verdict, data.aspects ?? [], context);
  if (refused) return refused;
  const reviewed = event('PlanReviewed', { role, ...data });
  if (data.verdict === 'returned') return { events: [reviewed, event('PlanReturned', { by: 'scrutiny' })] };
  const passed = (state.planning.scrutiny?.reviews.length ?? 0) + 1;
  if (passed < (state.planning.scrutiny?.units.length ?? 0)) return { events: [reviewed] };
  const moves = open(state, 'internal', context);
  return isRefusal(moves) ? moves : { events: [reviewed, event('PlanChainMoved', { chain: 'internal', moves })] };
};

const open = (state: PurchaseState, chain: PlanChain, context: Context) => {
  const { submitted, submitter, drafters } = state.planning;
  if (!submitted || !submitter) return no('planning.nothing_submitted');
  return openChain(context, {
    rule: chainRule[chain],
    organisations: organisationsOf(state),
    initiator: submitter,
    drafters,
    amount: submitted.amount,
    fields: protectedFields(submitted),
    pins: state.pins,
  });
};

export const vote = (state: PurchaseState, chain: PlanChain, verb: ApprovalVerb, context: Context): Decision | Refusal => {
  const embedded = state.planning[chain];
  if (!embedded) return no('planning.nothing_submitted');
  const moves = moveChain(context, embedded, verb, organisationsOf(state), state.pins);
  if (isRefusal(moves)) return moves;
  if (moves.length === 0) return { events: [] };
  const moved = event('PlanChainMoved', { chain, moves });
  const after = evolveApprovals(embedded, moves, context.at);
  switch (after?.status) {
    case 'refused':
      return { events: [moved, event('PlanRefused', { by: chain }), stageEnded(currentStage(state.stages) ?? 'planning', 'refused')] };
    case 'returned':
      if (after.back?.to !== 'drafter' || embedded.status === 'returned') return { events: [moved] };
      return { events: [moved, event('PlanReturned', { by: chain })] };
    case 'approved':
      return chain === 'finance' ? approved(state, context, [moved]) : handOn(state, context, moved);
    default:
      return { events: [moved] };
  }
};

/** Internally approved: to finance where the pack demands its approval; else it waits to be filed. */
const handOn = (state: PurchaseState, context: Context, moved: DomainEvent): Decision | Refusal => {
  if (context.rules.rule('pre.plan_filing', state.pins).value !== 'approval') return { events: [moved] };
  const moves = open(state, 'finance', context);
  return isRefusal(moves) ? moves : { events: [moved, event('PlanChainMoved', { chain: 'finance', moves })] };
};

/** The plan is in force: its money is reserved in the same transaction, an exhausted line refuses it. */
const approved = (state: PurchaseState, context: Context, first: readonly DomainEvent[]): Decision | Refusal => {
  const plan = state.planning.submitted;
  if (!plan) return no('planning.nothing_submitted');
  const reserved = state.funding.years.length > 0 ? [] : reserveFunds(state, plan, context);
  if (isRefusal(reserved)) return reserved;
  // Another purchase of the same category may have been approved since this one was submitted.
  const split = checkSplitting(state, plan, context);
  if (split) return split;
  const counting = {
    counted: untenderedBy(state, plan, context),
    uncounted: state.planning.counted,
    setAside: countSetAside(state.parties.purchaser ?? '', plan, context.rules.rule('sme.reserve_all', state.pins)),
    setAsideBefore: state.planning.setAside,
  };
  const name = series(state, context.at);
  const outdated = intentOutdated(state, plan, context);
  return {
    events: [
      ...first,
      event('PlanApproved', { plan, ...counting, ...(outdated.length > 0 ? { intentOutdated: outdated } : {}) }),
      ...reserved,
      stageEnded(currentStage(state.stages) ?? 'planning', 'approved'),
    ],
    ...(context.numbers.has(name) ? { numbers: { [name]: 1 } } : {}),
  };
};

const tasks = (state: PurchaseState): Task[] => {
  const { planning, parties } = state;
  const since = (planning.scrutiny?.since ?? state.openedAt ?? 0) as Instant;
  const purchaser = parties.purchaser ?? '';
  if (!planning.submitted)
    return [
      {
        key: 'planning/plan',
        name: 'submitPlan',
        to: { organisation: purchaser, role: 'purchaser-handler' },
        since,
        dueAt: null,
        rule: null,
      },
    ];
  if (planning.scrutiny && !planning.internal) return [...scrutinyTasks(planning, purchaser)];
  const chain = planning.finance ? 'finance' : 'internal';
  if (planning.internal?.status === 'approved' && !planning.finance)
    return [
      {
        key: 'planning/file',
        name: 'filePlan',
        to: { organisation: purchaser, role: 'purchaser-handler' },
        since,
        dueAt: null,
        rule: null,
      },
    ];
  return [...approvalTasks(planning[chain], names(chain))];
};
