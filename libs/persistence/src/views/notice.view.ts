import { In, IsNull, LessThanOrEqual } from 'typeorm';
import type { Reading } from '../http/reading.js';
import { ContentRow } from '../rows/content.row.js';
import { NoticeRow } from '../rows/list.row.js';
import { pageOf, placeOf, type Page } from './cursor.js';

export interface NoticeItem {
  readonly key: string;
  readonly caseId: string;
  readonly kind: string;
  readonly title: string;
  readonly publishedAt: number;
  readonly untilAt: number | null;
}
export interface NoticeFilter {
  readonly kind?: string | undefined;
  readonly caseId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const item = (row: NoticeRow): NoticeItem => ({
  key: row.key,
  caseId: row.case_id,
  kind: row.kind,
  title: row.title,
  publishedAt: row.published_at,
  untilAt: row.until_at,
});

/** What stands published: nothing before its time. */
export class NoticeViews {
  constructor(private readonly reading: Reading) {}

  list(realm: string, now: number, filter: NoticeFilter): Promise<Page<NoticeItem>> {
    const place = placeOf(filter.cursor, ['number', 'string']);
    return this.reading.inRealm(realm, async (manager) => {
      const query = manager
        .createQueryBuilder(NoticeRow, 'n')
        .where('n.realm_id = :realm and n.published_at <= :now', { realm, now: new Date(now) })
        .orderBy('n.published_at', 'DESC')
        .addOrderBy('n.key', 'DESC')
        .limit(filter.limit + 1);
      if (filter.kind !== undefined) query.andWhere('n.kind = :kind', { kind: filter.kind });
      if (filter.caseId !== undefined) query.andWhere('n.case_id = :caseId', { caseId: filter.caseId });
      if (place)
        query.andWhere('(n.published_at, n.key) < (:at::timestamptz, :key::text)', { at: new Date(place[0] as number), key: place[1] });
      return pageOf(await query.getMany(), filter.limit, item, (row) => [row.published_at, row.key]);
    });
  }

  /** A notice refers to the names of its documents; they stand in content, where they can be erased. Nothing else of it is looked up. */
  private async named(realm: string, body: string): Promise<string> {
    // Others are plain words.
    if (!body.startsWith('{"')) return body;
    const notice = JSON.parse(body) as { readonly documents?: readonly { readonly name?: unknown }[] };
    const idOf = (name: unknown): string | null =>
      typeof name === 'object' && name !== null && 'content' in name && typeof name.content === 'string' ? name.content : null;
    const ids = (notice.documents ?? []).map(({ name }) => idOf(name)).filter((id) => id !== null);
    if (ids.length === 0) return body;
    const found = await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(ContentRow).findBy({ realm_id: realm, id: In(ids), erased_at: IsNull() }),
    );
    const names = new Map(found.map((row) => [row.id, JSON.parse(row.body) as unknown]));
    const documents = notice.documents?.map((document) => {
      const id = idOf(document.name);
      return id === null ? document : { ...document, name: names.get(id) ?? null };
    });
    return JSON.stringify({ ...notice, documents });
  }

  async find(realm: string, now: number, key: string): Promise<(NoticeItem & { readonly body: string }) | null> {
    const row = await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(NoticeRow).findOneBy({ realm_id: realm, key, published_at: LessThanOrEqual(now) }),
    );
    return row && { ...item(row), body: await this.named(realm, row.body) };
  }
}
