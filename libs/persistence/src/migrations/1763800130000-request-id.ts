import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands and effects name the request that they come from, as events do. */
export class RequestId1763800130000 implements MigrationInterface {
  name = 'RequestId1763800130000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table command add column request_id text');
    await runner.query('alter table effect add column request_id text');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
