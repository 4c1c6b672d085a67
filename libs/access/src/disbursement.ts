import {
  alarmsOf,
  seatFault,
  type Context,
  type DisbursementCommandType,
  type DisbursementState,
  type Due,
  type Json,
  type Refusal,
} from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permission, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

const supplier: readonly Permission[] = [{ roles: ['supplier-agent'], in: 'supplier' }];
const handler: readonly Permission[] = [{ roles: ['purchaser-handler'], in: 'purchaser' }];
const approvers: readonly Permission[] = [
  { roles: ['purchaser-approver', 'purchaser-leader'], in: 'purchaser' },
  { roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'finance' },
];
const operator: readonly Permission[] = [{ roles: ['operator'], in: 'any' }];

/** The supplier asks, the purchaser's handler confirms, others approve: by no post is one person entitled to two of these. */
export const disbursementPermissions: Permissions<DisbursementCommandType> = {
  // Whether it is the contract party is read from the purchase and decided there.
  requestPayment: [{ roles: ['supplier-agent'], in: 'any' }],
  resubmitRequest: supplier,
  cancelRequest: supplier,
  confirmRequest: handler,
  returnRequest: handler,
  voteDisbursement: approvers,
  refreshElectorate: operator,
  correctRequest: handler,
  acknowledgeAlarm: [...handler, { roles: ['finance-officer'], in: 'finance' }],
  agreeParts: handler,
  recordLegalStep: [{ roles: ['purchaser-leader', 'purchaser-handler'], in: 'purchaser' }],
  proposeWriteOff: handler,
  voteWriteOff: approvers,
  handOver: [],
  enterStage: [],
  demandClawback: [],
  recordEffect: [],
  recordTreasuryMovement: [],
  paymentOverdue: [],
  orderUnanswered: [],
  handlerLate: [],
  approvalStepOverdue: [],
  writeOffStepOverdue: [],
  clawbackOverdue: [],
  legalRecoveryDue: [],
};

const partiesOf = (state: DisbursementState): Parties => ({
  supplier: state.purchase === null ? null : state.supplier,
  purchaser: state.purchase === null ? null : state.purchaser,
  finance: state.purchase === null ? null : state.finance,
});
const oversees = (context: Context): boolean => ['operator', 'auditor'].some((role) => context.actor.roles.includes(role));

export const disbursementAccess = (state: DisbursementState, type: DisbursementCommandType, context: Context): Refusal | null =>
  mayGive(disbursementPermissions, type, context.actor, partiesOf(state), { known: state.purchase === null || oversees(context) });
export const disbursementOffered = (state: DisbursementState, type: DisbursementCommandType, context: Context): boolean =>
  isOffered(disbursementPermissions, type, context.actor, partiesOf(state));

const shown = (due: Due | null | undefined): Json =>
  due ? { dueAt: due.dueAt, lastDay: due.lastDay, rule: due.rule, calendar: due.calendar, provisional: due.provisional } : null;

/** The payee sees its request, its dates and what the treasury did; who approved and why is for the purchaser's side, finance and audit. */
export const seeDisbursement = (state: DisbursementState, context: Context): Json | null => {
  const { organisation } = context.actor;
  if (state.purchase === null || organisation === null) return null;
  const inside = [state.purchaser, state.finance].includes(organisation) || oversees(context);
  if (!inside && state.supplier !== organisation) return null;
  const { recovery, approval } = state;
  const open = {
    direction: state.direction,
    purchase: state.purchase,
    instalment: state.instalment,
    contract: state.contract,
    supplier: state.supplier,
    payeeKind: state.payeeKind,
    purchaser: state.purchaser,
    stage: state.stages.open[0]?.stage ?? null,
    closed: state.stages.closed,
    desk: state.desk,
    requested: state.requested,
    amount: state.amount,
    disputed: state.disputed,
    invoice: state.invoice,
    requestedAt: state.requestedAt,
    due: state.due && { ...(shown(state.due.binding) as object), candidates: state.due.candidates.map(shown) },
    paid: state.paid,
    overdue: state.overdue,
    interest: state.interest,
    payee: state.payee,
    recovery: recovery && {
      number: recovery.number,
      cause: recovery.cause,
      demanded: recovery.demanded,
      due: shown(recovery.due),
      parts: recovery.parts,
      received: recovery.received,
      writtenOff: recovery.writtenOff,
      interest: recovery.interest,
      interestPaid: recovery.interestPaid ?? 0n,
      excess: recovery.excess ?? 0n,
      receipts: recovery.receipts,
      overdueSince: recovery.overdueSince,
    },
  };
  if (!inside) return open as unknown as Json;
  return {
    ...open,
    finance: state.finance,
    budgetLine: state.budgetLine,
    facts: state.facts,
    attempts: state.attempts.map(({ account: _account, answerDue, ...attempt }) => ({ ...attempt, answerDue: shown(answerDue) })),
    alarms: alarmsOf(state).map(({ name, since, rule }) => ({ name, since, rule })),
    approval: approval && {
      status: approval.status,
      hash: approval.hash,
      generation: approval.generation,
      steps: approval.steps,
      seats: approval.seats,
      back: approval.back,
    },
    recovery: recovery && {
      ...open.recovery,
      legalDue: shown(recovery.legalDue),
      legalOpen: recovery.legalOpen,
      writeOff: recovery.writeOff && {
        amount: recovery.writeOff.amount,
        status: recovery.writeOff.approval.status,
        hash: recovery.writeOff.approval.hash,
        generation: recovery.writeOff.approval.generation,
        steps: recovery.writeOff.approval.steps,
        seats: recovery.writeOff.approval.seats,
      },
    },
  } as unknown as Json;
};

/** Who may give a command of a disbursement, held against this actor; of a vote, whose seat it is. */
export const entitledToDisbursement = (state: DisbursementState, type: DisbursementCommandType, { actor }: Context): Entitlement => {
  const chain = type === 'voteDisbursement' ? state.approval : type === 'voteWriteOff' ? state.recovery?.writeOff?.approval : null;
  return entitlement(waysOf(disbursementPermissions[type], actor, partiesOf(state)), seatFault(chain, actor));
};
