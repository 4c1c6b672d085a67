import { eventHash } from '@goufu/engine';
import type { StoredEvent } from '@goufu/persistence';
import type pg from 'pg';

type Row = StoredEvent & { readonly realm: string };

/** What the record, the chains and the accounts of raced worlds are wrong about: each grew out of the cases and accounts of the world named first. */
export const wrongs = async (pool: pg.Pool, base: string, realms: readonly string[]): Promise<readonly string[]> => [
  ...(await brokenChains(pool, base, realms)),
  ...(await unbalanced(pool, base, realms)),
];

/** Every event that was added stands upon the one before it, and the case says what its last one does. */
const brokenChains = async (pool: pg.Pool, base: string, realms: readonly string[]): Promise<readonly string[]> => {
  const { rows: heads } = await pool.query<{ realm: string; id: string; version: number; head: string; first: number; before: string }>(
    `select c.realm_id as realm, c.id, c.version::int as version, c.head_hash as head, coalesce(b.version, 0)::int as first, coalesce(b.head_hash, '') as before
     from cases c left join cases b on b.realm_id = $1 and b.id = c.id
     where c.realm_id = any($2) and (b.id is null or b.head_hash <> c.head_hash or b.version <> c.version)`,
    [base, realms],
  );
  const { rows: events } = await pool.query<Row>(
    'select realm_id as realm, event.*, version::int as version from event where realm_id = any($1) order by realm_id, case_id, event.version',
    [realms],
  );
  const chains = new Map<string, Row[]>();
  for (const event of events) {
    const key = `${event.realm} ${event.case_id}`;
    chains.set(key, [...(chains.get(key) ?? []), event]);
  }
  const found: string[] = [];
  for (const { realm, id, version, head, first, before } of heads) {
    const chain = chains.get(`${realm} ${id}`) ?? [];
    chains.delete(`${realm} ${id}`);
    let [at, hash] = [first, before];
    for (const event of chain) {
      at += 1;
      const linked = event.version === at && (hash === '' || event.prev_hash === hash);
      if (!linked || eventHash(realm, event) !== event.hash) found.push(`${realm} ${id}: event ${event.version} does not follow ${at - 1}`);
      hash = event.hash;
    }
    if (at !== version || hash !== head) found.push(`${realm} ${id}: the case stands at ${version}, its last event is ${at}`);
  }
  for (const key of chains.keys()) found.push(`${key}: events of a case that has not moved`);
  return found;
};

/** Every account holds what it held and what was posted since; all of them together hold nothing, and what is no source of money never less than nothing. */
const unbalanced = async (pool: pg.Pool, base: string, realms: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ realm: string; id: string; what: string }>(
    `with moved as (
       select realm_id, id, sum(amount) as amount from (
         select realm_id, to_account as id, amount from posting where realm_id = any($2)
         union all select realm_id, from_account, -amount from posting where realm_id = any($2)) m group by 1, 2)
     select a.realm_id as realm, a.id, 'differs from its postings' as what
     from account a left join account b on b.realm_id = $1 and b.id = a.id left join moved m on m.realm_id = a.realm_id and m.id = a.id
     where a.realm_id = any($2) and a.balance <> coalesce(b.balance, 0) + coalesce(m.amount, 0)
     union all select realm_id, '', 'accounts do not sum to nothing' from account where realm_id = any($2) group by 1 having sum(balance) <> 0
     union all select realm_id, id, 'is below zero' from account
     where realm_id = any($2) and balance < 0 and bucket not like 'appropriation%'`,
    [base, realms],
  );
  return rows.map(({ realm, id, what }) => `${realm} ${id}: ${what}`);
};
