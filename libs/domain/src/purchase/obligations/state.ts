import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { FileRef } from '../types.js';

/** Something owed until a day: done late it is still done, and the lateness is on record. */
export interface Duty {
  readonly due: Due;
  readonly doneAt: Instant | null;
  readonly late: boolean;
}
/** 履约保证金: demanded with the signature, given back after the acceptance. */
export interface PerformanceBond {
  readonly amount: bigint;
  readonly demandedAt: Instant;
  readonly lodging: Duty;
  readonly form: string | null;
  readonly file: FileRef | null;
  /** From the published acceptance on. */
  readonly giving: (Duty & { readonly since: Instant }) | null;
  readonly withheld: bigint;
  readonly reason: ContentRef | null;
}
export interface SupplementDuties {
  readonly supplement: string;
  readonly signedAt: Instant;
  readonly publication: Duty;
  readonly filing: Duty & { readonly receipt: string | null };
}
export interface Subcontract {
  readonly id: string;
  readonly subcontractor: CaseId;
  /** Of the contract, decimal string. */
  readonly percent: string;
  readonly scope: ContentRef;
  readonly proposedAt: Instant;
  readonly due: Due;
  readonly late: boolean;
  readonly consent: boolean | null;
  readonly reason: ContentRef | null;
}
export interface AwaitedMilestone {
  readonly milestone: string;
  readonly due: Due;
  readonly late: boolean;
}
export interface ObligationsState {
  readonly bond: PerformanceBond | null;
  readonly supplements: readonly SupplementDuties[];
  readonly subcontracts: readonly Subcontract[];
  /** Reported ones, with the day by which they are confirmed. */
  readonly milestones: readonly AwaitedMilestone[];
}
export const initialObligations: ObligationsState = { bond: null, supplements: [], subcontracts: [], milestones: [] };
