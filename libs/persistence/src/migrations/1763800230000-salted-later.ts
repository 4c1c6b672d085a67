import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What housekeeping still has to salt is found without looking at the rest: `body-hash.ts` says why it waits. */
export class SaltedLater1763800230000 implements MigrationInterface {
  name = 'SaltedLater1763800230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index command_unsalted on command (realm_id, recorded_at) where body_salt is null');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
