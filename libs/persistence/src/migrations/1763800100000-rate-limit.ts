import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of the rate limit: in no log and no backup, for a crash may forget them. */
export class RateLimit1763800100000 implements MigrationInterface {
  name = 'RateLimit1763800100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table rate (
        realm_id text not null,
        key text not null,
        window_no bigint not null,
        used integer not null,
        primary key (realm_id, key)
      )`);
    await runner.query('alter table rate enable row level security');
    await runner.query('alter table rate force row level security');
    await runner.query(
      `create policy realm_only on rate using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
    );
    await runner.query('grant select, insert, update, delete on rate to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
