import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { count } from '@goufu/domain';
import { HousekeepingStore, poolFor, RecoveryStore } from '@goufu/persistence';
import { housekeeping, keepHouse, type Log, type Removed } from '@goufu/relay';
import type pg from 'pg';
import { type Database, freshDatabase } from '../support/database.js';
import { law, Realm } from '../support/engine.js';

const NOTHING: Removed = { refusals: 0, answers: 0, messages: 0, accesses: 0, sessions: 0, signIns: 0 };

describe('what is kept for its time', () => {
  let database: Database;
  let everywhere: pg.Pool;
  let realm: Realm;
  let lines: unknown[];
  const log: Log = (level, message, meta) => void lines.push([level, message, meta]);
  const days = (jurisdiction: string, rule: string) =>
    count(
      law()
        .rules(jurisdiction, Date.now() as never)
        .rule(rule),
    );
  const parts = () => ({ house: new HousekeepingStore(everywhere), recovery: new RecoveryStore(everywhere), days, log });

  /** Rows so many days old, in every table that is tidied. */
  const leave = async (days: number, rows = 1): Promise<void> => {
    const old = [realm.id, days, rows];
    await realm.sql(
      `insert into refusal (realm_id, kind, command, code, recorded_at)
       select $1, 'catalogue', 'propose', 'x', clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3)`,
      old,
    );
    await realm.sql(
      `insert into command (realm_id, actor, key, body_hash, case_id, answer, recorded_at)
       select $1, 'zhang-min', $2 || '/' || n, '', '', '', clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3) n`,
      old,
    );
    await realm.sql(
      `insert into outbox (realm_id, case_id, channel, payload, done_at)
       select $1, 'catalogue/old', 'moved', '{}', clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3)`,
      old,
    );
    await realm.sql(
      `insert into access_record (realm_id, person, act, recorded_at)
       select $1, 'zhang-min', 'signedIn', clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3)`,
      old,
    );
    await realm.sql(
      `insert into session (realm_id, id, person, seen_at, idle_seconds, ends_at)
       select $1, $2 || '/' || n, 'zhang-min', clock_timestamp(), 60, clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3) n`,
      old,
    );
    await realm.sql(
      `insert into signing_in (realm_id, id, state, nonce, verifier, return_to, begun_at)
       select $1, $2 || '/' || n, '', '', '', '/', clock_timestamp() - $2::integer * interval '1 day' from generate_series(1, $3) n`,
      old,
    );
  };
  const left = async () =>
    (
      await realm.sql<Record<string, number>>(
        `select (select count(*)::int from refusal) as refusals, (select count(*)::int from command) as answers, (select count(*)::int from outbox) as messages,
                (select count(*)::int from access_record) as accesses, (select count(*)::int from session) as sessions,
                (select count(*)::int from signing_in) as "signIns"`,
      )
    )[0];

  beforeAll(async () => {
    database = await freshDatabase();
    everywhere = poolFor(database.appUrl, 4, '*');
    realm = await Realm.open(database.appUrl);
    lines = [];
  });
  afterAll(async () => {
    await everywhere.end();
    await Realm.closeAll();
    await database.drop();
  });

  it('goes when the pack says so, and not a day before', async () => {
    await leave(183);
    await leave(89);
    await leave(29);
    expect(await keepHouse(parts())).toEqual({ refusals: 0, answers: 1, messages: 2, accesses: 0, sessions: 3, signIns: 3 });
    await leave(185);
    expect(await keepHouse(parts())).toEqual({ refusals: 1, answers: 1, messages: 1, accesses: 1, sessions: 1, signIns: 1 });
    expect(await left()).toEqual({ refusals: 3, answers: 2, messages: 1, accesses: 3, sessions: 0, signIns: 0 });
    expect(await keepHouse(parts())).toEqual(NOTHING);
  });

  it('goes a lot at a time, until nothing old is left', async () => {
    await leave(200, 25);
    expect(await keepHouse(parts(), 10)).toEqual({ refusals: 25, answers: 25, messages: 25, accesses: 25, sessions: 25, signIns: 25 });
  });

  it('a message that waits is never old', async () => {
    await realm.sql(
      `insert into outbox (realm_id, case_id, channel, payload, created_at) values ($1, 'catalogue/waits', 'moved', '{}', clock_timestamp() - interval '1 year')`,
      [realm.id],
    );
    expect(await keepHouse(parts())).toEqual(NOTHING);
  });

  it('a refusal or an access of today goes for nobody, whatever the pack says', async () => {
    await leave(0);
    await everywhere.query(`select forget_refusals($1, clock_timestamp() + interval '1 year', 100)`, [realm.id]);
    await everywhere.query(`select forget_accesses($1, clock_timestamp() + interval '1 year', 100)`, [realm.id]);
    for (const table of ['refusal', 'access_record'])
      expect(await realm.sql(`select 1 from ${table} where recorded_at > clock_timestamp() - interval '1 hour'`)).toHaveLength(1);
  });

  it('of a realm whose pack is not installed nothing goes; the others are tidied', async () => {
    await everywhere.query(`insert into realm (realm_id, name, jurisdiction, offset_ms) values ('a-stranger', 'x', 'nowhere', 0)`);
    await leave(200);
    lines = [];
    expect(await keepHouse(parts())).toMatchObject({ refusals: expect.any(Number), answers: 1, messages: 1 });
    expect(lines).toEqual([
      ['warn', 'a realm could not be tidied', expect.objectContaining({ realm: 'a-stranger', jurisdiction: 'nowhere' })],
    ]);
  });

  it('is removed by one process at a time', async () => {
    await leave(200, 3);
    lines = [];
    const rounds = [housekeeping(parts(), 60_000), housekeeping(parts(), 60_000)];
    for (const one of rounds) one.start();
    await Promise.all(rounds.map((one) => one.stop()));
    expect(lines.filter((line) => JSON.stringify(line).includes('what was kept for its time was removed'))).toHaveLength(1);
    expect((await left())?.messages).toBe(3);
  });
});
