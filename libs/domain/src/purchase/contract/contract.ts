import type { Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { PlainDate } from '../../kernel/time.js';
import type { ContractFace, PaymentTerms } from '../types.js';
import type { ClauseJudgement } from './review.js';
import type { ContractDraft, ContractSide } from './state.js';

interface Reviewed {
  readonly outcome: 'recommended' | 'not-recommended';
  readonly opinion: ContentRef;
  readonly clauses?: readonly ClauseJudgement[];
}
export interface ContractTerms {
  readonly startsOn: PlainDate;
  /** What the drafter believes the award says; a difference to award, plan or bid is refused with its pointer. */
  readonly amount: bigint;
  readonly termMonths: number;
  readonly percents: readonly string[];
  /** `excuse`: the ground on which the clause lets a side pay late. */
  readonly clauses: ContractDraft['clauses'];
  /** What the document leaves open, agreed now; absent: as the document says. */
  readonly payment?: PaymentTerms;
}
export type ContractCommand =
  | Command<'draftContract', ContractTerms>
  | Command<'reviewContract', Reviewed>
  | Command<'signAsSupplier', { readonly hash: string }>
  | Command<'signAsPurchaser', { readonly hash: string }>
  | Command<'refuseToSign', { readonly reason: ContentRef }>
  | Command<'recordRefusalToSign', { readonly reason: ContentRef }>
  | Command<'chooseAfterRefusal', { readonly choice: 'next' | 'failed' }>
  | Command<'signatureOverdue', Record<string, never>>;

export type ContractEvent =
  | DomainEvent<'SignaturePeriodBegan', { readonly due: Due }>
  | DomainEvent<'ContractDrafted', ContractDraft>
  | DomainEvent<'ContractReviewed', Reviewed>
  | DomainEvent<'ContractSigned', { readonly side: ContractSide; readonly hash: string; readonly late: boolean }>
  | DomainEvent<'ContractConcluded', ContractFace>
  | DomainEvent<'SigningRefused', { readonly by: 'supplier' | 'recorded'; readonly reason: ContentRef }>
  | DomainEvent<'CandidateGivenUp', { readonly choice: 'next' | 'failed' }>
  | DomainEvent<'SignatureMissed', { readonly sides: readonly ContractSide[]; readonly rule: string }>;
