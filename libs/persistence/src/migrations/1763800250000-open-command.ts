import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The locks and the first reads of a command as one function: a session plans its statements once, where a list of statements was parsed and
 * planned anew for each command, which took longer than running it. Locks stand in statements of their own before what they protect is read: in a
 * volatile function each statement sees what was committed when it began. Of lists of unknown length PostgreSQL would rather plan each anew, which
 * takes three times what running it takes: the plan is for all of them.
 */
export class OpenCommand1763800250000 implements MigrationInterface {
  name = 'OpenCommand1763800250000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function open_command(
        of_realm text, window_name text, window_exclusive boolean, locked text[], looked_at text[], heads text[],
        of_appointment text, of_actor text, of_key text)
      returns table (
        realm_id text, name text, jurisdiction text, offset_ms bigint, world boolean, held boolean, now float8,
        a_key text, a_person text, a_post text, a_organisation text, a_roles text[], a_from_on date, a_to_on date,
        k_actor text, k_key text, k_body_hash text, k_body_salt text, k_case_id text, k_answer text,
        id text, kind text, lifecycle integer, parent text, version integer, state text, fold_hash text, open_stages text[], closed boolean,
        next_due_at timestamptz, next_due_locks jsonb, armed_until timestamptz, head_hash text, last_at timestamptz, created_at timestamptz)
      language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
      #variable_conflict use_column
      begin
        perform set_config('app.realms', of_realm, true);
        if window_name is not null then
          if window_exclusive then
            perform pg_advisory_xact_lock(hashtextextended(of_realm || '/' || window_name, 0));
          else
            perform pg_advisory_xact_lock_shared(hashtextextended(of_realm || '/' || window_name, 0));
          end if;
        end if;
        if cardinality(locked) > 0 then
          perform c.id from cases c where c.realm_id = of_realm and c.id = any (locked) order by c.id collate "C" for no key update;
        end if;
        return query
          select r.realm_id, r.name, r.jurisdiction, r.offset_ms, r.world, r.held, floor(extract(epoch from clock_timestamp()) * 1000)::float8,
            a.key, a.person, a.post, a.organisation, a.roles, a.from_on, a.to_on,
            k.actor, k.key, k.body_hash, k.body_salt, k.case_id, k.answer,
            c.id, c.kind, c.lifecycle, c.parent, c.version, case when c.head_hash = any (heads) then null else c.state end,
            -- Until the release that counted its folds is gone: a snapshot of its hand bears a number above zero, whatever hash stood there before.
            case when c.fold = 0 then c.fold_hash end, c.open_stages, c.closed, c.next_due_at::timestamptz, c.next_due_locks,
            c.armed_until::timestamptz, c.head_hash, c.last_at::timestamptz, c.created_at::timestamptz
          from realm r
          left join appointment a on a.realm_id = of_realm and a.key = of_appointment
          left join command k on k.realm_id = of_realm and k.actor = of_actor and k.key = of_key
          left join cases c on c.realm_id = of_realm and c.id = any (locked || looked_at)
          where r.realm_id = of_realm
          order by c.id;
      end
      $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
