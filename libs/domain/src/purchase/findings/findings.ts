import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { StatedPrices } from './correct-price.js';
import type { PriceCorrection, Signal } from './state.js';

export type FindingsCommand =
  /** The panel's judgement of one signal, recorded by its chair. */
  | Command<'judgeSignal', { readonly signal: string; readonly upheld: boolean; readonly reason: ContentRef }>
  /** What else the bid says of its price, as the chair read it; the corrected price is reckoned, never given. */
  | Command<
      'demandPriceCorrection',
      { readonly bid: CaseId; readonly stated: StatedPrices; readonly reason: ContentRef; readonly until: Instant }
    >
  | Command<'answerPriceCorrection', { readonly bid: CaseId; readonly accepted: boolean }>
  | Command<'priceCorrectionOverdue', { readonly bid: CaseId }>;
export type FindingsCommandType = FindingsCommand['type'];

export type FindingsEvent =
  | DomainEvent<'BidsScreened', { readonly round: number; readonly signals: readonly Signal[] }>
  | DomainEvent<'SignalJudged', { readonly signal: string; readonly upheld: boolean; readonly reason: ContentRef }>
  | DomainEvent<'PriceCorrectionDemanded', Omit<PriceCorrection, 'at' | 'answer'>>
  | DomainEvent<'PriceCorrectionAnswered', { readonly bid: CaseId; readonly answer: 'confirmed' | 'refused' | 'missed' }>;
