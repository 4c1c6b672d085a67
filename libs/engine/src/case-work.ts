import {
  encode,
  encodeState,
  equal,
  type CaseId,
  type Deadline,
  type DomainEvent,
  type Instant,
  type Recorded,
  type Signature,
  type Task,
} from '@goufu/domain';
import type { Flat, LoadedCase, StoredCase, StoredEvent } from '@goufu/persistence';
import type { AnyCaseType } from './case-type.js';
import { eventHash, GENESIS } from './hash.js';

export interface Stamp {
  readonly realm: string;
  readonly effectiveAt: Instant;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly by: Signature;
  readonly requestId: string | null;
}

/** A to-do as its row. */
export const taskRow = (caseId: CaseId, task: Task): Flat => ({
  case_id: caseId,
  key: task.key,
  name: task.name,
  person: 'person' in task.to ? task.to.person : null,
  organisation: 'organisation' in task.to ? task.to.organisation : null,
  role: 'organisation' in task.to ? task.to.role : null,
  since: task.since,
  due_at: task.dueAt,
  rule: task.rule,
  meta: task.meta ?? {},
});

/** One case inside a transaction: the stored row, and what has been decided on top of it. */
export class CaseWork {
  state: unknown;
  version: number;
  lastAt: Instant;
  headHash: string;
  readonly events: StoredEvent[] = [];
  readonly recorded: Recorded[] = [];
  readonly after: unknown[] = [];
  private readonly before: unknown;
  private due: { readonly of: unknown; readonly first: Deadline | null } | null = null;
  lifecycle: number | null;
  /** The lifecycle has just asked: it knows the next due instant. */
  told = false;

  private constructor(
    readonly type: AnyCaseType,
    readonly id: CaseId,
    readonly parent: CaseId | null,
    readonly stored: LoadedCase | null,
    state: unknown,
  ) {
    this.state = state;
    this.before = state;
    this.version = stored?.version ?? 0;
    this.lastAt = stored?.last_at ?? (0 as Instant);
    this.headHash = stored?.head_hash ?? GENESIS;
    this.lifecycle = stored ? stored.lifecycle : type.lifecycle;
  }

  static stored(type: AnyCaseType, row: LoadedCase, state: unknown): CaseWork {
    return new CaseWork(type, row.id, row.parent, row, state);
  }
  static fresh(type: AnyCaseType, id: CaseId, parent: CaseId | null): CaseWork {
    return new CaseWork(type, id, parent, null, type.initial);
  }

  get moved(): boolean {
    return this.events.length > 0;
  }

  /** Folds the events of a decision on top and chains them. */
  apply(events: readonly DomainEvent[], stamp: Stamp): void {
    for (const event of events) {
      this.version += 1;
      this.lastAt = Math.max(this.lastAt, stamp.at) as Instant;
      const recorded: Recorded = {
        caseId: this.id,
        event,
        effectiveAt: stamp.effectiveAt,
        at: this.lastAt,
        by: stamp.by,
        version: this.version,
      };
      this.state = this.type.evolve(this.state, recorded);
      const unsealed = {
        case_id: this.id,
        version: this.version,
        type: event.type,
        schema: event.schema,
        data: encode(event.data as never),
        effective_at: stamp.effectiveAt,
        at: this.lastAt,
        recorded_at: stamp.recordedAt,
        person: stamp.by.person,
        appointment: stamp.by.appointment,
        organisation: stamp.by.organisation,
        request_id: stamp.requestId,
        prev_hash: this.headHash,
      };
      this.headHash = eventHash(stamp.realm, unsealed);
      this.events.push({ ...unsealed, hash: this.headHash });
      this.recorded.push(recorded);
      this.after.push(this.state);
    }
  }

  /** The earliest deadline of the state as it is now. */
  nextDue(): Deadline | null {
    const known = this.due;
    if (known && known.of === this.state) return known.first;
    const first = this.type.deadlines(this.state)[0] ?? null;
    this.due = { of: this.state, first };
    return first;
  }

  /** To-do rows that are new or changed, and keys of those that are gone. */
  tasks(): { put: Flat[]; gone: { case_id: CaseId; key: string }[] } {
    if (this.stored !== null && this.state === this.before) return { put: [], gone: [] };
    const before = new Map(this.stored === null ? [] : this.type.tasks(this.before).map((task) => [task.key, task]));
    const put: Flat[] = [];
    const now = new Set<string>();
    for (const task of this.type.tasks(this.state)) {
      now.add(task.key);
      if (equal(before.get(task.key) as never, task as never)) continue;
      put.push(taskRow(this.id, task));
    }
    return { put, gone: [...before.keys()].filter((key) => !now.has(key)).map((key) => ({ case_id: this.id, key })) };
  }

  /** Whether the lifecycle must be told: a new case, an ended stage, or a due instant earlier than the one it last heard. */
  mustTell(): boolean {
    if (this.lifecycle === null || this.told || !this.moved) return false;
    if (this.stored === null) return true;
    // a stage ended, or one that had ended is taken up again
    if (!equal(this.type.progress(this.state).ended, this.type.progress(this.before).ended)) return true;
    const due = this.nextDue();
    return due !== null && (this.stored.armed_until === null || due.at < this.stored.armed_until);
  }

  row(): StoredCase {
    const due = this.nextDue();
    const progress = this.type.progress(this.state);
    return {
      id: this.id,
      kind: this.type.kind,
      lifecycle: this.lifecycle,
      parent: this.parent,
      version: this.version,
      state: encodeState(this.state as never),
      fold_hash: this.type.fold,
      open_stages: progress.open,
      closed: progress.closed,
      next_due_at: due?.at ?? null,
      next_due_locks: due?.locks ?? null,
      armed_until: this.told ? (due?.at ?? null) : (this.stored?.armed_until ?? null),
      head_hash: this.headHash,
      last_at: this.lastAt,
      created_at: this.stored?.created_at ?? this.lastAt,
    };
  }
}
