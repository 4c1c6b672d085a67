import type { Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { roundOf } from '../../kernel/stages.js';
import { panelMayRead, panelStatus, panelVerbs, type PanelVerbName } from '../../panel/panel.js';
import { panelRefusals, type PanelRefusalCode } from '../../panel/refusals.js';
import { bondFault } from '../bond/facts.js';
import { declarationsCompared } from '../declarations/compare.js';
import { findingFault } from '../findings/facts.js';
import { screened, screenNeeds } from '../findings/screen.js';
import type { Part } from '../part.js';
import { publicNotice } from '../notice.js';
import type { PurchaseState } from '../state.js';
import { convene, supplement } from './convene.js';
import { convenes, event, no, openedBids, runningEvaluation, sitsOnPanel } from './course.js';
import { evaluationDeadlines, evaluationTasks } from './duties.js';
import type { EvaluationCommand, EvaluationCommandType, EvaluationEvent } from './evaluation.js';
import { evolveEvaluation } from './evolve.js';
import { demandExplanation, explainPrice, judgeExplanation } from './explanations.js';
import { aboveCeiling } from './ceiling.js';
import { awaitsExplanation, awaitsJudgement, lowPricesOpen } from './low-price.js';
import { type CourseWithPanel, movePanel } from './moves.js';
import { checkQualification } from './qualification.js';
import { awaitedBids } from './final-quotes.js';
import { evaluationRefusals } from './refusals.js';
import { talksRefusals } from './talks-refusals.js';
import { ranksByPrice } from './price-ranking.js';
import { correctScore, presentReport, pricesOpen, sheetContents, submitSheet } from './scoring.js';
import type { EvaluationCourse } from './state.js';
import { talksEvents, isTalksEvent } from './talks.js';
import { talksEffects } from './talks-duties.js';
import { decideTalks, isTalks, isTalksType, legalTalks, talksCommands, talksNeeds, talksTouches } from './talks-part.js';

/** 评审: from the opened bids to the signed report. */
export const evaluationPart: Part<EvaluationCommand, EvaluationEvent> = {
  refusals: [...evaluationRefusals, ...talksRefusals, ...panelRefusals],
  commands: {
    ...talksCommands,
    checkQualification: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    drawPanel: { by: 'person', stages: ['evaluation'] },
    supplementPanel: { by: 'person', stages: ['evaluation'] },
    replaceMember: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    declareConflict: { by: 'person', stages: ['evaluation'], contents: ['/statement'] },
    electChair: { by: 'person', stages: ['evaluation'] },
    voteCompliance: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    demandExplanation: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    explainPrice: { by: 'person', stages: ['evaluation'], contents: ['/explanation'] },
    judgeExplanation: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    submitSheet: { by: 'person', stages: ['evaluation'], contents: ['/sheet'] },
    correctScore: { by: 'person', stages: ['evaluation'], contents: ['/sheet', '/reason'] },
    presentReport: { by: 'person', stages: ['evaluation'], contents: ['/report'] },
    signReport: { by: 'person', stages: ['evaluation'], contents: ['/dissent'] },
    deemSignature: { by: 'person', stages: ['evaluation'], contents: ['/reason'] },
    evaluationOverdue: { by: 'system', stages: 'any' },
    explanationOverdue: { by: 'system', stages: 'any' },
  },
  events: {
    ...talksEvents,
    EvaluationBegan: true,
    QualificationChecked: true,
    QualificationClosed: true,
    PanelConvened: true,
    PanelMoved: true,
    LowPricesTested: true,
    ExplanationDemanded: true,
    PriceExplained: true,
    ExplanationMissed: true,
    TieSeedDrawn: true,
    RankingSettled: true,
    EvaluationConcluded: true,
    EvaluationFailed: true,
    EvaluationLate: true,
  },
  enter: {
    evaluation: (state, stage, context) => {
      const from = state.tender.current?.opening?.at ?? context.at;
      const due = dueOf(context.rules.rule('evaluation.finish', state.pins), from, context.calendar);
      return {
        events: [
          event('EvaluationBegan', { round: roundOf(stage), due }),
          ...screened(state, context),
          ...declarationsCompared(state, context),
        ],
      };
    },
  },
  enterNeeds: screenNeeds,
  touches: (command, caseId) => talksTouches(command.type, caseId),
  needs: (state, command) => {
    if (isTalks(command)) return talksNeeds(runningEvaluation(state), command.type);
    switch (command.type) {
      case 'drawPanel':
      case 'supplementPanel':
        return { reads: [command.data.pool, ...(state.parties.purchaser === null ? [] : [state.parties.purchaser])] };
      case 'submitSheet':
      case 'correctScore': {
        const course = withPanel(runningEvaluation(state));
        return { contents: [command.data.sheet.content, ...(course ? sheetContents(course) : [])] };
      }
      default:
        return {};
    }
  },
  legal: (state, type, context) => legal(state, type, context),
  decide: (state, command, context) => decide(state, command, context),
  evolve: evolveEvaluation,
  deadlines: evaluationDeadlines,
  tasks: evaluationTasks,
  project: (recorded, state) =>
    recorded.event.type === 'EvaluationFailed'
      ? [publicNotice(state, recorded, 'failureNotice', { ...recorded.event.data }, { round: state.tender.current?.round ?? 1 })]
      : [],
  effects: (recorded, state) => {
    const { event: happened } = recorded;
    if (isTalksEvent(happened)) return talksEffects({ ...recorded, event: happened }, state);
    if (happened.type !== 'EvaluationFailed') return [];
    const round = state.tender.current?.round ?? 1;
    const { key: notice } = publicNotice(state, recorded, 'failureNotice', {}, { round });
    return [{ key: `${recorded.caseId}:notice:failureNotice:${round}`, kind: 'notice', payload: { caseId: recorded.caseId, notice } }];
  },
};

const withPanel = (course: EvaluationCourse | null): CourseWithPanel | null => (course?.panel ? { ...course, panel: course.panel } : null);

/** Which verb of the panel a command is, and whose: a member's, or the organiser's. */
const verbs = {
  supplementPanel: ['supplement', 'organiser'],
  replaceMember: ['replace', 'organiser'],
  deemSignature: ['deem', 'organiser'],
  declareConflict: ['declare', 'member'],
  electChair: ['chooseChair', 'member'],
  voteCompliance: ['judge', 'member'],
  demandExplanation: ['question', 'member'],
  judgeExplanation: ['question', 'member'],
  submitSheet: ['submit', 'member'],
  correctScore: ['correct', 'member'],
  presentReport: ['present', 'either'],
  signReport: ['sign', 'member'],
} as const satisfies Partial<Record<EvaluationCommandType, readonly [PanelVerbName, 'member' | 'organiser' | 'either']>>;
const isVerb = (type: EvaluationCommandType): type is keyof typeof verbs => type in verbs;

const legal = (state: PurchaseState, type: EvaluationCommandType, context: Context): Refusal | null => {
  if (type === 'evaluationOverdue' || type === 'explanationOverdue') return null;
  const course = runningEvaluation(state);
  if (isTalksType(type)) return legalTalks(state, withPanel(course), type, context);
  if (isVerb(type)) return legalVerb(state, course, type, context);
  if (type === 'explainPrice')
    return course?.demands.some((demand) => demand.supplier === context.actor.organisation && awaitsExplanation(demand))
      ? null
      : no('evaluation.nothing_demanded');
  if (type === 'checkQualification') return course?.qualified === null ? null : no('evaluation.qualification_closed');
  if (course === null || course.qualified === null) return no('evaluation.qualification_open');
  return course.panel ? no('evaluation.panel_already_drawn') : null;
};

const legalVerb = (state: PurchaseState, running: EvaluationCourse | null, type: keyof typeof verbs, context: Context): Refusal | null => {
  const { actor } = context;
  const [verb, whose] = verbs[type];
  const member = sitsOnPanel(state, actor.person);
  // Nobody learns from an answer whether somebody else sits, nor whether a panel has been drawn.
  if (!member && (whose === 'member' || (whose === 'either' && !convenes(state, actor)))) return refuse('case.not_found');
  const course = withPanel(running);
  if (!course) return no('evaluation.no_panel');
  const status = panelStatus(course.panel);
  const wrong = refuse<PanelRefusalCode>('panel.wrong_state', { meta: { status } });
  const allowed: readonly PanelVerbName[] = panelVerbs[status];
  if (type === 'judgeExplanation' && status === 'questioning') return null;
  // While a price is questioned the votes are on that, not on compliance.
  if (type === 'voteCompliance' && status === 'questioning') return wrong;
  if (status === 'scoring' && ranksByPrice(state)) {
    if (type === 'submitSheet') return no('evaluation.nothing_scored');
    if (type === 'presentReport') return pricesOpen(state, course) ?? reporter(state, course, context);
  }
  if (!allowed.includes(verb)) {
    const declared = whose !== 'member' || panelMayRead(course.panel, actor.person ?? '');
    return declared ? wrong : refuse<PanelRefusalCode>('panel.declare_first');
  }
  if (type === 'demandExplanation') return byChair(course, context);
  if (type === 'presentReport') return reporter(state, course, context);
  if (type === 'judgeExplanation')
    return course.demands.some((demand) => awaitsJudgement(course, demand)) ? null : no('evaluation.nothing_to_judge');
  const quotes = type === 'submitSheet' ? awaitedBids(state, course) : [];
  if (quotes.length > 0) return no('evaluation.quotes_awaited', { meta: { bids: quotes } });
  const open = type === 'submitSheet' ? lowPricesOpen(course) : [];
  return open.length > 0 ? no('evaluation.low_price_open', { meta: { bids: open } }) : null;
};

/** Who lays the report before the members: the organiser once there is a chair, else the chair. */
const reporter = (state: PurchaseState, course: CourseWithPanel, context: Context): Refusal | null => {
  if (!convenes(state, context.actor)) return byChair(course, context);
  return course.panel.chair === null ? no('evaluation.chair_missing') : null;
};
const byChair = ({ panel }: CourseWithPanel, { actor }: Context): Refusal | null => {
  if (panel.chair === null) return no('evaluation.chair_missing');
  return panel.chair === actor.person ? null : no('evaluation.not_the_chair');
};

const decide = (state: PurchaseState, command: EvaluationCommand, context: Context): Decision | Refusal => {
  const course = runningEvaluation(state);
  if (command.type === 'evaluationOverdue') {
    const waits = course?.round === command.data.round && !course.late;
    return { events: waits ? [event('EvaluationLate', {})] : [] };
  }
  if (command.type === 'explanationOverdue') {
    const { round, bid } = command.data;
    const waits = course?.round === round && course.demands.some((demand) => demand.bid === bid && awaitsExplanation(demand));
    return { events: waits ? [event('ExplanationMissed', { bid })] : [] };
  }
  if (isTalks(command)) return decideTalks(state, withPanel(course), command, context);
  const wrongMoment = legal(state, command.type, context);
  if (wrongMoment) return wrongMoment;
  if (!course) throw new Error('an evaluation command outside of the evaluation');
  switch (command.type) {
    case 'checkQualification':
      return checkQualification(state, course, command.data, context);
    case 'drawPanel':
      return convene(state, course, command.data, context);
    case 'explainPrice':
      return explainPrice(course, command.data, context);
    default: {
      const seated = withPanel(course);
      return seated ? byPanel(state, seated, command, context) : no('evaluation.no_panel');
    }
  }
};

type PanelCommand = Extract<EvaluationCommand, { type: keyof typeof verbs }>;

const byPanel = (state: PurchaseState, course: CourseWithPanel, command: PanelCommand, context: Context): Decision | Refusal => {
  switch (command.type) {
    case 'supplementPanel':
      return supplement(state, course, command.data, context);
    case 'replaceMember': {
      const { person, reason } = command.data;
      return movePanel(state, course, context, { verb: 'replace', person, reason });
    }
    case 'declareConflict': {
      const { conflict, bidder, statement } = command.data;
      if (bidder && !openedBids(state).some(({ supplier }) => supplier === bidder))
        return no('evaluation.bidder_unknown', { pointer: '/bidder', meta: { bidder } });
      return movePanel(state, course, context, { verb: 'declare', conflict, ...(statement ? { statement } : {}) });
    }
    case 'electChair':
      return movePanel(state, course, context, { verb: 'chooseChair', person: command.data.person });
    case 'voteCompliance': {
      const { bid, compliant, reason } = command.data;
      const invalid = compliant
        ? (aboveCeiling(state, bid, context) ?? bondFault(state, bid, context) ?? findingFault(state, bid, context))
        : null;
      if (invalid) return invalid;
      return movePanel(state, course, context, { verb: 'judge', subject: bid, compliant, ...(reason ? { reason } : {}) });
    }
    case 'demandExplanation':
      return demandExplanation(state, course, command.data, context);
    case 'judgeExplanation':
      return judgeExplanation(state, course, command.data, context);
    case 'submitSheet':
      return submitSheet(state, course, command.data, context);
    case 'correctScore':
      return correctScore(state, course, command.data, context);
    case 'presentReport':
      return presentReport(state, course, command.data, context);
    case 'signReport': {
      const { hash, dissent } = command.data;
      const report = course.panel.report?.hash === hash ? course.panel.report : { content: '', hash };
      return movePanel(state, course, context, { verb: 'sign', report, ...(dissent ? { dissent } : {}) });
    }
    case 'deemSignature': {
      const { person, reason } = command.data;
      return movePanel(state, course, context, { verb: 'deem', person }, reason);
    }
  }
};
