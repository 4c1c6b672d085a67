import type { ApprovalState } from '../../approval/approval.js';
import type { ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { PlainDate, Instant } from '../../kernel/time.js';
import type { Untendered } from '../funding/untendered.js';
import type { CountedSetAside } from './set-aside.js';
import type { AspectAnswer, ScrutinyTerms } from './scrutiny.js';
import type { FileRef, Plan } from '../types.js';

/** What a person judged, with the outcome on record: no machine decides it. */
interface Judgement {
  readonly outcome: 'recommended' | 'not-recommended';
  readonly summary: ContentRef;
  readonly report: FileRef | null;
  readonly by: string;
  readonly at: Instant;
}
export type JudgementKind = 'exAnteAppraisal' | 'riskStudy' | 'legalReview';

interface Scrutiny extends ScrutinyTerms {
  readonly since: Instant;
  readonly due: Due;
  readonly late: boolean;
  readonly reviews: readonly {
    readonly role: string;
    readonly person: string;
    readonly verdict: 'passed' | 'returned';
    readonly aspects: readonly AspectAnswer[];
    readonly at: Instant;
  }[];
}
export interface PlanningState {
  /** The plan in force: approved by finance or receipted. */
  readonly plan: Plan | null;
  readonly title: string;
  /** What was submitted last and is being examined. */
  readonly submitted: Plan | null;
  readonly submitter: { readonly person: string; readonly appointment: string } | null;
  /** Everybody who wrote a piece of it: they neither review nor approve. */
  readonly drafters: readonly string[];
  readonly survey: { readonly respondents: number; readonly on: PlainDate; readonly at: Instant } | null;
  readonly consultation: { readonly from: PlainDate; readonly to: PlainDate; readonly at: Instant } | null;
  readonly judgements: Readonly<Partial<Record<JudgementKind, Judgement>>>;
  /** 采购意向, the last one. `outdatedAt`: since then a plan is in force that it does not announce. */
  readonly intentNotice: {
    readonly at: Instant;
    readonly title?: string;
    readonly amount: bigint;
    readonly month: string;
    readonly round?: number;
    readonly outdatedAt?: Instant;
  } | null;
  /** 采购需求审查 by four persons, none of whom drafted. */
  readonly scrutiny: Scrutiny | null;
  readonly internal: ApprovalState | null;
  readonly finance: ApprovalState | null;
  readonly filing: { readonly at: Instant; readonly receipt: string } | null;
  readonly objection: { readonly at: Instant; readonly reason: ContentRef } | null;
  /** What of the plan in force counts against splitting 化整为零, kept on its budget line; null where it is tendered openly. */
  readonly counted: Untendered | null;
  /** What it adds to the figures of its department's year on small and medium enterprises. */
  readonly setAside: CountedSetAside | null;
}
export const initialPlanning: PlanningState = {
  plan: null,
  title: '',
  submitted: null,
  submitter: null,
  drafters: [],
  survey: null,
  consultation: null,
  judgements: {},
  intentNotice: null,
  scrutiny: null,
  internal: null,
  finance: null,
  filing: null,
  objection: null,
  counted: null,
  setAside: null,
};

/** Back on the drafter's desk: what was examined is void, what was prepared stays. */
export const onTheDesk = { submitted: null, scrutiny: null, internal: null, finance: null } as const;
/** A purchase that comes back to planning is planned anew: the plan in force stays until another one is, and is examined from the beginning. */
export const plannedAnew = (planning: PlanningState): PlanningState => ({ ...planning, ...onTheDesk, filing: null });
