import type { ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';

/** Under which heading of the form an indicator stands; `execution` is taken from the ledger, never typed. */
export type AppraisalHeading = 'output' | 'benefit' | 'satisfaction' | 'cost';
export interface AppraisalIndicator {
  readonly id: string;
  readonly name: string;
  readonly heading: AppraisalHeading;
  readonly weight: string;
  readonly direction: 'up' | 'down';
  readonly target: string;
  readonly actual: string;
}
/** Money of one fiscal year in fen, as the ledger has it. */
export interface Execution {
  readonly budget: bigint;
  readonly received: bigint;
  readonly spent: bigint;
}
export interface AppraisalScore {
  readonly total: string;
  /** Null in a gap between the bands. */
  readonly grade: string | null;
  readonly items: readonly { readonly id: string; readonly exact: string }[];
  readonly findings: readonly string[];
}
export interface Appraisal {
  readonly indicators: readonly AppraisalIndicator[];
  readonly execution: Execution;
  readonly score: AppraisalScore;
  readonly report: ContentRef;
  readonly by: string;
  readonly at: Instant;
  readonly late: boolean;
}
/** One self-evaluation 绩效自评 for each fiscal year in which something was paid. */
export interface AppraisalYear {
  readonly year: number;
  readonly execution: Execution;
  /** The first instant that is too late; what comes later is taken all the same. */
  readonly dueAt: Instant;
  readonly late: boolean;
  readonly self: Appraisal | null;
}
export interface PerformanceState {
  readonly years: readonly number[];
  readonly since: Instant | null;
  readonly appraisals: readonly AppraisalYear[];
  /** Time for finance to choose a key evaluation, from the last self-evaluation; silence means none. */
  readonly offer: Due | null;
  readonly key: {
    readonly offeredAt: Instant;
    readonly dueAt: Instant;
    readonly late: boolean;
    readonly appraisal: Appraisal | null;
    readonly reason: ContentRef;
  } | null;
  readonly appraisedAt: Instant | null;
}
export const initialPerformance: PerformanceState = { years: [], since: null, appraisals: [], offer: null, key: null, appraisedAt: null };
