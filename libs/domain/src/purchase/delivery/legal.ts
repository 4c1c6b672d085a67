import type { Context } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import { failedRound, isAccepted, openRound } from './acceptance.js';
import type { DeliveryCommandType } from './delivery.js';
import { clawbackUndemanded } from './instalments.js';
import { no } from './no.js';
import { isOffered } from './state.js';

/** What goes on while a rescinded contract is being settled: its publicity, its money, and what falls due by itself. */
const whileSettling: ReadonlySet<DeliveryCommandType> = new Set([
  'publishContract',
  'fileContract',
  'waiveInstalment',
  'demandClawback',
  'contractPublicationOverdue',
  'contractFilingOverdue',
  'instalmentTriggered',
  'paymentUnrequested',
  'defenceOver',
  'breachRectificationOverdue',
  'assessmentOverdue',
  'appealPeriodOver',
  'termEnded',
  'acceptanceOverdue',
  'acceptancePublicationOverdue',
  'settleDelivery',
]);

/** Wrong moment within the stage, as far as the command alone tells: the button and the command ask the same. */
export const legalDelivery = (state: PurchaseState, type: DeliveryCommandType, context: Context): Refusal | null => {
  const { delivery } = state;
  const round = openRound(state);
  const rule = (id: string) => context.rules.rule(id, state.pins);
  const has = (list: readonly unknown[], refusal: Refusal): Refusal | null => (list.length > 0 ? null : refusal);
  if (state.ending.rescission !== null && !whileSettling.has(type))
    return no('delivery.rescinded', { rule: rule('contract.rescission_grounds') });
  switch (type) {
    case 'publishContract':
      return delivery.publication?.doneAt == null ? null : no('delivery.contract_already_published');
    case 'fileContract':
      return delivery.filing?.doneAt == null ? null : no('delivery.contract_already_filed');
    case 'supplement':
      return isAccepted(state) ? no('delivery.accepted') : null;
    case 'signSupplement':
      if (isAccepted(state)) return no('delivery.accepted');
      return delivery.supplements.some(isOffered) ? null : no('delivery.supplement_signed');
    case 'withdrawSupplement':
      return delivery.supplements.some(isOffered) ? null : no('delivery.supplement_signed');
    case 'confirmMilestone':
      return has(
        delivery.milestones.filter(({ reportedAt, confirmedAt }) => reportedAt !== null && confirmedAt === null),
        no('delivery.milestone_not_reported'),
      );
    case 'noticeBreach':
      return has(
        delivery.breaches.filter(({ notice }) => !notice),
        no('delivery.breach_already_noticed'),
      );
    case 'defend':
      return has(
        delivery.breaches.filter(({ notice, decision }) => notice && !decision),
        no('delivery.breach_not_noticed'),
      );
    case 'decideBreach':
      return has(
        delivery.breaches.filter(({ decideDue, decision }) => decideDue && !decision),
        no('delivery.defence_open', { rule: rule('breach.defence') }),
      );
    case 'reportRectification':
    case 'judgeRectification':
      return has(
        delivery.breaches.filter(({ rectification }) => rectification && !rectification.result),
        no('delivery.no_rectification'),
      );
    case 'submitAssessmentSheet':
    case 'declareAssessmentConflict':
    case 'replaceEvaluator':
      return has(
        delivery.assessments.filter(({ score }) => !score),
        no('delivery.assessment_unknown'),
      );
    case 'publishAssessment':
      return has(
        delivery.assessments.filter(({ score, published }) => score && !published),
        no('delivery.not_scored'),
      );
    case 'acceptAssessment':
    case 'appeal':
      return has(
        delivery.assessments.filter(({ published }) => published),
        no('delivery.assessment_not_published'),
      );
    case 'answerAppeal': {
      const open = delivery.assessments.filter(({ appeal, answer }) => appeal && !answer);
      return has(open, no('delivery.no_appeal'));
    }
    case 'requestAcceptance':
      if (isAccepted(state)) return no('delivery.accepted');
      if (round || delivery.acceptanceRequest) return no('delivery.acceptance_requested');
      return failedRound(state) ? afterFailure(state, context) : null;
    case 'openAcceptance':
      if (isAccepted(state)) return no('delivery.accepted');
      if (round) return no('delivery.acceptance_open');
      if (failedRound(state)) {
        const refused = afterFailure(state, context);
        if (refused) return refused;
      }
      return delivery.acceptanceRequest ? null : no('delivery.acceptance_not_requested');
    case 'checkAcceptanceItems':
    case 'recordOpinion':
      if (!round) return no('delivery.no_acceptance_open');
      return round.signatures.length > 0 ? no('delivery.signature_begun') : null;
    case 'signAct':
      if (!round) return no('delivery.no_acceptance_open');
      if (context.actor.person === null || !round.members.includes(context.actor.person)) return no('delivery.not_an_acceptance_member');
      return round.signatures.some(({ person }) => person === context.actor.person) ? no('delivery.act_already_signed') : null;
    case 'publishAcceptance':
      if (!round) return isAccepted(state) ? no('delivery.acceptance_published') : no('delivery.no_acceptance_open');
      return round.act ? null : no('delivery.act_not_concluded');
    case 'orderRectification': {
      const failed = failedRound(state);
      if (!failed) return no('delivery.nothing_to_rectify');
      const max = rule('accept.rounds_max');
      return failed.round >= count(max) ? no('delivery.acceptance_rounds_over', { rule: max, meta: { rounds: failed.round } }) : null;
    }
    case 'demandClawback':
      return clawbackUndemanded(state) > 0n ? null : no('delivery.nothing_to_claw_back');
    default:
      return null;
  }
};

/** After a failure: rectified first, and only as often as the pack allows. */
const afterFailure = (state: PurchaseState, context: Context): Refusal | null => {
  const failed = failedRound(state);
  const max = context.rules.rule('accept.rounds_max', state.pins);
  if (failed && failed.round >= count(max)) return no('delivery.acceptance_rounds_over', { rule: max, meta: { rounds: failed.round } });
  return failed?.rectification ? null : no('delivery.rectification_missing', { rule: context.rules.rule('accept.rectify', state.pins) });
};
