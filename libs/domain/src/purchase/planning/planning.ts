import type { ApprovalMove, ApprovalResume } from '../../approval/approval.js';
import type { Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { PlainDate } from '../../kernel/time.js';
import type { Untendered } from '../funding/untendered.js';
import type { SubmittedPlan } from './default-method.js';
import type { FileRef, Plan } from '../types.js';
import type { AspectAnswer, ScrutinyTerms } from './scrutiny.js';
import type { CountedSetAside } from './set-aside.js';
import type { JudgementKind } from './state.js';

export type PlanChain = 'internal' | 'finance';
type PlanVote =
  | { readonly verb: 'approve'; readonly hash: string; readonly opinion?: ContentRef }
  | { readonly verb: 'refuse'; readonly hash: string; readonly opinion?: ContentRef }
  | {
      readonly verb: 'return';
      readonly hash: string;
      readonly to: string;
      readonly resume?: ApprovalResume;
      readonly opinion?: ContentRef;
    };

/** Facts of the need that the negative list asks about; a missing one is false. */
export interface PlanInput extends Plan {
  readonly facts: Readonly<Record<string, boolean>>;
}

export type PlanningCommand =
  | Command<
      'recordSurvey',
      { readonly on: PlainDate; readonly respondents: readonly { readonly name: ContentRef; readonly answer: ContentRef }[] }
    >
  | Command<'recordConsultation', { readonly from: PlainDate; readonly to: PlainDate; readonly summary: ContentRef }>
  | Command<
      'recordJudgement',
      {
        readonly kind: JudgementKind;
        readonly outcome: 'recommended' | 'not-recommended';
        readonly summary: ContentRef;
        readonly report?: FileRef;
      }
    >
  | Command<'submitPlan', { readonly plan: SubmittedPlan }>
  | Command<'withdrawPlan', { readonly reason: ContentRef }>
  | Command<
      'reviewPlan',
      { readonly verdict: 'passed' | 'returned'; readonly opinion: ContentRef; readonly aspects?: readonly AspectAnswer[] }
    >
  | Command<'votePlan', PlanVote>
  | Command<'votePlanAsFinance', PlanVote>
  | Command<'filePlan', Record<string, never>>
  | Command<'objectToPlan', { readonly reason: ContentRef }>
  | Command<'withdrawObjection', Record<string, never>>
  /** `amount`: only while no plan names one. */
  | Command<'publishIntentNotice', { readonly month: string; readonly need: ContentRef; readonly amount?: bigint | null }>
  | Command<'planStepOverdue', { readonly verb: 'overdue'; readonly step: string; readonly generation: number; readonly chain: PlanChain }>
  | Command<'scrutinyOverdue', Record<string, never>>
  | Command<'refreshPlanElectorate', { readonly chain: PlanChain }>;

export type PlanningEvent =
  | DomainEvent<
      'SurveyRecorded',
      { readonly on: PlainDate; readonly respondents: readonly { readonly name: ContentRef; readonly answer: ContentRef }[] }
    >
  | DomainEvent<'ConsultationRecorded', { readonly from: PlainDate; readonly to: PlainDate; readonly summary: ContentRef }>
  | DomainEvent<
      'JudgementRecorded',
      {
        readonly kind: JudgementKind;
        readonly outcome: 'recommended' | 'not-recommended';
        readonly summary: ContentRef;
        readonly report: FileRef | null;
      }
    >
  | DomainEvent<'PlanSubmitted', { readonly plan: Plan; readonly due: Due } & Partial<ScrutinyTerms>>
  | DomainEvent<'PlanWithdrawn', { readonly reason: ContentRef }>
  | DomainEvent<
      'PlanReviewed',
      {
        readonly role: string;
        readonly verdict: 'passed' | 'returned';
        readonly opinion: ContentRef;
        readonly aspects?: readonly AspectAnswer[];
      }
    >
  | DomainEvent<'PlanReturned', { readonly by: 'scrutiny' | PlanChain }>
  | DomainEvent<'PlanChainMoved', { readonly chain: PlanChain; readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'PlanFiled', { readonly receipt: string }>
  | DomainEvent<'PlanObjected', { readonly reason: ContentRef }>
  | DomainEvent<'ObjectionWithdrawn', Record<string, never>>
  | DomainEvent<
      'PlanApproved',
      {
        readonly plan: Plan;
        readonly counted: Untendered | null;
        readonly uncounted: Untendered | null;
        readonly setAside?: CountedSetAside;
        /** What an earlier approval of the same purchase had counted. */
        readonly setAsideBefore?: CountedSetAside | null;
        /** What of it is other than the intent notice said; absent: nothing. */
        readonly intentOutdated?: readonly string[];
      }
    >
  | DomainEvent<'PlanRefused', { readonly by: PlanChain }>
  | DomainEvent<'ScrutinyLate', Record<string, never>>
  | DomainEvent<
      'IntentNoticePublished',
      /** `round`: from the second on, told after what it announces has changed. */
      { readonly title: string; readonly amount: bigint; readonly month: string; readonly need: ContentRef; readonly round?: number }
    >;
