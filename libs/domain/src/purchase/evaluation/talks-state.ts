import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { FileRef } from '../types.js';

/** What the panel wants to change of the needs or the draft contract: it stands once the purchaser has confirmed it. */
export interface NeedsChange {
  readonly number: number;
  /** What it touches, in the words of the rule on what may be changed. */
  readonly changes: readonly string[];
  readonly text: ContentRef;
  readonly documents: readonly FileRef[];
  readonly proposedAt: Instant;
  /** `told`: the suppliers to whom it went, in writing and at the same moment. */
  readonly answer: {
    readonly confirmed: boolean;
    readonly at: Instant;
    readonly told: readonly CaseId[];
    readonly reason: ContentRef | null;
  } | null;
}
/** A final quote as it stood when the time was over: its price is still content. */
export interface ClosedQuote {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly quote: ContentRef;
  readonly receivedAt: Instant;
  readonly hash: string;
}
export interface AbsentQuote {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly ground: 'left-the-talks' | 'no-final-quote';
}
/** The panel asks for final quotes: each supplier alone, within a time that is the same for all. */
export interface QuoteCall {
  readonly number: number;
  readonly at: Instant;
  readonly until: Instant;
  /** From whom. */
  readonly bids: readonly CaseId[];
  /** Confirmed changes that a quote has to stand under. */
  readonly needsVersion: number;
  readonly closed: {
    readonly at: Instant;
    readonly quotes: readonly ClosedQuote[];
    readonly absent: readonly AbsentQuote[];
    /** Merkle root over the hashes of `quotes`. */
    readonly root: string;
  } | null;
  readonly openedAt: Instant | null;
}
export interface FinalPrice {
  readonly bid: CaseId;
  readonly price: bigint;
  readonly receivedAt: Instant;
  readonly hash: string;
  /** The final response, still content. */
  readonly quote: ContentRef;
}
/** 磋商、谈判: what the panel talked about with whom, what it changed, and what was quoted in the end. */
export interface TalksState {
  /** Begins anew with every change that stands. */
  readonly round: number;
  readonly talked: readonly { readonly round: number; readonly bid: CaseId; readonly record: ContentRef; readonly at: Instant }[];
  readonly changes: readonly NeedsChange[];
  readonly calls: readonly QuoteCall[];
  readonly prices: readonly FinalPrice[];
}
export const noTalks: TalksState = { round: 1, talked: [], changes: [], calls: [], prices: [] };
