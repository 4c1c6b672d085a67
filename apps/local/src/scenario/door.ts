import type { View } from './view.js';

/** How a scenario acts: as people do, one command after the other, through whatever door carries it. */
export interface Answer {
  /** Case id: `purchase/<uuid>`. */
  readonly id: string;
  readonly version: number;
}
export interface Shown {
  readonly id: string;
  readonly version: number;
  readonly view: View;
  readonly actions: readonly { readonly name: string; readonly allowed: boolean; readonly reason?: { readonly code: string } }[];
}
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  readonly meta?: Readonly<Record<string, unknown>>;
}
/** A command that was not carried out, with the server's own words. */
export class Refused extends Error {
  constructor(
    readonly what: string,
    readonly problem: Problem,
  ) {
    super(`${what}: ${problem.status} ${problem.code} ${problem.detail ?? ''} ${JSON.stringify(problem.errors ?? problem.meta ?? {})}`);
  }
}
/** Who acts: a person, and in which of their posts. */
export interface Acting {
  readonly person: string;
  readonly appointment: string;
}
export interface StoredFile {
  readonly file: string;
  readonly name: string;
  readonly size: number;
  readonly mediaType: string;
}

export interface Door {
  /** POST /v1/<path>; the key is derived from the step, so that a scenario that was cut off is played on. */
  command(who: Acting, path: string, body: object, key: string): Promise<Answer>;
  show(who: Acting | null, path: string): Promise<Shown>;
  get<T>(who: Acting | null, path: string): Promise<T>;
  store(who: Acting, name: string, text: string): Promise<StoredFile>;
  /** The world's clock, ISO. */
  now(): Promise<string>;
  /** Moves the world's clock to an instant, applying what falls due on the way, and waits until the world is at rest. */
  advance(to: string): Promise<void>;
  /** The person's to-do that this command does: until when, by which rule. */
  duty?(who: Acting, caseId: string, command: string): Promise<{ readonly dueAt: string | null; readonly rule: string | null } | null>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
}

/** The address of a case: `purchase/x` is at `purchases/x`. */
export const addressOf = (id: string): string => {
  const plural: Readonly<Record<string, string>> = {
    purchase: 'purchases',
    catalogue: 'catalogue-items',
    organisation: 'organisations',
    'expert-pool': 'expert-pools',
    budget: 'budget-lines',
    disbursement: 'disbursements',
    bid: 'bids',
  };
  const kind = id.slice(0, id.indexOf('/'));
  return `${plural[kind] ?? kind}/${id.slice(id.indexOf('/') + 1).replaceAll('/', '~')}`;
};
