import type { CaseId, Instant, Json, Locks } from '@goufu/domain';
import type { BodyHash } from '../http/body-hash.js';

/** One case as it stands in its row. `state` is canonical text. */
export interface StoredCase {
  readonly id: CaseId;
  readonly kind: string;
  readonly lifecycle: number | null;
  readonly parent: CaseId | null;
  readonly version: number;
  readonly state: string;
  /** Hash of the code that folded `state`; null where another kind of release wrote it. */
  readonly fold_hash: string | null;
  readonly open_stages: readonly string[];
  readonly closed: boolean;
  readonly next_due_at: Instant | null;
  readonly next_due_locks: Locks | null;
  readonly armed_until: Instant | null;
  readonly head_hash: string;
  readonly last_at: Instant;
  readonly created_at: Instant;
}
/** A case as it is read. */
export interface LoadedCase extends Omit<StoredCase, 'state'> {
  /** Null: its head is one that the reader has named, so the reader has it. */
  readonly state: string | null;
}
export interface StoredEvent {
  readonly case_id: CaseId;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly effective_at: Instant;
  readonly at: Instant;
  readonly recorded_at: Instant;
  readonly person: string | null;
  readonly appointment: string | null;
  readonly organisation: string | null;
  readonly request_id: string | null;
  readonly prev_hash: string;
  readonly hash: string;
}
export interface StoredCommand extends BodyHash {
  readonly actor: string;
  readonly key: string;
  readonly case_id: CaseId;
  readonly answer: string;
}
export interface RealmRow {
  readonly realm_id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly offset_ms: bigint;
  readonly world: boolean;
  readonly held: boolean;
}
export interface AppointmentRow {
  readonly key: string;
  readonly person: string;
  readonly post: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly from_on: string;
  readonly to_on: string | null;
}
export type Flat = Readonly<Record<string, string | number | boolean | null | readonly string[] | object>>;

/** Everything that one command writes, set by set: table name to rows whose keys are column names. Instants are epoch milliseconds. */
export interface Changes {
  readonly newCases: readonly StoredCase[];
  readonly cases: readonly StoredCase[];
  readonly events: readonly StoredEvent[];
  readonly tasksGone: readonly { case_id: CaseId; key: string }[];
  readonly tasks: readonly Flat[];
  readonly postings: readonly Flat[];
  readonly newAccounts: readonly { id: string; line: string; bucket: string; balance: bigint }[];
  readonly accounts: readonly { id: string; delta: bigint }[];
  readonly effects: readonly Flat[];
  readonly effectsVoid: readonly string[];
  readonly outbox: readonly { case_id: CaseId; channel: string; payload: object }[];
  readonly contents: readonly Flat[];
  readonly series: readonly { name: string; next: number }[];
  readonly claims: readonly { name: string; case_id: CaseId }[];
  readonly rows: Readonly<Record<string, { readonly put: readonly Flat[]; readonly gone: readonly string[] }>>;
  readonly command: (StoredCommand & { recorded_at: Instant; request_id: string | null }) | null;
}

/** A command that writes nothing. */
export const noChanges: Changes = {
  newCases: [],
  cases: [],
  events: [],
  tasksGone: [],
  tasks: [],
  postings: [],
  newAccounts: [],
  accounts: [],
  effects: [],
  effectsVoid: [],
  outbox: [],
  contents: [],
  series: [],
  claims: [],
  rows: {},
  command: null,
};

export interface OpenPlan {
  readonly realm: string;
  readonly window?: Locks['window'];
  /** Locked in order of id. */
  readonly lock: readonly CaseId[];
  readonly read: readonly CaseId[];
  readonly appointment: string | null;
  readonly actor: string | null;
  readonly key: string | null;
  /** Heads whose state the reader has: not sent again. */
  readonly heads: readonly string[];
}
export interface Opened {
  readonly realm: RealmRow | null;
  readonly cases: ReadonlyMap<CaseId, LoadedCase>;
  readonly appointment: AppointmentRow | null;
  readonly known: StoredCommand | null;
  /** PostgreSQL's clock, read after the lock. */
  readonly now: Instant;
}
export interface LoadPlan {
  /** Accounts and series are held until the end; else only looked at. */
  readonly locking: boolean;
  readonly accounts: readonly string[];
  readonly series: readonly string[];
  readonly reads: readonly CaseId[];
  readonly children: readonly { parent: CaseId; kind: string }[];
  readonly contents: readonly string[];
  readonly claims: readonly string[];
  readonly people: readonly string[];
  /** Heads whose state the reader has: not sent again. */
  readonly heads: readonly string[];
}
export interface Loaded {
  readonly accounts: readonly { id: string; balance: bigint }[];
  readonly series: ReadonlyMap<string, number>;
  readonly cases: readonly LoadedCase[];
  readonly contents: ReadonlyMap<string, Json>;
  readonly claims: ReadonlyMap<string, CaseId>;
  readonly people: readonly { person: string; disabled: boolean; cases: CaseId[] }[];
  readonly now: Instant;
}
