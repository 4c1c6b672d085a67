import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What operators ask: each answered by an index of its own, however many cases there are. That a workflow had to be begun anew is kept for an hour,
 * so that any process knows of one that ends again and again, whichever of them began it.
 */
export class Operations1763800240000 implements MigrationInterface {
  name = 'Operations1763800240000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index case_between on cases (last_at) where not closed and lifecycle is not null and open_stages = '{}'`);
    // By realm, for each has a clock of its own: what is due in one is found without passing over the dues of all others.
    await runner.query('create index case_realm_due on cases (realm_id, next_due_at) where next_due_at is not null and not closed');
    await runner.query('drop index case_due');
    await runner.query(`create index case_batch on cases (realm_id, id) where not closed and kind = 'batch'`);
    await runner.query(`create index effect_failed on effect (next_at) where state = 'failed'`);
    await runner.query(`
      create table restart (
        realm_id text not null,
        case_id text not null,
        at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, case_id, at)
      )`);
    await runner.query('alter table restart enable row level security');
    await runner.query('alter table restart force row level security');
    await runner.query(
      `create policy realm_only on restart using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
    );
    await runner.query('grant select, insert, update, delete on restart to app');
    await runner.query('grant select on migration to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
