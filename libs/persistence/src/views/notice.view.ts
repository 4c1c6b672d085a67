import { LessThanOrEqual } from 'typeorm';
import type { Reading } from '../http/reading.js';
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

  async find(realm: string, now: number, key: string): Promise<(NoticeItem & { readonly body: string }) | null> {
    const row = await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(NoticeRow).findOneBy({ realm_id: realm, key, published_at: LessThanOrEqual(now) }),
    );
    return row && { ...item(row), body: row.body };
  }
}
