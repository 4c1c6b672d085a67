import type { Reading } from '../http/reading.js';
import { AccountRow } from '../rows/money.row.js';
import { pageOf, placeOf, type Page } from './cursor.js';

interface StatementEntry {
  readonly caseId: string;
  readonly version: number;
  readonly n: number;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly memo: string;
  readonly effectiveAt: number;
}
export interface Statement {
  readonly balances: Readonly<Record<string, bigint>>;
  readonly page: Page<StatementEntry>;
}

export class StatementViews {
  constructor(private readonly reading: Reading) {}

  /** Balances of a budget line's accounts, and every posting that touched one of them, in order of time. */
  of(realm: string, line: string, cursor: string | undefined, limit: number): Promise<Statement> {
    const place = placeOf(cursor, ['number', 'string', 'number', 'number']);
    return this.reading.inRealm(realm, async (manager) => {
      const accounts = await manager.getRepository(AccountRow).find({ where: { realm_id: realm, line }, order: { bucket: 'ASC' } });
      const params: unknown[] = [realm, accounts.map(({ id }) => id), limit + 1];
      let after = 'true';
      if (place) {
        params.push(new Date(place[0] as number).toISOString(), place[1], place[2], place[3]);
        after = '(p.effective_at, p.case_id, p.version, p.n) > ($4::timestamptz, $5::text, $6::integer, $7::integer)';
      }
      const side = (column: string): string =>
        `select f.* from unnest($2::text[]) as a(id) cross join lateral (
           select p.* from posting p where p.realm_id = $1 and p.${column} = a.id and ${after}
           order by p.effective_at, p.case_id, p.version, p.n limit $3) f`;
      const rows = (await manager.query(
        `select case_id as "caseId", version, n, from_account as "from", to_account as "to", amount, memo, effective_at as "effectiveAt"
         from (${side('from_account')} union ${side('to_account')}) every order by effective_at, case_id, version, n limit $3`,
        params,
      )) as StatementEntry[];
      const page = pageOf(
        rows,
        limit,
        (row) => row,
        (row) => [row.effectiveAt, row.caseId, row.version, row.n],
      );
      return { balances: Object.fromEntries(accounts.map(({ bucket, balance }) => [bucket, balance])), page };
    });
  }
}
