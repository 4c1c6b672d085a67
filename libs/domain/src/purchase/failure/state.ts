import type { ApprovalState } from '../../approval/approval.js';
import type { CaseId, ContentRef, Stage } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { Method } from '../types.js';

export type FailureChoice = 'mend' | 'retender' | 'other-method' | 'abandon';
/** Faulty documents with their faults, or sound ones with what experts wrote. */
export type Finding =
  | { readonly kind: 'document-faulty'; readonly faults: readonly ContentRef[] }
  | { readonly kind: 'document-sound'; readonly opinions: readonly { readonly expert: string; readonly text: ContentRef }[] };

/** One passage through the stage `failure`. */
export interface FailureRound {
  readonly round: number;
  /** The stage that failed. */
  readonly of: Stage;
  readonly since: Instant;
  readonly due: Due;
  readonly late: boolean;
  readonly finding: (Finding & { readonly at: Instant }) | null;
  /** The method applied for and its chain; null before, and again after a refusal or a withdrawal. */
  readonly application: { readonly method: Method; readonly reason: ContentRef; readonly approval: ApprovalState | null } | null;
  /** Applications that were refused or withdrawn. */
  readonly refusals: readonly { readonly method: Method; readonly outcome: 'refused' | 'withdrawn'; readonly at: Instant }[];
  readonly choice: {
    readonly choice: FailureChoice;
    readonly method: Method | null;
    readonly reason: ContentRef;
    readonly at: Instant;
  } | null;
}
export interface FailureState {
  readonly rounds: number;
  readonly current: FailureRound | null;
  readonly history: readonly FailureRound[];
  /** Methods that were chosen here, with approval where the method table demands one: planning takes them as approved. */
  readonly approvedMethods: readonly Method[];
  /** Whom the method chosen last goes on with; absent: whoever answers. */
  readonly invited?: readonly CaseId[];
}
export const initialFailure: FailureState = { rounds: 0, current: null, history: [], approvedMethods: [] };
