import { type CaseId, decode, type Instant, instant, parseInstant, toIso } from '@goufu/domain';
import { Engine, type Law, Registry } from '@goufu/engine';
import { EffectStore, poolFor, type StoredCase, WorldStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import { firstOperator } from '@goufu/system';
import pg from 'pg';
import { effectActivities } from '../../activities/index.js';
import { CommandDoor } from './command-door.js';
import { law } from './engine.js';
import { EngineTreasury } from './engine-treasury.js';
import { nextStage } from './next-stage.js';
import { type Watch, WatchedStore } from './watched-store.js';

/** Rounds of lifecycles and effects after one command: more is a circle. */
const MOST_ROUNDS = 200;

/** What stands in a realm from its beginning: copied with it. */
const COPIED = [
  'cases',
  'event',
  'command',
  'task',
  'account',
  'posting',
  'effect',
  'content',
  'series',
  'claim',
  'organisation_view',
  'appointment',
  'case_view',
  'notice',
];

/** What a case needs to go on. */
const STAMPED = ['cases', 'account', 'effect', 'content', 'series', 'claim', 'organisation_view', 'appointment'];

/** Engine, clocks and effects on one database, without HTTP and Temporal, for any number of realms. */
export class EnginePlace {
  readonly pool: pg.Pool;
  readonly everyRealm: pg.Pool;
  readonly engine: Engine;
  readonly worlds: WorldStore;
  readonly effects: EffectStore;
  readonly store: WatchedStore;

  constructor(databaseUrl: string, law_: Law = law()) {
    this.pool = poolFor(databaseUrl, 4);
    this.everyRealm = poolFor(databaseUrl, 4, '*');
    this.store = new WatchedStore(this.pool);
    this.engine = new Engine(new Registry(kinds), this.store, law_);
    this.worlds = new WorldStore(this.everyRealm);
    this.effects = new EffectStore(this.everyRealm);
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.everyRealm.end()]);
  }

  /** A new world with its first operator. */
  async open(realm: string, jurisdiction: string, startsAt: string, operator: string): Promise<EngineDoor> {
    await this.worlds.create({ id: realm, name: realm, jurisdiction, startsAt: instant(startsAt) });
    await firstOperator(this, realm, operator);
    return EngineDoor.at(this, realm);
  }

  /** A world in which everything stands that stands in another, and whose clock says a later moment. */
  async copy(from: string, realm: string, startsAt: string): Promise<EngineDoor> {
    const columns = await this.columns();
    const [old, made] = [from, realm].map((name) => pg.escapeLiteral(name));
    const statements = COPIED.map((table) => {
      const names = columns.get(table)?.join(', ') ?? '';
      if (names === '') throw new Error(`there is no table ${table}`);
      return `insert into ${table} (realm_id, ${names}) select ${made}, ${names} from ${table} where realm_id = ${old} on conflict do nothing`;
    });
    // Its jurisdiction goes along: what stands there was decided under it.
    await this.everyRealm.query(
      `insert into realm (realm_id, name, jurisdiction, world, offset_ms) select ${made}, ${made}, jurisdiction, world, offset_ms from realm where realm_id = ${old};
       ${statements.join(';\n')}`,
    );
    await this.worlds.moveTo(realm, instant(startsAt));
    for (const row of this.store.watch(from).cases.values()) this.store.watch(realm).cases.set(row.id, row);
    return EngineDoor.at(this, realm);
  }

  /** Worlds in which the cases stand that stand in another, with their money: what they need to go on, and nothing of how they came there. */
  async stamp(from: string, realms: readonly string[]): Promise<void> {
    const columns = await this.columns();
    const statements = STAMPED.map((table) => {
      const names = columns.get(table)?.join(', ') ?? '';
      return `insert into ${table} (realm_id, ${names}) select made, ${names} from ${table}, unnest($2::text[]) made where realm_id = $1`;
    });
    const realm = `insert into realm (realm_id, name, jurisdiction, world, offset_ms)
      select made, made, jurisdiction, world, offset_ms from realm, unnest($2::text[]) made where realm_id = $1`;
    for (const statement of [realm, ...statements]) await this.everyRealm.query(statement, [from, realms]);
  }

  /** Learns what is under way in a realm from the database: others have acted there. */
  async look(realm: string): Promise<void> {
    const watch = this.store.watch(realm);
    watch.cases.clear();
    watch.effects.clear();
    const { rows: cases } = await this.everyRealm.query<StoredCase>(
      'select id, kind, lifecycle, open_stages, closed, next_due_at, state from cases where realm_id = $1',
      [realm],
    );
    for (const row of cases) watch.cases.set(row.id, row);
    const { rows: effects } = await this.everyRealm.query<{ key: string; kind: string }>(
      `select key, kind from effect where realm_id = $1 and state in ('wanted', 'sending', 'unknown')`,
      [realm],
    );
    for (const { key, kind } of effects) watch.effects.set(key, kind);
  }

  private known: Promise<ReadonlyMap<string, readonly string[]>> | null = null;
  private columns(): Promise<ReadonlyMap<string, readonly string[]>> {
    this.known ??= this.everyRealm
      .query<{ table: string; names: string[] }>(
        `select table_name as table, array_agg(column_name::text) as names from information_schema.columns
         where table_schema = 'public' and column_name <> 'realm_id' and is_generated = 'NEVER' group by 1`,
      )
      .then(({ rows }) => new Map(rows.map(({ table, names }) => [table, names])));
    return this.known;
  }
}

/** The door of a scenario on the engine alone: the paths and bodies of the API, real PostgreSQL, and no process beside. */
export class EngineDoor extends CommandDoor {
  readonly treasury: EngineTreasury;
  private readonly watch: Watch;
  private readonly activities: ReturnType<typeof effectActivities>;
  private readonly unanswered = new Map<string, string>();

  private constructor(
    readonly place: EnginePlace,
    realm: string,
    private offsetMs: number,
  ) {
    super(place.engine, place.everyRealm, realm);
    const { engine, effects } = place;
    this.watch = place.store.watch(realm);
    this.treasury = new EngineTreasury(place, realm);
    this.activities = effectActivities({ engine, effects, outsides: { payment: this.treasury } });
  }
  static async at(place: EnginePlace, realm: string): Promise<EngineDoor> {
    const clock = await place.worlds.clock(realm);
    if (!clock) throw new Error(`there is no realm ${realm}`);
    return new EngineDoor(place, realm, clock.offsetMs);
  }

  // The database and this process stand on one machine and share its clock.
  private get time(): Instant {
    return (Date.now() + this.offsetMs) as Instant;
  }
  now(): Promise<string> {
    return Promise.resolve(toIso(this.time));
  }

  /** Reads the realm's clock anew: somebody else has moved it. */
  async readClock(): Promise<void> {
    const clock = await this.place.worlds.clock(this.realm);
    this.offsetMs = clock?.offsetMs ?? this.offsetMs;
  }
  private async moveTo(at: Instant): Promise<void> {
    if (at <= this.time) return;
    await this.place.worlds.moveTo(this.realm, at);
    await this.readClock();
  }

  /** From due to due, as a world of the relay walks. */
  async advance(to: string): Promise<void> {
    const target = parseInstant(to);
    if (target === null) throw new Error(`not an instant: ${to}`);
    const idle = new Set<CaseId>();
    for (let due = this.watch.earliest(idle); due && due.at <= target; due = this.watch.earliest(idle)) {
      await this.moveTo(due.at);
      if (await this.place.engine.applyPassed(this.realm, due.id)) await this.settle();
      else idle.add(due.id);
    }
    await this.moveTo(target);
  }

  /** Applies what is due by now, enters every stage that comes next and carries every effect, until nothing is under way. */
  async settle(): Promise<void> {
    const idle = new Set<CaseId>();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const due = this.watch.earliest(idle);
      const between = this.watch.between();
      const effects = [...this.watch.effects];
      if (between.length > 0) for (const { id, kind, state } of between) await this.goOn(id, kind, state);
      else if (effects.length > 0) for (const [key, kind] of effects) await this.carry(key, kind);
      else if (due && due.at <= this.time) {
        if (!(await this.place.engine.applyPassed(this.realm, due.id))) idle.add(due.id);
      } else if (!(await this.treasury.tell())) return;
    }
    throw new Error(`${this.realm} does not come to rest: ${(await this.place.worlds.waitingFor(this.realm)).join('; ')}`);
  }

  private async goOn(caseId: CaseId, kind: string, state: string): Promise<void> {
    const { ended } = this.place.engine.registry.of(kind).progress(decode(state));
    const next = await nextStage(kind, ended);
    if (next === null) throw new Error(`the script of ${caseId} is over, but the case is open`);
    await this.place.engine.enter(this.realm, caseId, next);
  }

  /** What the outside has not answered is asked about once more, as its workflow would after a while. */
  async askAgain(): Promise<void> {
    for (const [key, kind] of this.unanswered) this.watch.effects.set(key, kind);
    this.unanswered.clear();
    await this.settle();
  }

  private async carry(key: string, kind: string): Promise<void> {
    this.watch.effects.delete(key);
    if (kind === 'payment') {
      if ((await this.activities.carry({ realm: this.realm, key })) === 'open') this.unanswered.set(key, kind);
    } else await this.place.effects.done(this.realm, key, { channel: 'read-model' });
  }
}
