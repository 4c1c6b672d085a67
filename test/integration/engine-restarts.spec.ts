import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Command, type Deadline, type Decision, type DomainEvent, type Instant, plusMs, refuse, type Refusal } from '@goufu/domain';
import type { CaseType } from '@goufu/engine';
import { EngineStore, poolFor, Unavailable } from '@goufu/persistence';
import { type Database, freshDatabase } from '../support/database.js';
import { Realm } from '../support/engine.js';

/** A case without a subject, whose dues and commands each need other accounts and other cases. */
interface Till {
  readonly ringAt: Instant | null;
  readonly rings: number;
  readonly other: string | null;
}
type Data = Record<string, unknown>;
const event = (type: string, data: object = {}): DomainEvent<string, Data> => ({ type, schema: 1, data: data as Data });
const [EARLY, LATE, OUTSIDE] = ['a#free', 'z#free', 'm#appropriation'];

const till: CaseType<Till, Command<string, Data>, DomainEvent<string, Data>> = {
  kind: 'till',
  lifecycle: null,
  fold: 'of this test alone',
  initial: { ringAt: null, rings: 0, other: null },
  commands: Object.fromEntries(
    ['open', 'wind', 'ring', 'pay', 'number', 'tell', 'told', 'no'].map((type) => [
      type,
      { by: 'person' as const, ...(type === 'open' ? { creates: true as const } : {}) },
    ]),
  ),
  refusals: [],
  touches: ({ type, data }) => (type === 'tell' && data.named === true ? { cases: [String(data.to)] } : {}),
  needs: (state, { type, data }) => {
    if (type === 'open') return { accounts: [EARLY, LATE, OUTSIDE] };
    if (type === 'ring') return { accounts: [LATE, OUTSIDE], series: ['rings'] };
    return type === 'pay' ? { accounts: [EARLY, OUTSIDE], ...(data.counted === true ? { series: ['payments'] } : {}) } : {};
  },
  gate: () => null,
  decide: (state, { type, data }, context): Decision<DomainEvent<string, Data>> | Refusal => {
    if (type === 'no') return refuse('till.shut');
    if (type === 'tell') return { events: [event('Told')], commands: [{ type: 'told', caseId: String(data.to), data: {} }] };
    if (type === 'ring') return { events: [event('Rang', { number: context.numbers.get('rings') })], numbers: { rings: 1 } };
    return { events: [event(type, data)] };
  },
  evolve: (state, { event: { type, data } }) => {
    if (type === 'wind') return { ...state, ringAt: data.ringAt as Instant, other: (data.other ?? null) as string | null };
    return type === 'Rang' ? { ...state, rings: state.rings + 1, ringAt: null } : state;
  },
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: ({ ringAt, other }): Deadline[] =>
    ringAt === null
      ? []
      : [
          {
            id: 'ring',
            at: ringAt,
            command: { type: 'ring' },
            rule: null,
            calendar: null,
            suspendable: false,
            ...(other === null ? {} : { locks: { cases: [other] } }),
          },
        ],
  tasks: () => [],
  postings: ({ event: { type } }) => {
    if (type === 'open') return [EARLY, LATE].map((to) => ({ from: OUTSIDE, to, amount: 100n, memo: 'open' }));
    return type === 'pay' || type === 'Rang' ? [{ from: type === 'pay' ? EARLY : LATE, to: OUTSIDE, amount: 1n, memo: type }] : [];
  },
  view: (state) => ({ ...state }),
};

describe('a transaction that finds that it needs more', () => {
  let database: Database;
  let realm: Realm;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl, undefined, { types: [till] });
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const open = async (): Promise<string> => (await realm.done('system', 'till', null, 'open')).id;
  const give = (id: string, type: string, data: object = {}) => realm.give('system', 'till', id, type, data);
  const wound = async (other: string | null = null): Promise<string> => {
    const id = await open();
    const [clock] = await realm.sql<{ now: Instant }>(`select clock_timestamp() + offset_ms * interval '1 ms' as now from realm`);
    const ringAt = plusMs(clock?.now ?? (0 as Instant), 1_000);
    await give(id, 'wind', { ringAt, other });
    await realm.travel(plusMs(ringAt, 1_000));
    return id;
  };
  const rings = async (id: string) => (await realm.seen<Till>(id, 'anonymous')).rings;

  it.each([
    ['that a decision writes to', {}],
    ['that was named before the lock', { named: true }],
  ])(
    'does not look for ever for a case %s and that is not there',
    async (_title, how) => {
      const id = await open();
      expect(await give(id, 'tell', { to: 'till/none', ...how })).toMatchObject({ refused: 'case.not_found' });
      expect(await realm.sql('select version from cases where id = $1', [id])).toEqual([{ version: 1 }]);
    },
    5_000,
  );

  it('nor does a due, which is an alarm', async () => {
    const id = await wound('till/none');
    await expect(realm.engine.fireDue(realm.id, id)).rejects.toThrow('till/none');
    await expect(realm.engine.view(realm.id, id, 'anonymous')).rejects.toThrow('till/none');
  }, 5_000);

  it.each([
    ['an account before those of its due', { counted: false }],
    ['an account and a series before that of its due', { counted: true }],
  ])('begins again rather than wait for %s while it holds those', async (_title, data) => {
    const id = await wound();
    const holder = await realm.pool.connect();
    try {
      await holder.query('begin');
      await holder.query(`select set_config('app.realms', $1, true)`, [realm.id]);
      await holder.query('select from account where id = $1 for no key update', [EARLY]);
      const paid = give(id, 'pay', data);
      await pause(300);
      // Whoever waits for the first account holds none of those behind it: nobody can deadlock with it.
      await holder.query('select from account where id = $1 for no key update nowait', [LATE]);
      await holder.query('commit');
      expect(await paid).toMatchObject({ id });
      expect(await rings(id)).toBe(1);
    } finally {
      holder.release();
    }
  });

  it('applies a due that passes while a command waits for its accounts before that command', async () => {
    const id = await open();
    const clock = async () =>
      (await realm.sql<{ now: Instant }>(`select clock_timestamp() + offset_ms * interval '1 ms' as now from realm`))[0]?.now ??
      (0 as Instant);
    const holder = await realm.pool.connect();
    try {
      await holder.query('begin');
      await holder.query(`select set_config('app.realms', $1, true)`, [realm.id]);
      await holder.query('select from account where id = $1 for no key update', [EARLY]);
      const ringAt = plusMs(await clock(), 700);
      await give(id, 'wind', { ringAt });
      const paid = give(id, 'pay');
      const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await realm.pool.query(waits)).rowCount === 0) await new Promise((resolve) => setImmediate(resolve));
      while ((await clock()) <= ringAt) await new Promise((resolve) => setImmediate(resolve));
      await holder.query('commit');
      await paid;
      const told = await realm.sql('select type from event where case_id = $1 order by version', [id]);
      expect(told.map(({ type }) => type)).toEqual(['open', 'wind', 'Rang', 'pay']);
    } finally {
      holder.release();
    }
  });

  it('many dues and commands on the same accounts in the opposite order never deadlock', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => wound()));
    const [before] = await realm.sql<{ n: bigint }>('select deadlocks as n from pg_stat_database where datname = current_database()');
    await Promise.all(ids.flatMap((id) => [give(id, 'pay', { counted: true }), give(id, 'pay', {}), open()]));
    expect(await Promise.all(ids.map(rings))).toEqual(ids.map(() => 1));
    const [after] = await realm.sql<{ n: bigint }>('select deadlocks as n from pg_stat_database where datname = current_database()');
    expect(after?.n).toBe(before?.n);
    const numbers = await realm.sql<{ number: number }>(
      `select (data::json->>'number')::int as number from event where type = 'Rang' order by 1`,
    );
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1));
  });

  it('a refused command leaves the dues, with their money and their numbers, once', async () => {
    const id = await wound();
    expect(await give(id, 'no')).toMatchObject({ refused: 'till.shut' });
    expect(await give(id, 'no')).toMatchObject({ refused: 'till.shut' });
    const moved = await realm.sql(`select memo, amount from posting where case_id = $1 and memo <> 'open'`, [id]);
    expect(moved).toEqual([{ memo: 'Rang', amount: 1n }]);
  });

  it('gets no connection where all are taken, says so in time, and goes on when one is free', async () => {
    const pool = poolFor(database.appUrl, 1);
    try {
      const held = await pool.connect();
      const began = performance.now();
      await expect(new EngineStore(pool).transact(realm.id, () => Promise.resolve())).rejects.toThrow(Unavailable);
      expect(performance.now() - began).toBeLessThan(8_000);
      held.release();
      await new EngineStore(pool).transact(realm.id, () => Promise.resolve());
    } finally {
      await pool.end();
    }
  });
});
