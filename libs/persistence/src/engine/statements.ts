import type { Changes, LoadPlan, OpenPlan, StoredCase } from './changes.js';

const caseColumns =
  'id, kind, lifecycle, parent, version, state, fold_hash, open_stages, closed, next_due_at, next_due_locks, armed_until, head_hash, last_at, created_at';
// Until the release that counted its folds is gone: a snapshot of its hand bears a number above zero, whatever hash stood there before.
const readColumns = caseColumns.replace('fold_hash', 'case when fold = 0 then fold_hash end as fold_hash');
/** A state that the reader has need not leave the row, where it stands compressed. */
const columnsBut = (heads: readonly string[], quote: Quote): string =>
  heads.length === 0
    ? readColumns
    : readColumns.replace('state,', `case when head_hash in (${list(heads, quote)}) then null else state end as state,`);
const clock = `floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now`;

type Quote = (text: string) => string;
const list = (ids: readonly string[], quote: Quote): string => ids.map(quote).join(',');

/**
 * BEGIN, settings, locks and the first reads as one statement list and so one round trip: the function takes them one after the other, and its
 * session has planned them. Values are quoted by the driver.
 */
export const openStatements = (plan: OpenPlan, quote: Quote): string => {
  const orNull = (text: string | null): string => (text === null ? 'null' : quote(text));
  const texts = (ids: readonly string[]): string => (ids.length === 0 ? `'{}'` : `array[${list(ids, quote)}]`);
  const { window } = plan;
  const given = [
    quote(plan.realm),
    orNull(window?.id ?? null),
    window?.mode === 'exclusive',
    texts(plan.lock),
    texts(plan.read),
    texts(plan.heads),
    orNull(plan.appointment),
    orNull(plan.key === null ? null : plan.actor),
    orNull(plan.actor === null ? null : plan.key),
  ];
  return `begin;select * from open_command(${given.join(',')})`;
};

/** A read of what never changes, as a transaction of its own. */
export const parentStatements = (realm: string, caseId: string, quote: Quote): string =>
  [
    'begin read only',
    `select set_config('app.realms', ${quote(realm)}, true)`,
    `select parent from cases where realm_id = ${quote(realm)} and id = ${quote(caseId)}`,
    'commit',
  ].join(';');

const loadParts = ['accounts', 'series', 'reads', 'children', 'contents', 'claims', 'people', 'clock'] as const;
type LoadPart = (typeof loadParts)[number];

/** Accounts by id, then number series, then what is only read, then the clock: one round trip. `at`: where each answer stands; -1: not asked for. */
export const loadStatements = (
  realmId: string,
  plan: LoadPlan,
  quote: Quote,
): { readonly sql: string; readonly at: Readonly<Record<LoadPart, number>> } => {
  const realm = quote(realmId);
  const inside = (ids: readonly string[]): string => `(${list(ids, quote)})`;
  const series = [...plan.series].sort();
  const columns = columnsBut(plan.heads, quote);
  const statements: Readonly<Record<LoadPart, string | false>> = {
    accounts:
      plan.accounts.length > 0 &&
      `select id, balance from account where realm_id = ${realm} and id in ${inside(plan.accounts)} order by id collate "C"${plan.locking ? ' for no key update' : ''}`,
    series:
      series.length > 0 &&
      (plan.locking
        ? `insert into series (realm_id, name, next) values ${series.map((name) => `(${realm}, ${quote(name)}, 1)`).join(',')} ` +
          `on conflict (realm_id, name) do update set next = series.next returning name, next`
        : `select name, next from series where realm_id = ${realm} and name in ${inside(series)}`),
    reads: plan.reads.length > 0 && `select ${columns} from cases where realm_id = ${realm} and id in ${inside(plan.reads)} order by id`,
    children:
      plan.children.length > 0 &&
      `select ${columns} from cases where realm_id = ${realm} and (${plan.children
        .map((child) => `(parent = ${quote(child.parent)} and kind = ${quote(child.kind)})`)
        .join(' or ')}) order by id`,
    contents: plan.contents.length > 0 && `select id, body from content where realm_id = ${realm} and id in ${inside(plan.contents)}`,
    claims: plan.claims.length > 0 && `select name, case_id from claim where realm_id = ${realm} and name in ${inside(plan.claims)}`,
    people:
      plan.people.length > 0 &&
      `select given.person, coalesce(p.disabled_at is not null, false) as disabled,
         array(select distinct case_id from task where realm_id = ${realm} and person = given.person order by case_id) as cases
       from unnest(array[${list(plan.people, quote)}]::text[]) as given(person) left join person p on p.realm_id = ${realm} and p.id = given.person`,
    clock: `select ${clock}`,
  };
  const asked = loadParts.filter((part) => statements[part] !== false);
  const at = Object.fromEntries(loadParts.map((part) => [part, asked.indexOf(part)])) as Record<LoadPart, number>;
  return { sql: asked.map((part) => statements[part]).join(';'), at };
};

interface Part {
  readonly sql: string;
  /** One for each `$?` of the text, in order. */
  readonly values: readonly unknown[];
}

// A bigint travels as text, an instant as ISO text: both are what a text parameter of that column's type accepts.
const instants = new Set([
  'effective_at',
  'at',
  'recorded_at',
  'next_due_at',
  'armed_until',
  'last_at',
  'created_at',
  'since',
  'due_at',
  'next_at',
  'visible_from',
  'published_at',
  'until_at',
  'updated_at',
]);
const plain = (rows: readonly object[]): string => JSON.stringify(rows.map(plainRow));
const plainRow = (row: object): object => {
  const flat: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row) as [string, unknown][])
    flat[column] =
      typeof value === 'bigint'
        ? value.toString()
        : typeof value === 'number' && instants.has(column)
          ? new Date(value).toISOString()
          : value;
  return flat;
};

/**
 * How many rows a set may have, in the text. Of a set in JSON the planner believes that it has a hundred rows, whatever it has, and reads a
 * table of some thousand from end to end to join them; and the plan is kept.
 */
const atMost = (rows: readonly unknown[]): number => {
  let most = 1;
  while (most < rows.length) most *= 4;
  return most;
};
const few = (set: string, rows: readonly unknown[]): string => `(select * from ${set} limit ${atMost(rows)})`;

const insert = (table: string, columns: string, rows: readonly object[], conflict = ''): Part => ({
  sql: `insert into ${table} (realm_id, ${columns}) select $1, ${columns} from jsonb_populate_recordset(null::${table}, $?::jsonb) ${conflict}`,
  values: [plain(rows)],
});

/** The states, long as they are, travel as parameters of their own: inside JSON they would be escaped here and parsed there once more. */
const apart = (rows: readonly StoredCase[]): { readonly states: string; readonly values: readonly unknown[] } => ({
  states: `(array[${rows.map(() => '$?::text').join(',')}])[n.state::integer]`,
  values: [...rows.map(({ state }) => state), plain(rows.map((row, at) => ({ ...row, state: at + 1 })))],
});

const updated = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');

/** Columns of the read models that kinds project into; the key is always `key`. */
export const readModels: Readonly<Record<string, string>> = {
  appointment: 'person, post, organisation, roles, from_on, to_on',
  organisation_view: 'type, name, name_content, parent, updated_at',
  case_view: 'kind, number, title, stage, state, organisation, readers, public, amount, due_at, bigrams, created_at, updated_at',
  notice: 'case_id, kind, title, body, published_at, until_at',
};

// PostgreSQL cuts the name of a prepared statement off after 63 bytes, and two long ones would become one.
const texts = new Map<string, { readonly name: string; readonly text: string }>();
const textOf = (parts: readonly (Part & { readonly key: string })[]): { readonly name: string; readonly text: string } => {
  const key = parts.map((part) => part.key).join(',');
  const known = texts.get(key);
  if (known) return known;
  let next = 2;
  const all = parts.map(({ sql }, index) => `w${index} as (${sql.replaceAll('$?', () => `$${next++}`)})`).join(', ');
  const text = `with ${all} select 1`.replaceAll('$1 ', '$1::text ').replaceAll('$1,', '$1::text,');
  const made = { name: `write:${texts.size + 1}`, text };
  texts.set(key, made);
  return made;
};

/** One statement that writes everything of a command, set by set; its text depends on which sets are not empty, so it is prepared by name. */
export const writeStatement = (realm: string, changes: Changes): { name: string; text: string; values: unknown[] } => {
  const parts: (Part & { key: string })[] = [];
  const add = (key: string, part: Part): void => void parts.push({ key, ...part });
  if (changes.newCases.length > 0) {
    const { states, values } = apart(changes.newCases);
    const selected = caseColumns.replace('state,', `${states},`);
    add(`nc${changes.newCases.length}`, {
      sql: `insert into cases (realm_id, ${caseColumns}) select $1, ${selected} from jsonb_populate_recordset(null::cases, $?::jsonb) n`,
      values,
    });
  }
  if (changes.cases.length > 0) {
    const { states, values } = apart(changes.cases);
    add(`c${changes.cases.length}`, {
      sql:
        `update cases c set version = n.version, state = ${states}, fold = 0, fold_hash = n.fold_hash, open_stages = n.open_stages, closed = n.closed, next_due_at = n.next_due_at, ` +
        `next_due_locks = n.next_due_locks, head_hash = n.head_hash, last_at = n.last_at, armed_until = n.armed_until, lifecycle = n.lifecycle ` +
        `from ${few('jsonb_populate_recordset(null::cases, $?::jsonb)', changes.cases)} n where c.realm_id = $1 and c.id = n.id`,
      values,
    });
  }
  if (changes.events.length > 0)
    add(
      'e',
      insert(
        'event',
        'case_id, version, type, schema, data, effective_at, at, recorded_at, person, appointment, organisation, request_id, prev_hash, hash',
        changes.events,
      ),
    );
  if (changes.tasksGone.length > 0)
    add(`tg${atMost(changes.tasksGone)}`, {
      sql: `delete from task t using ${few('jsonb_populate_recordset(null::task, $?::jsonb)', changes.tasksGone)} g where t.realm_id = $1 and t.case_id = g.case_id and t.key = g.key`,
      values: [plain(changes.tasksGone)],
    });
  const taskColumns = 'name, person, organisation, role, since, due_at, rule, meta';
  if (changes.tasks.length > 0)
    add(
      't',
      insert(
        'task',
        `case_id, key, ${taskColumns}`,
        changes.tasks,
        `on conflict (realm_id, case_id, key) do update set ${updated(taskColumns)}`,
      ),
    );
  if (changes.newAccounts.length > 0) add('na', insert('account', 'id, line, bucket, balance', changes.newAccounts));
  if (changes.accounts.length > 0)
    add(`a${atMost(changes.accounts)}`, {
      sql: `update account a set balance = a.balance + n.delta from ${few('jsonb_to_recordset($?::jsonb) as x(id text, delta bigint)', changes.accounts)} n where a.realm_id = $1 and a.id = n.id`,
      values: [plain(changes.accounts)],
    });
  if (changes.postings.length > 0)
    add('p', insert('posting', 'case_id, version, n, from_account, to_account, amount, memo, effective_at', changes.postings));
  if (changes.effects.length > 0)
    add(
      'f',
      insert(
        'effect',
        'key, case_id, kind, payload, payload_hash, state, attempts, next_at, created_at, request_id',
        changes.effects,
        // The same once more changes nothing; another under its key is a fault.
        `on conflict (realm_id, key) do update set payload_hash = effect_key_reused(excluded.key)
           where (effect.payload_hash, effect.kind, effect.case_id) is distinct from (excluded.payload_hash, excluded.kind, excluded.case_id)`,
      ),
    );
  if (changes.effectsVoid.length > 0)
    add(`fv${atMost(changes.effectsVoid)}`, {
      sql: `update effect set state = 'void' where realm_id = $1 and state = 'wanted' and key in ${few('jsonb_array_elements_text($?::jsonb)', changes.effectsVoid)}`,
      values: [JSON.stringify(changes.effectsVoid)],
    });
  if (changes.contents.length > 0) add('ct', insert('content', 'id, case_id, salt, hash, body, visible_from', changes.contents));
  if (changes.claims.length > 0) add('cl', insert('claim', 'name, case_id', changes.claims));
  if (changes.series.length > 0)
    add(`s${atMost(changes.series)}`, {
      sql: `update series s set next = n.next from ${few('jsonb_to_recordset($?::jsonb) as x(name text, next integer)', changes.series)} n where s.realm_id = $1 and s.name = n.name`,
      values: [plain(changes.series)],
    });
  for (const [table, rows] of Object.entries(changes.rows)) {
    const columns = readModels[table];
    if (columns === undefined) throw new Error(`no read model is called ${table}`);
    if (rows.gone.length > 0)
      add(`rg${atMost(rows.gone)}_${table}`, {
        sql: `delete from ${table} where realm_id = $1 and key in ${few('jsonb_array_elements_text($?::jsonb)', rows.gone)}`,
        values: [JSON.stringify(rows.gone)],
      });
    if (rows.put.length > 0)
      add(`r_${table}`, insert(table, `key, ${columns}`, rows.put, `on conflict (realm_id, key) do update set ${updated(columns)}`));
  }
  if (changes.outbox.length > 0) add('o', insert('outbox', 'case_id, channel, payload', changes.outbox));
  if (changes.command)
    add('k', insert('command', 'actor, key, body_hash, body_salt, case_id, answer, recorded_at, request_id', [changes.command]));
  return { ...textOf(parts), values: [realm, ...parts.flatMap(({ values }) => values)] };
};
