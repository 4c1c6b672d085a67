import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';

/** 串通投标的情形 as a fact of two or more bids. `pattern`: a word of `collusion.auto_invalid`; `of`: what they share. */
export interface Signal {
  readonly id: string;
  readonly pattern: string;
  readonly of: string;
  readonly bids: readonly CaseId[];
}
export interface JudgedSignal extends Signal {
  readonly judgement: { readonly upheld: boolean; readonly reason: ContentRef; readonly at: Instant } | null;
}
export interface CorrectionStep {
  readonly step: string;
  readonly from: bigint;
  readonly to: bigint;
}
export interface PriceCorrection {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly steps: readonly CorrectionStep[];
  /** Fen, after all steps. */
  readonly price: bigint;
  readonly reason: ContentRef;
  readonly until: Instant;
  readonly rule: string;
  readonly at: Instant;
  /** What the bidder said; `missed`: nothing in time. */
  readonly answer: 'confirmed' | 'refused' | 'missed' | null;
}
/** One round of the tender, seen with the eyes of the examination. */
export interface FindingsRound {
  readonly round: number;
  readonly signals: readonly JudgedSignal[];
  readonly corrections: readonly PriceCorrection[];
}
export interface FindingsState {
  readonly rounds: readonly FindingsRound[];
}
export const initialFindings: FindingsState = { rounds: [] };
