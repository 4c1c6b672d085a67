import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { AwardFace, RankedBid } from '../types.js';

/** `deciding`: the candidates in ranking order. `choosing`: a winner refused, the next candidate or failure. */
export type AwardMode = 'deciding' | 'choosing';

export interface WinnerDecision {
  readonly winner: RankedBid;
  /** `deemed`: by statute, because the purchaser was silent. */
  readonly how: 'confirmed' | 'deemed' | 'next';
  /** The rule that decided where no person did. */
  readonly rule: string | null;
  readonly at: Instant;
  readonly noticeDue: Due;
  readonly noticeLate: boolean;
}
/** One passage through the stage `award`. */
export interface AwardCourse {
  readonly round: number;
  readonly mode: AwardMode;
  readonly since: Instant;
  /** In ranking order, without those who refused in an earlier round. */
  readonly candidates: readonly RankedBid[];
  readonly due: Due;
  readonly late: boolean;
  /** Candidates passed over, each with a lawful reason on record. */
  readonly skipped: readonly { readonly bid: CaseId; readonly ground: string; readonly reason: ContentRef; readonly at: Instant }[];
  /** Known to the purchaser's side alone until it is published. */
  readonly decision: WinnerDecision | null;
}
/** What somebody failed to do in time: on record, shown to finance and audit. */
interface AwardBreach {
  readonly rule: string;
  readonly organisation: CaseId;
  readonly round: number;
  readonly at: Instant;
}
export interface AwardState {
  /** The award that was published and notified last; null from the moment on at which it is decided anew. */
  readonly current: AwardFace | null;
  readonly course: AwardCourse | null;
  /** Everything that was published before: a refusing winner stands here. */
  readonly history: readonly AwardFace[];
  readonly breaches: readonly AwardBreach[];
}
export const initialAward: AwardState = { current: null, course: null, history: [], breaches: [] };
