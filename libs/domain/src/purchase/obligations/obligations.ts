import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { FileRef } from '../types.js';

interface OfSupplement {
  readonly supplement: string;
}
export type ObligationCommand =
  | Command<'lodgePerformanceBond', { readonly form: string; readonly file?: FileRef | null }>
  /** `withheld`: what is kept of it, for a breach that was upheld. */
  | Command<'returnPerformanceBond', { readonly withheld?: bigint | null; readonly reason?: ContentRef | null }>
  | Command<'publishSupplement', OfSupplement>
  | Command<'fileSupplement', OfSupplement & { readonly receipt: string }>
  /** `whole`, `main`: what the supplier itself says of the part; either makes it a transfer. */
  | Command<
      'proposeSubcontract',
      {
        readonly subcontractor: CaseId;
        readonly percent: string;
        readonly whole: boolean;
        readonly main: boolean;
        readonly scope: ContentRef;
      }
    >
  | Command<'decideSubcontract', { readonly subcontract: string; readonly consent: boolean; readonly reason: ContentRef }>
  | Command<'performanceBondOverdue', { readonly side: 'supplier' | 'purchaser' }>
  | Command<'supplementPublicationOverdue', OfSupplement>
  | Command<'supplementFilingOverdue', OfSupplement>
  | Command<'subcontractOverdue', { readonly subcontract: string }>
  | Command<'milestoneOverdue', { readonly milestone: string }>;
export type ObligationCommandType = ObligationCommand['type'];

export type ObligationEvent =
  | DomainEvent<'PerformanceBondDemanded', { readonly amount: bigint; readonly due: Due }>
  | DomainEvent<'PerformanceBondLodged', { readonly form: string; readonly file: FileRef | null; readonly late: boolean }>
  | DomainEvent<'PerformanceBondReleased', { readonly due: Due }>
  | DomainEvent<
      'PerformanceBondReturned',
      { readonly amount: bigint; readonly withheld: bigint; readonly reason: ContentRef | null; readonly late: boolean }
    >
  | DomainEvent<'PerformanceBondLate', { readonly side: 'supplier' | 'purchaser' }>
  | DomainEvent<'SupplementDutiesBegan', OfSupplement & { readonly publication: Due; readonly filing: Due }>
  | DomainEvent<'SupplementPublished', OfSupplement & { readonly amount: bigint; readonly late: boolean }>
  | DomainEvent<'SupplementFiled', OfSupplement & { readonly receipt: string; readonly late: boolean }>
  | DomainEvent<'SupplementPublicationLate', OfSupplement>
  | DomainEvent<'SupplementFilingLate', OfSupplement>
  | DomainEvent<
      'SubcontractProposed',
      { readonly id: string; readonly subcontractor: CaseId; readonly percent: string; readonly scope: ContentRef; readonly due: Due }
    >
  | DomainEvent<'SubcontractDecided', { readonly subcontract: string; readonly consent: boolean; readonly reason: ContentRef }>
  | DomainEvent<'SubcontractLate', { readonly subcontract: string }>
  | DomainEvent<'MilestoneAwaited', { readonly milestone: string; readonly due: Due }>
  | DomainEvent<'MilestoneLate', { readonly milestone: string }>;

export const obligationEvent = <T extends ObligationEvent['type']>(
  type: T,
  data: Extract<ObligationEvent, { type: T }>['data'],
): DomainEvent => ({ type, schema: 1, data });
