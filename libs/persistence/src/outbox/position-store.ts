import type { CaseId } from '@goufu/domain';
import type pg from 'pg';

/** How far streams of the outside have been read, whatever realm their lines belong to. */
export class PositionStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Null: from the first line. */
  async of(name: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ cursor: string }>(`select cursor from position where realm_id = '*' and name = $1`, [name]);
    return rows[0]?.cursor ?? null;
  }

  async move(name: string, cursor: string): Promise<void> {
    await this.pool.query(
      `insert into position (realm_id, name, cursor) values ('*', $1, $2)
       on conflict (realm_id, name) do update set cursor = excluded.cursor, moved_at = clock_timestamp()`,
      [name, cursor],
    );
  }

  /** The case that holds a claim; null where nobody does. */
  async holderOf(realm: string, claim: string): Promise<CaseId | null> {
    const { rows } = await this.pool.query<{ case_id: CaseId }>('select case_id from claim where realm_id = $1 and name = $2', [
      realm,
      claim,
    ]);
    return rows[0]?.case_id ?? null;
  }
}
