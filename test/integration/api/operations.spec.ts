import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lagOf, OperationsViews, poolFor, Reading, RecoveryStore } from '@goufu/persistence';
import type { EntityManager } from 'typeorm';
import { type Database, freshDatabase } from '../../support/database.js';
import { Realm } from '../../support/engine.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The same reading; keeps the plan by which PostgreSQL answered each statement. */
const watched = (reading: Reading, plans: Plan[]): Reading =>
  ({
    inRealm: <T>(realm: string, work: (manager: EntityManager) => Promise<T>) =>
      reading.inRealm(realm, (manager) =>
        work({
          query: async (text: string, values: unknown[]) => {
            const [row] = (await manager.query(`explain (analyze, buffers, format json) ${text}`, values)) as {
              'QUERY PLAN': { Plan: Plan }[];
            }[];
            if (row?.['QUERY PLAN'][0]) plans.push(row['QUERY PLAN'][0].Plan);
            return manager.query(text, values) as Promise<unknown>;
          },
        } as unknown as EntityManager),
      ),
  }) as Reading;

/** Tables that grow with the cases. */
const GROWING = ['cases', 'outbox', 'effect', 'event', 'restart'];

describe('the operator’s page among 100,000 cases', () => {
  let database: Database;
  let realm: Realm;
  let reading: Reading;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    reading = new Reading(database.appUrl, 2);
    const all = (text: string) => realm.sql(text, [realm.id]);
    await all(
      `insert into cases (realm_id, id, kind, lifecycle, version, state, fold, open_stages, closed, next_due_at, head_hash, last_at, created_at)
       select $1, 'catalogue/' || n, 'catalogue', 1, 1, '{}', 0, '{listing}', n % 4 = 0, clock_timestamp() + interval '5 years', 'h', now(), now()
       from generate_series(1, 100000) n`,
    );
    await all(
      `insert into outbox (realm_id, case_id, channel, payload, done_at) select $1, 'catalogue/' || n, 'lifecycle', '{"version":1}', now() from generate_series(1, 30000) n`,
    );
    await all(
      `insert into effect (realm_id, key, case_id, kind, payload, payload_hash, state, next_at, created_at)
       select $1, 'n' || n, 'catalogue/' || n, 'notice', '{}', 'h', 'done', now(), now() from generate_series(1, 30000) n`,
    );
    // As it comes by itself where the system runs.
    const owner = new Reading(database.ownerUrl, 1);
    await owner.everywhere((manager) => manager.query('analyze cases, outbox, effect'));
    await owner.close();
  }, 60_000);
  afterAll(async () => {
    await reading.close();
    await Realm.closeAll();
    await database.drop();
  });

  const answered = async () => {
    const plans: Plan[] = [];
    const found = await new OperationsViews(watched(reading, plans)).of(realm.id, ['bid']);
    if (!found) throw new Error('there is no such realm');
    const scanned = plans
      .flatMap(nodesOf)
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name'] ?? '');
    const blocks = plans.map((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
    return { found, scanned: scanned.filter((table) => GROWING.includes(table)), blocks: blocks.reduce((sum, n) => sum + n, 0) };
  };

  it('reads no table from end to end, when all is well', async () => {
    const { found, scanned, blocks } = await answered();
    expect(found.stuck).toEqual([]);
    expect(found.openCases).toEqual({ value: 1000, more: true });
    expect(scanned).toEqual([]);
    // of some 20,000 that the tables have
    expect(blocks).toBeLessThan(3_000);
  });

  it('nor do the guards of dues and the metrics, each second: no due that lies ahead is looked at', async () => {
    const pool = poolFor(database.appUrl, 1, '*');
    const plans: Plan[] = [];
    const explained = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, buffers, format json) ${text}`, values);
        for (const row of rows) if (row['QUERY PLAN'][0]) plans.push(row['QUERY PLAN'][0].Plan);
        return { rows: [] };
      },
    };
    await new RecoveryStore(explained as never).overdue(500, 200);
    await lagOf({ everywhere: (work: (manager: EntityManager) => Promise<unknown>) => work(explained as never) } as never, ['bid']).catch(
      () => null,
    );
    await pool.end();
    expect(plans).toHaveLength(2);
    for (const plan of plans) expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(200);
  });

  it('nor when a tenth of everything waits', async () => {
    await realm.sql(
      `update cases set next_due_at = (select clock_timestamp() + (offset_ms - 300000) * interval '1 ms' from realm where realm_id = $1)
       where realm_id = $1 and not closed and id < 'catalogue/2'`,
      [realm.id],
    );
    await realm.sql(
      `update outbox set done_at = null, created_at = clock_timestamp() - interval '1 hour' where realm_id = $1 and case_id < 'catalogue/2'`,
      [realm.id],
    );
    await realm.sql(`update effect set state = 'unknown', attempts = 9 where realm_id = $1 and case_id < 'catalogue/2'`, [realm.id]);
    const { found, scanned, blocks } = await answered();
    expect(found.stuck.length).toBe(50);
    expect([found.overdue.count, found.outbox.count, found.effects.count]).toEqual(
      Array.from({ length: 3 }, () => ({ value: 1000, more: true })),
    );
    expect(scanned).toEqual([]);
    // dead versions that nobody has cleared away yet are passed over
    expect(blocks).toBeLessThan(30_000);
  }, 60_000);
});
