import type { ApprovalMove, ApprovalState, ApprovalVerb, HandOver } from '../approval/index.js';
import {
  noStages,
  type CaseId,
  type Command,
  type ContentRef,
  type DomainEvent,
  type Due,
  type Instant,
  type Pins,
  type Stage,
  type StageEvent,
  type Stages,
} from '../kernel/index.js';
import type { Move } from './ledger.js';

/** Two sources of money that are kept apart: the county's own budget, and funds from above 上级资金. */
export const fundSources = ['county-budget', 'from-above'] as const;
export type FundSource = (typeof fundSources)[number];

/** A budget line 预算指标 as approved. */
export interface LineData {
  /** 指标文号 */
  readonly number: string;
  readonly title: string;
  readonly purchaser: CaseId;
  readonly finance: CaseId;
  /** 支出功能分类科目 */
  readonly functionalCode: string;
  /** 政府预算支出经济分类科目 */
  readonly economicCode: string;
  readonly projectCode: string;
  /** 资金性质, such as 一般公共预算. */
  readonly fundsKind: string;
  readonly source: FundSource;
  readonly year: number;
  readonly amount: bigint;
  /** The line of the year before whose plans and commitments this one takes over. */
  readonly continues: CaseId | null;
}
/** A case that holds money of this line, as it reported at the end of the year. */
export interface Holder {
  readonly case: CaseId;
  readonly toCarry: bigint;
  readonly planned: bigint;
}
export interface CarryOver {
  /** The line of the new year. */
  readonly into: CaseId;
  readonly amount: bigint;
  readonly approval: ApprovalState;
  /** Null while finance has not decided. */
  readonly decided: 'with-funds' | 'without-funds' | null;
}
export interface BudgetState {
  /** Null until approved. */
  readonly data: LineData | null;
  readonly stages: Stages;
  readonly pins: Pins;
  readonly approvedAt: Instant;
  /** 24:00 of the year's last day. */
  readonly endsAt: Instant | null;
  /** With every adjustment. */
  readonly amount: bigint;
  readonly yearEnded: { readonly at: Instant; readonly withdrawn: bigint; readonly due: Due } | null;
  readonly holders: readonly Holder[];
  readonly lastReportAt: Instant | null;
  /** The line of the next year that takes over. */
  readonly successor: { readonly line: CaseId; readonly at: Instant } | null;
  readonly carryOver: CarryOver | null;
  readonly carryLate: boolean;
  /** Batches under way. */
  readonly batches: readonly CaseId[];
}
export const initialBudget: BudgetState = {
  data: null,
  stages: noStages,
  pins: {},
  approvedAt: 0 as Instant,
  endsAt: null,
  amount: 0n,
  yearEnded: null,
  holders: [],
  lastReportAt: null,
  successor: null,
  carryOver: null,
  carryLate: false,
  batches: [],
};

export type ApproveLine = Omit<LineData, 'finance'>;
export type BudgetCommand =
  | Command<'approveLine', ApproveLine>
  /** Adds to the line, or takes from it what is still available. */
  | Command<'adjustLine', { readonly number: string; readonly delta: bigint; readonly reason: ContentRef }>
  | Command<'proposeCarryOver', { readonly into: CaseId; readonly reason: ContentRef }>
  | Command<'voteCarryOver', Extract<ApprovalVerb, { verb: 'approve' | 'return' | 'refuse' | 'withdraw' | 'resubmit' }>>
  | Command<'refreshCarryElectorate', Record<string, never>>
  | HandOver
  | Command<'closeLine', Record<string, never>>
  | Command<'enterStage', { readonly stage: Stage }>
  | Command<'yearEnd', Record<string, never>>
  | Command<'noteYearEnd', Holder>
  | Command<'succeed', { readonly by: CaseId }>
  | Command<'settlePlanned', Record<string, never>>
  | Command<'carryStepOverdue', Extract<ApprovalVerb, { verb: 'overdue' }>>
  | Command<'carryOverdue', Record<string, never>>
  | Command<'batchDone', { readonly batch: CaseId }>;
export type BudgetCommandType = BudgetCommand['type'];

interface Moving {
  readonly moves: readonly Move[];
}
export type BudgetEvent =
  | DomainEvent<'LineApproved', LineData & Moving & { readonly endsAt: Instant; readonly pins: Pins }>
  | DomainEvent<'LineAdjusted', { readonly number: string; readonly delta: bigint; readonly reason: ContentRef } & Moving>
  | DomainEvent<'YearEnded', { readonly withdrawn: bigint; readonly due: Due } & Moving>
  | DomainEvent<'HolderReported', Holder>
  | DomainEvent<'LineSucceeded', { readonly by: CaseId }>
  | DomainEvent<'PlannedHandedOn', { readonly batch: CaseId; readonly cases: readonly CaseId[] }>
  | DomainEvent<
      'CarryOverProposed',
      { readonly into: CaseId; readonly amount: bigint; readonly reason: ContentRef; readonly moves: readonly ApprovalMove[] }
    >
  | DomainEvent<'CarryChainMoved', { readonly moves: readonly ApprovalMove[] }>
  | DomainEvent<'CarryOverDecided', { readonly outcome: 'with-funds' | 'without-funds'; readonly batch: CaseId | null }>
  | DomainEvent<'CarryOverLate', Record<string, never>>
  | DomainEvent<'BatchFinished', { readonly batch: CaseId }>
  | StageEvent;

/** What a person may do while the year runs, and after it. */
export const budgetCommands = {
  year: ['adjustLine'],
  after: ['proposeCarryOver', 'voteCarryOver', 'refreshCarryElectorate', 'closeLine'],
} as const satisfies Record<'year' | 'after', readonly BudgetCommandType[]>;

/** The fen that wait for a decision on carrying them over. */
export const toCarry = (state: BudgetState): bigint => state.holders.reduce((sum, holder) => sum + holder.toCarry, 0n);
/** Cases whose parts, planned for the next year, were not handed on yet. */
export const plannedHolders = (state: BudgetState): readonly Holder[] => state.holders.filter((holder) => holder.planned > 0n);
