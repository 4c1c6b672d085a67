import type { Context, Decision, Needs, Recorded } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import type { Refusal } from '../../kernel/refusal.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import { fundingNeeds } from '../funding/part.js';
import { publicNotice } from '../notice.js';
import { bondDemanded } from '../obligations/bond.js';
import type { Part, PartCommand } from '../part.js';
import type { PurchaseState } from '../state.js';
import {
  checkItems,
  openAcceptance,
  orderRectification,
  publishAcceptance,
  recordOpinion,
  requestAcceptance,
  signAct,
  termEnded,
} from './acceptance.js';
import {
  acceptAssessment,
  answerAppeal,
  appeal,
  appealPeriodOver,
  assessmentNeeds,
  assessmentOverdue,
  declareConflict,
  openAssessment,
  publishAssessment,
  replaceEvaluator,
  submitSheet,
} from './assessments.js';
import { decideBreach, defenceOver, defend, noticeBreach, reportBreach } from './breaches.js';
import { confirmMilestone, recordPersonnel, recordService, reportMilestone } from './course.js';
import { deadlinesDelivery } from './deadlines.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand, DeliveryCommandType, DeliveryEvent } from './delivery.js';
import { evolveDelivery } from './evolve.js';
import { withInstalments } from './instalments.js';
import { legalDelivery } from './legal.js';
import { fileContract, publishContract, signSupplement, supplement, withdrawSupplement } from './paperwork.js';
import { demandClawback, instalmentTriggered, paymentUnrequested, settleDelivery, waiveInstalment } from './payments.js';
import { noticesOf } from './notices.js';
import { breachRectificationOverdue, judgeRectification, reportRectification } from './rectification.js';
import { deliveryRefusals } from './refusals.js';
import { tasksDelivery } from './tasks.js';

const byPerson = (...contents: string[]): PartCommand => ({
  by: 'person',
  stages: ['delivery'],
  ...(contents.length > 0 ? { contents } : {}),
});
const bySystem: PartCommand = { by: 'system', stages: ['delivery'] };
const commands: Readonly<Record<DeliveryCommandType, PartCommand>> = {
  publishContract: byPerson(),
  fileContract: byPerson(),
  supplement: byPerson('/text'),
  signSupplement: byPerson(),
  withdrawSupplement: byPerson('/reason'),
  reportMilestone: byPerson('/report', '/file/name'),
  confirmMilestone: byPerson(),
  recordService: byPerson('/summary', '/file/name'),
  recordPersonnel: byPerson('/note'),
  reportBreach: byPerson('/account'),
  noticeBreach: byPerson('/text'),
  defend: byPerson('/statement'),
  decideBreach: byPerson('/reason'),
  reportRectification: byPerson('/report', '/file/name'),
  judgeRectification: byPerson('/reason'),
  openAssessment: byPerson(),
  declareAssessmentConflict: byPerson('/statement'),
  replaceEvaluator: byPerson('/reason'),
  submitAssessmentSheet: byPerson('/points'),
  publishAssessment: byPerson(),
  acceptAssessment: byPerson(),
  appeal: byPerson('/grounds'),
  answerAppeal: byPerson('/reason'),
  requestAcceptance: byPerson('/report/name'),
  openAcceptance: byPerson(),
  checkAcceptanceItems: byPerson('/items/-/note'),
  recordOpinion: byPerson('/opinion'),
  signAct: byPerson('/dissent'),
  publishAcceptance: byPerson(),
  orderRectification: byPerson('/demand'),
  // Money that comes back after all else has ended may be given up then too.
  waiveInstalment: { ...byPerson('/reason'), stages: ['delivery', 'closing'] },
  demandClawback: byPerson(),
  contractPublicationOverdue: bySystem,
  contractFilingOverdue: bySystem,
  instalmentTriggered: bySystem,
  paymentUnrequested: bySystem,
  defenceOver: bySystem,
  breachRectificationOverdue: bySystem,
  assessmentOverdue: bySystem,
  appealPeriodOver: bySystem,
  termEnded: bySystem,
  acceptanceOverdue: bySystem,
  acceptancePublicationOverdue: bySystem,
  settleDelivery: bySystem,
};
const events: Readonly<Record<DeliveryEvent['type'], true>> = {
  DeliveryBegan: true,
  ContractPublished: true,
  ContractFiled: true,
  ContractPublicationLate: true,
  ContractFilingLate: true,
  SupplementOffered: true,
  SupplementSigned: true,
  SupplementWithdrawn: true,
  MilestoneReported: true,
  MilestoneConfirmed: true,
  ServiceRecorded: true,
  PostVacated: true,
  PostFilled: true,
  BreachReported: true,
  BreachNoticed: true,
  BreachDefended: true,
  DefenceMissed: true,
  BreachDecided: true,
  BreachRectificationReported: true,
  BreachRectificationReturned: true,
  BreachRectificationJudged: true,
  BreachRectificationLate: true,
  AssessmentOpened: true,
  AssessmentPanelMoved: true,
  AssessmentScored: true,
  AssessmentPublished: true,
  AssessmentAppealed: true,
  AppealAnswered: true,
  AssessmentSettled: true,
  AssessmentLate: true,
  AcceptanceRequested: true,
  AcceptanceOpened: true,
  AcceptanceItemsChecked: true,
  OpinionRecorded: true,
  ActSigned: true,
  ActConcluded: true,
  AcceptancePublished: true,
  RectificationOrdered: true,
  AcceptanceLate: true,
  AcceptancePublicationLate: true,
  InstalmentExpected: true,
  InstalmentTriggered: true,
  InstalmentReady: true,
  PaymentUnrequested: true,
  PaymentReduced: true,
  InstalmentWaiverAgreed: true,
  InstalmentWaived: true,
  ClawbackDue: true,
};
const inDelivery = (state: PurchaseState): boolean => stageName(currentStage(state.stages) ?? '') === 'delivery';
/** Commands that may add to the commitment, take something out of it, or clear what was prepaid. */
const moving: ReadonlySet<DeliveryCommandType> = new Set([
  'signSupplement',
  'decideBreach',
  'acceptAssessment',
  'answerAppeal',
  'appealPeriodOver',
  'publishAcceptance',
  'waiveInstalment',
  'demandClawback',
]);

/** 履约: from the contract's effect until acceptance is published and every instalment is settled. */
export const deliveryPart: Part<DeliveryCommand, DeliveryEvent> = {
  // A panel of evaluators refuses in the panel's own words, which evaluation lists for the whole purchase.
  refusals: deliveryRefusals,
  commands,
  events,
  enter: { delivery: (state, _stage, context) => begin(state, context) },
  needs: (state, command) => needs(state, command),
  legal: legalDelivery,
  decide,
  evolve: (state, recorded) => ({ ...state, delivery: evolveDelivery(state.delivery, recorded.event, recorded.effectiveAt) }),
  deadlines: (state) => (inDelivery(state) ? deadlinesDelivery(state) : []),
  tasks: (state) => (inDelivery(state) ? tasksDelivery(state) : []),
  project: (recorded, state) =>
    noticesOf(recorded, state).map(({ kind, body, round }) => publicNotice(state, recorded, kind, body, { round })),
  effects: (recorded: Recorded<DeliveryEvent>, state) =>
    noticesOf(recorded, state).map(({ kind, round }) => {
      const key = `${kind}${round > 1 ? `:${round}` : ''}`;
      return {
        key: `${recorded.caseId}:notice:${key}`,
        kind: 'notice',
        payload: { caseId: recorded.caseId, notice: `${recorded.caseId}:${key}` },
      };
    }),
};

const needs = (state: PurchaseState, command: DeliveryCommand): Needs => {
  const funds: Needs = moving.has(command.type) ? fundingNeeds(state) : {};
  switch (command.type) {
    case 'openAcceptance':
      return { reads: state.parties.purchaser === null ? [] : [state.parties.purchaser] };
    case 'recordService':
      return { contents: [command.data.summary.content] };
    case 'recordPersonnel':
      return { contents: [command.data.note.content] };
    case 'recordOpinion':
      return { contents: [command.data.opinion.content] };
    default:
      return { ...funds, ...assessmentNeeds(state, command) };
  }
};

/** What the contract's effect sets going: its publication and filing, and every instalment of its schedule. */
function begin(state: PurchaseState, context: Context): Decision {
  const { signed } = state.contract;
  if (!signed) throw new Error('a delivery without a contract');
  const due = (rule: string) => dueOf(context.rules.rule(rule, state.pins), signed.signedAt, context.calendar);
  const began = event('DeliveryBegan', {
    publication: due('contract.publish'),
    filing: due('contract.file'),
    milestones: state.planning.plan?.milestones ?? [],
    instalments: signed.schedule.map(({ id, amount }) => ({ id, amount })),
  });
  return { events: [...withInstalments(state, [began], context), ...bondDemanded(state, context)] };
}

function decide(state: PurchaseState, command: DeliveryCommand, context: Context): Decision | Refusal {
  switch (command.type) {
    case 'publishContract':
      return publishContract(state, context);
    case 'fileContract':
      return fileContract(state, command.data, context);
    case 'supplement':
      return supplement(state, command.data, context);
    case 'signSupplement':
      return signSupplement(state, command.data, context);
    case 'withdrawSupplement':
      return withdrawSupplement(state, command.data, context);
    case 'reportMilestone':
      return reportMilestone(state, command.data, context);
    case 'confirmMilestone':
      return confirmMilestone(state, command.data, context);
    case 'recordService':
      return recordService(state, command.data, context);
    case 'recordPersonnel':
      return recordPersonnel(state, command.data, context);
    case 'reportBreach':
      return reportBreach(state, command.data, context);
    case 'noticeBreach':
      return noticeBreach(state, command.data, context);
    case 'defend':
      return defend(state, command.data, context);
    case 'decideBreach':
      return decideBreach(state, command.data, context);
    case 'reportRectification':
      return reportRectification(state, command.data, context);
    case 'judgeRectification':
      return judgeRectification(state, command.data, context);
    case 'openAssessment':
      return openAssessment(state, command.data, context);
    case 'declareAssessmentConflict':
      return declareConflict(state, command.data, context);
    case 'replaceEvaluator':
      return replaceEvaluator(state, command.data, context);
    case 'submitAssessmentSheet':
      return submitSheet(state, command.data, context);
    case 'publishAssessment':
      return publishAssessment(state, command.data, context);
    case 'acceptAssessment':
      return acceptAssessment(state, command.data, context);
    case 'appeal':
      return appeal(state, command.data, context);
    case 'answerAppeal':
      return answerAppeal(state, command.data, context);
    case 'requestAcceptance':
      return requestAcceptance(state, command.data, context);
    case 'openAcceptance':
      return openAcceptance(state, command.data, context);
    case 'checkAcceptanceItems':
      return checkItems(state, command.data);
    case 'recordOpinion':
      return recordOpinion(state, command.data, context);
    case 'signAct':
      return signAct(state, command.data, context);
    case 'publishAcceptance':
      return publishAcceptance(state, context);
    case 'orderRectification':
      return orderRectification(state, command.data, context);
    case 'waiveInstalment':
      return waiveInstalment(state, command.data, context);
    case 'demandClawback':
      return demandClawback(state);
    default:
      return system(state, command, context);
  }
}

type SystemCommand = Extract<
  DeliveryCommand,
  {
    type:
      | 'contractPublicationOverdue'
      | 'contractFilingOverdue'
      | 'instalmentTriggered'
      | 'paymentUnrequested'
      | 'defenceOver'
      | 'breachRectificationOverdue'
      | 'assessmentOverdue'
      | 'appealPeriodOver'
      | 'termEnded'
      | 'acceptanceOverdue'
      | 'acceptancePublicationOverdue'
      | 'settleDelivery';
  }
>;
/** What falls due by itself: it answers facts and never refuses. */
function system(state: PurchaseState, command: SystemCommand, context: Context): Decision {
  const { publication, filing, acceptanceRequest } = state.delivery;
  switch (command.type) {
    case 'contractPublicationOverdue':
      return { events: publication?.doneAt === null && !publication.late ? [event('ContractPublicationLate', {})] : [] };
    case 'contractFilingOverdue':
      return { events: filing?.doneAt === null && !filing.late ? [event('ContractFilingLate', {})] : [] };
    case 'instalmentTriggered':
      return instalmentTriggered(state, command.data, context);
    case 'paymentUnrequested':
      return paymentUnrequested(state, command.data);
    case 'defenceOver':
      return defenceOver(state, command.data, context);
    case 'breachRectificationOverdue':
      return breachRectificationOverdue(state, command.data, context);
    case 'assessmentOverdue':
      return assessmentOverdue(state, command.data);
    case 'appealPeriodOver':
      return appealPeriodOver(state, command.data, context);
    case 'termEnded':
      return termEnded(state, context);
    case 'acceptanceOverdue':
      return {
        events: acceptanceRequest && !acceptanceRequest.late ? [event('AcceptanceLate', { rule: acceptanceRequest.due.rule })] : [],
      };
    case 'acceptancePublicationOverdue':
      return { events: state.delivery.acceptances.at(-1)?.late === false ? [event('AcceptancePublicationLate', command.data)] : [] };
    case 'settleDelivery':
      return settleDelivery(state);
  }
}
