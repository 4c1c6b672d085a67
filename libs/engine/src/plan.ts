import type { Actor, CaseId } from '@goufu/domain';

/** What a transaction locks and reads from its start. */
export interface Plan {
  readonly lock: readonly CaseId[];
  readonly read: readonly CaseId[];
  readonly window?: { readonly id: string; readonly mode: 'shared' | 'exclusive' };
  /** Known from an earlier attempt: locked at once, in order, before anything else is looked up. */
  readonly accounts?: readonly string[];
  readonly series?: readonly string[];
}
/** Each case once, and what is locked not read besides. */
export const normal = (plan: Plan): Plan => {
  const lock = [...new Set(plan.lock)];
  return { ...plan, lock, read: [...new Set(plan.read)].filter((id) => !lock.includes(id)) };
};
/** A due or a decision needs locks that this transaction does not hold: nothing is written, begin again holding them. */
export class Restart extends Error {
  constructor(readonly plan: Plan) {
    super('begin again with more locks');
  }
}
export interface Origin {
  readonly actor: Actor;
  readonly requestId: string | null;
}
export interface NewContent {
  readonly id: string;
  readonly salt: string;
  readonly hash: string;
  readonly body: string;
}
