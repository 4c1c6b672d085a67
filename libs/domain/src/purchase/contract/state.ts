import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { ContractFace, Instalment, PaymentTerms } from '../types.js';
import type { ClauseJudgement } from './review.js';

export type ContractSide = 'supplier' | 'purchaser';
interface Signature {
  readonly person: string;
  readonly at: Instant;
  /** After the due day: the award stands, the lateness is on record. */
  readonly late: boolean;
}
/** Generated from plan and award; what a person adds are clauses, never terms. */
export interface ContractDraft {
  readonly supplier: CaseId;
  readonly amount: bigint;
  readonly schedule: readonly Instalment[];
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly account: ContentRef;
  readonly payment?: PaymentTerms;
  /** 履约保证金, in fen. */
  readonly bond?: bigint;
  readonly clauses: readonly { readonly id: string; readonly text: ContentRef; readonly flagged: boolean; readonly excuse?: string }[];
  readonly drafter: string;
  /** Of everything above: what is signed is what was generated. */
  readonly hash: string;
}
export interface ContractState {
  readonly signed: ContractFace | null;
  readonly due: Due | null;
  readonly draft: ContractDraft | null;
  /** Legal review of the contract text, clause by clause where one is flagged. */
  readonly review: {
    readonly outcome: 'recommended' | 'not-recommended';
    readonly clauses: readonly ClauseJudgement[];
    readonly by: string;
    readonly at: Instant;
  } | null;
  readonly signatures: Readonly<Partial<Record<ContractSide, Signature>>>;
  /** The due day passed without this side's signature. */
  readonly missed: readonly ContractSide[];
  readonly refusal: { readonly by: 'supplier' | 'recorded'; readonly at: Instant } | null;
  /** Persons who signed or drafted: they neither accept nor assess what they signed. */
  readonly signers: readonly string[];
}
export const initialContract: ContractState = {
  signed: null,
  due: null,
  draft: null,
  review: null,
  signatures: {},
  missed: [],
  refusal: null,
  signers: [],
};
