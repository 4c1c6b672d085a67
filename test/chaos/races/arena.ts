import { type CaseId, decode, instant, type Instant, parseInstant, type Refusal } from '@goufu/domain';
import type { Answer } from '@goufu/engine';
import type { EngineDoor, EnginePlace } from '../../support/engine-door.js';
import type { Moments, Sent } from '../../support/moments.js';
import type { Side } from './race.js';

export interface NewEvent {
  readonly caseId: CaseId;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly person: string | null;
  readonly requestId: string | null;
  readonly effectiveAt: Instant;
}

/** How a side gives a command: to its own engine, or through the door of its own API process. */
export interface Way {
  give(side: Side, sent: Sent): Promise<Answer | Refusal>;
  /** About how long a command is on its way there. */
  readonly ms: number;
}

/** One world in which two race: each side acts in a process of its own. */
export class Arena {
  constructor(
    readonly realm: string,
    readonly number: number,
    private readonly doors: readonly [EngineDoor, EngineDoor],
    private readonly moments: Moments,
    readonly way: Way = { give: (side, { by, path, body, key }) => doors[side].give(by, path, body, key, `by-side-${side}`), ms: 4 },
  ) {}

  id(name: string): CaseId {
    return this.moments.filled(`{${name}-id}`);
  }
  as(person: string): Sent['by'] {
    return this.moments.cast.as(person);
  }
  place(side: Side): EnginePlace {
    return this.doors[side].place;
  }

  sent(word: string): Sent {
    return this.moments.sentAs(word);
  }
  /** What was sent in the story, by one side; in its own words where it says so. */
  send(side: Side, like: string, more: Partial<Sent> = {}): Promise<Answer | Refusal> {
    return this.way.give(side, { ...this.moments.sentAs(like), key: `race-${side}-${this.number}`, ...more });
  }
  /** A command of the system. */
  async system(side: Side, caseId: CaseId, type: string, data: object): Promise<Answer | Refusal> {
    const kind = caseId.slice(0, caseId.indexOf('/'));
    const request = { realm: this.realm, kind, caseId, type, data, acting: 'system', key: null, requestId: `by-side-${side}` } as const;
    return this.place(side).engine.execute(request);
  }

  async moveTo(at: Instant): Promise<void> {
    await this.place(0).worlds.moveTo(this.realm, at);
    await Promise.all(this.doors.map((door) => door.readClock()));
  }
  /** Looks for what is due in a case, as a guard does, until a moment has passed. */
  async guard(side: Side, caseId: CaseId, due: Instant): Promise<void> {
    for (;;) {
      const now = parseInstant(await this.doors[side].now()) ?? instant('1970-01-01T00:00:00Z');
      await this.place(side).engine.applyPassed(this.realm, caseId);
      if (now > due) return;
    }
  }
  async dueOf(caseId: CaseId): Promise<Instant> {
    const [row] = await this.rows<{ at: Instant }>('select next_due_at as at from cases where realm_id = $1 and id = $2', [caseId]);
    if (!row) throw new Error(`nothing is due in ${caseId}`);
    return row.at;
  }

  /** Lets everything come to rest that follows from what was decided. */
  async settle(): Promise<void> {
    await this.place(0).look(this.realm);
    await this.doors[0].settle();
  }
  /** Keys of the orders that left for the treasury. */
  get ordered(): readonly string[] {
    return this.doors[0].treasury.sent;
  }

  async events(): Promise<readonly NewEvent[]> {
    const rows = await this.rows<Omit<NewEvent, 'data'> & { data: string }>(
      `select case_id as "caseId", type, data, person, request_id as "requestId", effective_at as "effectiveAt"
       from event where realm_id = $1 order by case_id, version`,
    );
    return rows.map((row) => ({ ...row, data: decode(row.data) as NewEvent['data'] }));
  }
  async balances(line: CaseId): Promise<Readonly<Record<string, bigint>>> {
    const rows = await this.rows<{ bucket: string; balance: bigint }>(
      'select bucket, balance from account where realm_id = $1 and line = $2',
      [line],
    );
    return Object.fromEntries(rows.map(({ bucket, balance }) => [bucket, balance]));
  }
  async rows<T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.place(0).everyRealm.query<T>(text, [this.realm, ...values]);
    return rows;
  }
}
