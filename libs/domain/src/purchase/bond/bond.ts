import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { PlainDate } from '../../kernel/time.js';
import type { BondInterest, BondStanding, ReleaseCause } from './state.js';

interface OfBid {
  readonly bid: CaseId;
}
export type BondCommand =
  /** What the account or the guarantor says: that it came, or that it did not. */
  | Command<
      'recordBondReceipt',
      OfBid & {
        readonly received: boolean;
        readonly amount?: bigint | null;
        readonly receivedOn?: PlainDate | null;
        readonly evidence: ContentRef;
      }
    >
  /** `bidderCaused`: why the bidder itself kept it from being given back in time; then nothing is owed for the delay. */
  | Command<
      'refundBond',
      OfBid & { readonly refundedOn: PlainDate; readonly evidence: ContentRef; readonly bidderCaused?: ContentRef | null }
    >
  | Command<'forfeitBond', OfBid & { readonly ground: string; readonly reason: ContentRef }>
  | Command<'takeBonds', { readonly round: number }>
  | Command<'letBondsFallDue', { readonly round: number }>
  | Command<'bondRefundOverdue', OfBid>;
export type BondCommandType = BondCommand['type'];

/** A bond as the envelope offered it; `form` null: the envelope offered none. */
export interface TakenBond extends OfBid {
  readonly supplier: CaseId;
  readonly form: string | null;
  readonly offered: bigint;
  /** Equal numbers: paid from the same account. Null where none is named. */
  readonly account: number | null;
  readonly standing: BondStanding;
}
export type BondEvent =
  /** Bids are no secret any more: who offered which bond. */
  | DomainEvent<'BondsTaken', { readonly round: number; readonly demanded: bigint; readonly bonds: readonly TakenBond[] }>
  | DomainEvent<
      'BondReceiptRecorded',
      OfBid & {
        readonly received: boolean;
        readonly amount: bigint;
        readonly receivedOn: PlainDate | null;
        readonly evidence: ContentRef;
      }
    >
  | DomainEvent<
      'BondsFellDue',
      { readonly round: number; readonly bonds: readonly (OfBid & { readonly because: ReleaseCause; readonly due: Due })[] }
    >
  | DomainEvent<'BondRefundLate', OfBid>
  | DomainEvent<
      'BondRefunded',
      OfBid & {
        readonly supplier: CaseId;
        readonly amount: bigint;
        readonly refundedOn: PlainDate;
        readonly interest: BondInterest | null;
        readonly evidence: ContentRef;
        readonly bidderCaused: ContentRef | null;
      }
    >
  | DomainEvent<
      'BondForfeited',
      OfBid & { readonly supplier: CaseId; readonly amount: bigint; readonly ground: string; readonly reason: ContentRef }
    >;
