import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { RankedBid } from '../types.js';
import type { AwardMode } from './state.js';

export type AwardCommand =
  /** In ranking order; after a refusal that is the next candidate. */
  | Command<'confirmWinner', { readonly bid: CaseId }>
  /** `ground`: one of those that the pack lists (`award.pass_over_grounds`); none of them is the purchaser's liking. */
  | Command<'recordLawfulReason', { readonly bid: CaseId; readonly ground: string; readonly reason: ContentRef }>
  | Command<'giveUpAward', { readonly reason: ContentRef }>
  /** 公告 and 中标通知书 at the same time. */
  | Command<'publishResult', { readonly media: readonly string[] }>
  | Command<'deemWinner', { readonly round: number }>
  | Command<'choiceOverdue', { readonly round: number }>
  | Command<'resultNoticeOverdue', { readonly round: number }>;
export type AwardCommandType = AwardCommand['type'];

/** What everybody may read once it is published. */
export interface ResultNotice {
  readonly round: number;
  readonly winner: CaseId;
  readonly price: bigint;
  readonly total: string;
  readonly priceScore: string;
  readonly technicalScore: string;
  readonly how: 'confirmed' | 'deemed' | 'next';
  readonly rule: string | null;
  readonly decidedAt: Instant;
  /** Who sat on the panel, and what they were drawn with. */
  readonly panel: readonly { readonly person: string; readonly role: string; readonly chair: boolean }[];
  readonly draws: readonly { readonly seed: string; readonly poolHash: string }[];
  /** Where equals were drawn: their order and the seed of it. */
  readonly ties: { readonly seed: string; readonly suppliers: readonly (readonly CaseId[])[] } | null;
  readonly media: readonly string[];
  /** Until when the notice has to stand. */
  readonly untilAt: Instant;
  /** Only where a pack has a standstill between the award and the signature. */
  readonly standstillUntil: Instant | null;
}

export type AwardEvent =
  | DomainEvent<
      'AwardBegan',
      { readonly round: number; readonly mode: AwardMode; readonly candidates: readonly RankedBid[]; readonly due: Due }
    >
  | DomainEvent<'CandidatePassedOver', { readonly bid: CaseId; readonly ground: string; readonly reason: ContentRef }>
  | DomainEvent<
      'WinnerDecided',
      {
        readonly winner: RankedBid;
        readonly how: 'confirmed' | 'deemed' | 'next';
        readonly rule: string | null;
        readonly noticeDue: Due;
      }
    >
  | DomainEvent<'AwardBreachLogged', { readonly rule: string; readonly organisation: CaseId }>
  | DomainEvent<'ResultPublished', ResultNotice>
  | DomainEvent<'WinnerNotified', { readonly bid: CaseId; readonly supplier: CaseId; readonly number: string }>
  | DomainEvent<'AwardFailed', { readonly because: 'no-candidate-left' | 'given-up'; readonly reason: ContentRef | null }>
  | DomainEvent<'ChoiceLate', Record<string, never>>
  | DomainEvent<'ResultNoticeLate', Record<string, never>>;
