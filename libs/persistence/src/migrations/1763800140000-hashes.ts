import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A snapshot bears the hash of the code that folded it, and the hash of a command's body a salt: without one, who knows what a body may say could
 * guess it. Both beside what the release before goes on writing: its snapshots bear a number above zero, its bodies no salt.
 */
export class Hashes1763800140000 implements MigrationInterface {
  name = 'Hashes1763800140000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table cases add column fold_hash text');
    await runner.query('alter table cases alter column fold set default 0');
    await runner.query('alter table command add column body_salt text');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
