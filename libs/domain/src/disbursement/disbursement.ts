import type { ApprovalMove, ApprovalState, ApprovalVerb, HandOver } from '../approval/index.js';
import {
  noStages,
  type CaseId,
  type Command,
  type ContentRef,
  type Decision,
  type DomainEvent,
  type Due,
  type Instant,
  type Json,
  type Pins,
  type PlainDate,
  type Refusal,
  type Stage,
  type StageEvent,
  type Stages,
} from '../kernel/index.js';
import type { EnterpriseKind } from '../organisation/index.js';
import type { FileRef } from '../purchase/types.js';

export interface Invoice {
  /** 发票号码, with its code where it has one: used once over all cases of this supplier. */
  readonly number: string;
  readonly amount: bigint;
  readonly issuedOn: PlainDate;
  readonly file: FileRef;
}
export interface Payee {
  readonly organisation: CaseId;
  readonly account: ContentRef;
}
interface Person {
  readonly person: string;
  readonly appointment: string;
}
/** The statutory due date of a payment with every rule that was asked: the earliest binds. */
export interface PayDue {
  readonly binding: Due;
  readonly candidates: readonly Due[];
}
/** One payment order. Its key is the effect's: asked twice it is paid once. A new one needs a definite refusal, return or part payment. */
export interface Attempt {
  readonly n: number;
  readonly key: string;
  readonly orderNo: string;
  readonly amount: bigint;
  readonly account: ContentRef;
  readonly payeeName: string | ContentRef | null;
  readonly orderedAt: Instant;
  readonly answerDue: Due;
  readonly unanswered: boolean;
  readonly state: 'ordered' | 'paid' | 'partial' | 'refused' | 'returned';
  readonly paid: bigint;
  readonly returned: bigint;
  readonly treasuryNo: string | null;
  readonly reason: string | null;
}
export interface AgreedPart {
  readonly amount: bigint;
  readonly dueOn: PlainDate;
}
/** 追回: a demand for money back. What comes in stands in the treasury's statement; nothing is ever paid negatively. */
export interface Recovery {
  /** 退款通知书 */
  readonly number: string;
  readonly cause: string;
  readonly demanded: bigint;
  readonly due: Due;
  /** Agreed in parts: the parts' own days count. */
  readonly parts: readonly AgreedPart[];
  /** What had come in when the parts were agreed. */
  readonly receivedBefore: bigint;
  readonly received: bigint;
  readonly receipts: readonly { readonly movementNo: string; readonly amount: bigint; readonly valueOn: PlainDate }[];
  /** Per cent a year that the contract agreed for delay; null: none. */
  readonly interestPercent: string | null;
  readonly interest: bigint;
  /** Of that, what has come in beyond what was demanded. Absent before there was any. */
  readonly interestPaid?: bigint;
  /** Came in beyond everything that was owed: to be given back. */
  readonly excess?: bigint;
  readonly overdueSince: Instant | null;
  readonly legalDue: Due | null;
  readonly legalOpen: boolean;
  readonly legalSteps: number;
  readonly writeOff: { readonly approval: ApprovalState; readonly amount: bigint } | null;
  readonly writtenOff: bigint;
}
/** With whom the request lies between the answers of the chain. */
export type Desk = 'handler' | 'supplier' | 'chain' | 'correction' | 'treasury' | 'over';
export interface DisbursementState {
  readonly direction: 'pay' | 'recover';
  /** Null until requested or demanded. */
  readonly purchase: CaseId | null;
  readonly stages: Stages;
  readonly pins: Pins;
  readonly jurisdiction: string | null;
  readonly instalment: string | null;
  readonly contract: string;
  readonly supplier: CaseId;
  readonly payeeKind: EnterpriseKind;
  readonly purchaser: CaseId;
  readonly finance: CaseId;
  readonly payee: Payee | null;
  readonly requested: bigint;
  /** What is to be paid: the undisputed part of what was requested. */
  readonly amount: bigint;
  readonly disputed: bigint;
  readonly invoice: Invoice | null;
  readonly requester: Person | null;
  readonly requestedAt: Instant;
  readonly due: PayDue | null;
  readonly confirmDue: Due | null;
  readonly handlerLate: boolean;
  readonly desk: Desk;
  readonly handler: Person | null;
  readonly facts: ContentRef | null;
  readonly budgetLine: CaseId | null;
  readonly approval: ApprovalState | null;
  readonly attempts: readonly Attempt[];
  /** Paid less returned. */
  readonly paid: bigint;
  readonly overdue: boolean;
  readonly interest: { readonly days: number; readonly dailyPercent: string; readonly interest: bigint } | null;
  readonly acknowledged: readonly string[];
  readonly recovery: Recovery | null;
}
const nobody = '' as CaseId;
export const initialDisbursement: DisbursementState = {
  direction: 'pay',
  purchase: null,
  stages: noStages,
  pins: {},
  jurisdiction: null,
  instalment: null,
  contract: '',
  supplier: nobody,
  payeeKind: 'large',
  purchaser: nobody,
  finance: nobody,
  payee: null,
  requested: 0n,
  amount: 0n,
  disputed: 0n,
  invoice: null,
  requester: null,
  requestedAt: 0 as Instant,
  due: null,
  confirmDue: null,
  handlerLate: false,
  desk: 'handler',
  handler: null,
  facts: null,
  budgetLine: null,
  approval: null,
  attempts: [],
  paid: 0n,
  overdue: false,
  interest: null,
  acknowledged: [],
  recovery: null,
};

export interface RequestPayment {
  readonly purchase: CaseId;
  readonly supplier: CaseId;
  readonly instalment: string;
  readonly amount: bigint;
  readonly invoice: Invoice;
}
export interface DemandClawback {
  readonly purchase: CaseId;
  readonly contract: string;
  readonly jurisdiction: string | null;
  readonly pins: Pins;
  readonly purchaser: CaseId;
  readonly finance: CaseId;
  readonly supplier: CaseId;
  readonly payeeKind: EnterpriseKind;
  readonly amount: bigint;
  /** A word of the caller's: `assessment`, `rescission`, `breach`. */
  readonly cause: string;
  readonly interestPercent: string | null;
}
type Vote = Extract<ApprovalVerb, { verb: 'approve' | 'return' | 'refuse' }>;
type Overdue = Extract<ApprovalVerb, { verb: 'overdue' }>;
type Nothing = Record<string, never>;

export type DisbursementCommand =
  | Command<'requestPayment', RequestPayment>
  | Command<'resubmitRequest', Pick<RequestPayment, 'amount' | 'invoice'>>
  | Command<'cancelRequest', Nothing>
  /** The service was rendered as requested; less than requested where a part is disputed. */
  | Command<'confirmRequest', { readonly facts: ContentRef; readonly amount?: bigint; readonly dispute?: ContentRef }>
  | Command<'returnRequest', { readonly reason: ContentRef }>
  /** A return to `supplier` asks for another invoice; to `drafter`, for the handler. */
  | Command<'voteDisbursement', Vote>
  | Command<'refreshElectorate', Nothing>
  | HandOver
  | Command<'correctRequest', { readonly account: 'contract' | 'registered'; readonly reason: ContentRef }>
  | Command<'acknowledgeAlarm', { readonly alarm: string }>
  | Command<'agreeParts', { readonly parts: readonly AgreedPart[]; readonly agreement: ContentRef }>
  | Command<'recordLegalStep', { readonly step: ContentRef }>
  | Command<'proposeWriteOff', { readonly reason: ContentRef }>
  | Command<'voteWriteOff', Vote>
  | Command<'enterStage', { readonly stage: Stage }>
  | Command<'demandClawback', DemandClawback>
  | Command<'recordEffect', { readonly key: string; readonly answer: Json }>
  | Command<'recordTreasuryMovement', { readonly key: string | null; readonly movement: Json }>
  | Command<'paymentOverdue', Nothing>
  | Command<'orderUnanswered', { readonly key: string }>
  | Command<'handlerLate', Nothing>
  | Command<'approvalStepOverdue', Overdue>
  | Command<'writeOffStepOverdue', Overdue>
  | Command<'clawbackOverdue', Nothing>
  | Command<'legalRecoveryDue', Nothing>;
export type DisbursementCommandType = DisbursementCommand['type'];
/** What this command carries. */
export type DataOf<T extends DisbursementCommandType> = Extract<DisbursementCommand, { type: T }>['data'];
export type Decided = Decision<DisbursementEvent> | Refusal;

interface Posted {
  readonly key: string;
  readonly amount: bigint;
  readonly treasuryNo: string | null;
  readonly reason: string | null;
}
export type DisbursementEvent =
  | DomainEvent<
      'PaymentRequested',
      Omit<RequestPayment, 'purchase'> & {
        readonly purchase: CaseId;
        readonly jurisdiction: string | null;
        readonly pins: Pins;
        readonly contract: string;
        readonly payeeKind: EnterpriseKind;
        readonly purchaser: CaseId;
        readonly finance: CaseId;
        readonly payee: Payee;
        readonly payable: bigint;
        readonly due: PayDue;
        readonly confirmDue: Due;
      }
    >
  | DomainEvent<'RequestResubmitted', Pick<RequestPayment, 'amount' | 'invoice'> & { readonly due: PayDue; readonly confirmDue: Due }>
  | DomainEvent<'RequestCancelled', Nothing>
  | DomainEvent<
      'RequestConfirmed',
      {
        readonly facts: ContentRef;
        readonly amount: bigint;
        readonly disputed: bigint;
        readonly dispute: ContentRef | null;
        readonly budgetLine: CaseId;
        readonly moves: readonly ApprovalMove[];
        /** A chain of its own, not a resubmission in the one before. */
        readonly opens: boolean;
      }
    >
  | DomainEvent<'RequestReturned', { readonly to: 'supplier' | 'handler'; readonly reason: ContentRef; readonly confirmDue: Due | null }>
  | DomainEvent<'DisbursementChainMoved', { readonly moves: readonly ApprovalMove[] }>
  /** The budget line that bears it is another one now: votes for the old one are void. */
  | DomainEvent<'BudgetLineChanged', { readonly budgetLine: CaseId }>
  | DomainEvent<'DisbursementRefused', Nothing>
  | DomainEvent<
      'PaymentOrdered',
      {
        readonly n: number;
        readonly key: string;
        readonly orderNo: string;
        readonly amount: bigint;
        readonly payee: Payee;
        /** As registered when it was ordered; a person's is content, null in what was recorded before. */
        readonly payeeName: string | ContentRef | null;
        readonly answerDue: Due;
      }
    >
  | DomainEvent<'PaymentPosted', Posted & { readonly valueOn: PlainDate; readonly interest: DisbursementState['interest'] }>
  | DomainEvent<'PaymentRejected', Omit<Posted, 'amount'>>
  | DomainEvent<'PaymentReturned', Posted & { readonly confirmDue: Due }>
  | DomainEvent<'DisbursementReopened', { readonly stage: Stage }>
  | DomainEvent<'RequestCorrected', { readonly account: 'contract' | 'registered'; readonly payee: Payee; readonly reason: ContentRef }>
  | DomainEvent<'PaymentLate', Nothing>
  | DomainEvent<'OrderUnanswered', { readonly key: string }>
  | DomainEvent<'HandlerLate', Nothing>
  | DomainEvent<'AlarmAcknowledged', { readonly alarm: string }>
  | DomainEvent<'RecoveryDemanded', DemandClawback & { readonly number: string; readonly due: Due }>
  | DomainEvent<'PartsAgreed', { readonly parts: readonly AgreedPart[]; readonly agreement: ContentRef }>
  | DomainEvent<
      'ReceiptRecorded',
      {
        readonly movementNo: string;
        readonly amount: bigint;
        readonly valueOn: PlainDate;
        readonly interest: bigint;
        readonly excess: bigint;
        /** What of it pays interest for delay. */
        readonly interestPaid?: bigint;
        /** What of it had been written off: it was not lost after all. */
        readonly recovered?: bigint;
      }
    >
  | DomainEvent<'RecoveryLate', { readonly legalDue: Due }>
  | DomainEvent<'LegalRecoveryOpened', Nothing>
  | DomainEvent<'LegalStepRecorded', { readonly step: ContentRef }>
  | DomainEvent<'WriteOffProposed', { readonly amount: bigint; readonly reason: ContentRef; readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'WriteOffChainMoved', { readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'RecoveryWrittenOff', { readonly amount: bigint }>
  | StageEvent;

/** Where a person's command is lawful: at which desk the case lies. */
export const disbursementDesks = {
  resubmitRequest: ['supplier'],
  cancelRequest: ['handler', 'supplier', 'chain'],
  confirmRequest: ['handler'],
  returnRequest: ['handler'],
  voteDisbursement: ['chain'],
  refreshElectorate: ['chain'],
  correctRequest: ['correction'],
} as const satisfies Partial<Record<DisbursementCommandType, readonly Desk[]>>;

/** What people may do while a demand for money back is open. */
export const recoveryCommands = [
  'agreeParts',
  'recordLegalStep',
  'proposeWriteOff',
  'voteWriteOff',
] as const satisfies readonly DisbursementCommandType[];

/** What is still to be paid of what was approved. */
export const unpaid = (state: DisbursementState): bigint => state.amount - state.paid;
/** What of a demand neither came in nor was written off. */
export const outstanding = (recovery: Recovery): bigint => {
  const rest = recovery.demanded - recovery.received - recovery.writtenOff;
  return rest > 0n ? rest : 0n;
};
/** Interest for delay that has arisen and not come in. */
export const interestOpen = (recovery: Recovery): bigint => recovery.interest - (recovery.interestPaid ?? 0n);
export const lastAttempt = (state: DisbursementState): Attempt | null => state.attempts.at(-1) ?? null;
