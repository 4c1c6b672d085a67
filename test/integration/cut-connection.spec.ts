import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { poolFor, Reading, Unavailable } from '@goufu/persistence';
import pg from 'pg';
import { type Database, freshDatabase } from '../support/database.js';

describe('a connection that is cut', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  const terminate = async (pid: number | undefined): Promise<void> => {
    const superuser = new pg.Client({ connectionString: process.env.DATABASE_SUPER_URL ?? '' });
    await superuser.connect();
    await superuser.query('select pg_terminate_backend($1)', [pid]);
    await superuser.end();
  };

  it('in the middle of a read is an outage, whoever finds out', async () => {
    const reading = new Reading(database.appUrl, 1);
    const cut = reading.inRealm('spec', async (manager) => {
      const [{ pid }] = (await manager.query('select pg_backend_pid() as pid')) as [{ pid: number }];
      await terminate(pid);
      for (;;) await manager.query('select 1');
    });
    await expect(cut).rejects.toBeInstanceOf(Unavailable);
    await reading.ping();
    await reading.close();
  });

  it.each([undefined, '*'] as const)(
    'while somebody holds it and asks nothing ends his work, and not the process (realms: %s)',
    async (realms) => {
      const pool = poolFor(database.appUrl, 1, realms);
      const held = await pool.connect();
      const { rows } = await held.query<{ pid: number }>('select pg_backend_pid() as pid');
      const gone = new Promise((resolve) => held.once('end', resolve));
      const superuser = new pg.Client({ connectionString: process.env.DATABASE_SUPER_URL ?? '' });
      await superuser.connect();
      // Without anybody who hears of it, Node ends the process.
      await superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await superuser.end();
      await gone;
      await expect(held.query('select 1')).rejects.toThrow(/terminat|closed|not queryable/i);
      held.release();
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await pool.end();
    },
  );
});
