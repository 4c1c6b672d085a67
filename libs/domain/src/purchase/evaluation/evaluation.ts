import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';
import type { PanelMove } from '../../panel/panel.js';
import type { EvaluationFace, RankedBid } from '../types.js';
import type { LowPriceTest } from './state.js';
import type { TalksCommand, TalksEvent } from './talks.js';

/** A representative of the purchaser on the panel: a person with a post there. */
export interface Representative {
  readonly person: string;
}
export interface PanelCall {
  /** The expert pool from which is drawn. */
  readonly pool: CaseId;
  readonly representatives: readonly Representative[];
  /** Members altogether; null: as few as the law allows. */
  readonly size?: number | null;
  readonly complex: boolean;
  readonly highImpact: boolean;
  /** Fields of expertise, one of which a drawn expert needs; empty: any. */
  readonly fields?: readonly string[];
}

export type EvaluationCommand =
  | TalksCommand
  | Command<'checkQualification', { readonly bid: CaseId; readonly qualified: boolean; readonly reason?: ContentRef | null }>
  | Command<'drawPanel', PanelCall>
  | Command<'supplementPanel', Pick<PanelCall, 'pool' | 'representatives' | 'fields'>>
  | Command<'replaceMember', { readonly person: string; readonly reason: ContentRef }>
  | Command<'declareConflict', { readonly conflict: boolean; readonly bidder?: CaseId | null; readonly statement?: ContentRef | null }>
  | Command<'electChair', { readonly person: string }>
  | Command<'voteCompliance', { readonly bid: CaseId; readonly compliant: boolean; readonly reason?: ContentRef | null }>
  | Command<'demandExplanation', { readonly bid: CaseId; readonly until: Instant; readonly reason: ContentRef }>
  | Command<'explainPrice', { readonly bid: CaseId; readonly explanation: ContentRef }>
  | Command<'judgeExplanation', { readonly bid: CaseId; readonly accepted: boolean; readonly reason: ContentRef }>
  | Command<'submitSheet', { readonly sheet: ContentRef }>
  | Command<'correctScore', { readonly kind: string; readonly sheet: ContentRef; readonly reason: ContentRef }>
  | Command<'presentReport', { readonly report: ContentRef }>
  | Command<'signReport', { readonly hash: string; readonly dissent?: ContentRef | null }>
  | Command<'deemSignature', { readonly person: string; readonly reason: ContentRef }>
  | Command<'evaluationOverdue', { readonly round: number }>
  | Command<'explanationOverdue', { readonly round: number; readonly bid: CaseId }>;
export type EvaluationCommandType = EvaluationCommand['type'];

export type EvaluationEvent =
  | TalksEvent
  | DomainEvent<'EvaluationBegan', { readonly round: number; readonly due: Due }>
  | DomainEvent<
      'QualificationChecked',
      { readonly bid: CaseId; readonly supplier: CaseId; readonly qualified: boolean; readonly reason: ContentRef | null }
    >
  | DomainEvent<'QualificationClosed', { readonly qualified: readonly CaseId[] }>
  | DomainEvent<
      'PanelConvened',
      {
        readonly organiser: CaseId;
        readonly pool: CaseId;
        readonly complex: boolean;
        readonly highImpact: boolean;
        readonly moves: readonly PanelMove[];
      }
    >
  | DomainEvent<'PanelMoved', { readonly moves: readonly PanelMove[]; readonly reason: ContentRef | null }>
  | DomainEvent<'LowPricesTested', { readonly tests: readonly LowPriceTest[]; readonly triggered: readonly CaseId[] }>
  | DomainEvent<
      'ExplanationDemanded',
      { readonly bid: CaseId; readonly supplier: CaseId; readonly until: Instant; readonly reason: ContentRef; readonly rule: string }
    >
  | DomainEvent<'PriceExplained', { readonly bid: CaseId; readonly explanation: ContentRef }>
  | DomainEvent<'ExplanationMissed', { readonly bid: CaseId }>
  | DomainEvent<'TieSeedDrawn', { readonly seed: string }>
  | DomainEvent<'RankingSettled', { readonly ranking: readonly RankedBid[]; readonly drawn: readonly (readonly CaseId[])[] }>
  | DomainEvent<'EvaluationConcluded', { readonly result: EvaluationFace }>
  | DomainEvent<
      'EvaluationFailed',
      {
        readonly step: 'qualification' | 'compliance' | 'low-price' | 'final-quote';
        readonly left: number;
        readonly minimum: number;
        readonly rule: string;
      }
    >
  | DomainEvent<'EvaluationLate', Record<string, never>>;
