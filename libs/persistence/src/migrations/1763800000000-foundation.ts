import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every table carries `realm_id` in its key and one forced row-level policy: `app.realms` names one realm, or `*` for relay, guards and recovery. */
const tables: Readonly<Record<string, string>> = {
  realm: `
    name text not null,
    jurisdiction text not null,
    offset_ms bigint not null default 0,
    world boolean not null default false,
    held boolean not null default false,
    created_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id)`,
  cases: `
    id text not null,
    kind text not null,
    lifecycle integer,
    parent text,
    version integer not null,
    state text not null,
    fold integer not null,
    open_stages text[] not null default '{}',
    closed boolean not null default false,
    next_due_at timestamptz(3),
    next_due_locks jsonb,
    armed_until timestamptz(3),
    head_hash text not null,
    last_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (realm_id, id)`,
  event: `
    case_id text not null,
    version integer not null,
    type text not null,
    schema integer not null,
    data text not null,
    effective_at timestamptz(3) not null,
    at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    person text,
    appointment text,
    organisation text,
    request_id text,
    prev_hash text not null,
    hash text not null,
    primary key (realm_id, case_id, version)`,
  command: `
    actor text not null,
    key text not null,
    body_hash text not null,
    case_id text not null,
    answer text not null,
    recorded_at timestamptz(3) not null,
    primary key (realm_id, actor, key)`,
  refusal: `
    id uuid not null default gen_random_uuid(),
    actor text,
    kind text not null,
    command text not null,
    case_id text,
    code text not null,
    request_id text,
    recorded_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id, id)`,
  task: `
    case_id text not null,
    key text not null,
    name text not null,
    person text,
    organisation text,
    role text,
    since timestamptz(3) not null,
    due_at timestamptz(3),
    rule text,
    meta jsonb not null default '{}',
    primary key (realm_id, case_id, key)`,
  account: `
    id text not null,
    line text not null,
    bucket text not null,
    balance bigint not null,
    primary key (realm_id, id),
    constraint account_never_below_zero check (balance >= 0 or bucket like 'appropriation%')`,
  posting: `
    case_id text not null,
    version integer not null,
    n integer not null,
    from_account text not null,
    to_account text not null,
    amount bigint not null,
    memo text not null,
    effective_at timestamptz(3) not null,
    primary key (realm_id, case_id, version, n),
    constraint posting_positive check (amount > 0),
    constraint posting_between_two check (from_account <> to_account)`,
  effect: `
    key text not null,
    case_id text not null,
    kind text not null,
    payload text not null,
    payload_hash text not null,
    state text not null,
    attempts integer not null default 0,
    next_at timestamptz(3) not null,
    leased_until timestamptz(3),
    answer jsonb,
    error text,
    created_at timestamptz(3) not null,
    done_at timestamptz(3),
    primary key (realm_id, key),
    constraint effect_state check (state in ('wanted', 'sending', 'unknown', 'done', 'failed', 'void'))`,
  outbox: `
    id bigint generated always as identity,
    case_id text not null,
    channel text not null,
    payload jsonb not null,
    created_at timestamptz(3) not null default clock_timestamp(),
    attempts integer not null default 0,
    next_at timestamptz(3) not null default clock_timestamp(),
    leased_until timestamptz(3),
    done_at timestamptz(3),
    error text,
    primary key (realm_id, id)`,
  content: `
    id uuid not null,
    case_id text not null,
    salt text not null,
    hash text not null,
    body text not null,
    visible_from timestamptz(3),
    erased_at timestamptz(3),
    primary key (realm_id, id)`,
  draft: `
    case_id text not null,
    name text not null,
    person text not null,
    version integer not null,
    body jsonb not null,
    updated_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id, case_id, name, person)`,
  series: `
    name text not null,
    next integer not null,
    primary key (realm_id, name)`,
  claim: `
    name text not null,
    case_id text not null,
    primary key (realm_id, name)`,
  pack: `
    hash text not null,
    jurisdiction text not null,
    body text not null,
    stored_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id, hash)`,
  merkle_root: `
    day date not null,
    root text not null,
    heads integer not null,
    recorded_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id, day)`,
  person: `
    id text not null,
    name text not null,
    phone text,
    email text,
    erased_at timestamptz(3),
    primary key (realm_id, id)`,
  file: `
    hash text not null,
    name text not null,
    media_type text not null,
    size integer not null,
    person text,
    stored_at timestamptz(3) not null default clock_timestamp(),
    primary key (realm_id, hash)`,
  appointment: `
    key text not null,
    person text not null,
    post text not null,
    organisation text not null,
    roles text[] not null,
    from_on date not null,
    to_on date,
    primary key (realm_id, key)`,
  organisation_view: `
    key text not null,
    type text not null,
    name text not null,
    parent text,
    updated_at timestamptz(3) not null,
    primary key (realm_id, key)`,
  case_view: `
    key text not null,
    kind text not null,
    number text,
    title text not null,
    stage text,
    state text,
    organisation text,
    readers text[] not null default '{}',
    public boolean not null default false,
    amount bigint,
    due_at timestamptz(3),
    bigrams text[] not null default '{}',
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (realm_id, key)`,
  notice: `
    key text not null,
    case_id text not null,
    kind text not null,
    title text not null,
    body text not null,
    published_at timestamptz(3) not null,
    until_at timestamptz(3),
    primary key (realm_id, key)`,
};

const appendOnly = ['event', 'posting', 'content', 'claim', 'pack', 'merkle_root', 'refusal', 'file'];

const indexes = [
  `create index case_due on cases (next_due_at) where next_due_at is not null and not closed`,
  `create index case_parent on cases (realm_id, parent, kind) where parent is not null`,
  `create index case_open on cases (realm_id, id) where not closed and lifecycle is not null`,
  `create index task_person on task (realm_id, person, due_at, case_id, key) where person is not null`,
  `create index task_role on task (realm_id, organisation, role, due_at, case_id, key) where organisation is not null`,
  `create index outbox_waiting on outbox (next_at, id) where done_at is null`,
  `create index outbox_order on outbox (realm_id, case_id, channel, id) where done_at is null`,
  `create index effect_open on effect (next_at) where state in ('wanted', 'sending', 'unknown')`,
  `create index effect_case on effect (realm_id, case_id)`,
  `create index posting_from on posting (realm_id, from_account, effective_at, case_id, version, n)`,
  `create index posting_to on posting (realm_id, to_account, effective_at, case_id, version, n)`,
  `create index account_line on account (realm_id, line)`,
  `create index command_age on command (recorded_at)`,
  `create index appointment_person on appointment (realm_id, person)`,
  `create index appointment_role on appointment using gin (roles)`,
  `create index case_view_list on case_view (realm_id, kind, created_at desc, key desc)`,
  `create index case_view_bigrams on case_view using gin (bigrams)`,
  `create index case_view_readers on case_view using gin (readers)`,
  `create index notice_list on notice (realm_id, published_at desc, key desc)`,
];

export class Foundation1763800000000 implements MigrationInterface {
  name = 'Foundation1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(tables)) {
      await runner.query(`create table ${table} (realm_id text not null, ${columns})`);
      await runner.query(`alter table ${table} enable row level security`);
      await runner.query(`alter table ${table} force row level security`);
      await runner.query(
        `create policy realm_only on ${table} using (realm_id = current_setting('app.realms', true) or current_setting('app.realms', true) = '*')`,
      );
      const rights = appendOnly.includes(table) ? 'select, insert' : 'select, insert, update, delete';
      await runner.query(`grant ${rights} on ${table} to app`);
    }
    // A person's right to erasure reaches the body alone: id, salt and hash stay.
    await runner.query(`grant update (body, erased_at) on content to app`);
    for (const index of indexes) await runner.query(index);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
