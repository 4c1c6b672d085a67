import type { Move } from '../../budget/ledger.js';
import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { Lines } from './moves.js';
import type { CountedSetAside } from '../planning/set-aside.js';
import type { Untendered } from './untendered.js';

interface Moving {
  readonly moves: readonly Move[];
}
interface OfInstalment {
  readonly instalment: string;
  readonly disbursement: CaseId;
}
interface OfClawback {
  readonly disbursement: CaseId;
  readonly amount: bigint;
}

export type FundingCommand =
  | Command<'fundingYearEnd', { readonly line: CaseId }>
  | Command<'fundYear', { readonly year: number; readonly line: CaseId }>
  /** Finance funds by hand what the batch could not. */
  | Command<'fundPlannedPart', { readonly year: number; readonly line: CaseId }>
  | Command<'carryFunds', { readonly from: CaseId; readonly to: CaseId; readonly withFunds: boolean }>
  | Command<'moveExpectedPayment', { readonly instalment: string; readonly expectedOn: PlainDate; readonly reason: ContentRef }>
  | Command<'instalmentRequested', OfInstalment & { readonly amount: bigint; readonly invoice: string }>
  | Command<'instalmentReopened', OfInstalment>
  | Command<'instalmentPaid', OfInstalment & { readonly amount: bigint; readonly last: boolean }>
  | Command<'instalmentReturned', OfInstalment & { readonly amount: bigint }>
  | Command<'clawbackDemanded', OfClawback>
  | Command<'clawbackReceived', OfClawback>
  | Command<'clawbackWrittenOff', OfClawback>;

export type FundingEvent =
  | DomainEvent<'FundsReserved', Moving & { readonly lines: Lines }>
  | DomainEvent<'FundsReleased', Moving & { readonly uncounted?: Untendered | null; readonly setAside?: CountedSetAside | null }>
  | DomainEvent<
      'FundsCommitted',
      Moving & { readonly instalments: readonly { readonly id: string; readonly amount: bigint; readonly expectedOn: PlainDate }[] }
    >
  | DomainEvent<'FundsAccepted', Moving>
  /** A supplement: the instalment that bears it, and what is committed or planned for it on top. */
  | DomainEvent<'FundsAdded', Moving & { readonly instalment: string; readonly amount: bigint }>
  | DomainEvent<'CommitmentsReleased', Moving & { readonly amount: bigint }>
  | DomainEvent<'FundingYearEnded', Moving & { readonly line: CaseId }>
  | DomainEvent<'YearFunded', Moving & { readonly year: number; readonly line: CaseId; readonly lines: Lines }>
  | DomainEvent<
      'YearFundingRefused',
      { readonly year: number; readonly line: CaseId; readonly missing: bigint; readonly dueAt: Instant | null }
    >
  | DomainEvent<'FundsCarried', Moving & { readonly from: CaseId; readonly to: CaseId; readonly withFunds: boolean; readonly lines: Lines }>
  | DomainEvent<
      'ExpectedPaymentMoved',
      Moving & { readonly instalment: string; readonly expectedOn: PlainDate; readonly reason: ContentRef }
    >
  | DomainEvent<'InstalmentRequested', OfInstalment & { readonly amount: bigint; readonly invoice: string }>
  | DomainEvent<'InstalmentReopened', OfInstalment>
  | DomainEvent<'InstalmentPaid', OfInstalment & Moving & { readonly amount: bigint; readonly last: boolean }>
  | DomainEvent<'InstalmentReturned', OfInstalment & Moving & { readonly amount: bigint }>
  | DomainEvent<'ClawbackDemanded', OfClawback>
  | DomainEvent<'ClawbackReceived', OfClawback & Moving>
  | DomainEvent<'ClawbackWrittenOff', OfClawback>;

export const fundingEvent = <T extends FundingEvent['type']>(type: T, data: Extract<FundingEvent, { type: T }>['data']): DomainEvent => ({
  type,
  schema: 1,
  data,
});
