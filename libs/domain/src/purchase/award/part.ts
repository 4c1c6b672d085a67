import type { CaseId, ContentRef, Context, Decision, DomainEvent, Stage } from '../../kernel/case.js';
import { dueOf, earliestOf } from '../../kernel/deadline.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { count, words } from '../../kernel/rules.js';
import { currentStage, roundOf, stageEnded } from '../../kernel/stages.js';
import { dateOf, endOfDay, yearOf, type Instant } from '../../kernel/time.js';
import { sitting } from '../../panel/panel.js';
import { openedBid, ruleOfProcedure } from '../evaluation/course.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { RankedBid } from '../types.js';
import type { AwardCommand, AwardCommandType, AwardEvent, ResultNotice } from './award.js';
import { awardDeadlines, awardTasks, candidateInTurn, runningAward } from './duties.js';
import { evolveAward } from './evolve.js';
import { awardEffects, projectAward } from './publication.js';
import { awardRefusals, type AwardRefusal } from './refusals.js';
import type { AwardCourse, WinnerDecision } from './state.js';

const no = (code: AwardRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<AwardRefusal>(code, more);
const event = <E extends AwardEvent>(type: E['type'], data: E['data']): DomainEvent => ({ type, schema: 1, data });
const stageNow = (state: PurchaseState): Stage => currentStage(state.stages) ?? 'award';
/** Letters of award 中标通知书 are numbered by department and year. */
const series = (state: PurchaseState, at: Instant): string => `${state.parties.purchaser}/${yearOf(dateOf(at))}/award`;

/** 定标: from the signed report to the notified winner. */
export const awardPart: Part<AwardCommand, AwardEvent> = {
  refusals: awardRefusals,
  commands: {
    confirmWinner: { by: 'person', stages: ['award'] },
    recordLawfulReason: { by: 'person', stages: ['award'], contents: ['/reason'] },
    giveUpAward: { by: 'person', stages: ['award'], contents: ['/reason'] },
    publishResult: { by: 'person', stages: ['award'] },
    deemWinner: { by: 'system', stages: 'any' },
    choiceOverdue: { by: 'system', stages: 'any' },
    resultNoticeOverdue: { by: 'system', stages: 'any' },
  },
  events: {
    AwardBegan: true,
    CandidatePassedOver: true,
    WinnerDecided: true,
    AwardBreachLogged: true,
    ResultPublished: true,
    WinnerNotified: true,
    AwardFailed: true,
    ChoiceLate: true,
    ResultNoticeLate: true,
  },
  enter: { award: (state, stage, context) => begin(state, stage, context) },
  needs: (state, command, _caseId, at) => (command.type === 'publishResult' ? { series: [series(state, at)] } : {}),
  legal: (state, type) => legal(state, type),
  decide: (state, command, context) => decide(state, command, context),
  evolve: evolveAward,
  deadlines: awardDeadlines,
  tasks: awardTasks,
  project: projectAward,
  effects: awardEffects,
};

/** Bids that were awarded already: they refused. */
const refusedBids = ({ award }: PurchaseState): readonly CaseId[] =>
  [...award.history, ...(award.current ? [award.current] : [])].map(({ winner }) => winner.bid);

const begin = (state: PurchaseState, stage: Stage, context: Context): Decision => {
  const { result } = state.evaluation;
  const ranking = result?.ranking ?? [];
  const named = ranking.slice(
    0,
    count(context.rules.rule(ruleOfProcedure(state, context, 'candidatesRule', 'rank.candidates'), state.pins)),
  );
  const refused = new Set(refusedBids(state));
  const candidates = named.filter(({ bid }) => !refused.has(bid));
  const mode = named.some(({ bid }) => refused.has(bid)) ? 'choosing' : 'deciding';
  // The signed report reaches the purchaser in the moment of the last signature: no day is lost on the way from an agency.
  // After a refusal the time runs from the choice to go on, whenever the next round could be opened.
  const from = (mode === 'deciding' ? result?.reportAt : state.stages.endedAt) ?? context.at;
  const due = dueOf(context.rules.rule(decideRule(state, context, mode), state.pins), from, context.calendar);
  const began = event('AwardBegan', { round: roundOf(stage), mode, candidates, due });
  return candidates.length > 0 ? { events: [began] } : { events: [began, ...failed(stage, 'no-candidate-left')] };
};

const decideRule = (state: PurchaseState, context: Context, mode: AwardCourse['mode']): string => {
  if (mode === 'choosing') return 'award.next.choose';
  const rule = ruleOfProcedure(state, context, 'decideRule', 'award.decide');
  return rule === 'award.decide' && state.parties.agency === null ? 'award.decide.self' : rule;
};

const failed = (stage: Stage, because: 'no-candidate-left' | 'given-up', reason: ContentRef | null = null): readonly DomainEvent[] => [
  event('AwardFailed', { because, reason }),
  stageEnded(stage, 'failed'),
];

const legal = (state: PurchaseState, type: AwardCommandType): Refusal | null => {
  const course = runningAward(state);
  if (type === 'deemWinner' || type === 'choiceOverdue' || type === 'resultNoticeOverdue') return null;
  if (type === 'publishResult') return course?.decision ? null : no('award.not_decided');
  if (course?.decision) return no('award.already_decided');
  if (type === 'giveUpAward') return course?.mode === 'choosing' ? null : no('award.nothing_refused');
  return null;
};

const decide = (state: PurchaseState, command: AwardCommand, context: Context): Decision | Refusal => {
  const course = runningAward(state);
  switch (command.type) {
    case 'deemWinner':
      return { events: course?.round === command.data.round ? deem(state, course, context) : [] };
    case 'choiceOverdue': {
      const waits = course?.round === command.data.round && course.mode === 'choosing' && course.decision === null && !course.late;
      return { events: waits ? [event('ChoiceLate', {}), breach(state, course.due.rule)] : [] };
    }
    case 'resultNoticeOverdue': {
      const waits = course?.round === command.data.round && course.decision?.noticeLate === false;
      return {
        events: waits ? [event('ResultNoticeLate', {}), breach(state, course.decision?.noticeDue.rule ?? '', publisher(state))] : [],
      };
    }
    default:
      break;
  }
  const wrongMoment = legal(state, command.type);
  if (wrongMoment) return wrongMoment;
  if (!course) throw new Error('an award command outside of the award');
  switch (command.type) {
    case 'confirmWinner': {
      const { bid } = command.data;
      if (!course.candidates.some((one) => one.bid === bid)) return no('award.no_candidate', { pointer: '/bid', meta: { bid } });
      const next = candidateInTurn(course);
      if (next?.bid !== bid)
        return no('award.not_in_order', {
          pointer: '/bid',
          rule: context.rules.rule(course.due.rule, state.pins),
          meta: { rank: next?.rank ?? null },
        });
      return { events: [decided(state, next, course.mode === 'choosing' ? 'next' : 'confirmed', context)] };
    }
    case 'recordLawfulReason': {
      const { bid, ground } = command.data;
      const lawful = context.rules.rule('award.pass_over_grounds', state.pins);
      if (!words(lawful).includes(ground))
        return no('award.ground_not_lawful', { pointer: '/ground', rule: lawful, meta: { ground, legal: words(lawful) } });
      if (!course.candidates.some((one) => one.bid === bid)) return no('award.no_candidate', { pointer: '/bid', meta: { bid } });
      const next = candidateInTurn(course);
      if (next?.bid !== bid) return no('award.not_in_order', { pointer: '/bid', meta: { rank: next?.rank ?? null } });
      const passed = event('CandidatePassedOver', command.data);
      const left = course.candidates.length - course.skipped.length - 1;
      return { events: left > 0 ? [passed] : [passed, ...failed(stageNow(state), 'no-candidate-left')] };
    }
    case 'giveUpAward':
      return { events: failed(stageNow(state), 'given-up', command.data.reason) };
    case 'publishResult':
      return publish(state, course, command.data.media, context);
  }
};

const publisher = ({ parties }: PurchaseState): CaseId =>
  (parties.agency?.powers.includes('publish') ? parties.agency.organisation : parties.purchaser) ?? '';
const breach = (state: PurchaseState, rule: string, organisation: CaseId = state.parties.purchaser ?? ''): DomainEvent =>
  event('AwardBreachLogged', { rule, organisation });

const decided = (
  state: PurchaseState,
  winner: RankedBid,
  how: WinnerDecision['how'],
  context: Context,
  rule: string | null = null,
): DomainEvent => {
  const period = context.rules.rule(ruleOfProcedure(state, context, 'resultNoticeRule', 'award.notice'), state.pins);
  return event('WinnerDecided', { winner, how, rule, noticeDue: dueOf(period, context.at, context.calendar) });
};

/** 视同确定: silence beyond the period makes the candidate whose turn it is the winner, by statute, and the silence is a breach. */
const deem = (state: PurchaseState, course: AwardCourse, context: Context): readonly DomainEvent[] => {
  const next = candidateInTurn(course);
  if (course.mode !== 'deciding' || course.decision !== null || !next) return [];
  return [decided(state, next, 'deemed', context, context.rules.rule('award.deemed', state.pins).id), breach(state, course.due.rule)];
};

const suppliersOf = (state: PurchaseState, orders: readonly (readonly CaseId[])[]): readonly (readonly CaseId[])[] =>
  orders.map((order) => order.map((bid) => openedBid(state, bid)?.supplier ?? ''));

/** Notice, letter of award and what every bidder is told: one act. */
const publish = (
  state: PurchaseState,
  { round, decision }: AwardCourse,
  media: readonly string[],
  context: Context,
): Decision | Refusal => {
  const evaluated = state.evaluation.course;
  if (!decision) return no('award.not_decided');
  const { winner } = decision;
  const { panel } = evaluated ?? { panel: null };
  const duration = earliestOf([{ rule: context.rules.rule('award.notice_duration', state.pins), from: context.at }], context.calendar);
  const standstill = context.rules.has('award.standstill', state.pins) ? context.rules.rule('award.standstill', state.pins) : null;
  const notice: ResultNotice = {
    round,
    winner: winner.supplier,
    price: winner.price,
    total: winner.total,
    priceScore: winner.priceScore,
    technicalScore: winner.technicalScore,
    how: decision.how,
    rule: decision.rule,
    decidedAt: decision.at,
    panel: panel ? sitting(panel).map(({ person, role }) => ({ person, role, chair: person === panel.chair })) : [],
    draws: panel?.draws ?? [],
    ties:
      evaluated?.tieSeed && evaluated.drawn.length > 0 ? { seed: evaluated.tieSeed, suppliers: suppliersOf(state, evaluated.drawn) } : null,
    media,
    untilAt: endOfDay(duration.earliestDay),
    standstillUntil: standstill ? earliestOf([{ rule: standstill, from: context.at }], context.calendar).earliestAt : null,
  };
  const name = series(state, context.at);
  const number = `〔${yearOf(dateOf(context.at))}〕${context.numbers.get(name) ?? 1}号`;
  return {
    events: [
      event('ResultPublished', notice),
      event('WinnerNotified', { bid: winner.bid, supplier: winner.supplier, number }),
      stageEnded(stageNow(state), 'notified'),
    ],
    numbers: { [name]: 1 },
  };
};
