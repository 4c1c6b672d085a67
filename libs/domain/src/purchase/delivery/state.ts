import type { ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { PanelState } from '../../panel/panel.js';
import type { FileRef, InstalmentState } from '../types.js';
import type { Consequence } from './breach-consequences.js';

/** A duty with a due day: done late it is still done, and the lateness is on record. */
interface Duty {
  readonly due: Due;
  readonly doneAt: Instant | null;
  readonly late: boolean;
}
/** What delivery itself keeps of an instalment; what was asked for and paid stands in `funding`, and `instalmentsOf` puts both together. */
export interface OwnInstalment extends Omit<InstalmentState, 'disbursement' | 'paid' | 'payable' | 'settled'> {
  /** Of the contract, in fen. */
  readonly amount: bigint;
  /** What formula and deductions took from it. */
  readonly reduced: bigint;
  /** Given up by both sides. */
  readonly waived: bigint;
  readonly waivedAt: Instant | null;
  readonly triggerAt: Instant | null;
  /** Until when the supplier is expected to ask; then the purchaser is told. */
  readonly reminder: Due | null;
  readonly reminded: boolean;
  /** Sides that have agreed to give up the rest. */
  readonly waiver: readonly ('supplier' | 'purchaser')[];
}
export interface MilestoneState {
  readonly id: string;
  readonly name: string;
  readonly dueOn: PlainDate;
  readonly reportedAt: Instant | null;
  readonly confirmedAt: Instant | null;
}
/** Visits, sessions, cases: masked text stands in content, here only what is counted. */
export interface ServiceRecord {
  readonly id: string;
  readonly kind: 'visit' | 'session' | 'serviceCase' | 'activity' | 'report';
  readonly on: PlainDate;
  readonly quantity: number;
  readonly indicator: string | null;
  readonly summary: ContentRef;
  readonly file: FileRef | null;
  readonly at: Instant;
}
interface Vacancy {
  readonly post: string;
  readonly from: PlainDate;
  /** Last empty day; null while it is empty. */
  readonly to: PlainDate | null;
}
export type Incident =
  | { readonly kind: 'failed-assessment'; readonly on: PlainDate }
  | { readonly kind: 'vacancy'; readonly post: string; readonly from: PlainDate; readonly to: PlainDate }
  /** What the decision on an earlier breach told the supplier to set right, and was not. */
  | { readonly kind: 'unrectified'; readonly breach: string; readonly on: PlainDate };
/** 限期整改 that a decision on a breach brought: each turn has its own due date; the last word is the purchaser's. */
export interface BreachRectification {
  readonly due: Due;
  readonly reported: { readonly report: ContentRef; readonly file: FileRef | null; readonly at: Instant } | null;
  readonly late: boolean;
  /** From the report, or from the end of the supplier's time. */
  readonly judgeDue: Due | null;
  readonly result: { readonly outcome: 'confirmed' | 'failed'; readonly reason: ContentRef; readonly at: Instant } | null;
}
export interface Breach {
  readonly id: string;
  readonly incident: Incident;
  readonly account: ContentRef;
  readonly reportedAt: Instant;
  readonly noticeDue: Due;
  readonly notice: { readonly text: ContentRef; readonly at: Instant; readonly defenceDue: Due } | null;
  readonly defence: { readonly statement: ContentRef; readonly at: Instant } | null;
  /** From the defence, or from the end of its time. */
  readonly decideDue: Due | null;
  readonly decision: {
    readonly upheld: boolean;
    readonly reason: ContentRef;
    readonly at: Instant;
    readonly consequences: readonly Consequence[];
    /** Fen that this decision adds to what earlier ones have taken. */
    readonly deduction: bigint;
    readonly penalty: bigint;
    readonly mayTerminate: boolean;
  } | null;
  /** Absent where the decision brought none. */
  readonly rectification?: BreachRectification;
}
export interface AssessmentRound {
  readonly id: string;
  readonly instalment: string;
  readonly openedAt: Instant;
  readonly due: Due;
  readonly late: boolean;
  readonly panel: PanelState;
  /** Exact and rounded mean, once all sheets are in. */
  readonly score: { readonly exact: string; readonly total: string } | null;
  readonly published: { readonly at: Instant; readonly passed: boolean; readonly appealDue: Due; readonly by: string | null } | null;
  readonly appeal: { readonly grounds: ContentRef; readonly at: Instant; readonly answerDue: Due } | null;
  readonly answer: { readonly upheld: boolean; readonly reason: ContentRef; readonly at: Instant } | null;
  /** In force since: accepted, not appealed in time, or the appeal rejected. An upheld appeal voids the round. */
  readonly settledAt: Instant | null;
  readonly void: boolean;
}
export interface AcceptanceItem {
  readonly id: string;
  readonly name: string;
  readonly passed: boolean | null;
  readonly note: ContentRef | null;
}
export interface AcceptanceRound {
  readonly round: number;
  readonly openedAt: Instant;
  readonly members: readonly string[];
  readonly items: readonly AcceptanceItem[];
  readonly opinions: readonly { readonly satisfied: boolean; readonly opinion: ContentRef; readonly at: Instant }[];
  readonly signatures: readonly { readonly person: string; readonly dissent: ContentRef | null; readonly at: Instant }[];
  readonly act: { readonly passed: boolean; readonly at: Instant; readonly publishDue: Due } | null;
  readonly publishedAt: Instant | null;
  readonly late: boolean;
  /** Failed, and no further round is open: what is left is rescission. */
  readonly final: boolean;
  /** After a failure: what has to be set right by when. */
  readonly rectification: { readonly until: PlainDate; readonly demand: ContentRef; readonly at: Instant } | null;
}
interface Supplement {
  readonly id: string;
  readonly amount: bigint;
  readonly text: ContentRef;
  readonly offeredAt: Instant;
  readonly signedAt: Instant | null;
  /** Taken back or declined before it was signed: it counts no more. */
  readonly withdrawnAt?: Instant;
}
/** Signed, or offered and still to be signed: what counts against the cap. */
export const isStanding = ({ withdrawnAt }: Supplement): boolean => withdrawnAt === undefined;
/** Offered, and neither signed nor withdrawn. */
export const isOffered = (one: Supplement): boolean => one.signedAt === null && isStanding(one);
export interface DeliveryState {
  readonly instalments: readonly OwnInstalment[];
  /** The last act of acceptance. */
  readonly acceptance: { readonly passed: boolean; readonly actAt: Instant; readonly publishedAt: Instant | null } | null;
  readonly publication: Duty | null;
  readonly filing: (Duty & { readonly receipt: string | null }) | null;
  readonly supplements: readonly Supplement[];
  readonly milestones: readonly MilestoneState[];
  readonly records: readonly ServiceRecord[];
  readonly vacancies: readonly Vacancy[];
  readonly breaches: readonly Breach[];
  readonly assessments: readonly AssessmentRound[];
  /** Asked for by the supplier, or due because the term ended. */
  readonly acceptanceRequest: {
    readonly by: 'supplier' | 'term-end';
    readonly at: Instant;
    readonly due: Due;
    readonly late: boolean;
  } | null;
  readonly acceptances: readonly AcceptanceRound[];
  /** Fen that the supplier has to give back because no instalment could bear it. */
  readonly clawback: { readonly amount: bigint; readonly since: Instant; readonly causes: readonly string[] } | null;
}
export const initialDelivery: DeliveryState = {
  instalments: [],
  acceptance: null,
  publication: null,
  filing: null,
  supplements: [],
  milestones: [],
  records: [],
  vacancies: [],
  breaches: [],
  assessments: [],
  acceptanceRequest: null,
  acceptances: [],
  clawback: null,
};
