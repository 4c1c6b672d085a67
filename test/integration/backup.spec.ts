import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@goufu/persistence';
import pg from 'pg';
import { backup } from '../../apps/local/src/backup.js';
import { MANIFEST, pack, readManifest, unpack } from '../../apps/local/src/backup-file.js';
import { Children } from '../../apps/local/src/children.js';
import { openDataDirectory } from '../../apps/local/src/data-directory.js';
import { startPostgres } from '../../apps/local/src/launch.js';
import { freePort } from '../../apps/local/src/ports.js';
import type { Urls } from '../../apps/local/src/postgres.js';
import { demandWholeRestore, restore } from '../../apps/local/src/restore.js';

const root = mkdtempSync(join(tmpdir(), 'goufu-backup-'));
chmodSync(root, 0o755);
const folder = (name: string): string => {
  const path = join(root, name);
  mkdirSync(path, { recursive: true, mode: 0o755 });
  return path;
};

/** The PostgreSQL of a data directory, for as long as the work takes: as `npm start` runs it. */
const within = async <T>(path: string, work: (sql: (text: string) => Promise<Record<string, unknown>[]>, urls: Urls) => Promise<T>) => {
  const data = openDataDirectory(path);
  await data.lock();
  demandWholeRestore(data);
  const children = new Children(data, () => undefined);
  try {
    const urls = await startPostgres(data, children, await freePort());
    const own = Object.assign(new URL(urls.superuser), { pathname: '/goufu' }).href;
    const sql = async (text: string) => {
      const client = new pg.Client({ connectionString: own });
      await client.connect();
      try {
        return (await client.query(text)).rows as Record<string, unknown>[];
      } finally {
        await client.end();
      }
    };
    // The mark by which commands find a system that runs.
    writeFileSync(join(data.run, 'environment.json'), JSON.stringify({ DATABASE_URL: urls.app }));
    data.mark('ready');
    return await work(sql, urls);
  } finally {
    await children.end();
    data.unlock();
  }
};
const packsIn = (path: string) =>
  within(path, async (sql) => ({
    packs: (await sql('select hash from pack order by hash')).map(({ hash }) => hash),
    held: (await sql('select held from realm')).map(({ held }) => held),
  }));

describe('a backup of the system on one machine', () => {
  const data = folder('data');
  const [first, second] = [join(root, 'first.tar.gz'), join(root, 'second.tar.gz')];
  const instants: Record<string, string> = {};
  beforeAll(async () => {
    await within(data, async (sql, urls) => {
      await migrate(urls.owner);
      const note = async (name: string) => {
        await sql(`insert into pack (realm_id, hash, jurisdiction, body) values ('a', '${name}', 'x', 'x')`);
        const [row] = (await sql('select clock_timestamp() as at')) as { at: Date }[];
        instants[name] = row?.at.toISOString() ?? '';
        await sql('select pg_sleep(0.02)');
      };
      await sql(`insert into realm (realm_id, name, jurisdiction) values ('a', 'a', 'x'), ('b', 'b', 'x')`);
      writeFileSync(join(data, 'people.json'), '[]');
      mkdirSync(join(data, 'files'));
      writeFileSync(join(data, 'files', 'contract'), 'signed');
      await note('before');
      await backup({ data, out: first, since: null, keepDays: 35 });
      await note('one');
      await note('two');
      await backup({ data, out: second, since: first, keepDays: 35 });
      await note('three');
    });
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is one file that nobody else may read, and says what it reaches', async () => {
    expect(statSync(first).mode & 0o077).toBe(0);
    const manifest = await readManifest(second);
    expect(manifest).toMatchObject({ format: 1, from: (await readManifest(first)).from });
    expect(manifest.until > (instants.two ?? '')).toBe(true);
    expect(manifest.migrations).toContain('Foundation1763800000000');
  });

  it('is restored elsewhere as it was when it was made, held, with its files', async () => {
    const elsewhere = folder('elsewhere');
    await restore({ file: first, data: elsewhere, at: null, wal: null });
    expect(await packsIn(elsewhere)).toEqual({ packs: ['before'], held: [true, true] });
    expect(readFileSync(join(elsewhere, 'files', 'contract'), 'utf8')).toBe('signed');
  }, 60_000);

  it('that was extended carries every instant since its base', async () => {
    const elsewhere = folder('elsewhere-too');
    await restore({ file: second, data: elsewhere, at: instants.one ?? '', wal: null });
    expect((await packsIn(elsewhere)).packs).toEqual(['before', 'one']);
  }, 60_000);

  it('goes with the log of the directory to an instant after it was made; what stood there is kept aside', async () => {
    const { replaced } = await restore({ file: first, data, at: instants.two ?? '', wal: null });
    expect(existsSync(join(replaced ?? '', 'postgres', 'data', 'PG_VERSION'))).toBe(true);
    expect(await packsIn(data)).toEqual({ packs: ['before', 'one', 'two'], held: [true, true] });
    // From the log that was kept aside, to its end: the last commit stood in no archive yet.
    const elsewhere = folder('elsewhere-again');
    await restore({ file: second, data: elsewhere, at: 'latest', wal: join(replaced ?? '', 'postgres', 'archive') });
    expect((await packsIn(elsewhere)).packs).toEqual(['before', 'one', 'three', 'two']);
  }, 90_000);

  it('of the restored system begins anew: its log is another one', async () => {
    const third = join(root, 'third.tar.gz');
    await expect(backup({ data, out: third, since: second, keepDays: 35 })).rejects.toThrow(/take a new backup without --since/);
    const manifest = await backup({ data, out: third, since: null, keepDays: 35 });
    expect(manifest.last.slice(0, 8)).toBe('00000002');
  }, 90_000);

  describe('is refused, in words,', () => {
    const refused = (more: Partial<Parameters<typeof restore>[0]>) =>
      restore({ file: first, data: folder('nowhere'), at: null, wal: null, ...more }).then(
        () => 'restored',
        (error: Error) => error.message,
      );
    let sleeper: ChildProcess | null = null;
    afterAll(() => void sleeper?.kill('SIGKILL'));

    it('for a file that is not there, or is none', async () => {
      expect(await refused({ file: join(root, 'none') })).toMatch(/There is no file/);
      writeFileSync(join(root, 'letter'), 'dear ...');
      expect(await refused({ file: join(root, 'letter') })).toMatch(/is no archive of npm run backup/);
    });

    it('for an instant before it, one to come, one beyond its log, and what is no instant', async () => {
      expect(await refused({ at: '2020-01-01T00:00:00Z' })).toMatch(/is before this archive/);
      expect(await refused({ at: '2199-01-01T00:00:00Z' })).toMatch(/has not come yet/);
      expect(await refused({ at: instants.three ?? '' })).toMatch(/The log does not reach/);
      expect(await refused({ at: 'yesterday' })).toMatch(/an instant with its zone/);
    }, 60_000);

    it('from a newer release', async () => {
      const inside = folder('newer');
      const manifest = await unpack(first, inside);
      for (const more of [{ format: 2 }, { data: 2 }, { migrations: [...manifest.migrations, 'Later2000000000000'] }]) {
        writeFileSync(join(inside, MANIFEST), JSON.stringify({ ...manifest, ...more }));
        const file = join(root, `newer-${Object.keys(more).join()}.tar.gz`);
        await pack(inside, file);
        expect(await refused({ file })).toMatch(/A newer release wrote this archive/);
      }
    });

    it('over another system, or one that runs', async () => {
      const other = openDataDirectory(folder('other')).path;
      const control = join(other, 'postgres', 'data', 'global');
      mkdirSync(control, { recursive: true });
      writeFileSync(join(control, 'pg_control'), Buffer.alloc(8, 7));
      expect(await refused({ data: other })).toMatch(/holds another system/);
      const script = `import('${join(import.meta.dirname, '../../dist/apps/local/src/data-directory.js')}').then(async ({ openDataDirectory }) => {
        await openDataDirectory(${JSON.stringify(other)}).lock(); console.log('locked'); setInterval(() => {}, 1000); })`;
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      sleeper = child;
      await new Promise((resolve) => child.stdout.once('data', resolve));
      expect(await refused({ data: other })).toMatch(/is in use by a launcher that is running/);
    });
  });
});
