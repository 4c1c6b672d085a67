import type { Reading } from '../http/reading.js';

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
            select extract(epoch from clock_timestamp() - c.next_due_at) + r.offset_ms / 1000.0 as late
            from cases c join realm r on r.realm_id = c.realm_id
            where c.kind <> all ($1::text[]) and c.next_due_at is not null and not c.closed and c.next_due_at <= clock_timestamp() + r.offset_ms * interval '1 millisecond'
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
