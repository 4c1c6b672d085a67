import { chainReads, type Candidate } from '../approval/index.js';
import {
  CLOSING,
  currentStage,
  isRefusal,
  refuse,
  stageEnded,
  stageEntered,
  stageName,
  type CaseId,
  type Context,
  type Decision,
  type Instant,
  type Locks,
  type Needs,
  type Refusal,
  type Stage,
} from '../kernel/index.js';
import {
  confirmRequest,
  correctRequest,
  disbursementOrganisations,
  orderSeries,
  reopenInstalment,
  returnRequest,
  voteDisbursement,
} from './chain.js';
import {
  disbursementDesks,
  lastAttempt,
  outstanding,
  recoveryCommands,
  type Desk,
  type DisbursementCommand,
  type DisbursementCommandType,
  type DisbursementEvent,
  type DisbursementState,
} from './disbursement.js';
import { agreeParts, demandBack, demandSeries, proposeWriteOff, recordReceipt, recoveryLate, voteWriteOff } from './recovery.js';
import type { DisbursementRefusal } from './refusals.js';
import { invoiceClaim, requestPayment, resubmitRequest } from './request.js';
import { alarmsOf } from './tasks.js';
import { outcomeNow, recordAnswer } from './treasury.js';

const no = (code: DisbursementRefusal, meta: Refusal['meta'] = {}): Refusal => refuse<DisbursementRefusal>(code, { meta });
const done = (...events: readonly DisbursementEvent[]): Decision<DisbursementEvent> => ({ events });
const nothing = done();

/** A disbursement draws on its purchase and reports to it in one transaction: both rows are locked. */
const alone: ReadonlySet<DisbursementCommandType> = new Set([
  'returnRequest',
  'acknowledgeAlarm',
  'recordLegalStep',
  'agreeParts',
  'enterStage',
  'paymentOverdue',
  'orderUnanswered',
  'handlerLate',
  'clawbackOverdue',
  'legalRecoveryDue',
]);
export const touchesDisbursement = (
  command: DisbursementCommand,
  parent: CaseId | null,
): Locks & { readonly reads?: readonly CaseId[] } => {
  if (command.type === 'requestPayment') return { cases: [command.data.purchase] };
  return parent === null || alone.has(command.type) ? {} : { cases: [parent] };
};

export const needsDisbursement = (state: DisbursementState, command: DisbursementCommand, at: Instant): Needs => {
  const people = chainReads(disbursementOrganisations(state));
  switch (command.type) {
    case 'requestPayment':
      return { claims: [invoiceClaim(command.data.supplier, command.data.invoice.number)] };
    case 'resubmitRequest':
      return { claims: [invoiceClaim(state.supplier, command.data.invoice.number)] };
    case 'confirmRequest':
    case 'refreshElectorate':
    case 'approvalStepOverdue':
    case 'proposeWriteOff':
    case 'voteWriteOff':
    case 'writeOffStepOverdue':
      return { reads: people };
    case 'voteDisbursement':
    case 'correctRequest':
    case 'handOver':
      return { reads: [...people, state.supplier], series: [orderSeries(state.finance, at)] };
    case 'demandClawback':
      return { series: [demandSeries(command.data.finance, at)] };
    default:
      return {};
  }
};

const inRecovery: ReadonlySet<DisbursementCommandType> = new Set(recoveryCommands);
const isOpenStage = (state: DisbursementState, name: string): boolean => stageName(currentStage(state.stages) ?? '') === name;

/** Wrong moment for a command of a person. */
export const legalDisbursement = (state: DisbursementState, type: DisbursementCommandType): Refusal | null => {
  if (type === 'requestPayment' || type === 'demandClawback') return state.purchase === null ? null : no('disbursement.already_requested');
  if (state.purchase === null) return refuse('case.not_found');
  if (inRecovery.has(type)) {
    if (!state.recovery) return no('disbursement.no_demand');
    if (!isOpenStage(state, 'payment')) return no('disbursement.stage_not_open');
    if (outstanding(state.recovery) === 0n) return no('disbursement.nothing_outstanding');
    if (type === 'recordLegalStep' && !state.recovery.legalOpen) return no('disbursement.no_legal_recovery');
    return type === 'voteWriteOff' && !state.recovery.writeOff ? no('disbursement.no_write_off') : null;
  }
  const desks: readonly Desk[] | undefined = (disbursementDesks as Partial<Record<string, readonly Desk[]>>)[type];
  if (!desks) return null;
  if (!isOpenStage(state, 'approval')) return no('disbursement.stage_not_open');
  if (!desks.includes(state.desk)) return no('disbursement.wrong_desk', { desk: state.desk });
  // Something was ordered already: who asked may no longer take it back.
  return type === 'cancelRequest' && state.attempts.length > 0 ? no('disbursement.already_ordered') : null;
};

export const decideDisbursement = (
  state: DisbursementState,
  command: DisbursementCommand,
  context: Context,
): Decision<DisbursementEvent> | Refusal => {
  switch (command.type) {
    case 'requestPayment':
      return requestPayment(state, command.data, context);
    case 'resubmitRequest':
      return resubmitRequest(state, command.data, context);
    case 'cancelRequest':
      return {
        events: [{ type: 'RequestCancelled', schema: 1, data: {} }, stageEnded(currentStage(state.stages) ?? 'approval', 'cancelled')],
        commands: [reopenInstalment(state, context)],
      };
    case 'confirmRequest':
      return confirmRequest(state, command.data, context);
    case 'returnRequest':
      return returnRequest(command.data.reason);
    case 'voteDisbursement':
      return voteDisbursement(state, command.data, context);
    case 'refreshElectorate':
      return voteDisbursement(state, { verb: 'refreshElectorate' }, context);
    case 'handOver':
      return handOver(state, command.data, context);
    case 'approvalStepOverdue':
      return state.desk === 'chain' ? voteDisbursement(state, command.data, context) : nothing;
    case 'correctRequest':
      return correctRequest(state, command.data, context);
    case 'acknowledgeAlarm':
      return alarmsOf(state).some((alarm) => alarm.name === command.data.alarm)
        ? done({ type: 'AlarmAcknowledged', schema: 1, data: command.data })
        : no('disbursement.no_such_alarm');
    case 'agreeParts':
      return agreeParts(state, command.data, context);
    case 'recordLegalStep':
      return done({ type: 'LegalStepRecorded', schema: 1, data: command.data });
    case 'proposeWriteOff':
      return proposeWriteOff(state, command.data.reason, context);
    case 'voteWriteOff':
      return voteWriteOff(state, command.data, context);
    case 'writeOffStepOverdue':
      return voteWriteOff(state, command.data, context);
    case 'enterStage':
      return enter(state, command.data.stage);
    case 'demandClawback':
      return demandBack(state, command.data, context);
    case 'recordEffect':
      return recordAnswer(state, command.data.key, command.data.answer, 'answer', context);
    case 'recordTreasuryMovement':
      return state.direction === 'recover'
        ? recordReceipt(state, command.data.movement, context)
        : recordAnswer(state, command.data.key, command.data.movement, 'movement', context);
    case 'paymentOverdue':
      return state.overdue ? nothing : done({ type: 'PaymentLate', schema: 1, data: {} });
    case 'orderUnanswered':
      return done({ type: 'OrderUnanswered', schema: 1, data: command.data });
    case 'handlerLate':
      return state.handlerLate ? nothing : done({ type: 'HandlerLate', schema: 1, data: {} });
    case 'clawbackOverdue':
      return recoveryLate(state, context);
    case 'legalRecoveryDue':
      return state.recovery?.legalOpen ? nothing : done({ type: 'LegalRecoveryOpened', schema: 1, data: {} });
  }
};

/** Both chains, whichever is under way: the approval of the payment, and that of giving a demand up. */
const handOver = (state: DisbursementState, leaver: Candidate, context: Context): Decision<DisbursementEvent> => {
  const verb = { verb: 'handOver', ...leaver } as const;
  const answers = [
    state.approval ? voteDisbursement(state, verb, context) : nothing,
    state.recovery?.writeOff ? voteWriteOff(state, verb, context) : nothing,
  ];
  return answers.find((one): one is Decision<DisbursementEvent> => !isRefusal(one) && one.events.length > 0) ?? nothing;
};

/** A stage that has nothing left to wait for ends at once: a demand needs no approval, an answer may be there before its stage. */
const enter = (state: DisbursementState, stage: Stage): Decision<DisbursementEvent> => {
  const { open, ended, closed } = state.stages;
  if (closed || ended[stage] !== undefined || open.some((one) => one.stage === stage)) return nothing;
  const at = (outcome: string | null) => done(stageEntered(stage), ...(outcome === null ? [] : [stageEnded(stage, outcome)]));
  // The money may have come back after the lifecycle heard of its payment, and before it got here.
  if (stage === CLOSING) return Object.values(ended).at(-1) === 'reopened' ? nothing : at('closed');
  if (state.recovery)
    return at(
      stageName(stage) === 'approval'
        ? 'ordered'
        : outstanding(state.recovery) === 0n
          ? state.recovery.writtenOff > 0n
            ? 'failed'
            : 'paid'
          : null,
    );
  return at(stageName(stage) === 'payment' && lastAttempt(state) ? outcomeNow(state) : null);
};
