import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept for a time alone is found by its age. Of the log of refusals role `app` may take nothing away but what is older than a day, by this function. */
export class Retention1763800190000 implements MigrationInterface {
  name = 'Retention1763800190000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index refusal_age on refusal (realm_id, recorded_at)');
    await runner.query('create index outbox_age on outbox (realm_id, done_at) where done_at is not null');
    await runner.query('create index command_realm_age on command (realm_id, recorded_at)');
    await runner.query('drop index command_age');
    await runner.query(`
      create function forget_refusals(realm text, before timestamptz, most integer) returns integer
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        gone integer;
      begin
        delete from refusal where (realm_id, id) in (
          select r.realm_id, r.id from refusal r
          where r.realm_id = realm and r.recorded_at < least(before, clock_timestamp() - interval '1 day') limit most);
        get diagnostics gone = row_count;
        return gone;
      end
      $$`);
    await runner.query('revoke all on function forget_refusals(text, timestamptz, integer) from public');
    await runner.query('grant execute on function forget_refusals(text, timestamptz, integer) to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
