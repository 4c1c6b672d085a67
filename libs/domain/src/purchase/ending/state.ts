import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';

export interface Compensation {
  readonly to: CaseId;
  readonly amount: bigint;
  readonly reason: ContentRef;
}
/** How a rescinded contract is settled, in fen: `owed` for what was delivered, the rest of the contract is never owed. */
export interface Settlement {
  readonly owed: bigint;
  readonly paid: bigint;
  /** Paid beyond what is owed, to be given back. */
  readonly clawback: bigint;
  /** Owed beyond what is paid. */
  readonly outstanding: bigint;
}
/** `liability`: the contract is being performed and stands; who caused the damage answers for it. */
export type AfterInvalid = 'next' | 'retender' | 'end' | 'liability';
/** An award that a decision found invalid. */
interface InvalidAward {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly contract: string | null;
  readonly ground: string;
  readonly afterwards: AfterInvalid;
  readonly compensations: readonly Compensation[];
  readonly at: Instant;
}
export interface EndingState {
  /** Absent until there is one. */
  readonly invalidAwards?: readonly InvalidAward[];
  readonly ended: {
    readonly by: string;
    readonly ground: string | null;
    readonly reason: ContentRef;
    readonly compensations: readonly Compensation[];
    /** When bonds and document fees are to be given back. */
    readonly refundsDue: Due | null;
    readonly at: Instant;
  } | null;
  /** A rescission whose money is not settled yet. */
  readonly rescission: {
    readonly settlement: Settlement;
    readonly ground: string;
    readonly at: Instant;
    readonly settledAt: Instant | null;
  } | null;
}
export const initialEnding: EndingState = { ended: null, rescission: null };
