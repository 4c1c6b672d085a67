import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { PanelState } from '../../panel/panel.js';
import type { EvaluationFace, RankedBid } from '../types.js';
import type { TalksState } from './talks-state.js';

interface QualificationCheck {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly qualified: boolean;
  readonly reason: ContentRef | null;
  readonly by: string;
  readonly at: Instant;
}
export interface LowPriceTest {
  readonly bid: CaseId;
  /** The rule that set the limit. */
  readonly test: string;
  readonly limit: string | null;
  readonly triggered: boolean;
}
/** 异常低价: what the panel asked of one bidder. What it makes of the answer is a question of the panel. */
export interface PriceDemand {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly at: Instant;
  readonly until: Instant;
  readonly rule: string;
  readonly reason: ContentRef;
  readonly explanation: ContentRef | null;
  /** The time passed without an explanation. */
  readonly missed: boolean;
}
/** One passage through the stage `evaluation`. */
export interface EvaluationCourse {
  readonly round: number;
  readonly since: Instant;
  readonly due: Due;
  readonly late: boolean;
  readonly checks: readonly QualificationCheck[];
  /** Bids that passed; null until all were checked. */
  readonly qualified: readonly CaseId[] | null;
  /** Who drew the panel: beside its members nobody else knows who sits on it before the result notice. */
  readonly organiser: CaseId | null;
  readonly pool: CaseId | null;
  /** Grounds for a larger panel, as stated when it was drawn. */
  readonly complex: boolean;
  readonly highImpact: boolean;
  readonly panel: PanelState | null;
  /** Of a method whose panel talks with the suppliers, from the first talk on. */
  readonly talks?: TalksState;
  readonly lowPrice: { readonly tests: readonly LowPriceTest[]; readonly triggered: readonly CaseId[] } | null;
  readonly demands: readonly PriceDemand[];
  /** Drawn when the sheets were locked, so that nobody can draw again until the order pleases. */
  readonly tieSeed: string | null;
  readonly ranking: readonly RankedBid[] | null;
  /** Groups of equals whose order was drawn. */
  readonly drawn: readonly (readonly CaseId[])[];
  readonly failed: {
    readonly step: 'qualification' | 'compliance' | 'low-price' | 'final-quote';
    readonly left: number;
    readonly minimum: number;
    readonly rule: string;
    readonly at: Instant;
  } | null;
}
export interface EvaluationState {
  /** Of the round in course, once its report is signed by all. */
  readonly result: EvaluationFace | null;
  readonly course: EvaluationCourse | null;
  readonly history: readonly { readonly course: EvaluationCourse; readonly result: EvaluationFace | null }[];
}
export const initialEvaluation: EvaluationState = { result: null, course: null, history: [] };
