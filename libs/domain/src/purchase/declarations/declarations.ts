import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { KindDifference } from '../../organisation/declared-kind.js';

/** 中小企业声明函: what a bid declared, and what the directory held when it was received. */
export interface DeclarationFinding extends KindDifference {
  readonly bid: CaseId;
  readonly supplier: CaseId;
}
export interface JudgedFinding extends DeclarationFinding {
  readonly at: Instant;
  readonly judgement: { readonly truthful: boolean; readonly reason: ContentRef; readonly at: Instant } | null;
}
export interface DeclarationsState {
  readonly rounds: readonly { readonly round: number; readonly findings: readonly JudgedFinding[] }[];
}
export const initialDeclarations: DeclarationsState = { rounds: [] };

export type DeclarationCommand = Command<
  'judgeDeclaration',
  { readonly bid: CaseId; readonly truthful: boolean; readonly reason: ContentRef }
>;
export type DeclarationEvent =
  | DomainEvent<'DeclarationsCompared', { readonly round: number; readonly findings: readonly DeclarationFinding[] }>
  | DomainEvent<'DeclarationJudged', { readonly bid: CaseId; readonly truthful: boolean; readonly reason: ContentRef }>;
