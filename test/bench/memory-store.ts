import { decode, type CaseId, type Instant, type Json } from '@goufu/domain';
import type {
  AppointmentRow,
  Changes,
  EngineStore,
  EngineTransaction,
  Flat,
  Loaded,
  LoadPlan,
  Opened,
  OpenPlan,
  RealmRow,
  StoredCase,
} from '@goufu/persistence';

/** What takes rows in as they become final. */
export type Sink = (table: string, rows: readonly object[]) => void;

/**
 * The engine's store without a database: the same deciders decide, and every row that a command writes is kept or handed on. A case is held
 * until it is let go; then its row, its to-dos and its read model go the way its events went before.
 */
export class MemoryStore {
  now: Instant;
  events = 0;
  private readonly cases = new Map<CaseId, StoredCase>();
  private readonly tasks = new Map<CaseId, Map<string, Flat>>();
  /** Read-model rows by the case that they are of. */
  private readonly views = new Map<string, Map<string, Flat>>();
  private readonly appointments = new Map<string, Flat>();
  private readonly accounts = new Map<string, { id: string; line: string; bucket: string; balance: bigint }>();
  private readonly series = new Map<string, number>();
  private readonly claims = new Map<string, CaseId>();
  private readonly contents = new Map<string, Json>();

  constructor(
    private readonly realm: RealmRow,
    startsAt: Instant,
    private readonly sink: Sink,
  ) {
    this.now = startsAt;
  }

  /** The engine sees a store and knows no other. */
  get store(): EngineStore {
    return this as unknown as EngineStore;
  }

  async transact<T>(_realm: string, work: (tx: EngineTransaction) => Promise<T>): Promise<T> {
    return work(this as unknown as EngineTransaction);
  }
  readonly roundTrips = 0;
  async commit(): Promise<void> {}
  async isAnswered(): Promise<boolean> {
    return false;
  }
  async parent(id: CaseId): Promise<CaseId | null | undefined> {
    return this.cases.get(id)?.parent;
  }

  async open(plan: OpenPlan): Promise<Opened> {
    const cases = new Map<CaseId, StoredCase>();
    for (const id of [...plan.lock, ...plan.read]) {
      const row = this.cases.get(id);
      if (row) cases.set(id, row);
    }
    const appointment =
      plan.appointment === null ? null : ((this.appointments.get(plan.appointment) as AppointmentRow | undefined) ?? null);
    return { realm: this.realm, cases, appointment, known: null, now: this.now };
  }

  async load(plan: LoadPlan): Promise<Loaded> {
    const found = <K, V>(keys: readonly K[], map: ReadonlyMap<K, V>): V[] => keys.flatMap((key) => map.get(key) ?? []);
    const children = plan.children.flatMap(({ parent, kind }) =>
      [...this.cases.values()].filter((row) => row.parent === parent && row.kind === kind),
    );
    return {
      accounts: found(plan.accounts, this.accounts),
      series: new Map(plan.series.map((name) => [name, this.series.get(name) ?? 1])),
      cases: [...found(plan.reads, this.cases), ...children],
      contents: new Map(plan.contents.flatMap((id) => (this.contents.has(id) ? [[id, this.contents.get(id) as Json]] : []))),
      claims: new Map(plan.claims.flatMap((name) => (this.claims.has(name) ? [[name, this.claims.get(name) as CaseId]] : []))),
      people: plan.people.map((person) => ({ person, disabled: false, cases: [] })),
      now: this.now,
    };
  }

  async write(changes: Changes): Promise<void> {
    for (const row of [...changes.newCases, ...changes.cases]) this.cases.set(row.id, row);
    for (const { case_id: id, key } of changes.tasksGone) this.tasks.get(id)?.delete(key);
    for (const row of changes.tasks) {
      const id = row.case_id as CaseId;
      const list = this.tasks.get(id) ?? new Map<string, Flat>();
      this.tasks.set(id, list.set(row.key as string, row));
    }
    for (const account of changes.newAccounts) this.accounts.set(account.id, { ...account });
    for (const { id, delta } of changes.accounts) {
      const account = this.accounts.get(id);
      if (account) account.balance += delta;
    }
    for (const { name, next } of changes.series) this.series.set(name, next);
    for (const { name, case_id: id } of changes.claims) this.claims.set(name, id);
    for (const { id, body } of changes.contents) this.contents.set(id as string, decode(body as string));
    for (const [table, { put, gone }] of Object.entries(changes.rows)) {
      for (const row of put) {
        const owner = (row.case_id ?? row.key) as string;
        this.views.set(owner, (this.views.get(owner) ?? new Map<string, Flat>()).set(`${table}\n${row.key as string}`, row));
        if (table === 'appointment') this.appointments.set(row.key as string, row);
      }
      for (const key of gone) for (const rows of this.views.values()) rows.delete(`${table}\n${key}`);
    }
    this.events += changes.events.length;
    this.sink('event', changes.events);
    this.sink('posting', changes.postings);
    this.sink('content', changes.contents);
    this.sink('claim', changes.claims);
    // What was to be sent was sent long ago.
    this.sink(
      'effect',
      changes.effects.map((row) => ({ ...row, state: 'done', done_at: row.created_at })),
    );
  }

  /** State of a case, for whoever decides what to do with it next. */
  stateOf<T>(id: CaseId): T {
    const row = this.cases.get(id);
    if (!row) throw new Error(`${id} is not held`);
    return decode(row.state) as T;
  }

  /** The next due instant of a case. Null: it waits for nothing. */
  dueOf(id: CaseId): Instant | null {
    return this.cases.get(id)?.next_due_at ?? null;
  }

  /** The case is final: its rows go on, and nothing of it is held. */
  letGo(id: CaseId): void {
    const row = this.cases.get(id);
    if (row) this.sink('cases', [row]);
    this.cases.delete(id);
    this.sink('task', [...(this.tasks.get(id)?.values() ?? [])]);
    this.tasks.delete(id);
    for (const [name, view] of this.views.get(id) ?? []) this.sink(name.slice(0, name.indexOf('\n')), [view]);
    this.views.delete(id);
    this.contents.clear();
  }

  /** Everything that is still held goes on. */
  letAllGo(): void {
    for (const id of this.cases.keys()) this.letGo(id);
    for (const rows of this.views.values()) for (const [name, view] of rows) this.sink(name.slice(0, name.indexOf('\n')), [view]);
    this.views.clear();
    this.sink('account', [...this.accounts.values()]);
    this.sink(
      'series',
      [...this.series].map(([name, next]) => ({ name, next })),
    );
  }
}
