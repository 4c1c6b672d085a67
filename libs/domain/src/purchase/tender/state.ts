import type { CaseId, ContentRef } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { FileRef, TenderFace } from '../types.js';

/** The tender documents as issued: every amendment is a version of its own, none is overwritten. */
export interface DocumentVersion {
  readonly version: number;
  readonly documents: readonly FileRef[];
  /** The notice, or what the amendment changes and why. */
  readonly text: ContentRef;
  readonly changes: readonly string[];
  readonly at: Instant;
}
/** Asked by a supplier whose name nobody learns: the state doesn't hold it. */
export interface TenderQuestion {
  readonly id: string;
  readonly question: ContentRef;
  readonly askedAt: Instant;
  readonly answer: { readonly text: ContentRef; readonly at: Instant; readonly affectsBids: boolean } | null;
}
export interface DeadlineMove {
  readonly from: Instant;
  readonly to: Instant;
  readonly because: 'answer' | 'amendment' | 'extension';
  /** The rule that demanded it; null where it was moved freely. */
  readonly rule: string | null;
  readonly at: Instant;
}
/** A bid as it stood at the deadline: its price is still content. */
export interface ClosedBid {
  readonly bid: CaseId;
  readonly supplier: CaseId;
  readonly documentVersion: number;
  readonly offer: ContentRef;
  readonly receivedAt: Instant;
  readonly hash: string;
}
export interface Closing {
  readonly at: Instant;
  readonly bids: readonly ClosedBid[];
  /** Merkle root over the hashes of `bids`. */
  readonly root: string;
  /** Received in time, but for an older version of the documents and never confirmed. */
  readonly notCounted: readonly { readonly bid: CaseId; readonly supplier: CaseId; readonly documentVersion: number }[];
  /** Where fewer go on than the law asks for elsewhere: how many, and by which rule. Absent: none. */
  readonly exception?: { readonly left: number; readonly usual: number; readonly rule: string };
  readonly openingDue: Due;
  readonly openingLate: boolean;
}
export interface OpeningObjection {
  readonly id: string;
  readonly by: CaseId;
  readonly text: ContentRef;
  readonly at: Instant;
  readonly answer: { readonly text: ContentRef; readonly at: Instant } | null;
}
/** What happened in the round in course, beyond the face that other parts read. */
export interface TenderCourse {
  readonly openingAt: Instant;
  readonly questionsUntil: Instant;
  readonly supply: { readonly from: PlainDate; readonly to: PlainDate };
  /** Day on which the notice has stood as long as it must. */
  readonly noticeUntil: PlainDate;
  readonly media: readonly string[];
  readonly bond: bigint | null;
  readonly versions: readonly DocumentVersion[];
  readonly questions: readonly TenderQuestion[];
  readonly moves: readonly DeadlineMove[];
  readonly closing: Closing | null;
  readonly session: {
    readonly attendees: ContentRef;
    readonly record: ContentRef | null;
    readonly objections: readonly OpeningObjection[];
    readonly closedAt: Instant | null;
  } | null;
  readonly failed: { readonly at: Instant; readonly bidders: number; readonly minimum: number; readonly rule: string } | null;
}
export interface TenderState {
  /** The round in course, once its notice is published; the last one until the next notice. */
  readonly current: TenderFace | null;
  readonly course: TenderCourse | null;
  readonly history: readonly { readonly face: TenderFace; readonly course: TenderCourse }[];
}
export const initialTender: TenderState = { current: null, course: null, history: [] };
