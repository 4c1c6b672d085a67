import type { Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { AppraisalIndicator, AppraisalScore, AppraisalYear, Execution } from './state.js';

type Nothing = Record<string, never>;
interface Report {
  readonly indicators: readonly AppraisalIndicator[];
  readonly report: ContentRef;
}
export type PerformanceCommand =
  | Command<'submitSelfAppraisal', Report & { readonly year: number }>
  | Command<'offerKeyAppraisal', { readonly reason: ContentRef }>
  | Command<'submitKeyAppraisal', Report>
  | Command<'waiveKeyAppraisal', { readonly reason?: ContentRef | null }>
  | Command<'appraisalYearOver', { readonly year: number }>
  | Command<'selfAppraisalOverdue', { readonly year: number }>
  | Command<'keyAppraisalOverdue', Nothing>
  | Command<'keyOfferOver', Nothing>;
export type PerformanceCommandType = PerformanceCommand['type'];

interface Appraised extends Report {
  readonly execution: Execution;
  readonly score: AppraisalScore;
  readonly late: boolean;
}
type OpenedYear = Pick<AppraisalYear, 'year' | 'dueAt' | 'execution'>;
export type PerformanceEvent =
  /** A fiscal year with a payment is over while the contract is still performed: its self-evaluation is not put off until that ends. */
  | DomainEvent<'AppraisalYearOpened', OpenedYear>
  | DomainEvent<'AppraisalBegan', { readonly years: readonly OpenedYear[] }>
  | DomainEvent<'SelfAppraised', Appraised & { readonly year: number }>
  | DomainEvent<'SelfAppraisalLate', { readonly year: number }>
  | DomainEvent<'KeyAppraisalOpen', { readonly offer: Due }>
  | DomainEvent<'KeyAppraisalOffered', { readonly reason: ContentRef; readonly dueAt: Instant }>
  | DomainEvent<'KeyAppraised', Appraised>
  | DomainEvent<'KeyAppraisalLate', Nothing>
  | DomainEvent<'KeyAppraisalWaived', { readonly reason: ContentRef | null }>;
