/** Where lifecycles wait for a worker. */
export const LIFECYCLE_QUEUE = 'goufu';
/** Where the calls that touch the outside wait: slow ones never hold up a lifecycle. Derived, so that a lifecycle on a queue of its own (a test's) has effects on its own too. */
export const effectQueueOf = (lifecycleQueue: string): string => `${lifecycleQueue}-effects`;

/** Told to a case's workflow: Postgres has a newer version of it. Carries the version, and the id of the request behind it where there is one. */
export const MOVED = 'moved';
/** Told to an effect's workflow: the outside may have an answer now, ask again. Carries nothing. */
export const ANSWERED = 'answered';
/** The workflow that carries one effect. */
export const EFFECT_WORKFLOW = 'effect';
