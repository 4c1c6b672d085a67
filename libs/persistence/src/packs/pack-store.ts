import type pg from 'pg';

export interface StoredPack {
  readonly hash: string;
  readonly jurisdiction: string;
  readonly body: string;
}

/** Every pack that was ever in use, by hash: running cases are pinned to them. They belong to no realm. */
export class PackStore {
  constructor(private readonly pool: pg.Pool) {}

  async keep(packs: readonly StoredPack[]): Promise<void> {
    await this.pool.query(
      `insert into pack (realm_id, hash, jurisdiction, body)
       select '*', p.hash, p.jurisdiction, p.body from jsonb_to_recordset($1::jsonb) as p(hash text, jurisdiction text, body text)
       on conflict (realm_id, hash) do nothing`,
      [JSON.stringify(packs)],
    );
  }

  /** Those whose hash is not among the known ones. */
  async others(known: readonly string[]): Promise<readonly StoredPack[]> {
    const { rows } = await this.pool.query<StoredPack>(
      `select hash, jurisdiction, body from pack where realm_id = '*' and hash <> all($1::text[])`,
      [known],
    );
    return rows;
  }
}
