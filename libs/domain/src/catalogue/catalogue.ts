import type { ApprovalMove, ApprovalState, HandOver } from '../approval/index.js';
import type { CaseId, Command, ContentRef, DomainEvent, Due, Instant, Pins, StageEvent, Stages } from '../kernel/index.js';
import { noStages } from '../kernel/index.js';

/** An outcome that a contract for this service will be measured by. */
export interface CatalogueIndicator {
  readonly id: string;
  readonly name: string;
  /** How the measured figure stands to the target. */
  readonly comparison: 'at-least' | 'at-most' | 'equal';
  /** Exact decimal text. */
  readonly target: string;
  readonly unit: string;
}
/** What one version of an item says. */
export interface CatalogueContent {
  readonly title: string;
  /** Code of the guiding catalogue 指导性目录. */
  readonly guidingCode: string;
  /** Code of the procurement classification 采购品目. */
  readonly procurementCode: string;
  readonly standard: ContentRef;
  readonly indicators: readonly CatalogueIndicator[];
  /** What is counted when the service is bought (人·年, 场, 件). */
  readonly unit: string;
  readonly onDepartmentList: boolean;
}
export interface CatalogueVersion extends CatalogueContent {
  readonly version: number;
  readonly effectiveAt: Instant;
}
type CatalogueOrigin = 'top-down' | 'bottom-up';
/** The review under way: of the item, or of a revision of a listed one. */
export interface CatalogueReview {
  readonly of: 'item' | 'revision';
  /** Null until the stage opens: the due runs from the submission, whenever the stage was entered. */
  readonly chain: ApprovalState | null;
  readonly due: Due;
  readonly escalations: number;
  /** The leader has not yet answered the last escalation. */
  readonly escalatedAt: Instant | null;
}
export interface CatalogueState {
  readonly stages: Stages;
  /** Null until proposed. */
  readonly department: CaseId | null;
  readonly finance: CaseId | null;
  /** The organisation that proposed. */
  readonly proposer: CaseId | null;
  readonly pack: string | null;
  readonly origin: CatalogueOrigin;
  /** Persons who wrote on the item: none of them reviews it. */
  readonly drafters: readonly string[];
  readonly draft: CatalogueContent | null;
  readonly assessment: {
    readonly due: Due | null;
    readonly late: boolean;
    readonly needed: boolean | null;
    readonly text: ContentRef | null;
  };
  readonly submitter: { readonly person: string; readonly appointment: string } | null;
  readonly review: CatalogueReview | null;
  readonly versions: readonly CatalogueVersion[];
  readonly closing: { readonly reason: ContentRef | null; readonly at: Instant } | null;
  readonly pins: Pins;
  readonly since: Instant;
}
export const initialCatalogue: CatalogueState = {
  stages: noStages,
  department: null,
  finance: null,
  proposer: null,
  pack: null,
  origin: 'top-down',
  drafters: [],
  draft: null,
  assessment: { due: null, late: false, needed: null, text: null },
  submitter: null,
  review: null,
  versions: [],
  closing: null,
  pins: {},
  since: 0 as Instant,
};

export const catalogueStages = ['proposal', 'assessment', 'review', 'listing', 'closing'] as const;
export type CatalogueStage = (typeof catalogueStages)[number];

export interface CatalogueProposal extends CatalogueContent {
  readonly department: CaseId;
  readonly finance: CaseId;
  /** The organisation for which the person acts who proposes. */
  readonly proposer: CaseId;
  readonly origin: CatalogueOrigin;
  /** What the proposer declares of the service, each a fact that the negative list forbids. */
  readonly negativeFacts: readonly string[];
}
interface ReviewVote {
  readonly verb: 'approve' | 'return' | 'refuse';
  readonly hash: string;
  readonly generation?: number;
  /** For a return: `drafter`, or the step that decides again. */
  readonly to?: string;
  readonly resume?: 'replay' | 'direct';
  readonly opinion?: ContentRef;
}
export type CatalogueCommand =
  | Command<'propose', CatalogueProposal>
  | Command<'withdraw', { readonly reason?: ContentRef }>
  | Command<'accept', Record<never, never>>
  | Command<'assessNeed', { readonly needed: boolean; readonly text: ContentRef }>
  | Command<'review', ReviewVote>
  | Command<'resubmit', Partial<CatalogueContent> & { readonly resume?: 'replay' | 'direct' }>
  | Command<'answerEscalation', { readonly note: ContentRef }>
  | Command<'refreshReview', Record<never, never>>
  | HandOver
  | Command<'revise', Partial<CatalogueContent>>
  | Command<'delist', { readonly reason: ContentRef }>
  | Command<'enterStage', { readonly stage: string }>
  | Command<'assessmentDue', Record<never, never>>
  | Command<'reviewDue', { readonly escalations: number }>
  | Command<'reviewStepDue', { readonly verb: 'overdue'; readonly step: string; readonly generation: number }>;
export type CatalogueCommandType = CatalogueCommand['type'];

export type CatalogueEvent =
  | StageEvent
  | DomainEvent<
      'ItemProposed',
      {
        readonly department: CaseId;
        readonly finance: CaseId;
        readonly proposer: CaseId;
        readonly origin: CatalogueOrigin;
        readonly pack: string | null;
        readonly pins: Pins;
        readonly content: CatalogueContent;
      }
    >
  | DomainEvent<'ItemWithdrawn', { readonly reason: ContentRef | null }>
  | DomainEvent<'ProposalAccepted', { readonly due: Due }>
  | DomainEvent<'AssessmentOverdue', { readonly due: Due }>
  | DomainEvent<'NeedAssessed', { readonly needed: boolean; readonly text: ContentRef; readonly due: Due | null; readonly pins: Pins }>
  | DomainEvent<'ReviewMoved', { readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'DueMoved', { readonly of: 'assessment' | 'review'; readonly due: Due; readonly because: 'outage' }>
  | DomainEvent<'ReviewEscalated', { readonly breach: 'catalogue.review'; readonly missed: Due; readonly due: Due }>
  | DomainEvent<'EscalationAnswered', { readonly note: ContentRef }>
  | DomainEvent<'DraftRevised', { readonly content: CatalogueContent }>
  | DomainEvent<'RevisionSubmitted', { readonly content: CatalogueContent; readonly due: Due; readonly pins: Pins }>
  | DomainEvent<'RevisionEnded', { readonly outcome: 'refused' | 'withdrawn' }>
  | DomainEvent<'VersionListed', { readonly version: number; readonly content: CatalogueContent }>
  | DomainEvent<'ItemDelisted', { readonly reason: ContentRef }>;

/** What people may do in each stage; the system's commands answer facts everywhere. */
export const catalogueCommands = {
  proposal: ['accept', 'withdraw'],
  assessment: ['assessNeed'],
  review: ['review', 'resubmit', 'answerEscalation', 'refreshReview', 'withdraw'],
  listing: ['revise', 'review', 'resubmit', 'answerEscalation', 'refreshReview', 'withdraw', 'delist'],
  closing: [],
} as const satisfies Record<CatalogueStage, readonly CatalogueCommandType[]>;

/** Under which outcome of which stage a stage may be entered. */
export const entersAfter: Readonly<Record<CatalogueStage, readonly [CatalogueStage, string] | null>> = {
  proposal: null,
  assessment: ['proposal', 'accepted'],
  review: ['assessment', 'needed'],
  listing: ['review', 'listed'],
  closing: null,
};

/** The version in force: what a new purchase pins. */
export const currentVersion = (state: CatalogueState): CatalogueVersion | null => state.versions.at(-1) ?? null;
export const versionOf = (state: CatalogueState, version: number): CatalogueVersion | null =>
  state.versions.find((one) => one.version === version) ?? null;
/** Whether a purchase may rest on the item now. */
export const isListed = (state: CatalogueState): boolean => state.stages.open.some(({ stage }) => stage === 'listing');
