import type { CaseId } from '../../kernel/case.js';
import type { Instant, PlainDate } from '../../kernel/time.js';

/** What a purchase holds of one budget line, in fen. */
export interface YearFunds {
  readonly year: number;
  /** Null until that year's line exists: the amount is planned only. */
  readonly line: CaseId | null;
  /** The line on whose memo accounts a plan stands. */
  readonly memo: CaseId | null;
  /** 24:00 of the line's last day; null for a plan. */
  readonly endsAt: Instant | null;
  /** The line's year is over: what is committed here waits to be carried. */
  readonly ended: boolean;
  /** How often the commitments have been carried over already. */
  readonly carried: number;
  readonly planned: bigint;
  readonly reserved: bigint;
  readonly committed: bigint;
  readonly advanced: bigint;
  readonly accepted: bigint;
  readonly paid: bigint;
}
/** A part planned for a year that waits for its line, or that the line could not bear: finance's to-do. */
export interface UnfundedYear {
  readonly year: number;
  readonly since: Instant;
  /** The line that was short, and by how much; null while there is no line. */
  readonly short: { readonly line: CaseId; readonly missing: bigint } | null;
  readonly dueAt: Instant | null;
}
/** Where a payment was drawn: a return goes back there. */
export interface Drawn {
  readonly year: number;
  readonly line: CaseId;
  readonly amount: bigint;
}
export interface InstalmentFunds {
  readonly id: string;
  readonly amount: bigint;
  readonly expectedOn: PlainDate;
  /** The disbursement that asks for it now. */
  readonly disbursement: CaseId | null;
  readonly requested: bigint;
  /** Paid less returned. */
  readonly paid: bigint;
  readonly returned: bigint;
  readonly lastPaidAt: Instant | null;
  readonly drawn: readonly Drawn[];
}
export interface ClawbackFunds {
  readonly disbursement: CaseId;
  readonly demanded: bigint;
  readonly received: bigint;
  readonly writtenOff: bigint;
}
export interface FundingState {
  readonly years: readonly YearFunds[];
  readonly committedAt: Instant | null;
  /** Acceptance was published: what was committed is owed. */
  readonly acceptedAt: Instant | null;
  readonly instalments: Readonly<Record<string, InstalmentFunds>>;
  readonly unfunded: readonly UnfundedYear[];
  /** Invoices in use, by number, with the disbursement that uses each. */
  readonly invoices: Readonly<Record<string, CaseId>>;
  /** Requests that were refused or cancelled: the invoices that they claimed may be used again, here alone. */
  readonly pastDisbursements: readonly CaseId[];
  readonly clawbacks: readonly ClawbackFunds[];
}
export const initialFunding: FundingState = {
  years: [],
  committedAt: null,
  acceptedAt: null,
  instalments: {},
  unfunded: [],
  invoices: {},
  pastDisbursements: [],
  clawbacks: [],
};
