import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is signed in at a browser, who is on the way there, and the log of both. A session is known by the hash of what its cookie holds.
 * Of the log role `app` may take nothing away but what is older than a day, by a function of the owner.
 */
export class Sessions1764560000000 implements MigrationInterface {
  name = 'Sessions1764560000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session (
        realm_id text not null,
        id text not null,
        label uuid not null default gen_random_uuid(),
        person text not null,
        provider_session text,
        id_token text,
        agent text,
        signed_in_at timestamptz(3) not null default clock_timestamp(),
        seen_at timestamptz(3) not null default clock_timestamp(),
        idle_seconds integer not null,
        ends_at timestamptz(3) not null,
        primary key (realm_id, id)
      )`);
    await runner.query('create index session_person on session (realm_id, person, signed_in_at)');
    await runner.query('create index session_provider on session (provider_session) where provider_session is not null');
    await runner.query('create unique index session_label on session (realm_id, label)');
    await runner.query('create index session_end on session (realm_id, ends_at)');
    await runner.query(`
      create table signing_in (
        realm_id text not null,
        id text not null,
        state text not null,
        nonce text not null,
        verifier text not null,
        return_to text not null,
        begun_at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, id)
      )`);
    await runner.query('create index signing_in_age on signing_in (realm_id, begun_at)');
    await runner.query(`
      create table access_record (
        realm_id text not null,
        id uuid not null default gen_random_uuid(),
        person text,
        act text not null,
        session uuid,
        address text,
        agent text,
        object text,
        request_id text,
        recorded_at timestamptz(3) not null default clock_timestamp(),
        primary key (realm_id, id)
      )`);
    await runner.query('create index access_record_person on access_record (realm_id, person, recorded_at desc, id desc)');
    await runner.query('create index access_record_age on access_record (realm_id, recorded_at)');
    for (const table of ['session', 'signing_in', 'access_record']) {
      await runner.query(`alter table ${table} enable row level security`);
      await runner.query(`alter table ${table} force row level security`);
      await runner.query(
        `create policy realm_only on ${table} using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
      );
    }
    await runner.query('grant select, insert, update, delete on session, signing_in to app');
    await runner.query('grant select, insert on access_record to app');
    await runner.query(`
      create function forget_accesses(realm text, before timestamptz, most integer) returns integer
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        gone integer;
      begin
        delete from access_record where (realm_id, id) in (
          select a.realm_id, a.id from access_record a
          where a.realm_id = realm and a.recorded_at < least(before, clock_timestamp() - interval '1 day') limit most);
        get diagnostics gone = row_count;
        return gone;
      end
      $$`);
    await runner.query('revoke all on function forget_accesses(text, timestamptz, integer) from public');
    await runner.query('grant execute on function forget_accesses(text, timestamptz, integer) to app');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
