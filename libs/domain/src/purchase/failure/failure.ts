import type { ApprovalMove, ApprovalResume } from '../../approval/approval.js';
import type { CaseId, Command, ContentRef, DomainEvent, Stage } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Method } from '../types.js';
import type { FailureChoice, Finding } from './state.js';

type MethodVote =
  | { readonly verb: 'approve'; readonly hash: string; readonly generation?: number; readonly opinion?: ContentRef }
  | { readonly verb: 'refuse'; readonly hash: string; readonly generation?: number; readonly opinion?: ContentRef }
  | {
      readonly verb: 'return';
      readonly hash: string;
      readonly generation?: number;
      readonly to: string;
      readonly resume?: ApprovalResume;
      readonly opinion?: ContentRef;
    };

export type FailureCommand =
  | Command<
      'recordFinding',
      | { readonly kind: 'document-faulty'; readonly faults: readonly { readonly text: ContentRef }[] }
      | { readonly kind: 'document-sound'; readonly opinions: readonly { readonly expert: string; readonly text: ContentRef }[] }
    >
  | Command<'choose', { readonly choice: FailureChoice; readonly method?: Method | null; readonly reason: ContentRef }>
  | Command<'voteOtherMethod', MethodVote>
  | Command<'resubmitOtherMethod', { readonly method: Method; readonly reason: ContentRef }>
  | Command<'withdrawOtherMethod', { readonly opinion?: ContentRef }>
  | Command<'refreshOtherMethod', Record<string, never>>
  | Command<'otherMethodOverdue', { readonly verb: 'overdue'; readonly step: string; readonly generation: number }>
  | Command<'failureOverdue', { readonly round: number }>;
export type FailureCommandType = FailureCommand['type'];

export type FailureEvent =
  | DomainEvent<'FailureOpened', { readonly round: number; readonly of: Stage; readonly due: Due }>
  | DomainEvent<'FindingRecorded', Finding>
  | DomainEvent<'OtherMethodApplied', { readonly method: Method; readonly reason: ContentRef }>
  | DomainEvent<'OtherMethodMoved', { readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'OtherMethodClosed', { readonly method: Method; readonly outcome: 'refused' | 'withdrawn' }>
  | DomainEvent<
      'FailureChosen',
      {
        readonly choice: FailureChoice;
        readonly method: Method | null;
        readonly reason: ContentRef;
        /** With whom alone the other method goes on; absent: with whoever answers its notice. */
        readonly invited?: readonly CaseId[];
      }
    >
  | DomainEvent<'FailureLate', { readonly round: number }>;
