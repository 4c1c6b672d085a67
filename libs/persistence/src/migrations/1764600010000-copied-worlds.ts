import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A world remembers of which realm, at which moment, it was copied, and who is to be its operator until that person is. */
export class CopiedWorlds1764600010000 implements MigrationInterface {
  name = 'CopiedWorlds1764600010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table realm add column kept_for text, add column copied jsonb');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
