import type { Refusal } from './refusal.js';
import type { Rules } from './rules.js';
import type { WorkingCalendar } from './calendar.js';
import type { Instant, PlainDate } from './time.js';

/** `<kind>/<uuid>`, or a name the kind derives (`budget/<year>/<line>`): also the workflow's id. */
export type CaseId = string;
/** Stage with its round: `tender:2`. A stage that never repeats carries no round. */
export type Stage = string;
export type Outcome = string;

/** What travels in commands, events and states: JSON plus bigint (fen). */
export type Json = string | number | boolean | null | bigint | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface Command<T extends string = string, D = unknown> {
  readonly type: T;
  /** The case that is commanded; a creating command has none yet (the engine gives it `newId`). */
  readonly caseId: CaseId;
  readonly data: D;
}
/** What a decider says happened. `data` is JSON plus bigint and holds no personal data: free text and names stand in `content`. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  /** Version of the shape of `data`; older ones are lifted by the kind's upcaster. */
  readonly schema: number;
  readonly data: D;
}
/** An event as recorded: what `evolve` folds. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly caseId: CaseId;
  readonly event: E;
  /** When the law says it happened: a due's own instant, else the instant of the decision. */
  readonly effectiveAt: Instant;
  /** The realm's clock when decided. */
  readonly at: Instant;
  readonly by: Signature;
  readonly version: number;
}
/** Who did it, as the record keeps it: references only. */
export interface Signature {
  readonly person: string | null;
  readonly appointment: string | null;
  readonly organisation: string | null;
}

/** A person in a post, or the system itself (lifecycle, dues, relay). */
export interface Actor extends Signature {
  readonly kind: 'person' | 'system' | 'anonymous';
  readonly roles: readonly string[];
}

export interface AccountState {
  readonly id: string;
  readonly balance: bigint;
}
/** Another case as read in the same transaction. */
export interface CaseFacts<S = unknown> {
  readonly id: CaseId;
  readonly kind: string;
  readonly version: number;
  readonly state: S;
}

/** Everything a decision depends on. The same command decided with the same context gives the same events. */
export interface Context {
  readonly at: Instant;
  readonly realm: string;
  readonly jurisdiction: string;
  readonly actor: Actor;
  readonly caseId: CaseId;
  readonly version: number;
  readonly rules: Rules;
  readonly calendar: WorkingCalendar;
  readonly accounts: ReadonlyMap<string, AccountState>;
  /** Other cases: touched ones (locked), and those that `needs` asked to read. */
  readonly cases: ReadonlyMap<CaseId, CaseFacts>;
  /** Bodies of `content` rows that `needs` asked for, by id. */
  readonly contents: ReadonlyMap<string, Json>;
  /** The next number of each series that `needs` asked for. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The case that holds each claim that `needs` asked for; absent: free. */
  readonly claims: ReadonlyMap<string, CaseId>;
  /** What the directory holds of the people that `needs` asked for; a decider that asks for none is given none. */
  readonly people?: ReadonlyMap<string, PersonFacts>;
  readonly sha256: (text: string) => string;
  /** 32 fresh bytes in hex; whoever uses them writes them into the event. */
  readonly entropy: string;
  readonly newId: () => string;
}

/** Of a person: no name, no address. */
export interface PersonFacts {
  /** Nobody lets this person in any more. */
  readonly disabled: boolean;
  /** Cases in which something is to be done by this person and by no post. */
  readonly cases: readonly CaseId[];
}

/** What a decision must have loaded and locked, beyond the case itself. Order of locks is the engine's business. */
export interface Needs {
  readonly accounts?: readonly string[];
  /** Document number series, such as `justice-bureau/2025/contract`: gapless, locked last. */
  readonly series?: readonly string[];
  readonly contents?: readonly string[];
  /** Cases read without a lock. */
  readonly reads?: readonly CaseId[];
  /** All cases of a kind whose parent is this case (a tender's bids), read without a lock. */
  readonly children?: readonly string[];
  /** Things that may be used once over all cases of a realm (`invoice/<number>`): who has them stands in `context.claims`. */
  readonly claims?: readonly string[];
  /** People whose standing and whose own to-dos matter: in `context.people`. */
  readonly people?: readonly string[];
}
/** Free text, a bid's content, a score sheet: its body stands in a `content` row, events hold this. */
export interface ContentRef {
  readonly content: string;
  /** SHA-256 over salt and body. */
  readonly hash: string;
}
/** Locks beyond the case row itself. */
export interface Locks {
  /** Other cases that the command writes to. */
  readonly cases?: readonly CaseId[];
  /** The bid window of this tender: shared for a bid, exclusive for whatever moves or closes the window. */
  readonly window?: { readonly id: string; readonly mode: 'shared' | 'exclusive' };
}

export interface Decision<E extends DomainEvent = DomainEvent> {
  readonly events: readonly E[];
  /** One command each for other cases, decided in the same transaction; a refusal of one refuses all. Their ids stand in `touches`. */
  readonly commands?: readonly Command[];
  /** New cases that this decision opens, with the command that begins each. */
  readonly creates?: readonly { readonly kind: string; readonly command: Command }[];
  /** Claims that this case takes; taken by another case at the same moment, the command is decided anew. */
  readonly claims?: readonly string[];
  /** How many numbers of each series this decision uses (they begin at `context.numbers`). */
  readonly numbers?: Readonly<Record<string, number>>;
}

export interface Deadline {
  readonly id: string;
  readonly at: Instant;
  /** Type and data of the system command that applies it. */
  readonly command: { readonly type: string; readonly data?: unknown };
  readonly rule: string | null;
  readonly calendar: string | null;
  readonly locks?: Locks;
  /** Where its period began, for a suspension to be counted out of it. */
  readonly from?: Instant | PlainDate;
  readonly suspendable: boolean;
}
/** For a to-do that is nobody's in particular: whoever has the role, in whichever organisation of the realm. */
export const ANYWHERE = '*';
export type Assignee = { readonly person: string } | { readonly organisation: string; readonly role: string };
/** Something a person has to do; `name` is the command that does it. */
export interface Task {
  readonly key: string;
  readonly name: string;
  readonly to: Assignee;
  readonly since: Instant;
  readonly dueAt: Instant | null;
  readonly rule: string | null;
  readonly meta?: Readonly<Record<string, string | number | boolean | null>>;
}
/** Moves `amount` fen between two accounts of budget lines: balanced by its form. */
export interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly memo: string;
}
/** Something for the outside. The key is derived from the case, never random: asked twice it is done once. */
export interface Effect {
  readonly key: string;
  readonly kind: string;
  readonly payload: Json;
  /** Voids a wanted effect of the same key that was not yet sent. */
  readonly void?: boolean;
}
/** A read-model row as data: persistence holds the columns. `values` null removes the row. */
export interface Row {
  readonly table: string;
  readonly key: string;
  readonly values: Readonly<Record<string, Json>> | null;
}
/** What the lifecycle reads. */
export interface Progress {
  readonly open: readonly Stage[];
  readonly ended: Readonly<Record<Stage, Outcome>>;
  readonly closed: boolean;
}
/** What a button knows: whether the command may be given now by this person, and if not, why. */
export interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly reason?: Refusal;
  /** The kind of the case that the command begins under this one; absent: it is given to this one. */
  readonly begins?: string;
}
export type Gate = Refusal | null;
