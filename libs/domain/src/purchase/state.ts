import type { CaseId } from '../kernel/case.js';
import type { Pins } from '../kernel/rules.js';
import { noStages, type Stages } from '../kernel/stages.js';
import type { Instant } from '../kernel/time.js';
import { initialPlanning, type PlanningState } from './planning/state.js';
import { initialTender, type TenderState } from './tender/state.js';
import { initialEvaluation, type EvaluationState } from './evaluation/state.js';
import { initialAward, type AwardState } from './award/state.js';
import type { BondState } from './bond/state.js';
import type { FindingsState } from './findings/state.js';
import type { ObjectionState } from './objection/part.js';
import type { SingleSourceState } from './single-source/single-source.js';
import { initialClock, type ClockState } from './clock.js';
import { initialContract, type ContractState } from './contract/state.js';
import { initialDelivery, type DeliveryState } from './delivery/state.js';
import { initialFunding, type FundingState } from './funding/state.js';
import { initialDeclarations, type DeclarationsState } from './declarations/declarations.js';
import { initialObligations, type ObligationsState } from './obligations/state.js';
import { initialPerformance, type PerformanceState } from './performance/state.js';
import { initialFailure, type FailureState } from './failure/state.js';
import { initialEnding, type EndingState } from './ending/state.js';

/** A purchase as the fold of its events. Each part owns the piece that carries its name. */
export interface PurchaseState {
  readonly id: CaseId;
  readonly openedAt: Instant | null;
  readonly stages: Stages;
  readonly pins: Pins;
  readonly clock: ClockState;
  readonly parties: {
    readonly purchaser: CaseId | null;
    readonly finance: CaseId | null;
    readonly prefectureFinance: CaseId | null;
    readonly agency: { readonly organisation: CaseId; readonly powers: readonly string[]; readonly agreement: string } | null;
  };
  /** The bureau's pack on top of the realm's. */
  readonly jurisdiction: string | null;
  readonly planning: PlanningState;
  readonly tender: TenderState;
  readonly evaluation: EvaluationState;
  readonly declarations: DeclarationsState;
  readonly award: AwardState;
  /** Absent until bonds of a round are on record. */
  readonly bond?: BondState;
  /** Absent until bids were compared. */
  readonly findings?: FindingsState;
  /** Absent until an objection to the plan is answered. */
  readonly objection?: ObjectionState;
  /** Absent until somebody is named as the single source. */
  readonly singleSource?: SingleSourceState;
  readonly contract: ContractState;
  readonly delivery: DeliveryState;
  readonly obligations: ObligationsState;
  readonly performance: PerformanceState;
  readonly failure: FailureState;
  readonly ending: EndingState;
  readonly funding: FundingState;
  /** Ended before its time: by which command, when. */
  readonly endedEarly: { readonly by: string; readonly at: Instant } | null;
}

export const initialPurchase: PurchaseState = {
  id: '',
  openedAt: null,
  stages: noStages,
  pins: {},
  clock: initialClock,
  parties: { purchaser: null, finance: null, prefectureFinance: null, agency: null },
  jurisdiction: null,
  planning: initialPlanning,
  tender: initialTender,
  evaluation: initialEvaluation,
  declarations: initialDeclarations,
  award: initialAward,
  contract: initialContract,
  delivery: initialDelivery,
  obligations: initialObligations,
  performance: initialPerformance,
  failure: initialFailure,
  ending: initialEnding,
  funding: initialFunding,
  endedEarly: null,
};
