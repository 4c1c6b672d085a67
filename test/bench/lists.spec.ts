import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bigrams } from '@goufu/domain';
import { CaseViews, Reading, TaskViews } from '@goufu/persistence';
import { type Database, freshDatabase } from '../support/database.js';
import { Realm } from '../support/engine.js';

const CASES = 100_000;
const PIECE = 10_000;
const ROUNDS = 200;
/** How many times the floor (`select 1` in the same transaction shape) a screen's data may take. */
const MOST = 30;

// Ratios in one run: the machine's own speed cancels out.
describe('lists at 100,000 cases, against the floor of one empty query', () => {
  let database: Database;
  let realm: Realm;
  let reading: Reading;
  let floor = 0;

  const p95 = async (work: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      const began = performance.now();
      await work();
      times.push(performance.now() - began);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.95)] ?? 0;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    reading = new Reading(database.appUrl);
    // In pieces: one statement may take ten seconds at most.
    for (let from = 1; from <= CASES; from += PIECE) {
      await realm.sql(
        `insert into case_view (realm_id, key, kind, number, title, readers, public, bigrams, created_at, updated_at)
         select $1, 'purchase/' || lpad(n::text, 6, '0'), 'purchase', null, '社区矫正服务', array['organisation/' || (n % 100)], n % 500 = 0, $2::text[],
                timestamptz '2025-01-01' + n * interval '1 minute', timestamptz '2025-01-01' from generate_series($3::int, $4::int) n`,
        [realm.id, bigrams('社区矫正服务'), from, from + PIECE - 1],
      );
      await realm.sql(
        `insert into task (realm_id, case_id, key, name, organisation, role, since, due_at)
         select $1, 'purchase/' || lpad(n::text, 6, '0'), 'approve', 'approve', 'organisation/' || (n % 50), 'finance-officer', timestamptz '2025-01-01',
                timestamptz '2025-02-01' + n * interval '1 minute' from generate_series($2::int, $3::int) n`,
        [realm.id, from, from + PIECE - 1],
      );
    }
    const owner = new Reading(database.ownerUrl);
    await owner.everywhere((manager) => manager.query('analyze'));
    await owner.close();
    const empty = () => reading.inRealm(realm.id, (manager) => manager.query('select 1'));
    await p95(empty);
    floor = await p95(empty);
  }, 300_000);
  afterAll(async () => {
    await reading.close();
    await Realm.closeAll();
    await database.drop();
  });

  const screens: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a list', () => new CaseViews(reading).list(realm.id, ['organisation/7'], { kind: 'purchase', limit: 20 })],
    ['a search', () => new CaseViews(reading).search(realm.id, ['organisation/7'], '矫正服务', undefined, 20)],
    [
      'a to-do list',
      () =>
        new TaskViews(reading).list(
          realm.id,
          { person: 'nobody', posts: [{ organisation: 'organisation/1', roles: ['finance-officer'] }] },
          undefined,
          20,
        ),
    ],
  ];
  it.each(screens)('%s', async (name, work) => {
    const time = await p95(work);
    console.log(`${name}: p95 ${time.toFixed(1)} ms, floor ${floor.toFixed(2)} ms, ratio ${(time / floor).toFixed(1)}`);
    expect(time / floor).toBeLessThan(MOST);
  });
});
