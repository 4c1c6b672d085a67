import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody who is let in no more stays known: what they did is read as theirs for ever. Lists of people are read in order of name and id. */
export class DisabledPeople1764600030000 implements MigrationInterface {
  name = 'DisabledPeople1764600030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table person add column disabled_at timestamptz(3)');
    await runner.query('create index person_list on person (realm_id, name collate "C", id)');
    await runner.query('create index appointment_organisation on appointment (realm_id, organisation, post, key)');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
