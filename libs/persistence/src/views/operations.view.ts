import type { CaseId, Instant } from '@goufu/domain';
import type { EntityManager } from 'typeorm';
import type { Reading } from '../http/reading.js';
import { migrations } from '../migrations/index.js';
import { type Called, readCalled } from '../process-name.js';
import { type Stuck, stuckNow } from '../recovery/stuck.js';
import { type Count, COUNT_LIMIT, countOf } from './cursor.js';

/** How far the system is behind, over all realms, in seconds. */
export interface Lag {
  /** How long the most overdue due instant has passed without being applied. */
  readonly dueSeconds: number;
  readonly overdueCases: number;
  /** Age of the oldest message to the lifecycles that was not delivered. */
  readonly outboxSeconds: number;
  readonly outboxWaiting: number;
  /** Age of the oldest effect that is wanted, being sent, or of unknown end. */
  readonly effectSeconds: number;
  readonly effectsOpen: number;
}

/** Read when metrics are asked for; counts stop at ten thousand. Kinds that nobody may count (bids before their opening) are left out. */
export const lagOf = async (reading: Reading, uncounted: readonly string[]): Promise<Lag> => {
  const rows = (await reading.everywhere((manager) =>
    manager.query(
      `select d.n as "overdueCases", d.late as "dueSeconds", o.n as "outboxWaiting", o.late as "outboxSeconds", e.n as "effectsOpen", e.late as "effectSeconds"
       from
         (select count(*)::float8 as n, coalesce(max(late), 0)::float8 as late from (
            select extract(epoch from statement_timestamp() - c.next_due_at) + r.offset_ms / 1000.0 as late
            from realm r cross join lateral (
              select next_due_at from cases
              where realm_id = r.realm_id and kind <> all ($1::text[]) and next_due_at is not null and not closed
                and next_due_at <= statement_timestamp() + r.offset_ms * interval '1 millisecond'
              order by next_due_at limit 10000) c
            order by c.next_due_at limit 10000) first) d,
         (select count(*)::float8 as n, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as late from (
            select created_at from outbox where split_part(case_id, '/', 1) <> all ($1::text[]) and done_at is null order by next_at, id limit 10000) first) o,
         (select count(*)::float8 as n, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as late from (
            select created_at from effect where split_part(case_id, '/', 1) <> all ($1::text[]) and state in ('wanted', 'sending', 'unknown') order by next_at limit 10000) first) e`,
      [uncounted],
    ),
  )) as Lag[];
  return rows[0] ?? { dueSeconds: 0, overdueCases: 0, outboxSeconds: 0, outboxWaiting: 0, effectSeconds: 0, effectsOpen: 0 };
};

/** How many wait, and for how long the one that has waited longest of those that come next. */
interface Waiting {
  readonly count: Count;
  readonly oldestSeconds: number;
}
/** A payment or notice of which nobody can say whether it arrived. */
interface UnknownEffect {
  readonly caseId: CaseId;
  readonly key: string;
  readonly kind: string;
  readonly seconds: number;
  readonly attempts: number;
  readonly error: string | null;
}
/** What touches many cases, and how far it has come. */
interface RunningBatch {
  readonly caseId: CaseId;
  readonly owner: CaseId;
  readonly total: number;
  readonly given: number;
  readonly seconds: number;
}
interface RunningProcess extends Called {
  readonly since: Instant;
  readonly connections: number;
}
/** How a realm stands, and the installation that carries it. */
export interface Operations {
  readonly now: Instant;
  readonly held: boolean;
  readonly stuck: readonly Stuck[];
  readonly overdue: Waiting;
  readonly outbox: Waiting;
  readonly effects: Waiting;
  readonly unknown: readonly UnknownEffect[];
  /** Not done yet. */
  readonly batches: readonly RunningBatch[];
  readonly openCases: Count;
  readonly schema: {
    readonly version: string;
    /** Of a newer release than this one. */
    readonly newer: readonly string[];
    /** Not yet applied. */
    readonly missing: readonly string[];
  };
  readonly processes: readonly RunningProcess[];
  readonly connections: { readonly used: number; readonly most: number };
  readonly databaseBytes: number;
}

const SHOWN = 50;
const BATCHES = 20;
const secondsSince = (since: string, now = 'clock_timestamp()'): string => `extract(epoch from ${now} - ${since})::float8`;
const millis = (of: string): string => `floor(extract(epoch from ${of}) * 1000)::float8`;
/** So many rows at most are looked at: a count beyond is "1000+". */
const FEW = COUNT_LIMIT + 1;

/** What an operator asks of a realm. Every part takes a bounded number of rows by an index, so that it is as fast while much waits. */
export class OperationsViews {
  constructor(private readonly reading: Reading) {}

  /** Null: there is no such realm. Kinds that nobody may count are left out. */
  of(realm: string, uncounted: readonly string[]): Promise<Operations | null> {
    return this.reading.inRealm(realm, async (manager) => {
      const ask = <T>(text: string, values: unknown[]): Promise<T[]> => manager.query(text, values) as Promise<T[]>;
      const [clock] = await ask<{ now: Instant; held: boolean }>(
        `select ${millis('clock_timestamp()')} + offset_ms::float8 as now, held from realm where realm_id = $1`,
        [realm],
      );
      if (!clock) return null;
      const [schema, processes, figures] = [await schemaOf(manager), await processesOf(manager), await figuresOf(manager)];
      return {
        ...clock,
        stuck: await stuckNow((text, values) => ask(text, values), { realm, limit: SHOWN, uncounted }),
        ...(await waitingIn(manager, realm, uncounted)),
        unknown: await ask<UnknownEffect>(
          `select case_id as "caseId", key, kind, ${secondsSince('created_at')} as seconds, attempts, error from effect
           where realm_id = $1 and state = 'unknown' and split_part(case_id, '/', 1) <> all ($2::text[]) order by next_at limit ${SHOWN}`,
          [realm, uncounted],
        ),
        // As it was written: a batch whose next step fails is shown too.
        batches: await ask<RunningBatch>(
          `select c.id as "caseId", b.data::jsonb->>'owner' as owner, jsonb_array_length(b.data::jsonb->'commands') as total,
             jsonb_array_length(b.data::jsonb->'commands') - coalesce(g.left, jsonb_array_length(b.data::jsonb->'commands')) as given,
             ${secondsSince('b.recorded_at')} as seconds
           from cases c join event b on b.realm_id = c.realm_id and b.case_id = c.id and b.version = 1
           left join lateral (select (e.data::jsonb->>'left')::int as left from event e
             where e.realm_id = c.realm_id and e.case_id = c.id and e.type = 'BatchContinued' order by e.version desc limit 1) g on true
           where c.realm_id = $1 and not c.closed and c.kind = 'batch' order by c.id limit ${BATCHES}`,
          [realm],
        ),
        schema,
        processes,
        ...figures,
      };
    });
  }
}

const waitingIn = async (
  manager: EntityManager,
  realm: string,
  uncounted: readonly string[],
): Promise<Pick<Operations, 'overdue' | 'outbox' | 'effects' | 'openCases'>> => {
  const first = (text: string): string =>
    `(select count(*)::int as n, coalesce(max(late), 0)::float8 as late from (${text} limit ${FEW}) first)`;
  const counted = `split_part(case_id, '/', 1) <> all ($2::text[])`;
  const realmNow = `statement_timestamp() + r.offset_ms * interval '1 ms'`;
  const [found] = (await manager.query(
    `select d.n as due, d.late as "dueLate", o.n as outbox, o.late as "outboxLate", e.n as effects, e.late as "effectsLate", c.n as open from
       ${first(
         `select ${secondsSince('c.next_due_at', realmNow)} as late from realm r cross join lateral (
            select next_due_at from cases where realm_id = r.realm_id and not closed and next_due_at is not null
              and kind <> all ($2::text[]) and next_due_at <= ${realmNow} order by next_due_at limit ${FEW}) c
          where r.realm_id = $1`,
       )} d,
       ${first(
         `select ${secondsSince('created_at')} as late from outbox where realm_id = $1 and done_at is null and ${counted} order by next_at, id`,
       )} o,
       ${first(
         `select ${secondsSince('created_at')} as late from effect
          where realm_id = $1 and state in ('wanted', 'sending', 'unknown') and ${counted} order by next_at`,
       )} e,
       (select count(*)::int as n from (
          select from cases where realm_id = $1 and not closed and lifecycle is not null and kind <> all ($2::text[]) order by id limit ${FEW}) first) c`,
    [realm, uncounted],
  )) as [Record<'due' | 'dueLate' | 'outbox' | 'outboxLate' | 'effects' | 'effectsLate' | 'open', number>];
  return {
    overdue: { count: countOf(found.due), oldestSeconds: found.dueLate },
    outbox: { count: countOf(found.outbox), oldestSeconds: found.outboxLate },
    effects: { count: countOf(found.effects), oldestSeconds: found.effectsLate },
    openCases: countOf(found.open),
  };
};

const schemaOf = async (manager: EntityManager): Promise<Operations['schema']> => {
  const known = migrations.map(({ name }) => name);
  const rows = (await manager.query('select name from migration order by id')) as { name: string }[];
  const applied = rows.map(({ name }) => name);
  return {
    version: applied.toSorted((a, b) => a.slice(-13).localeCompare(b.slice(-13))).at(-1) ?? '',
    newer: applied.filter((name) => !known.includes(name)),
    missing: known.filter((name) => !applied.includes(name)),
  };
};

/** Every process of ours keeps a connection for as long as it lives, under its own name. */
const processesOf = async (manager: EntityManager): Promise<readonly RunningProcess[]> => {
  const rows = (await manager.query(
    `select application_name as name, ${millis('min(backend_start)')} as since, count(*)::int as connections from pg_stat_activity
     where datname = current_database() and application_name like 'goufu %' group by application_name order by application_name`,
  )) as { name: string; since: Instant; connections: number }[];
  return rows.flatMap(({ name, since, connections }) => {
    const called = readCalled(name);
    return called === null ? [] : [{ ...called, since, connections }];
  });
};

const figuresOf = async (manager: EntityManager): Promise<Pick<Operations, 'connections' | 'databaseBytes'>> => {
  const rows = (await manager.query(
    `select (select sum(numbackends)::int from pg_stat_database) as used, current_setting('max_connections')::int as most,
       pg_database_size(current_database())::float8 as bytes`,
  )) as { used: number; most: number; bytes: number }[];
  const { used = 0, most = 0, bytes = 0 } = rows[0] ?? {};
  return { connections: { used, most }, databaseBytes: bytes };
};
