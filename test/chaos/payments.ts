import type pg from 'pg';

/** A movement as the treasury's statement tells it, in fen. */
export interface StatementLine {
  readonly movementNo: string;
  readonly kind: string;
  readonly realm: string;
  readonly key: string;
  readonly demandNo: string | null;
  readonly amount: bigint;
}

interface Sums {
  paid: bigint;
  returned: bigint;
}
interface Ordered extends Sums {
  readonly realm: string;
  readonly caseId: string;
  readonly key: string;
  readonly wanted: bigint;
}

/** The whole statement, page by page; a movement that it tells twice under one number is one movement. */
export const wholeStatement = async (url: string): Promise<readonly StatementLine[]> => {
  const lines = new Map<string, StatementLine>();
  for (let after = '0'; ; ) {
    const response = await fetch(`${url}/statements?after=${after}&limit=500`);
    const page = (await response.json()) as {
      entries: readonly (Omit<StatementLine, 'amount'> & { amount: string })[];
      next: string;
      more: boolean;
    };
    for (const line of page.entries) lines.set(line.movementNo, { ...line, amount: BigInt(line.amount.replace('.', '')) });
    if (!page.more) return [...lines.values()];
    after = page.next;
  }
};

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

/** What the record says was ordered, and what it says came of it, an order a row. */
const ordersIn = async (pool: pg.Pool): Promise<readonly Ordered[]> => {
  const { rows } = await pool.query<Omit<Ordered, 'paid' | 'returned' | 'wanted'> & { paid: string; returned: string; wanted: string }>(
    `select f.realm_id as realm, f.case_id as "caseId", f.key, substring(f.payload from '"amount":\\{"\\$n":"(\\d+)"') as wanted,
       coalesce((select sum((e.data::jsonb#>>'{amount,$n}')::bigint) from event e where e.realm_id = f.realm_id and e.case_id = f.case_id
         and e.type = 'PaymentPosted' and e.data::jsonb->>'key' = f.key), 0)::text as paid,
       coalesce((select sum((e.data::jsonb#>>'{amount,$n}')::bigint) from event e where e.realm_id = f.realm_id and e.case_id = f.case_id
         and e.type = 'PaymentReturned' and e.data::jsonb->>'key' = f.key), 0)::text as returned
     from effect f where f.kind = 'payment' order by 1, 3`,
  );
  return rows.map((row) => ({ ...row, paid: BigInt(row.paid), returned: BigInt(row.returned), wanted: BigInt(row.wanted) }));
};

/** What the ledger booked as paid and as come back, by realm. */
const bookedIn = async (pool: pg.Pool): Promise<ReadonlyMap<string, { readonly paid: bigint; readonly received: bigint }>> => {
  const { rows } = await pool.query<{ realm: string; paid: string; received: string }>(
    `select realm_id as realm,
       (coalesce(sum(amount) filter (where memo = 'InstalmentPaid'), 0) - coalesce(sum(amount) filter (where memo = 'InstalmentReturned'), 0))::text as paid,
       coalesce(sum(amount) filter (where memo = 'ClawbackReceived'), 0)::text as received
     from posting group by realm_id`,
  );
  return new Map(rows.map(({ realm, paid, received }) => [realm, { paid: BigInt(paid), received: BigInt(received) }]));
};

/** Compares the treasury's statement with the record, order by order, and with the ledger, realm by realm. */
export const payments = async (
  pool: pg.Pool,
  statement: readonly StatementLine[],
): Promise<{ readonly doubled: string[]; readonly missing: string[]; readonly unbooked: string[] }> => {
  const found = { doubled: [] as string[], missing: [] as string[], unbooked: [] as string[] };
  const told = new Map<string, Sums & { payments: number }>();
  const sums = new Map<string, { paid: bigint; received: bigint }>();
  for (const { realm, key, kind, amount } of statement) {
    const of = told.get(key) ?? { paid: 0n, returned: 0n, payments: 0 };
    const sum = sums.get(realm) ?? { paid: 0n, received: 0n };
    if (kind === 'paid' || kind === 'partial') {
      of.paid += amount;
      of.payments += 1;
      sum.paid += amount;
    } else if (kind === 'returned') {
      of.returned += amount;
      sum.paid -= amount;
    } else if (kind === 'receipt') sum.received += amount;
    if (kind !== 'receipt') told.set(key, of);
    sums.set(realm, sum);
  }

  const orders = await ordersIn(pool);
  const known = new Set<string>();
  for (const { realm, key, wanted, paid, returned } of orders) {
    const treasuryKey = `${realm}/${key}`;
    known.add(treasuryKey);
    const there = told.get(treasuryKey) ?? { paid: 0n, returned: 0n, payments: 0 };
    if (there.payments > 1 || there.paid > wanted)
      found.doubled.push(`${treasuryKey}: ${yuan(there.paid)} in ${there.payments} payments for an order of ${yuan(wanted)}`);
    if (there.paid !== paid || there.returned !== returned)
      found[there.paid < paid ? 'missing' : there.paid > paid && paid > 0n ? 'doubled' : 'missing'].push(
        `${treasuryKey}: the treasury paid ${yuan(there.paid)} and took back ${yuan(there.returned)}, the record has ${yuan(paid)} and ${yuan(returned)}`,
      );
  }
  for (const key of told.keys()) if (!known.has(key)) found.doubled.push(`${key}: paid by the treasury, ordered by nobody here`);
  for (const [caseId, of] of byCase(orders)) {
    const net = of.reduce((sum, { key, realm }) => sum + netOf(told.get(`${realm}/${key}`)), 0n);
    const most = of.reduce((high, { wanted }) => (wanted > high ? wanted : high), 0n);
    if (net > most) found.doubled.push(`${caseId}: ${yuan(net)} are with the payee, and ${yuan(most)} were asked for`);
  }

  const booked = await bookedIn(pool);
  for (const realm of new Set([...sums.keys(), ...booked.keys()])) {
    const [there, here] = [sums.get(realm), booked.get(realm)];
    const [paid, posted] = [there?.paid ?? 0n, here?.paid ?? 0n];
    if (paid !== posted) found.unbooked.push(`${realm}: the treasury paid ${yuan(paid)}, the ledger has ${yuan(posted)}`);
    const [received, entered] = [there?.received ?? 0n, here?.received ?? 0n];
    if (received !== entered) found.unbooked.push(`${realm}: the treasury received ${yuan(received)}, the ledger has ${yuan(entered)}`);
  }
  return found;
};

const netOf = (of: Sums | undefined): bigint => (of ? of.paid - of.returned : 0n);
const byCase = (orders: readonly Ordered[]): ReadonlyMap<string, readonly Ordered[]> => {
  const map = new Map<string, Ordered[]>();
  for (const order of orders) {
    const name = `${order.realm}/${order.caseId}`;
    const of = map.get(name);
    if (of) of.push(order);
    else map.set(name, [order]);
  }
  return map;
};
