import type {
  Action,
  Actor,
  CaseId,
  Command,
  Context,
  Deadline,
  Decision,
  DomainEvent,
  Effect,
  Instant,
  Json,
  Locks,
  Needs,
  Posting,
  Progress,
  Recorded,
  Refusal,
  RefusalEntry,
  Row,
  Task,
} from '@goufu/domain';
import type { Entitlement } from '@goufu/access';

/** What stands fixed about a case before any lock is taken. */
export interface Links {
  readonly caseId: CaseId;
  readonly parent: CaseId | null;
}
/** What this actor's timeline of a case leaves out, and what it shows without saying who did it: types of events. */
export interface Veil {
  readonly hidden: readonly string[];
  readonly unsigned: readonly string[];
}
export interface CommandShape {
  /** `system`: given by lifecycle, dues, relay or another case alone; a person who sends it is refused. */
  readonly by: 'person' | 'system';
  /** The command begins a case. */
  readonly creates?: true;
  /** Patterns of pointers into the data (`/reason`, `/items/-/text`, `-` for every item) whose text is moved into `content` rows before deciding. */
  readonly contents?: readonly string[];
}

/** What of a kind's cases goes along into a world beside their realm. What is left out leaves no gap: the copy is a chain of its own. */
export interface Copying<E extends DomainEvent = DomainEvent> {
  /** Whether an event goes along; default: each does. `holds`: whether an appointment is held today in the realm that is copied. */
  keeps?(event: E, holds: (appointment: string) => boolean): boolean;
  /** What is claimed by an event; default: nothing. */
  claims?(event: E): readonly string[];
  /** The case's id in another realm, by its first event, where the kind derives its ids; default: the same. */
  idIn?(realm: string, first: E): CaseId;
}

/** A kind of case as one plain object, assembled in `libs/subjects`. The engine knows no subject. */
export interface CaseType<S = unknown, C extends Command = Command, E extends DomainEvent = DomainEvent> {
  readonly kind: string;
  /** Number of the order of stages that new cases follow; null: nothing follows it in Temporal. */
  readonly lifecycle: number | null;
  /** Hash of the code that folds: a snapshot with another one is folded again from the events. */
  readonly fold: string;
  readonly initial: S;
  readonly commands: Readonly<Record<C['type'], CommandShape>>;
  readonly refusals: readonly RefusalEntry[];
  /** Case id of a creating command, where the kind derives it; else the engine chooses one. */
  identify?(command: C, realm: string): CaseId;
  /** The parent of a new case, from the command that begins it. */
  parentOf?(command: C): CaseId | null;
  /** The bureau whose pack lies on top of the realm's, where the case has one. */
  jurisdiction?(state: S): string | null;
  /** Locks and unlocked reads that are known from the command and the links alone, before any lock. */
  touches(command: C, links: Links): Locks & { readonly reads?: readonly CaseId[] };
  /** `at`: for what hangs on the date, such as the year of a number series. */
  needs(state: S, command: C, caseId: CaseId, at: Instant): Needs;
  /** May this command be given now by this actor at all: not yours to know (404), not you (403), wrong moment (409). Also makes the buttons. */
  gate(state: S, type: C['type'], context: Context): Refusal | null;
  decide(state: S, command: C, context: Context): Decision<E> | Refusal;
  /** Never fails. */
  evolve(state: S, recorded: Recorded<E>): S;
  upcast?(event: DomainEvent): E;
  progress(state: S): Progress;
  /** Earliest first. */
  deadlines(state: S): readonly Deadline[];
  tasks(state: S): readonly Task[];
  postings?(recorded: Recorded<E>, state: S): readonly Posting[];
  effects?(recorded: Recorded<E>, state: S): readonly Effect[];
  project?(recorded: Recorded<E>, state: S): readonly Row[];
  /** What else `view`, `gate` and `begins` look at, for this actor. */
  reads?(state: S, actor: Actor): Needs;
  /** Cases of other kinds that this actor may begin under this one, or may not now. */
  begins?(state: S, context: Context): readonly Action[];
  /** False where a command is not this actor's business at all, so that no button is shown; default: shown with its reason. */
  offered?(state: S, type: C['type'], context: Context): boolean;
  /** Of a command, the ways to be entitled to it held against this actor: what an explanation is made of. */
  entitles?(state: S, type: C['type'], context: Context): Entitlement;
  /** What this actor may see, by whitelist; null: nothing, not even that it exists. */
  view(state: S, context: Context): Json | null;
  /** Absent: cases of this kind stay behind when a realm is copied into a world. */
  readonly copies?: Copying<E>;
  /** Whoever sees the case sees that its events happened, apart from these. Default: apart from none. */
  veil?(state: S, context: Context): Veil;
}

/** A kind as its subject writes it down; how its events fold is hashed when the kinds are put together. */
export type Kind<S, C extends Command, E extends DomainEvent> = Omit<CaseType<S, C, E>, 'fold'>;
export type AnyCaseType = CaseType<unknown, Command, DomainEvent>;
