import type {
  Command,
  Context,
  Deadline,
  Decision,
  DomainEvent,
  Effect,
  Needs,
  Locks,
  CaseId,
  Posting,
  Recorded,
  Row,
  Stage,
  Task,
} from '../kernel/case.js';
import type { Refusal, RefusalEntry } from '../kernel/refusal.js';
import type { Instant } from '../kernel/time.js';
import type { PurchaseState } from './state.js';

export type StageName = 'planning' | 'tender' | 'evaluation' | 'award' | 'contract' | 'delivery' | 'performance' | 'failure' | 'closing';

export interface PartCommand {
  readonly by: 'person' | 'system';
  readonly creates?: true;
  /** Stages in which the command is legal; `any` while the case is open, between two stages too. */
  readonly stages: readonly StageName[] | 'any';
  readonly contents?: readonly string[];
}

/** One part of a large case: the slice's files over its own piece of the state, composed by `purchase.ts`. Reads the whole state, changes its own. */
export interface Part<C extends Command = Command, E extends DomainEvent = DomainEvent> {
  readonly commands: Readonly<Record<C['type'], PartCommand>>;
  /** This part's catalogue of refusals, in order of precedence. */
  readonly refusals?: readonly RefusalEntry[];
  /** Every event type of this part: `evolve` is called for these alone. */
  readonly events: Readonly<Record<E['type'], true>>;
  /** What opening a stage that this part owns means, in the transaction that enters it (the StageEntered event is added before). */
  readonly enter?: { readonly [S in StageName]?: (state: PurchaseState, stage: Stage, context: Context) => Decision | Refusal };
  /** What other stages' ends mean to this part is read from state; `enter` may need more than the command itself. */
  enterNeeds?(state: PurchaseState, stage: Stage): Needs;
  touches?(command: C, caseId: CaseId): Locks & { readonly reads?: readonly CaseId[] };
  needs?(state: PurchaseState, command: C, caseId: CaseId, at: Instant): Needs;
  /** Wrong moment within the stage (409); asked for the button and for the command alike. */
  legal?(state: PurchaseState, type: C['type'], context: Context): Refusal | null;
  decide(state: PurchaseState, command: C, context: Context): Decision | Refusal;
  evolve(state: PurchaseState, recorded: Recorded<E>): PurchaseState;
  deadlines?(state: PurchaseState, caseId: CaseId): readonly Deadline[];
  tasks?(state: PurchaseState): readonly Task[];
  postings?(recorded: Recorded<E>, state: PurchaseState): readonly Posting[];
  effects?(recorded: Recorded<E>, state: PurchaseState): readonly Effect[];
  project?(recorded: Recorded<E>, state: PurchaseState): readonly Row[];
}
