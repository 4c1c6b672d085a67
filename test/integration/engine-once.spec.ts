import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Command,
  type Decision,
  type DomainEvent,
  type Effect,
  type Instant,
  type Json,
  plusMs,
  refuse,
  type Refusal,
} from '@goufu/domain';
import { type CaseType, Engine, Registry } from '@goufu/engine';
import { Busy, driverTypes, EffectKeyReused, EngineStore } from '@goufu/persistence';
import pg from 'pg';
import { type Database, freshDatabase } from '../support/database.js';
import { law, Realm } from '../support/engine.js';

/** A case without a subject: it rings at an instant, and wants effects under keys that it is told. */
interface Bell {
  readonly ringAt: Instant | null;
  readonly rings: number;
  readonly struck: number;
}
type Data = Readonly<Record<string, Json>>;
type Event = DomainEvent<string, Data>;
const event = (type: string, data: Data = {}): Event => ({ type, schema: 1, data });

const bell: CaseType<Bell, Command<string, Data>, Event> = {
  kind: 'bell',
  lifecycle: null,
  fold: 'of this test alone',
  initial: { ringAt: null, rings: 0, struck: 0 },
  commands: Object.fromEntries(
    ['open', 'wind', 'ring', 'strike', 'hand', 'want', 'no'].map((type) => [
      type,
      { by: 'person' as const, ...(type === 'open' ? { creates: true as const } : {}) },
    ]),
  ),
  refusals: [],
  touches: ({ data }) => (data.to === undefined ? {} : { cases: [data.to as string] }),
  needs: () => ({}),
  gate: () => null,
  decide: (_state, { type, data }): Decision<Event> | Refusal => {
    if (type === 'no') return refuse('bell.cracked');
    // Something happens here, and then what it asks of the other is refused.
    if (type === 'hand') return { events: [event('strike')], commands: [{ type: 'no', caseId: data.to as string, data: {} }] };
    return { events: [event(type, data)] };
  },
  evolve: (state, { event: { type, data } }) => {
    if (type === 'wind') return { ...state, ringAt: data.ringAt as Instant };
    if (type === 'ring') return { ...state, rings: state.rings + 1, ringAt: null };
    return type === 'strike' ? { ...state, struck: state.struck + 1 } : state;
  },
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: ({ ringAt }) =>
    ringAt === null ? [] : [{ id: 'ring', at: ringAt, command: { type: 'ring' }, rule: null, calendar: null, suspendable: false }],
  tasks: () => [],
  effects: ({ event: { type, data } }) => (type === 'want' ? (data.effects as unknown as readonly Effect[]) : []),
  view: (state) => ({ ...state }),
};

/** The first words of everything that a pool's connections ask of PostgreSQL from now on. */
const listen = (pool: pg.Pool): string[] => {
  const said: string[] = [];
  const hear = (client: pg.PoolClient): void => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    Object.assign(client, {
      query: (...args: unknown[]): unknown => {
        const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text;
        said.push(/^\w+/.exec(text)?.[0] ?? text);
        return query(...args);
      },
    });
  };
  pool.on('connect', hear);
  return said;
};

describe('one command is one transaction', () => {
  let database: Database;
  let realm: Realm;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl, undefined, { types: [bell] });
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const give = (id: string, type: string, data: object = {}, by = realm) => by.give('system', 'bell', id, type, data);
  const open = async (): Promise<string> => (await realm.done('system', 'bell', null, 'open')).id;
  const wound = async (): Promise<string> => {
    const id = await open();
    const [clock] = await realm.sql<{ now: Instant }>(`select clock_timestamp() + offset_ms * interval '1 ms' as now from realm`);
    const ringAt = plusMs(clock?.now ?? (0 as Instant), 1_000);
    await give(id, 'wind', { ringAt });
    await realm.travel(plusMs(ringAt, 1_000));
    return id;
  };
  const events = async (id: string) =>
    (await realm.sql<{ type: string }>('select type from event where case_id = $1 order by version', [id])).map(({ type }) => type);

  describe('a command that is refused after a due has passed', () => {
    it.each([
      ['at once', 'no', {}],
      ['by the other case that it asks, after something had happened here', 'hand', { other: true }],
    ])('%s leaves the due and nothing else, in one transaction', async (_title, type, { other }: { other?: boolean }) => {
      const id = await wound();
      const data = other ? { to: await open() } : {};
      const beside = Realm.beside(database.appUrl, realm, [bell]);
      const said = listen(beside.pool);
      expect(await give(id, type, data, beside)).toMatchObject({ refused: 'bell.cracked' });
      expect(said).toEqual(['begin', 'with', 'commit']);
      expect(await events(id)).toEqual(['open', 'wind', 'ring']);
      // What was not written is not remembered either.
      expect(await beside.seen(id, 'anonymous')).toMatchObject({ rings: 1, struck: 0 });
      expect(await give(id, 'strike', {}, beside)).toMatchObject({ version: 4 });
      expect(await realm.seen(id, 'anonymous')).toMatchObject({ rings: 1, struck: 1 });
    });

    it('tells what was written, once', async () => {
      const id = await wound();
      realm.committed.length = 0;
      expect(await give(id, 'no')).toMatchObject({ refused: 'bell.cracked' });
      expect(await give(id, 'no')).toMatchObject({ refused: 'bell.cracked' });
      expect(realm.committed).toEqual([{ id, version: 3 }]);
    });
  });

  describe('the key of an effect', () => {
    const mail = (key: string, text: string, kind = 'notice'): Data => ({ key, kind, payload: { text } });
    const want = (id: string, ...effects: Data[]) => give(id, 'want', { effects });
    const stored = (id: string) => realm.sql('select key, payload from effect where case_id = $1', [id]);

    it('asked for again with the same thing is one effect', async () => {
      const id = await open();
      await want(id, mail('once', 'welcome'), mail('once', 'welcome'));
      expect(await want(id, mail('once', 'welcome'))).toMatchObject({ version: 3 });
      expect(await stored(id)).toEqual([{ key: 'once', payload: '{"text":"welcome"}' }]);
    });

    it.each([
      ['another text', mail('twice', 'farewell')],
      ['another kind', mail('twice', 'welcome', 'payment')],
    ])('asked for again with %s is a fault that names it, and nothing is written', async (_title, again) => {
      const id = await open();
      const told: string[] = [];
      const loud = new Engine(new Registry([bell]), new EngineStore(realm.pool), law(), { keyReused: ({ key }) => void told.push(key) });
      const key = `${id}/twice`;
      await want(id, { ...mail('twice', 'welcome'), key });
      const given = { realm: realm.id, kind: 'bell', caseId: id, acting: 'system' as const, key: null, requestId: null };
      const reused = loud.execute({ ...given, type: 'want', data: { effects: [{ ...again, key }] } });
      await expect(reused).rejects.toThrow(EffectKeyReused);
      await expect(reused).rejects.toThrow(key);
      expect(told).toEqual([key]);
      expect(await events(id)).toEqual(['open', 'want']);
      expect(await stored(id)).toEqual([{ key, payload: '{"text":"welcome"}' }]);
    });

    it('for two things in one command is the same fault', async () => {
      const id = await open();
      await expect(want(id, mail('both', 'welcome'), mail('both', 'farewell'))).rejects.toThrow(EffectKeyReused);
      expect(await events(id)).toEqual(['open']);
    });

    it('of another case is the same fault', async () => {
      const [one, other] = [await open(), await open()];
      await want(one, mail('whose', 'welcome'));
      await expect(want(other, mail('whose', 'welcome'))).rejects.toThrow(EffectKeyReused);
    });
  });

  it('a case that others hold for too long is busy, which is no outage', async () => {
    const id = await open();
    const pool = new pg.Pool({
      connectionString: database.appUrl,
      max: 2,
      types: driverTypes,
      options: '-c lock_timeout=50 -c timezone=UTC',
    });
    const engine = new Engine(new Registry([bell]), new EngineStore(pool), law());
    const holder = await realm.pool.connect();
    const strike = {
      realm: realm.id,
      kind: 'bell',
      caseId: id,
      type: 'strike',
      data: {},
      acting: 'system' as const,
      key: null,
      requestId: null,
    };
    try {
      await holder.query('begin');
      await holder.query(`select set_config('app.realms', $1, true)`, [realm.id]);
      await holder.query('select from cases where id = $1 for no key update', [id]);
      await expect(engine.execute(strike)).rejects.toThrow(Busy);
      await holder.query('rollback');
      expect(await engine.execute(strike)).toMatchObject({ version: 2 });
    } finally {
      holder.release();
      await pool.end();
    }
  });
});
