import type { ContentRef, Instant } from '../kernel/index.js';
import type { Draw } from './draw.js';
import type { PanelItem, ScoreBidsResult, ScoreSheet } from './score-bids.js';

/** What a panel judges by: pinned when it opens. */
export interface PanelDefinition {
  readonly id: string;
  readonly items: readonly PanelItem[];
  readonly decimals: number;
  /** Method of the purchase, which says how ties go on; null where nothing is bought. */
  readonly method: string | null;
  /** Whether each subject is first voted on as compliant 符合性审查. */
  readonly compliance: boolean;
  /** With fewer compliant subjects than this nothing is scored. */
  readonly minCompliant: number;
}
/** `expert` also stands for an evaluator of performance. */
export type PanelRole = 'expert' | 'purchaser-representative';
export interface PanelSeat {
  readonly person: string;
  readonly appointment: string;
  readonly role: PanelRole;
}
export interface PanelMember extends PanelSeat {
  /** True once declared free of conflicts: only then may content be read. */
  readonly declared: boolean;
  /** False once replaced: votes and sheet no longer count. */
  readonly sits: boolean;
}
export interface ComplianceVote {
  readonly person: string;
  readonly subject: string;
  readonly compliant: boolean;
  readonly reason: ContentRef | null;
}
/** A doubt about one subject after the examination, such as an abnormally low price: the members vote on the explanation. */
export interface PanelQuestion {
  readonly subject: string;
  readonly ground: string;
  /** The written explanation, or the record that none came in time. */
  readonly basis: ContentRef;
  readonly votes: readonly ComplianceVote[];
  readonly closed: 'satisfied' | 'excluded' | null;
}
/** What the sheets make together; nobody's own points are in it. */
export type PanelOutcome = Pick<ScoreBidsResult, 'final' | 'totals' | 'ties' | 'findings'>;
/** `deemed`: neither signed nor wrote down a dissent (财政部令第87号第六十一条). */
export interface PanelSignature {
  readonly person: string;
  readonly how: 'agreed' | 'dissented' | 'deemed';
  readonly dissent: ContentRef | null;
  readonly at: Instant;
}
export type DrawRecord = Pick<Draw, 'seed' | 'poolHash'>;

/** What a case embeds. Its status is derived: `panelStatus`. */
export interface PanelState {
  readonly definition: PanelDefinition;
  /** What is judged: bids, or the one contract of an assessment. */
  readonly subjects: readonly string[];
  readonly members: readonly PanelMember[];
  /** Next in line, in the order drawn. */
  readonly reserves: readonly PanelSeat[];
  /** Seats that nobody fills: the reserve was used up, or a representative left. */
  readonly vacant: readonly PanelRole[];
  /** Seeds of all draws: published once the names may be. */
  readonly draws: readonly DrawRecord[];
  readonly chair: string | null;
  readonly votes: readonly ComplianceVote[];
  /** Subjects found compliant; null until everybody has voted on each. */
  readonly compliant: readonly string[] | null;
  readonly questions: readonly PanelQuestion[];
  /** Subjects that went out by no judgement of the panel: who left the talks, or gave no final quote. Absent: none. */
  readonly left?: readonly string[];
  /** What was compliant before a member left: sheets stay only if the new vote finds the same. */
  readonly formerly: readonly string[] | null;
  /** Hidden sheets: reference and hash, the points stand in `content`. */
  readonly sheets: readonly { readonly person: string; readonly ref: ContentRef }[];
  readonly outcome: PanelOutcome | null;
  readonly report: ContentRef | null;
  readonly signatures: readonly PanelSignature[];
  readonly since: Instant;
}
export type PanelStatus = 'short' | 'declaring' | 'examining' | 'questioning' | 'scoring' | 'locked' | 'reporting' | 'reported' | 'failed';

type Sheets = Readonly<Record<string, ScoreSheet>>;
type Prices = Readonly<Record<string, { readonly score: string; readonly quote: string }>>;
export type PanelVerb =
  /** A member on the own conflicts; with one, the member leaves and the next in reserve sits. */
  | { readonly verb: 'declare'; readonly conflict: boolean; readonly statement?: ContentRef }
  /** The organiser on a member who is absent or ill. */
  | { readonly verb: 'replace'; readonly person: string; readonly reason?: ContentRef }
  | {
      readonly verb: 'supplement';
      readonly seats: readonly PanelSeat[];
      readonly reserves: readonly PanelSeat[];
      readonly draw: DrawRecord | null;
    }
  | { readonly verb: 'chooseChair'; readonly person: string }
  | { readonly verb: 'judge'; readonly subject: string; readonly compliant: boolean; readonly reason?: ContentRef }
  /** Before the sheets are opened: an excluded subject is out of the ranking. */
  | { readonly verb: 'question'; readonly subject: string; readonly ground: string; readonly basis: ContentRef }
  /** The sheet is checked and forgotten: only its reference is recorded. */
  | { readonly verb: 'submit'; readonly ref: ContentRef; readonly sheet: ScoreSheet }
  /** Opens all sheets at once; bodies come from `content`, prices from `priceScores`. */
  | { readonly verb: 'lock'; readonly sheets: Sheets; readonly prices?: Prices }
  | {
      readonly verb: 'correct';
      readonly kind: string;
      readonly reason?: ContentRef;
      readonly ref: ContentRef;
      readonly sheet: ScoreSheet;
      /** All sheets as they stand, the own old one included. */
      readonly sheets: Sheets;
      readonly prices?: Prices;
    }
  | { readonly verb: 'present'; readonly report: ContentRef }
  | { readonly verb: 'sign'; readonly report: ContentRef; readonly dissent?: ContentRef }
  | { readonly verb: 'deem'; readonly person: string };
export type PanelVerbName = PanelVerb['verb'];

/** What may be done in which status; what is not here is refused `panel.wrong_state`. */
export const panelVerbs = {
  short: ['declare', 'replace', 'supplement'],
  declaring: ['declare', 'replace'],
  examining: ['declare', 'replace', 'chooseChair', 'judge'],
  questioning: ['declare', 'replace', 'chooseChair', 'judge'],
  scoring: ['declare', 'replace', 'chooseChair', 'question', 'submit', 'lock'],
  locked: ['chooseChair', 'correct', 'present'],
  reporting: ['correct', 'present', 'sign', 'deem'],
  reported: [],
  failed: [],
} as const satisfies Record<PanelStatus, readonly PanelVerbName[]>;

/** What the embedding subject records among its own events. */
export type PanelMove =
  | {
      readonly type: 'PanelDrawn';
      readonly data: {
        readonly definition: PanelDefinition;
        readonly subjects: readonly string[];
        readonly seats: readonly PanelSeat[];
        readonly reserves: readonly PanelSeat[];
        readonly draw: DrawRecord | null;
      };
    }
  | {
      readonly type: 'ConflictDeclared';
      readonly data: { readonly person: string; readonly conflict: boolean; readonly statement: ContentRef | null };
    }
  | {
      readonly type: 'MemberReplaced';
      readonly data: { readonly left: string; readonly next: PanelSeat | null; readonly reason: ContentRef | null };
    }
  | {
      readonly type: 'PanelSupplemented';
      readonly data: { readonly seats: readonly PanelSeat[]; readonly reserves: readonly PanelSeat[]; readonly draw: DrawRecord | null };
    }
  | { readonly type: 'ChairChosen'; readonly data: { readonly person: string } }
  | { readonly type: 'ComplianceVoted'; readonly data: ComplianceVote }
  | { readonly type: 'ComplianceClosed'; readonly data: { readonly compliant: readonly string[]; readonly rejected: readonly string[] } }
  | { readonly type: 'QuestionRaised'; readonly data: Pick<PanelQuestion, 'subject' | 'ground' | 'basis'> }
  | { readonly type: 'QuestionVoted'; readonly data: ComplianceVote }
  | {
      readonly type: 'QuestionClosed';
      readonly data: { readonly subject: string; readonly ground: string; readonly closed: 'satisfied' | 'excluded' };
    }
  | { readonly type: 'SubjectsLeft'; readonly data: { readonly subjects: readonly string[] } }
  | { readonly type: 'SheetSubmitted'; readonly data: { readonly person: string; readonly ref: ContentRef } }
  | { readonly type: 'SheetsLocked'; readonly data: PanelOutcome }
  | {
      readonly type: 'ScoreCorrected';
      readonly data: {
        readonly person: string;
        readonly kind: string;
        readonly ref: ContentRef;
        readonly reason: ContentRef;
        readonly changed: readonly { readonly subject: string; readonly item: string }[];
        readonly outcome: PanelOutcome;
      };
    }
  | { readonly type: 'ReportPresented'; readonly data: { readonly report: ContentRef } }
  | { readonly type: 'ReportSigned'; readonly data: { readonly person: string } }
  | { readonly type: 'DissentRecorded'; readonly data: { readonly person: string; readonly dissent: ContentRef } }
  | { readonly type: 'AgreementDeemed'; readonly data: { readonly person: string } }
  /** The majority dissents: another report has to be written. */
  | { readonly type: 'ReportRejected'; readonly data: { readonly report: ContentRef } };

export const sitting = (state: PanelState): readonly PanelMember[] => state.members.filter(({ sits }) => sits);

/** The subjects that are still in; null until the examination has closed. */
export const scoredSubjects = (state: PanelState): readonly string[] | null => {
  const excluded = state.questions.filter(({ closed }) => closed === 'excluded').map(({ subject }) => subject);
  const out = new Set([...excluded, ...(state.left ?? [])]);
  return state.compliant && state.compliant.filter((subject) => !out.has(subject));
};
export const openQuestion = (state: PanelState): PanelQuestion | null => state.questions.find(({ closed }) => closed === null) ?? null;

/** Where the panel stands: read from what has happened, never stored. */
export const panelStatus = (state: PanelState): PanelStatus => {
  const scored = scoredSubjects(state);
  if (scored !== null && scored.length < state.definition.minCompliant) return 'failed';
  if (state.vacant.length > 0) return 'short';
  if (sitting(state).some(({ declared }) => !declared)) return 'declaring';
  if (scored === null) return 'examining';
  if (state.outcome === null) return openQuestion(state) ? 'questioning' : 'scoring';
  if (state.report === null) return 'locked';
  return sitting(state).every(({ person }) => state.signatures.some((one) => one.person === person)) ? 'reported' : 'reporting';
};

/** Whether a person may see what is judged: a sitting member who has declared to be free of conflicts. */
export const panelMayRead = (state: PanelState | null, person: string): boolean =>
  state !== null && sitting(state).some((member) => member.person === person && member.declared);

/** Whether somebody may see this sheet: one's own, and all once they are locked. */
export const sheetIsOpen = (state: PanelState, reader: string, author: string): boolean => reader === author || state.outcome !== null;
