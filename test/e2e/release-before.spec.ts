import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuild, Registry, verify } from '@goufu/engine';
import { migrate, poolFor, RecordStore, RecoveryStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import type pg from 'pg';
import { effectOfTreasuryKey } from '../../activities/index.js';
import { eventually } from '../../apps/local/src/eventually.js';
import { freePort } from '../../apps/local/src/ports.js';
import { root } from '../architecture/source-tree.js';
import { freshDatabase } from '../support/database.js';
import { type Started, WholeSystem } from '../support/whole-system.js';
import { Customer, type Over } from '../upgrade/customer.js';
import { kept, ReleaseBefore, scratch } from '../upgrade/release-before.js';

/** How many purchases are played at a time: `npm run test:upgrade -- --purchases N` plays more. */
const PURCHASES = Number(process.env.UPGRADE_PURCHASES ?? 1);
const LIMIT_MS = 300_000 + PURCHASES * 60_000;

const run = promisify(execFile);
let before: ReleaseBefore;
beforeAll(async () => {
  before = await ReleaseBefore.build();
}, 120_000);
afterAll(() => before.remove());

describe('the release before, as it is kept here', () => {
  it('is what git has of it, where git reaches back so far', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/keep-release.mjs'), '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining(kept.commit)]);
  });
});

describe('the release before and this one on one database', () => {
  let system: WholeSystem;
  let pool: pg.Pool;
  let treasury: ChildProcess;
  let statements: string;
  const data = scratch('upgrade');
  const overs: Over[] = [];
  const urls = (...started: readonly (Started | undefined)[]) => started.map((one) => one?.url ?? '');
  const end = async (one: Started | undefined): Promise<void> => {
    one?.child.kill('SIGTERM');
    await one?.ended;
  };

  beforeAll(async () => {
    const port = await freePort();
    treasury = spawn(process.execPath, [join(root, 'dist/apps/treasury/src/main.js'), '--port', String(port), '--data', data], {
      stdio: 'ignore',
    });
    statements = `http://127.0.0.1:${port}/statements`;
    const database = await freshDatabase('template0');
    await before.run('dist/libs/persistence/src/cli.migrate.js', [], { DATABASE_OWNER_URL: database.ownerUrl });
    // Learnt by what runs within a minute: here it starts afterwards, so that nobody has to wait.
    const packs = [join(root, 'dist/libs/system/src/cli.packs.js')];
    await run(process.execPath, packs, { env: { ...process.env, DATABASE_URL: database.appUrl } });
    system = await WholeSystem.start(0, 0, { TREASURY_URL: `http://127.0.0.1:${port}` }, database);
    pool = poolFor(database.appUrl, 2, '*');
    // The release before, alone, on the schema that it made.
    const [oldApi, oldWorker] = await Promise.all([system.startApi(before.tree), system.startWorker(before.tree)]);
    const place = {
      databaseUrl: database.appUrl,
      temporalAddress: process.env.TEMPORAL_ADDRESS ?? '',
      temporalNamespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
    };
    const customers = Array.from(
      { length: PURCHASES },
      (_, n) =>
        new Customer({ tree: before.tree, realm: `upgraded-${n}`, issuer: system.issuer.url, apis: urls(oldApi), until: 'closed', place }),
    );
    const [first] = customers;
    // Under load: the schema grows, then this release stands beside the one before.
    await first?.after(20);
    await migrate(database.ownerUrl);
    await first?.after(30);
    const [newApi] = await Promise.all([system.startApi(), system.startWorker()]);
    await Promise.all(customers.map((one) => one.turnTo(urls(oldApi, newApi))));
    // The worker goes first, then the API: what they have in hand is finished, or asked again of the other one.
    await first?.after(170);
    await end(oldWorker);
    await first?.after(190);
    await end(oldApi);
    await first?.after(200);
    await Promise.all(customers.map((one) => one.turnTo(urls(newApi))));
    overs.push(...(await Promise.all(customers.map(({ over }) => over))));
  }, LIMIT_MS);
  afterAll(async () => {
    await pool?.end();
    await system?.stop();
    treasury?.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  }, 60_000);
  const rows = async <T extends pg.QueryResultRow>(text: string): Promise<readonly T[]> => (await pool.query<T>(text)).rows;

  it('answer every command alike, whichever of them carried it out, and carry each purchase to its last payment', () => {
    expect(overs.flatMap(({ wrong, differences }) => [...wrong, ...differences])).toEqual([]);
    expect(overs).toHaveLength(PURCHASES);
    for (const { acknowledged } of overs) expect(acknowledged.length).toBeGreaterThan(200);
  });

  it('lose nothing that they have acknowledged, and do nothing twice', async () => {
    const stored = await rows<{ key: string; n: number }>(
      `select realm_id || ' ' || key as key, count(*)::int as n from command where case_id <> 'world' and key not like 'file-%' group by 1`,
    );
    const acknowledged = overs.flatMap((one, n) => one.acknowledged.map(({ key }) => `upgraded-${n} ${key}`));
    expect(stored.map(({ key }) => key).sort()).toEqual([...new Set(acknowledged)].sort());
    const events = await rows<{ id: string; version: number }>(
      `select realm_id || ' ' || case_id as id, max(version)::int as version from event group by 1`,
    );
    const versions = new Map(events.map(({ id, version }) => [id, version]));
    const missing = overs.flatMap((one, n) =>
      one.acknowledged.filter(({ id, version }) => (versions.get(`upgraded-${n} ${id}`) ?? 0) < version && !id.startsWith('person')),
    );
    expect(missing).toEqual([]);
  });

  it('pay once what was ordered, and nothing else', async () => {
    const { entries } = (await (await fetch(`${statements}?limit=500`)).json()) as {
      entries: readonly { realm: string; key: string; kind: string }[];
    };
    const ordered = await rows<{ key: string; state: string }>(
      `select realm_id || ' ' || key as key, state from effect where kind = 'payment'`,
    );
    expect(ordered.filter(({ state }) => state !== 'done')).toEqual([]);
    const paid = entries.filter(({ kind }) => kind === 'paid').map(({ realm, key }) => `${realm} ${effectOfTreasuryKey(realm, key)}`);
    expect(paid.sort()).toEqual(ordered.map(({ key }) => key).sort());
    expect(ordered.length).toBeGreaterThanOrEqual(3 * PURCHASES);
  });

  it('leave nothing waiting: no message, no effect, no case between its stages', async () => {
    expect(await rows('select 1 from outbox where done_at is null')).toEqual([]);
    expect(await rows(`select state from effect where state <> 'done'`)).toEqual([]);
    expect(await new RecoveryStore(pool).stuck()).toEqual([]);
  });

  it('write one record: every chain holds, and lists built anew from it are the lists that stand', async () => {
    const store = new RecordStore(pool);
    expect(await verify(store)).toMatchObject({ broken: null });
    const lists = async () =>
      Promise.all(
        ['case_view', 'task', 'account', 'notice'].map(async (table) =>
          (await rows<{ row: string }>(`select (to_jsonb(t) - 'updated_at')::text as row from ${table} t`))
            .map(({ row }) => row)
            .filter(
              (row) =>
                !['case_view', 'notice'].includes(table) || !Object.keys(kept.relisted).some((kind) => row.includes(`"kind": "${kind}"`)),
            )
            .sort(),
        ),
      );
    const stood = await lists();
    await rebuild(new Registry(kinds), store);
    expect(await lists()).toEqual(stood);
  });
});

describe('a data directory of the release before', () => {
  const data = scratch('upgraded-data');
  const journal = join(data, '..', `goufu-journal-${randomUUID()}`);
  const running: { readonly child: ChildProcess; readonly ended: Promise<unknown> }[] = [];
  const stop = async (): Promise<void> => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGTERM');
      await ended;
    }
  };
  afterAll(async () => {
    await stop();
    rmSync(data, { recursive: true, force: true });
    rmSync(journal, { force: true });
  }, 60_000);

  /** `npm start` of a release. */
  const started = async (tree: string): Promise<Readonly<Record<string, string>>> => {
    const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...env } = process.env;
    const child = spawn(process.execPath, [join(tree, 'tools/start.mjs'), '--data', data, '--port', '0', '--bare'], { cwd: tree, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    running.push({ child, ended: new Promise((resolve) => child.once('close', resolve)) });
    const read = (name: string) => JSON.parse(readFileSync(join(data, 'run', name), 'utf8')) as Record<string, string>;
    const isReady = () => existsSync(join(data, 'run', 'launcher.json')) && read('launcher.json').phase === 'ready';
    if (!(await eventually(isReady, 120_000, () => child.exitCode !== null))) throw new Error(`it does not stand:\n${said}`);
    return read('environment.json');
  };
  const played = async (env: Readonly<Record<string, string>>, until: 'planning' | 'evaluation', isNew: boolean): Promise<Over> => {
    const place = {
      databaseUrl: env.DATABASE_URL ?? '',
      temporalAddress: env.TEMPORAL_ADDRESS ?? '',
      temporalNamespace: env.TEMPORAL_NAMESPACE ?? '',
    };
    const at = { issuer: env.ISSUER_URL ?? '', apis: [env.API_URL ?? ''] };
    return new Customer({ tree: before.tree, realm: 'kept', ...at, until, journal, ...(isNew ? { place } : {}) }).over;
  };

  it('starts under this one: a purchase that was planned there goes on here, and its record holds', async () => {
    const planned = await played(await started(before.tree), 'planning', true);
    await stop();
    const env = await started(root);
    const evaluated = await played(env, 'evaluation', false);
    expect(evaluated.purchase).toBe(planned.purchase);
    expect([planned.wrong, evaluated.wrong]).toEqual([[], []]);
    expect(evaluated.acknowledged.length).toBeGreaterThan(20);
    const pool = poolFor(env.DATABASE_URL ?? '', 2, '*');
    try {
      expect(await verify(new RecordStore(pool))).toMatchObject({ broken: null });
      expect(await new RecoveryStore(pool).stuck()).toEqual([]);
    } finally {
      await pool.end();
    }
    await stop();
  }, 360_000);
});
