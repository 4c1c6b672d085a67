import { verify } from '@goufu/engine';
import { RecordStore, RecoveryStore } from '@goufu/persistence';
import type pg from 'pg';
import type { Acknowledged } from './acknowledgements.js';
import { differing, traceIn, type Trace } from './dates.js';
import { payments, type StatementLine } from './payments.js';

/** What must be nothing. Each finding is a line for whoever has to look for its cause. */
export interface Findings {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly doubled: readonly string[];
  readonly missing: readonly string[];
  readonly unbalanced: readonly string[];
  readonly broken: readonly string[];
  readonly stuck: readonly string[];
  readonly dates: readonly string[];
}
/** Everything that the checks compare. */
export interface Evidence {
  /** Sees every realm. */
  readonly pool: pg.Pool;
  readonly acknowledged: readonly Acknowledged[];
  /** The treasury's own account of what it did. */
  readonly statement: readonly StatementLine[];
  /** Realms that a scenario was played in under chaos, with the trace of the quiet run. */
  readonly compared: readonly { readonly realm: string; readonly quiet: Trace }[];
  /** The realm of the mixed load. */
  readonly load: string;
  /** Cases for which a workflow runs; null: not asked. */
  readonly running: ReadonlySet<string> | null;
  /** What the workers themselves call stuck. */
  readonly told: readonly string[];
}

export const checked = async (evidence: Evidence): Promise<Findings> => {
  const { pool } = evidence;
  const traces = await Promise.all(evidence.compared.map(async ({ realm, quiet }) => ({ realm, quiet, loud: await traceIn(pool, realm) })));
  const decided = traces.flatMap(({ realm, quiet, loud }) =>
    differing(quiet.decided, loud.decided).map((one) => ({ ...one, what: `${realm}: ${one.what}` })),
  );
  const said = (one: { what: string; quiet: number; loud: number }) => `${one.what}: ${one.loud}, quietly ${one.quiet}`;
  const load = await ofTheLoad(evidence);
  const money = await payments(pool, evidence.statement);
  const { broken } = await verify(new RecordStore(pool));
  return {
    lost: [...(await unkept(evidence)), ...load.lost, ...decided.filter(({ quiet, loud }) => loud < quiet).map(said)],
    twice: [...load.twice, ...decided.filter(({ quiet, loud }) => loud > quiet).map(said)],
    doubled: money.doubled,
    missing: money.missing,
    unbalanced: [...(await unbalanced(pool)), ...money.unbooked],
    broken: broken === null ? [] : [`${broken.realm} ${broken.at} ${broken.version ?? ''}: ${broken.why}`],
    stuck: [...(await standingStill(evidence)), ...evidence.told],
    dates: traces.flatMap(({ realm, quiet, loud }) => differing(quiet.dates, loud.dates).map((one) => `${realm}: ${said(one)}`)),
  };
};

const LOT = 1_000;

/** Acknowledged commands that are not there as they were acknowledged: the stored answer, the case, the event of that version. */
const unkept = async ({ pool, acknowledged }: Evidence): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let i = 0; i < acknowledged.length; i += LOT) {
    const lot = acknowledged.slice(i, i + LOT).filter(({ version }) => version !== undefined);
    const { rows } = await pool.query<{ realm: string; actor: string; key: string; why: string }>(
      `select * from (
         select a.realm, a.actor, a.key,
           case when c.key is null then 'no such command'
             when c.answer::jsonb->>'id' <> a.id or (c.answer::jsonb->>'version')::int <> a.version then 'another answer: ' || c.answer
             when not exists (select from event e where e.realm_id = a.realm and e.case_id = a.id and e.version = a.version) then 'no event ' || a.version
           end as why
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) as a(realm, actor, key, id, version)
         left join command c on c.realm_id = a.realm and c.actor = a.actor and c.key = a.key) as looked
       where why is not null`,
      [
        lot.map(({ realm }) => realm),
        lot.map(({ actor }) => actor),
        lot.map(({ key }) => key),
        lot.map(({ id }) => id),
        lot.map(({ version }) => version),
      ],
    );
    found.push(...rows.map(({ realm, actor, key, why }) => `${realm} ${actor} ${key}: ${why}`));
  }
  return found;
};

/** What each short command of the load writes, and where its key stands in it. */
const MARKS: readonly (readonly [path: RegExp, type: string, field: readonly string[]])[] = [
  [/^organisations\/.*\/create-post$/, 'PostCreated', ['post']],
  [/^organisations$/, 'OrganisationRegistered', ['name']],
  [/^budget-lines$/, 'LineApproved', ['number']],
  [/^catalogue-items$/, 'ItemProposed', ['content', 'title']],
];
/** Stages that a command of the load ends. */
const ENDS: readonly (readonly [path: RegExp, stage: string])[] = [
  [/\/accept$/, 'proposal'],
  [/\/assess-need$/, 'assessment'],
];

/** Commands of the load whose events stand more than once, or not at all: each carries its key. */
const ofTheLoad = async ({
  pool,
  acknowledged,
  load,
}: Evidence): Promise<{ readonly lost: readonly string[]; readonly twice: readonly string[] }> => {
  const of = acknowledged.filter(({ realm, key }) => realm === load && key.startsWith('load-'));
  const found = { lost: [] as string[], twice: [] as string[] };
  const take = (what: string, n: number): void => void found[n === 0 ? 'lost' : 'twice'].push(`${load}: ${what} ${n} times`);
  for (const [path, type, field] of MARKS) {
    const keys = of.filter((one) => path.test(one.path)).map(({ key }) => key);
    const { rows } = await pool.query<{ key: string; n: number }>(
      `select k.key, count(e.case_id)::int as n from unnest($3::text[]) as k(key)
       left join (select case_id, data::jsonb#>>$4::text[] as mark from event where realm_id = $1 and type = $2) e on e.mark = k.key
       group by k.key having count(e.case_id) <> 1`,
      [load, type, keys, field],
    );
    for (const { key, n } of rows) take(`${key} stands`, n);
    const { rows: unknown } = await pool.query<{ mark: string }>(
      `select data::jsonb#>>$4::text[] as mark from event where realm_id = $1 and type = $2 and data::jsonb#>>$4::text[] like 'load-%' and not data::jsonb#>>$4::text[] = any($3::text[])`,
      [load, type, keys, field],
    );
    found.twice.push(...unknown.map(({ mark }) => `${load}: ${mark} stands there, and its client has no acknowledgement`));
  }
  for (const [path, stage] of ENDS) {
    const ids = of.filter((one) => path.test(one.path)).map(({ id }) => id);
    const { rows } = await pool.query<{ id: string; n: number }>(
      `select k.id, count(e.case_id)::int as n from unnest($3::text[]) as k(id)
       left join event e on e.realm_id = $1 and e.case_id = k.id and e.type = 'StageEnded' and e.data::jsonb->>'stage' = $2
       group by k.id having count(e.case_id) <> 1`,
      [load, stage, ids],
    );
    for (const { id, n } of rows) take(`${stage} of ${id} ended`, n);
  }
  return found;
};

/** Accounts that are not the sum of their postings, realms whose accounts do not sum to nothing, accounts below zero. */
const unbalanced = async (pool: pg.Pool): Promise<readonly string[]> => {
  const store = new RecordStore(pool);
  const found: string[] = [];
  for (const realm of await store.realms())
    found.push(...(await store.unbalanced(realm)).map((id) => `${realm} ${id} is not the sum of its postings`));
  const { rows } = await pool.query<{ what: string }>(
    `select realm_id || ' ' || line || ' sums to ' || sum(balance) as what from account group by realm_id, line having sum(balance) <> 0
     union all select realm_id || ' ' || id || ' is below zero' from account where balance < 0 and bucket not like 'appropriation%'`,
  );
  return [...found, ...rows.map(({ what }) => what)];
};

/** Dues that have passed, stages that ended without a successor, messages and payments under way, open cases without a workflow. */
const standingStill = async ({ pool, running }: Evidence): Promise<readonly string[]> => {
  const recovery = new RecoveryStore(pool);
  const late = (await recovery.overdue(5_000, 200)).map(({ realm, caseId, lateMs }) => `${realm}/${caseId}: due ${lateMs} ms ago`);
  const { rows } = await pool.query<{ what: string }>(
    `select realm_id || '/' || id || ': no stage is open' as what from cases where not closed and lifecycle is not null and open_stages = '{}'
     union all select realm_id || '/' || case_id || ': not told (' || channel || coalesce(', ' || error, '') || ')' from outbox where done_at is null
     union all select realm_id || '/' || case_id || ': effect ' || key || ' is ' || state || coalesce(': ' || error, '') from effect
       where state in ('wanted', 'sending', 'unknown', 'failed')`,
  );
  const untold = running === null ? [] : await withoutWorkflow(recovery, running);
  return [...late, ...rows.map(({ what }) => what), ...untold];
};

const withoutWorkflow = async (recovery: RecoveryStore, running: ReadonlySet<string>): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let after = null as { realm: string; caseId: string } | null; ; ) {
    const page = await recovery.openCases(after, LOT);
    for (const { realm, caseId } of page) if (!running.has(`${realm}/${caseId}`)) found.push(`${realm}/${caseId}: no workflow runs`);
    after = page.at(-1) ?? null;
    if (after === null || page.length < LOT) return found;
  }
};
