import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was found and said when the system was reconciled with the outside after a restore: written once, never changed. */
export class Reconciliation1763800170000 implements MigrationInterface {
  name = 'Reconciliation1763800170000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reconciliation (
        realm_id text not null,
        id uuid not null default gen_random_uuid(),
        kind text not null,
        subject text not null,
        body jsonb not null default '{}',
        person text,
        reason text,
        recorded_at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, id)
      )`);
    await runner.query('alter table reconciliation enable row level security');
    await runner.query('alter table reconciliation force row level security');
    await runner.query(
      `create policy realm_only on reconciliation using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
    );
    await runner.query('grant select, insert on reconciliation to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
