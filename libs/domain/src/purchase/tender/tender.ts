import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { Course } from '../../procedure/procedure.js';
import type { FileRef, OpenedBid } from '../types.js';
import type { ClosedBid, Closing, DeadlineMove } from './state.js';

export type TenderCommand =
  | Command<
      'publishTenderNotice',
      {
        readonly documents: readonly FileRef[];
        readonly text: ContentRef;
        /** Days on which the documents can be had. */
        readonly supply: { readonly from: PlainDate; readonly to: PlainDate };
        readonly deadlineAt: Instant;
        readonly openingAt: Instant;
        readonly questionsUntil: Instant;
        /** Where it is published; amendments go to the same media. */
        readonly media: readonly string[];
        readonly bond?: bigint | null;
      }
    >
  | Command<'askQuestion', { readonly question: ContentRef }>
  | Command<'answerQuestion', { readonly question: string; readonly answer: ContentRef; readonly affectsBids: boolean }>
  | Command<
      'amendDocuments',
      {
        readonly documents: readonly FileRef[];
        readonly text: ContentRef;
        /** What the amendment touches, in the words of the rule on what may not be changed. */
        readonly changes: readonly string[];
        readonly media: readonly string[];
        /** Later than what the minimum demands, if wished. */
        readonly deadlineAt?: Instant | null;
      }
    >
  | Command<'extendDeadline', { readonly deadlineAt: Instant; readonly reason: ContentRef }>
  | Command<'closeWindow', { readonly round: number }>
  | Command<'openBids', { readonly attendees: ContentRef; readonly record?: ContentRef | null }>
  | Command<'objectAtOpening', { readonly objection: ContentRef }>
  | Command<'answerObjection', { readonly objection: string; readonly answer: ContentRef }>
  | Command<'closeOpening', { readonly record?: ContentRef | null }>
  | Command<'openingOverdue', { readonly round: number }>;
export type TenderCommandType = TenderCommand['type'];

export type TenderEvent =
  | DomainEvent<
      'TenderNoticePublished',
      {
        readonly round: number;
        readonly title: string;
        /** Absent before the first release that knew other courses than the open tender's. */
        readonly course?: Course;
        /** Who alone may answer; absent: everybody. */
        readonly invited?: readonly CaseId[];
        readonly documents: readonly FileRef[];
        readonly text: ContentRef;
        readonly supply: { readonly from: PlainDate; readonly to: PlainDate };
        readonly deadlineAt: Instant;
        readonly openingAt: Instant;
        readonly questionsUntil: Instant;
        readonly noticeUntil: PlainDate;
        readonly media: readonly string[];
        readonly bond: bigint | null;
        /** Minimum periods that were observed: rule, start, first lawful day. */
        readonly observed: readonly {
          readonly rule: string;
          readonly from: PlainDate | Instant;
          readonly earliestDay: PlainDate;
          readonly calendar: string;
        }[];
      }
    >
  | DomainEvent<'QuestionAsked', { readonly id: string; readonly question: ContentRef }>
  | DomainEvent<'QuestionAnswered', { readonly id: string; readonly answer: ContentRef; readonly affectsBids: boolean }>
  | DomainEvent<
      'DocumentsAmended',
      { readonly version: number; readonly documents: readonly FileRef[]; readonly text: ContentRef; readonly changes: readonly string[] }
    >
  | DomainEvent<'DeadlineMoved', Omit<DeadlineMove, 'at'> & { readonly reason: ContentRef | null; readonly calendar: string | null }>
  | DomainEvent<
      'BidsClosed',
      {
        readonly round: number;
        readonly bids: readonly ClosedBid[];
        readonly root: string;
        readonly notCounted: readonly { readonly bid: CaseId; readonly supplier: CaseId; readonly documentVersion: number }[];
        readonly openingDue: Due;
        readonly exception?: Closing['exception'];
      }
    >
  | DomainEvent<'TenderFailed', { readonly round: number; readonly bidders: number; readonly minimum: number; readonly rule: string }>
  | DomainEvent<
      'BidsOpened',
      {
        readonly round: number;
        readonly root: string;
        readonly bids: readonly OpenedBid[];
        readonly attendees: ContentRef;
        readonly record: ContentRef | null;
      }
    >
  | DomainEvent<'OpeningObjected', { readonly id: string; readonly by: CaseId; readonly objection: ContentRef }>
  | DomainEvent<'ObjectionAnswered', { readonly id: string; readonly answer: ContentRef }>
  | DomainEvent<'OpeningClosed', { readonly round: number; readonly record: ContentRef | null }>
  | DomainEvent<'OpeningLate', { readonly round: number }>;
