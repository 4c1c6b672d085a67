import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, isRefusal } from '@goufu/domain';
import { rebuild, Registry, verify } from '@goufu/engine';
import { dataSourceFor, migrate, poolFor, RecordStore } from '@goufu/persistence';
import { PackUnknown } from '@goufu/rules';
import { kinds } from '@goufu/subjects';
import { createSystem } from '@goufu/system';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { backup } from '../../apps/local/src/backup.js';
import { Children } from '../../apps/local/src/children.js';
import { openDataDirectory } from '../../apps/local/src/data-directory.js';
import { startPostgres } from '../../apps/local/src/launch.js';
import { freePort } from '../../apps/local/src/ports.js';
import { eventually } from '../../apps/local/src/eventually.js';
import { root } from '../architecture/source-tree.js';
import { kept } from '../support/corpus.js';
import { type Database, freshDatabase } from '../support/database.js';
import { county, proposal, Realm } from '../support/engine.js';

const nowhere = dataSourceFor('postgres://nobody@localhost/none').options.migrations as readonly { readonly name: string }[];
const releases = nowhere.map(({ name }, n) => [name, n + 1] as const).slice(0, -1);
const cases = kept().filter(({ kind }) => ['catalogue', 'organisation', 'purchase'].includes(kind));

const named = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;
const within = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set app.realms = '*'`);
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The schema as a release left it that knew the first migrations alone. */
const migrateAsThen = async (ownerUrl: string, count: number): Promise<void> => {
  const source = await new DataSource({
    ...dataSourceFor(ownerUrl, 1).options,
    migrations: nowhere.slice(0, count) as never,
  } as never).initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
};

const FIRST_CASE = ['realm_id', 'id', 'kind', 'lifecycle', 'version', 'state', 'fold', 'head_hash', 'last_at', 'created_at'];
const FIRST_EVENT =
  'realm_id case_id version type schema data effective_at at recorded_at person appointment organisation request_id prev_hash hash'.split(
    ' ',
  );
const insert = (client: pg.Client, table: string, row: Readonly<Record<string, unknown>>, columns: readonly string[]) =>
  client.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, n) => `$${n + 1}`).join(', ')}) on conflict do nothing`,
    columns.map((name) => (/(_at|^at)$/.test(name) ? new Date(Number(row[name])) : row[name])),
  );
/** Cases as the first release wrote them: with the columns that it knew, and snapshots of a fold that is no more. */
const writeAsThen = (url: string, of: typeof cases): Promise<void> =>
  within(url, async (client) => {
    for (const { realm, kind, events } of of) {
      const last = events.at(-1);
      if (!last) continue;
      await insert(client, 'realm', { realm_id: realm, name: realm, jurisdiction: 'demo-county' }, ['realm_id', 'name', 'jurisdiction']);
      const snapshot = { state: '{}', fold: 1, lifecycle: null, kind, head_hash: last.hash, version: last.version };
      await insert(client, 'cases', { realm_id: realm, id: last.case_id, ...snapshot, last_at: last.at, created_at: last.at }, FIRST_CASE);
      for (const event of events) await insert(client, 'event', { realm_id: realm, ...event }, FIRST_EVENT);
    }
  });

interface ColumnOf {
  readonly name: string;
  readonly type: string;
  readonly needed: boolean;
}
/** Every column, its type, and whether a row must name it. */
const columnsOf = (url: string): Promise<ReadonlyMap<string, ColumnOf>> =>
  within(url, async (client) => {
    const { rows } = await client.query<ColumnOf>(
      `select table_name || '.' || column_name as name, udt_name as type,
         is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' as needed
       from information_schema.columns where table_schema = 'public'`,
    );
    return new Map(rows.map((row) => [row.name, row]));
  });

const standsAfterwards = async (appUrl: string): Promise<{ broken: unknown; folded: number }> => {
  const pool = poolFor(appUrl, 2, '*');
  try {
    const store = new RecordStore(pool);
    const { broken } = await verify(store);
    return { broken, folded: await rebuild(new Registry(kinds), store) };
  } finally {
    await pool.end();
  }
};

describe('a database that an earlier release wrote', () => {
  const [owner, app] = [process.env.DATABASE_OWNER_URL ?? '', process.env.DATABASE_URL ?? ''];
  const made: string[] = [];
  const empty = async (): Promise<string> => {
    const name = `spec_upgrade_${randomBytes(4).toString('hex')}`;
    await within(named(owner, 'postgres'), (client) => client.query(`create database ${name}`));
    made.push(name);
    return name;
  };
  afterAll(async () => {
    for (const name of made)
      await within(named(process.env.DATABASE_SUPER_URL ?? '', 'postgres'), (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
  }, 60_000);

  it.each(releases)(
    'up to %s is brought up to date, proves its chains and folds anew; what that release writes is still taken',
    async (_name, count) => {
      const name = await empty();
      const [half, rest] = [cases.slice(0, 3), cases.slice(3, 6)];
      await migrateAsThen(named(owner, name), count);
      await writeAsThen(named(app, name), half);
      const before = await columnsOf(named(app, name));
      const { applied, newer } = await migrate(named(owner, name));
      expect([applied.length, newer]).toEqual([nowhere.length - count, []]);

      // Expand alone: while both run, the release before neither misses a column nor lacks one that must be named.
      const after = await columnsOf(named(app, name));
      const changed = [...before.values()].filter((column) => {
        const now = after.get(column.name);
        return now?.type !== column.type || (now.needed && !column.needed);
      });
      const tables = new Set([...before.keys()].map((column) => column.split('.')[0]));
      const demanded = [...after.values()].filter(
        (column) => tables.has(column.name.split('.')[0]) && !before.has(column.name) && column.needed,
      );
      expect([changed, demanded]).toEqual([[], []]);
      await writeAsThen(named(app, name), rest);
      expect(await standsAfterwards(named(app, name))).toEqual({ broken: null, folded: 6 });
    },
  );

  it('is changed beside commands at work: the migration gives way to them, none of them fails, and it comes again', async () => {
    const name = await empty();
    // The one that drops an index of the table that a command writes first, after it has locked one that a command writes last.
    const until = nowhere.findIndex((migration) => migration.name.startsWith('Retention'));
    await migrateAsThen(named(owner, name), until);
    const said: string[] = [];
    const command = new pg.Client({ connectionString: named(app, name) });
    await command.connect();
    await command.query('begin');
    await command.query('lock table command in row exclusive mode');
    const migrating = migrate(named(owner, name), { said: (line) => said.push(line) });
    const holdsTheOther = async (): Promise<boolean> =>
      within(named(owner, name), async (client) => {
        const { rows } = await client.query(
          `select 1 from pg_locks where relation = 'outbox'::regclass and mode = 'ShareLock' and granted
           and pid in (select pid from pg_locks where relation = 'command'::regclass and not granted)`,
        );
        return rows.length > 0;
      });
    expect(await eventually(holdsTheOther, 10_000)).toBe(true);
    await command.query('lock table outbox in row exclusive mode');
    expect(await eventually(() => said.length > 1, 10_000)).toBe(true);
    await command.query('commit');
    await command.end();
    expect((await migrating).applied).toEqual(nowhere.slice(until).map((migration) => migration.name));
  });

  it('that commands never leave alone is not changed by halves: the migration says so in the end', async () => {
    const name = await empty();
    const until = nowhere.findIndex((migration) => migration.name.startsWith('Retention'));
    await migrateAsThen(named(owner, name), until);
    const before = await columnsOf(named(app, name));
    const command = new pg.Client({ connectionString: named(app, name) });
    await command.connect();
    await command.query('begin');
    await command.query('lock table command in row exclusive mode');
    await expect(migrate(named(owner, name), { givesUpAfterMs: 0, said: () => undefined })).rejects.toThrow('lock timeout');
    await command.end();
    expect(await columnsOf(named(app, name))).toEqual(before);
    expect((await migrate(named(owner, name))).applied).toHaveLength(nowhere.length - until);
  });

  it('that a newer release has changed is refused, and nothing is done to it', async () => {
    const name = await empty();
    await migrate(named(owner, name));
    await within(named(owner, name), (client) =>
      client.query(`insert into migration (timestamp, name) values (9900000000000, 'Later9900000000000')`),
    );
    const before = await columnsOf(named(app, name));
    const script = join(import.meta.dirname, '../../dist/libs/persistence/src/cli.migrate.js');
    const env = { ...process.env, DATABASE_OWNER_URL: named(owner, name) };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/newer version \(Later9900000000000\).*数据库版本较新/)]);
    expect(await columnsOf(named(app, name))).toEqual(before);
  });
});

describe('a data directory of the release before', () => {
  const path = mkdtempSync(join(tmpdir(), 'goufu-upgrade-'));
  beforeAll(() => chmodSync(path, 0o755));
  afterAll(() => rmSync(path, { recursive: true, force: true }));

  const started = async <T>(work: (urls: Awaited<ReturnType<typeof startPostgres>>) => Promise<T>): Promise<T> => {
    const data = openDataDirectory(path);
    await data.lock();
    const children = new Children(data, () => undefined);
    try {
      const urls = await startPostgres(data, children, await freePort());
      writeFileSync(join(data.run, 'environment.json'), JSON.stringify({ DATABASE_URL: urls.app }));
      data.mark('ready');
      return await work(urls);
    } finally {
      await children.end();
      data.unlock();
    }
  };

  it('without an archive of its log starts under this one, proves its chains, and can be backed up', async () => {
    await started(async (urls) => {
      await migrateAsThen(urls.owner, nowhere.length - 1);
      await writeAsThen(urls.app, cases.slice(0, 3));
    });
    rmSync(join(path, 'postgres', 'archive'), { recursive: true });
    const out = join(path, 'archive.tar.gz');
    const stands = await started(async (urls) => {
      await migrate(urls.owner);
      await backup({ data: path, out, since: null, keepDays: 35 });
      return standsAfterwards(urls.app);
    });
    expect([stands, existsSync(out)]).toEqual([{ broken: null, folded: 3 }, true]);
  }, 90_000);
});

describe('two releases with packs of their own', () => {
  let database: Database;
  const folder = mkdtempSync(join(tmpdir(), 'goufu-packs-'));
  beforeAll(async () => {
    database = await freshDatabase();
  }, 60_000);
  afterAll(async () => {
    await Realm.closeAll();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const systemWith = (packsDir?: string) =>
    createSystem({ databaseUrl: database.appUrl, temporal: { address: '127.0.0.1:1', namespace: 'none' }, log: () => undefined, packsDir });

  it('read each other’s cases: a pack that came after this one began is learnt when a case names it', async () => {
    // A row of the same law with another note: another hash.
    cpSync(join(root, 'libs/rules/packs'), folder, { recursive: true });
    const tender = join(folder, 'national/tender.yaml');
    writeFileSync(tender, readFileSync(tender, 'utf8').replace('notes: An amendment', 'notes: In another release an amendment'));
    const [running, newer] = [systemWith(), systemWith(folder)];
    try {
      const realm = await Realm.open(database.appUrl);
      const people = await county(realm);
      await running.law.learn?.();
      await newer.law.learn?.();
      const given = async (caseId: string | null, type: string, data: unknown) => {
        const to = { realm: realm.id, kind: 'catalogue', caseId, requestId: null };
        const answer = await newer.engine.execute({ ...to, type, data, acting: people.handler, key: randomUUID() });
        if (isRefusal(answer)) throw new Error(`${type}: ${answer.refused}`);
        return answer.id;
      };
      const id = await given(null, 'propose', proposal(people));
      await newer.engine.enter(realm.id, id, 'proposal');
      await given(id, 'accept', {});
      await newer.engine.enter(realm.id, id, 'assessment');
      await given(id, 'assessNeed', { needed: true, text: '确有需要。' });
      await newer.engine.enter(realm.id, id, 'review');
      await realm.travel(instant('2025-06-03T10:00:00+08:00'));
      // Whoever cannot learn is at a loss when the review falls due.
      await expect(realm.engine.applyPassed(realm.id, id)).rejects.toThrow(PackUnknown);
      expect(await running.engine.applyPassed(realm.id, id)).toBe(true);
    } finally {
      await Promise.all([running.stop(), newer.stop()]);
    }
  }, 60_000);
});
