import type { ContentRef, Instant } from '../kernel/index.js';

/** How the people of one step answer together: in turn 依次, all-sign 会签 (by ratio), any-sign 或签. */
export type ApprovalMode = 'in-turn' | 'all-sign' | 'any-sign';
/** Share of the electorate that must approve, compared exactly: `approved * den op num * electorate`. */
export interface ApprovalRatio {
  readonly num: number;
  readonly den: number;
  readonly op: '>=' | '>';
}
/** One step of a chain, as the pack states it. */
export interface ApprovalStep {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly mode: ApprovalMode;
  /** All-sign only; without it everybody must approve. */
  readonly ratio?: ApprovalRatio;
  /** `any`: one refusal refuses the whole. `none`: refused as soon as the ratio is out of reach. */
  readonly veto: 'none' | 'any';
  /** Who sits here: `organisation` is a key such as `purchaser` or `finance` that the embedding subject resolves. */
  readonly candidates: { readonly organisation: string; readonly role: string };
  /** Fen: the step is asked only when the amount is at or above. */
  readonly above?: string;
  readonly selfApprover: 'exclude';
  readonly empty: 'suspend';
  /** Id of the rule that says how long the step may take. */
  readonly dueRule?: string;
}
/** A chain as data: pinned in the case when it opens. */
export interface ApprovalDefinition {
  readonly id: string;
  readonly steps: readonly ApprovalStep[];
  /** Names of the fields whose change voids every vote. */
  readonly protected: readonly string[];
  /** After a return: walk the steps again, or go straight back to who returned it. `direct` offers both. */
  readonly resume: ApprovalResume;
  /** Nobody sits in two steps of the chain. */
  readonly distinct?: boolean;
}
export type ApprovalResume = 'replay' | 'direct';

/** A person who holds a step's role now, as the directory says. */
export interface Candidate {
  readonly person: string;
  readonly appointment: string;
}
/** For each step the holders of its role at this moment, in order. */
export type Electorates = Readonly<Record<string, readonly Candidate[]>>;

export type ApprovalVote = 'approved' | 'returned' | 'refused';
/** `superseded`: others decided first. `recused`: excluded before sitting. `void`: the round ended, or the holder left, without a vote. */
export type SeatOutcome = ApprovalVote | 'superseded' | 'recused' | 'void';
export type RecusalReason = 'self-approver' | 'sits-elsewhere';

/** One chair of one step in one generation: gets exactly one outcome and keeps it for ever. */
export interface ApprovalSeat {
  readonly generation: number;
  readonly step: string;
  readonly person: string;
  readonly appointment: string;
  readonly outcome: SeatOutcome | null;
  /** False once a return or a changed field voided it: the vote is kept, it no longer counts. */
  readonly counts: boolean;
  readonly at: Instant | null;
  readonly opinion: ContentRef | null;
  /** Who decided for a superseded seat; why a recused one never sat. */
  readonly because: string | null;
}
/** A due date as resolved when the step opened; a later calendar doesn't move it. */
export interface ApprovalDue {
  readonly at: Instant;
  readonly rule: string;
  readonly calendar: string | null;
}
export interface ApprovalStepState {
  readonly id: string;
  /** Generation in which the step was last opened: its seats are those that count. */
  readonly generation: number;
  readonly state: 'waiting' | 'open' | 'suspended' | 'passed';
  readonly since: Instant | null;
  readonly due: ApprovalDue | null;
  readonly late: boolean;
}
export type ApprovalStatus = 'open' | 'suspended' | 'returned' | 'approved' | 'refused' | 'withdrawn';
/** Where a return went and how it comes back. */
export interface ApprovalReturn {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly resume: ApprovalResume;
  readonly opinion: ContentRef;
}
/** What a case embeds. */
export interface ApprovalState {
  readonly definition: ApprovalDefinition;
  readonly status: ApprovalStatus;
  readonly generation: number;
  readonly initiator: Candidate;
  /** The initiator has left and nobody could take over: the operator is told. */
  readonly orphaned?: boolean;
  /** Initiator and drafters: they never sit. */
  readonly excluded: readonly string[];
  readonly amount: bigint | null;
  /** Of the protected fields, as the votes that count saw them. */
  readonly hash: string;
  /** The steps that this amount asks for, in order. */
  readonly steps: readonly ApprovalStepState[];
  readonly seats: readonly ApprovalSeat[];
  /** The return that is being worked off, if any. */
  readonly back: ApprovalReturn | null;
  readonly since: Instant;
}

/** The word for "back to the drafter" where a return names its target. */
export const DRAFTER = 'drafter';

export interface ApprovalTally {
  readonly electorate: number;
  readonly approved: number;
  readonly refused: number;
  readonly pending: number;
}

interface Voting {
  /** Hash of the protected fields that the voter saw. */
  readonly hash: string;
  /** Generation that the voter saw; absent: the one now. */
  readonly generation?: number;
}
export type ApprovalVerb =
  | ({ readonly verb: 'approve'; readonly opinion?: ContentRef } & Voting)
  | ({ readonly verb: 'return'; readonly to: string; readonly resume?: ApprovalResume; readonly opinion?: ContentRef } & Voting)
  | ({ readonly verb: 'refuse'; readonly opinion?: ContentRef } & Voting)
  | {
      readonly verb: 'resubmit';
      readonly hash: string;
      readonly amount: bigint | null;
      readonly drafters?: readonly string[];
      readonly resume?: ApprovalResume;
    }
  | { readonly verb: 'withdraw'; readonly opinion?: ContentRef }
  /** The subject says that its fields are now these; whoever changed them joins the drafters. */
  | { readonly verb: 'changeProtected'; readonly hash: string; readonly amount: bigint | null; readonly drafters?: readonly string[] }
  /** The directory changed: fill an empty step, replace holders who left before voting. */
  | { readonly verb: 'refreshElectorate' }
  /** System: somebody no longer holds this post. Their seat and what they began pass to who holds it now. */
  | ({ readonly verb: 'handOver' } & Candidate)
  /** System: the due instant of a step passed. */
  | { readonly verb: 'overdue'; readonly step: string; readonly generation: number };
export type ApprovalVerbName = ApprovalVerb['verb'];

/** What may be done in which status; what is not here is refused `approval.not_open`. */
export const approvalVerbs = {
  open: ['approve', 'return', 'refuse', 'withdraw', 'changeProtected', 'refreshElectorate', 'handOver', 'overdue'],
  suspended: ['withdraw', 'changeProtected', 'refreshElectorate', 'handOver', 'overdue'],
  returned: ['resubmit', 'withdraw', 'refreshElectorate', 'handOver', 'overdue'],
  approved: ['changeProtected', 'handOver', 'overdue'],
  refused: ['handOver', 'overdue'],
  withdrawn: ['handOver', 'overdue'],
} as const satisfies Record<ApprovalStatus, readonly ApprovalVerbName[]>;

/** Seats as they are set up when a step opens. */
export interface SeatPlan extends Candidate {
  readonly recused: RecusalReason | null;
}
/** What the votes of a round are about, and who may not cast one. */
interface Bound {
  readonly excluded: readonly string[];
  readonly amount: bigint | null;
  readonly hash: string;
  readonly steps: readonly string[];
}
/** What the embedding subject records among its own events. */
export type ApprovalMove =
  | {
      readonly type: 'ApprovalOpened';
      readonly data: {
        readonly definition: ApprovalDefinition;
        readonly initiator: Candidate;
      } & Bound;
    }
  | {
      readonly type: 'StepOpened';
      readonly data: { readonly step: string; readonly seats: readonly SeatPlan[]; readonly due: ApprovalDue | null };
    }
  | { readonly type: 'ApprovalSuspended'; readonly data: { readonly step: string } }
  | {
      readonly type: 'SeatVoted';
      readonly data: Candidate & {
        readonly step: string;
        readonly vote: ApprovalVote;
        readonly opinion: ContentRef | null;
        readonly hash: string;
      };
    }
  | { readonly type: 'StepPassed'; readonly data: { readonly step: string; readonly by: string; readonly tally: ApprovalTally } }
  | { readonly type: 'ApprovalReturned'; readonly data: ApprovalReturn & { readonly generation: number } }
  | {
      readonly type: 'ApprovalResubmitted';
      readonly data: Bound & { readonly by: string; readonly resume: ApprovalResume };
    }
  | { readonly type: 'ApprovalRefused'; readonly data: { readonly step: string; readonly by: string; readonly tally: ApprovalTally } }
  | { readonly type: 'ApprovalApproved'; readonly data: { readonly hash: string } }
  | { readonly type: 'ApprovalWithdrawn'; readonly data: { readonly by: string; readonly opinion: ContentRef | null } }
  | {
      readonly type: 'VotesVoided';
      readonly data: Bound & { readonly generation: number };
    }
  | {
      readonly type: 'ElectorateRefreshed';
      readonly data: {
        readonly step: string;
        readonly left: readonly Candidate[];
        readonly seats: readonly SeatPlan[];
        readonly before: ApprovalTally;
      };
    }
  /** Who began has left; `to` null: nobody may take over, and the chain waits for one. */
  | { readonly type: 'InitiatorSucceeded'; readonly data: { readonly from: Candidate; readonly to: Candidate | null } }
  | { readonly type: 'StepOverdue'; readonly data: { readonly step: string } };
