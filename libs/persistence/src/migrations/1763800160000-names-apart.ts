import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's name stands in content alone: the directory refers to it. */
export class NamesApart1763800160000 implements MigrationInterface {
  name = 'NamesApart1763800160000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table organisation_view add column name_content uuid');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
