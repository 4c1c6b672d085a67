// What a lifecycle may ask, as types alone: workflows see this file, never the code behind it.
import type { CaseRef } from '@goufu/messages';
import type { Outcome, Stage } from '@goufu/domain';

/** What Postgres says of a case. */
export interface CaseFacts {
  readonly version: number;
  /** Number of the order of stages that this case follows. */
  readonly lifecycle: number;
  readonly open: readonly Stage[];
  readonly ended: Readonly<Record<Stage, Outcome>>;
  readonly closed: boolean;
  /** How long until something is due, by the clock that decides; null: nothing is. */
  readonly dueInMs: number | null;
}

/** Null: there is no such case (any more). Each may be asked any number of times. */
export interface CaseActivities {
  load(of: CaseRef): Promise<CaseFacts | null>;
  /** `requestId`: of the request that the lifecycle last heard of, for the record. */
  enter(of: CaseRef, stage: Stage, requestId?: string | null): Promise<CaseFacts | null>;
  fireDue(of: CaseRef): Promise<CaseFacts | null>;
}
