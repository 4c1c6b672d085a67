import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANYWHERE, bigrams, instant } from '@goufu/domain';
import { CaseViews, lagOf, Reading, TaskViews } from '@goufu/persistence';
import { type Database, freshDatabase } from '../../support/database.js';
import { Realm } from '../../support/engine.js';

const CASES = 20_000;
const PIECE = 2_500;

describe('lists over many cases', () => {
  let database: Database;
  let realm: Realm;
  let reading: Reading;
  let cases: CaseViews;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    reading = new Reading(database.appUrl);
    cases = new CaseViews(reading);
    // In pieces: one statement may take ten seconds at most.
    for (let from = 1; from <= CASES; from += PIECE)
      await realm.sql(
        `insert into case_view (realm_id, key, kind, number, title, readers, public, bigrams, created_at, updated_at)
         select $1, 'purchase/' || lpad(n::text, 6, '0'), 'purchase', null, case when n % 1000 = 0 then '社区矫正服务' else '养老护理服务' end,
                array['organisation/' || (n % 100)], n % 500 = 0, case when n % 1000 = 0 then $2::text[] else $3::text[] end,
                timestamptz '2025-01-01' + n * interval '1 minute', timestamptz '2025-01-01'
         from generate_series($4::int, $5::int) n`,
        [realm.id, bigrams('社区矫正服务'), bigrams('养老护理服务'), from, from + PIECE - 1],
      );
    await realm.sql(
      `insert into task (realm_id, case_id, key, name, organisation, role, since, due_at)
       select $1, 'purchase/' || lpad(n::text, 6, '0'), 'approve', 'approve', 'organisation/' || (n % 5), 'finance-officer', timestamptz '2025-01-01',
              case when n % 3 = 0 then null else timestamptz '2025-02-01' + n * interval '1 minute' end
       from generate_series(1, ${CASES}) n`,
      [realm.id],
    );
    const owner = new Reading(database.ownerUrl);
    await owner.everywhere((manager) => manager.query('analyze'));
    await owner.close();
  }, 120_000);
  afterAll(async () => {
    await reading.close();
    await Realm.closeAll();
    await database.drop();
  });

  it.each([
    ['the public', [], 40],
    ['an organisation', ['organisation/7'], 40],
    ['an organisation that has none', ['organisation/none'], 40],
  ])('are newest first for %s', async (_title, readers) => {
    const list = () => cases.list(realm.id, readers, { kind: 'purchase', limit: 20 });
    const page = await list();
    expect(page.items).toHaveLength(20);
    expect(page.items.map(({ createdAt }) => createdAt)).toEqual(page.items.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a));
  });

  it('go on behind a cursor without a gap or a repetition', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await cases.list(realm.id, ['organisation/7'], { kind: 'purchase', limit: 33, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    // every 100th is the organisation's, every 500th is public; 7 and 0 never meet
    expect(seen).toHaveLength(CASES / 100 + CASES / 500);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('find rare and common pairs of characters', async () => {
    const search = (words: string) => () => cases.search(realm.id, ['organisation/0'], words, undefined, 20);
    expect((await search('矫正服务')()).items).toHaveLength(20);
    expect((await search('护理')()).items).toHaveLength(20);
    expect((await search('矫正护理')()).items).toEqual([]);
  });

  it('find one character wherever it stands, and a case by its whole number', async () => {
    const search = (words: string) => cases.search(realm.id, ['organisation/0'], words, undefined, 20);
    expect((await search('务')).items).toHaveLength(20);
    expect((await search('灯')).items).toEqual([]);
    const key = 'purchase/000100';
    await realm.sql(`update case_view set number = '示范采〔2025〕12号', bigrams = bigrams || $2::text[] where key = $1`, [
      key,
      bigrams('示范采〔2025〕12号'),
    ]);
    expect((await search('示范采〔2025〕12号')).items.map(({ id }) => id)).toEqual([key]);
    expect((await search('2025')).items.map(({ id }) => id)).toEqual([key]);
  });

  it('look at so many cases a page where common words hardly ever meet, and go on from there', async () => {
    const words = '社区 养老'; // every 1000th against all others, and one that is both and the oldest
    const key = 'purchase/000002';
    await realm.sql(`update case_view set bigrams = array(select distinct unnest(bigrams || $2::text[])) where key = $1`, [
      key,
      bigrams('社区'),
    ]);
    await realm.sql(
      `insert into case_view (realm_id, key, kind, title, readers, bigrams, created_at, updated_at)
       select $1, 'purchase/x' || n, 'purchase', '社区', array['organisation/2'], array['社区'], timestamptz '2025-03-01' + n * interval '1 second', now()
       from generate_series(1, 6000) n`,
      [realm.id],
    );
    const seen: string[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await cases.search(realm.id, ['organisation/2'], words, cursor, 20);
      seen.push(...page.items.map(({ id }) => id));
      pages += 1;
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual([key]);
    expect(pages).toBeLessThanOrEqual(3);
  });

  it('of to-dos come earliest due first, those without a date last, and counting stops at a thousand', async () => {
    const tasks = new TaskViews(reading);
    const whose = { person: 'nobody', posts: [{ organisation: 'organisation/1', roles: ['finance-officer', 'finance-approver'] }] };
    const seen: (number | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await tasks.list(realm.id, whose, cursor, 100);
      seen.push(...page.items.map(({ dueAt }) => dueAt));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(CASES / 5);
    const dated = seen.filter((due) => due !== null);
    expect(seen.slice(0, dated.length)).toEqual(dated.toSorted((a, b) => a - b));
    expect((await tasks.counts(realm.id, whose, instant('2025-01-01T00:00:00+08:00'))).open).toEqual({ value: 1000, more: true });
    expect((await tasks.counts(realm.id, whose, instant('2025-01-01T00:00:00+08:00'))).late).toEqual({ value: 0, more: false });
  });

  it('show what any holder of a role may do to each of them, wherever the post is', async () => {
    await realm.sql(
      `insert into task (realm_id, case_id, key, name, organisation, role, since) values ($1, 'purchase/000001', 'alert', 'refreshPlanElectorate', $2, 'operator', now())`,
      [realm.id, ANYWHERE],
    );
    const tasks = new TaskViews(reading);
    const names = async (role: string) =>
      (
        await tasks.list(realm.id, { person: 'nobody', posts: [{ organisation: 'organisation/x', roles: [role] }] }, undefined, 20)
      ).items.map(({ name }) => name);
    expect(await names('operator')).toEqual(['refreshPlanElectorate']);
    expect(await names('auditor')).toEqual([]);
  });

  it('follow a case that changes its readers, its title, or goes', async () => {
    const key = 'purchase/000007';
    const readers = (reader: string) => cases.readable(realm.id, [reader], [key]);
    expect((await readers('organisation/7')).size).toBe(1);
    await realm.sql(`update case_view set readers = array['organisation/x'], title = '新名', bigrams = $2 where key = $1`, [
      key,
      bigrams('新名'),
    ]);
    expect([(await readers('organisation/7')).size, (await readers('organisation/x')).size]).toEqual([0, 1]);
    expect((await cases.search(realm.id, ['organisation/x'], '新名', undefined, 5)).items.map(({ id }) => id)).toEqual([key]);
    await realm.sql('delete from case_view where key = $1', [key]);
    expect((await readers('organisation/x')).size).toBe(0);
    expect(await realm.sql('select 1 from case_gram where key = $1', [key])).toEqual([]);
  });

  it('never show a row of another realm', async () => {
    const other = await Realm.open(database.appUrl);
    expect((await cases.list(other.id, ['organisation/7'], { kind: 'purchase', limit: 20 })).items).toEqual([]);
    expect((await cases.search(other.id, ['organisation/7'], '护理', undefined, 20)).items).toEqual([]);
  });

  it('tell operators how far the system is behind', async () => {
    await realm.sql(
      `insert into outbox (realm_id, case_id, channel, payload, created_at) values ($1, 'purchase/1', 'moved', '{}', clock_timestamp() - interval '1 minute'), ($1, 'bid/1', 'moved', '{}', clock_timestamp() - interval '1 hour')`,
      [realm.id],
    );
    const lag = await lagOf(reading, ['bid']);
    expect(lag.outboxWaiting).toBe(1);
    expect(lag.outboxSeconds).toBeGreaterThan(59);
    expect(lag.outboxSeconds).toBeLessThan(120);
  });
});
