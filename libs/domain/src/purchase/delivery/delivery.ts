import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { PanelMove } from '../../panel/panel.js';
import type { FileRef } from '../types.js';
import type { Consequence } from './breach-consequences.js';
import type { AcceptanceItem, BreachRectification, Incident, MilestoneState, OwnInstalment, ServiceRecord } from './state.js';

/** An evaluator holds a post with this role; the organisation is where. */
export interface EvaluatorSeat {
  readonly person: string;
  readonly organisation: CaseId;
}
type Nothing = Record<string, never>;
interface OfRound {
  readonly assessment: string;
}
interface OfBreach {
  readonly breach: string;
}

export type DeliveryCommand =
  | Command<'publishContract', Nothing>
  | Command<'fileContract', { readonly receipt: string }>
  | Command<
      'supplement',
      { readonly amount: bigint; readonly sameObject: boolean; readonly otherTermsUnchanged: boolean; readonly text: ContentRef }
    >
  | Command<'signSupplement', { readonly supplement: string }>
  /** Taken back by the purchaser, or declined by the supplier: until it is signed. */
  | Command<'withdrawSupplement', { readonly supplement: string; readonly reason: ContentRef }>
  | Command<'reportMilestone', { readonly milestone: string; readonly report: ContentRef; readonly file?: FileRef | null }>
  | Command<'confirmMilestone', { readonly milestone: string }>
  | Command<
      'recordService',
      Omit<ServiceRecord, 'id' | 'at' | 'indicator' | 'file'> & { readonly indicator?: string | null; readonly file?: FileRef | null }
    >
  | Command<
      'recordPersonnel',
      { readonly post: string; readonly change: 'vacated' | 'filled'; readonly on: PlainDate; readonly note: ContentRef }
    >
  | Command<'reportBreach', { readonly incident: Exclude<Incident, { kind: 'unrectified' }>; readonly account: ContentRef }>
  | Command<'noticeBreach', OfBreach & { readonly text: ContentRef }>
  | Command<'defend', OfBreach & { readonly statement: ContentRef }>
  | Command<'decideBreach', OfBreach & { readonly upheld: boolean; readonly reason: ContentRef }>
  | Command<'reportRectification', OfBreach & { readonly report: ContentRef; readonly file?: FileRef | null }>
  /** `returned`: back to the supplier, with days of its own. `failed`: a further breach, one rung up the ladder. */
  | Command<'judgeRectification', OfBreach & { readonly outcome: 'confirmed' | 'returned' | 'failed'; readonly reason: ContentRef }>
  | Command<'openAssessment', { readonly instalment: string; readonly evaluators: readonly EvaluatorSeat[] }>
  | Command<'declareAssessmentConflict', OfRound & { readonly conflict: boolean; readonly statement?: ContentRef | null }>
  | Command<'replaceEvaluator', OfRound & { readonly leaving?: string | null; readonly by: EvaluatorSeat; readonly reason: ContentRef }>
  | Command<'submitAssessmentSheet', OfRound & { readonly points: ContentRef }>
  | Command<'publishAssessment', OfRound>
  | Command<'acceptAssessment', OfRound>
  | Command<'appeal', OfRound & { readonly grounds: ContentRef }>
  | Command<'answerAppeal', OfRound & { readonly upheld: boolean; readonly reason: ContentRef }>
  | Command<'requestAcceptance', { readonly report?: FileRef | null }>
  | Command<'openAcceptance', { readonly members: readonly string[] }>
  | Command<
      'checkAcceptanceItems',
      { readonly items: readonly { readonly id: string; readonly passed: boolean; readonly note?: ContentRef | null }[] }
    >
  | Command<'recordOpinion', { readonly satisfied: boolean; readonly opinion: ContentRef }>
  | Command<'signAct', { readonly dissent?: ContentRef | null }>
  | Command<'publishAcceptance', Nothing>
  | Command<'orderRectification', { readonly until: PlainDate; readonly demand: ContentRef }>
  | Command<'waiveInstalment', { readonly instalment: string; readonly reason: ContentRef }>
  | Command<'demandClawback', Nothing>
  | Command<'contractPublicationOverdue', Nothing>
  | Command<'contractFilingOverdue', Nothing>
  | Command<'instalmentTriggered', { readonly instalment: string }>
  | Command<'paymentUnrequested', { readonly instalment: string }>
  | Command<'defenceOver', OfBreach>
  | Command<'breachRectificationOverdue', OfBreach>
  | Command<'assessmentOverdue', OfRound>
  | Command<'appealPeriodOver', OfRound>
  | Command<'termEnded', Nothing>
  | Command<'acceptanceOverdue', Nothing>
  | Command<'acceptancePublicationOverdue', { readonly round: number }>
  | Command<'settleDelivery', Nothing>;
export type DeliveryCommandType = DeliveryCommand['type'];

export type DeliveryEvent =
  | DomainEvent<
      'DeliveryBegan',
      {
        readonly publication: Due;
        readonly filing: Due;
        readonly milestones: readonly Omit<MilestoneState, 'reportedAt' | 'confirmedAt'>[];
        readonly instalments: readonly Pick<OwnInstalment, 'id' | 'amount'>[];
      }
    >
  | DomainEvent<'ContractPublished', { readonly number: string; readonly late: boolean }>
  | DomainEvent<'ContractFiled', { readonly receipt: string; readonly late: boolean }>
  | DomainEvent<'ContractPublicationLate', Nothing>
  | DomainEvent<'ContractFilingLate', Nothing>
  | DomainEvent<
      'SupplementOffered',
      { readonly id: string; readonly amount: bigint; readonly text: ContentRef; readonly cumulative: bigint; readonly cap: bigint }
    >
  /** The instalment bears it on top of its own amount. */
  | DomainEvent<'SupplementSigned', { readonly id: string; readonly instalment: string; readonly amount: bigint }>
  | DomainEvent<'SupplementWithdrawn', { readonly id: string; readonly side: 'supplier' | 'purchaser'; readonly reason: ContentRef }>
  | DomainEvent<'MilestoneReported', { readonly milestone: string; readonly report: ContentRef; readonly file: FileRef | null }>
  | DomainEvent<'MilestoneConfirmed', { readonly milestone: string }>
  | DomainEvent<'ServiceRecorded', Omit<ServiceRecord, 'at'>>
  | DomainEvent<'PostVacated', { readonly post: string; readonly from: PlainDate; readonly note: ContentRef }>
  | DomainEvent<'PostFilled', { readonly post: string; readonly on: PlainDate; readonly note: ContentRef }>
  | DomainEvent<
      'BreachReported',
      { readonly id: string; readonly incident: Incident; readonly account: ContentRef; readonly noticeDue: Due }
    >
  | DomainEvent<'BreachNoticed', { readonly breach: string; readonly text: ContentRef; readonly defenceDue: Due }>
  | DomainEvent<'BreachDefended', { readonly breach: string; readonly statement: ContentRef; readonly decideDue: Due }>
  | DomainEvent<'DefenceMissed', { readonly breach: string; readonly decideDue: Due }>
  | DomainEvent<
      'BreachDecided',
      {
        readonly breach: string;
        readonly upheld: boolean;
        readonly reason: ContentRef;
        readonly consequences: readonly Consequence[];
        readonly deduction: bigint;
        readonly penalty: bigint;
        readonly mayTerminate: boolean;
        /** Until when the supplier sets it right; absent where no step demands it. */
        readonly rectification?: Due;
      }
    >
  | DomainEvent<
      'BreachRectificationReported',
      OfBreach & { readonly report: ContentRef; readonly file: FileRef | null; readonly judgeDue: Due }
    >
  | DomainEvent<'BreachRectificationReturned', OfBreach & { readonly reason: ContentRef; readonly due: Due }>
  | DomainEvent<'BreachRectificationJudged', OfBreach & Pick<NonNullable<BreachRectification['result']>, 'outcome' | 'reason'>>
  | DomainEvent<'BreachRectificationLate', OfBreach & { readonly judgeDue: Due }>
  | DomainEvent<
      'AssessmentOpened',
      { readonly id: string; readonly instalment: string; readonly due: Due; readonly moves: readonly PanelMove[] }
    >
  | DomainEvent<'AssessmentPanelMoved', { readonly assessment: string; readonly moves: readonly PanelMove[] }>
  | DomainEvent<'AssessmentScored', { readonly assessment: string; readonly exact: string; readonly total: string }>
  | DomainEvent<
      'AssessmentPublished',
      { readonly assessment: string; readonly total: string; readonly passed: boolean; readonly by: string | null; readonly appealDue: Due }
    >
  | DomainEvent<'AssessmentAppealed', { readonly assessment: string; readonly grounds: ContentRef; readonly answerDue: Due }>
  | DomainEvent<'AppealAnswered', { readonly assessment: string; readonly upheld: boolean; readonly reason: ContentRef }>
  | DomainEvent<
      'AssessmentSettled',
      { readonly assessment: string; readonly payable: bigint; readonly withheld: bigint; readonly clawback: bigint }
    >
  | DomainEvent<'AssessmentLate', { readonly assessment: string }>
  | DomainEvent<'AcceptanceRequested', { readonly by: 'supplier' | 'term-end'; readonly report: FileRef | null; readonly due: Due }>
  | DomainEvent<
      'AcceptanceOpened',
      { readonly round: number; readonly members: readonly string[]; readonly items: readonly Pick<AcceptanceItem, 'id' | 'name'>[] }
    >
  | DomainEvent<'AcceptanceItemsChecked', { readonly items: readonly Omit<AcceptanceItem, 'name'>[] }>
  | DomainEvent<'OpinionRecorded', { readonly satisfied: boolean; readonly opinion: ContentRef }>
  | DomainEvent<'ActSigned', { readonly person: string; readonly dissent: ContentRef | null }>
  | DomainEvent<'ActConcluded', { readonly round: number; readonly passed: boolean; readonly publishDue: Due }>
  | DomainEvent<
      'AcceptancePublished',
      { readonly round: number; readonly passed: boolean; readonly final: boolean; readonly opinions: number; readonly satisfied: number }
    >
  | DomainEvent<'RectificationOrdered', { readonly until: PlainDate; readonly demand: ContentRef }>
  | DomainEvent<'AcceptanceLate', { readonly rule: string }>
  | DomainEvent<'AcceptancePublicationLate', { readonly round: number }>
  | DomainEvent<'InstalmentExpected', { readonly instalment: string; readonly triggerAt: Instant; readonly owedSince: Instant }>
  | DomainEvent<'InstalmentTriggered', { readonly instalment: string }>
  | DomainEvent<
      'InstalmentReady',
      { readonly instalment: string; readonly payable: bigint; readonly reminder: Due; readonly owedSince: Instant }
    >
  | DomainEvent<'PaymentUnrequested', { readonly instalment: string }>
  | DomainEvent<'PaymentReduced', { readonly instalment: string; readonly amount: bigint; readonly cause: string }>
  | DomainEvent<
      'InstalmentWaiverAgreed',
      { readonly instalment: string; readonly side: 'supplier' | 'purchaser'; readonly reason: ContentRef }
    >
  | DomainEvent<'InstalmentWaived', { readonly instalment: string; readonly amount: bigint }>
  | DomainEvent<'ClawbackDue', { readonly amount: bigint; readonly cause: string }>;
