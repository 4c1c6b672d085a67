import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far something that is read from outside has been read. */
export class Position1763800120000 implements MigrationInterface {
  name = 'Position1763800120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table position (
        realm_id text not null,
        name text not null,
        cursor text not null,
        moved_at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, name)
      )`);
    await runner.query('alter table position enable row level security');
    await runner.query('alter table position force row level security');
    await runner.query(
      `create policy realm_only on position using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
    );
    await runner.query('grant select, insert, update, delete on position to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
