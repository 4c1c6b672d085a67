import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { FileRef } from '../types.js';
import type { AbsentQuote, ClosedQuote, FinalPrice } from './talks-state.js';

export type TalksCommand =
  | Command<'recordTalk', { readonly bid: CaseId; readonly record: ContentRef }>
  | Command<'proposeChange', { readonly changes: readonly string[]; readonly text: ContentRef; readonly documents: readonly FileRef[] }>
  | Command<'confirmChange', { readonly number: number; readonly confirmed: boolean; readonly reason?: ContentRef | null }>
  | Command<'callFinalQuotes', { readonly until: Instant }>
  /** Before the time is over: only when everybody asked has quoted or left. */
  | Command<'endQuoting', Record<string, never>>
  | Command<'closeQuotes', { readonly round: number; readonly call: number }>
  | Command<'openFinalQuotes', { readonly record?: ContentRef | null }>;
export type TalksCommandType = TalksCommand['type'];

export type TalksEvent =
  | DomainEvent<'TalkRecorded', { readonly round: number; readonly bid: CaseId; readonly record: ContentRef; readonly rule: string | null }>
  | DomainEvent<
      'ChangeProposed',
      { readonly number: number; readonly changes: readonly string[]; readonly text: ContentRef; readonly documents: readonly FileRef[] }
    >
  | DomainEvent<
      'ChangeAnswered',
      {
        readonly number: number;
        readonly confirmed: boolean;
        readonly reason: ContentRef | null;
        /** To whom it goes, in writing and at once; nobody where it was not confirmed. */
        readonly told: readonly { readonly bid: CaseId; readonly supplier: CaseId }[];
      }
    >
  | DomainEvent<
      'FinalQuotesCalled',
      { readonly call: number; readonly until: Instant; readonly bids: readonly CaseId[]; readonly needsVersion: number }
    >
  | DomainEvent<
      'FinalQuotesClosed',
      {
        readonly call: number;
        readonly quotes: readonly ClosedQuote[];
        readonly absent: readonly AbsentQuote[];
        readonly root: string;
        /** The rule by which whoever is absent is out. */
        readonly rule: string | null;
        /** Where fewer go on than the law asks for elsewhere: how many, and by which rule. */
        readonly exception: { readonly left: number; readonly usual: number; readonly rule: string } | null;
      }
    >
  | DomainEvent<'FinalQuotesOpened', { readonly call: number; readonly prices: readonly FinalPrice[]; readonly record: ContentRef | null }>;

export const talksEvents: Readonly<Record<TalksEvent['type'], true>> = {
  TalkRecorded: true,
  ChangeProposed: true,
  ChangeAnswered: true,
  FinalQuotesCalled: true,
  FinalQuotesClosed: true,
  FinalQuotesOpened: true,
};
export const isTalksEvent = (event: { readonly type: string }): event is TalksEvent => event.type in talksEvents;
