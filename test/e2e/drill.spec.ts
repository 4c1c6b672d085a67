import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseId } from '@goufu/domain';
import { verify } from '@goufu/engine';
import { poolFor, RecordStore, RecoveryStore } from '@goufu/persistence';
import pg from 'pg';
import { eventually } from '../../apps/local/src/eventually.js';
import { freePort } from '../../apps/local/src/ports.js';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { addressOf, Refused } from '../../apps/local/src/scenario/door.js';
import { justiceBureau2025 as input } from '../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../apps/local/src/scenario/judging.js';
import { afterSigning, contract } from '../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { root } from '../architecture/source-tree.js';
import { askedFor } from '../support/asked-for.js';
import { WholeSystem } from '../support/whole-system.js';
import { OwnPostgres } from '../workflow/own-postgres.js';

const REALM = 'drill';
const operator = { person: WORLD_OPERATOR, appointment: '' };

/** As `docs/operations.md` has it for a PostgreSQL of one's own, with what PostgreSQL brings. */
const ARCHIVING = (folder: string): readonly string[] => {
  const archive = join(folder, 'archive');
  mkdirSync(archive, { recursive: true });
  spawnSync('chown', ['--reference', join(folder, 'data'), archive]);
  const command = `test ! -f ${archive}/%f && cp %p ${archive}/%f.part && sync ${archive}/%f.part && mv ${archive}/%f.part ${archive}/%f`;
  return ['-c', 'wal_level=replica', '-c', 'archive_mode=on', '-c', 'archive_timeout=60', '-c', `archive_command=${command}`];
};

// API, worker and treasury as processes, a PostgreSQL apart from them, and the commands of the manual: chapters 6 to 8 and 10, step by step.
describe('a system with a PostgreSQL of its own, restored to before a payment', () => {
  let postgres: OwnPostgres;
  let system: WholeSystem;
  let treasury: ChildProcess;
  let treasuryUrl: string;
  let play: Play;
  let id: CaseId;
  let moment: string;
  const books = mkdtempSync(join(tmpdir(), 'goufu-drill-books-'));

  const sql = async <T extends pg.QueryResultRow>(text: string): Promise<T[]> => {
    const { superuser, app } = postgres.urls;
    const client = new pg.Client({ connectionString: Object.assign(new URL(superuser), { pathname: new URL(app).pathname }).href });
    await client.connect();
    try {
      return (await client.query<T>(text)).rows;
    } finally {
      await client.end();
    }
  };
  /** A command of the manual. */
  const command = (name: string, ...args: readonly string[]): { code: number; said: string } => {
    const env = {
      ...process.env,
      DATABASE_URL: postgres.urls.app,
      TREASURY_URL: treasuryUrl,
      TEMPORAL_TASK_QUEUE: system.taskQueue,
    };
    const script = join(root, `dist/apps/worker/src/cli.${name}.js`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
    return { code: status ?? -1, said: `${stdout}${stderr}` };
  };
  const paid = async (): Promise<readonly string[]> => {
    const { entries } = (await (await fetch(`${treasuryUrl}/statements?realm=${REALM}`)).json()) as {
      entries: readonly { kind: string; key: string; amount: string }[];
    };
    return entries.filter(({ kind }) => kind === 'paid').map(({ key, amount }) => `${key} ${amount}`);
  };
  const startProcesses = async (): Promise<void> => {
    await Promise.all([system.startApi(), system.startWorker()]);
    const door = system.door(REALM, system.apis.at(-1));
    const next = new Play(play.cast.behind(door), input, new Timeline(door), null, 'closed');
    play = Object.assign(next, { purchase: play.purchase, lines: play.lines, catalogueItem: play.catalogueItem });
  };
  const killProcesses = async (): Promise<void> => {
    for (const { child, ended } of [...system.apis, ...system.workers]) {
      child.kill('SIGKILL');
      await ended;
    }
  };
  const seen = () => play.cast.door.show(play.cast.as('wu-qiang'), addressOf(id));
  const approve = async (): Promise<void> => {
    const { view } = await seen();
    const open = view.approval?.steps.find(({ state }) => state === 'open');
    const seat = view.approval?.seats.find(({ step, outcome }) => step === open?.id && outcome === null);
    const vote = { verb: 'approve', hash: view.approval?.hash, opinion: '同意' };
    await play.cast.on(seat?.person ?? '', id, 'vote-disbursement', vote, randomUUID());
  };
  const advanced = async () =>
    (
      await sql<{ fen: string }>(
        `select balance::text as fen from account where realm_id = '${REALM}' and bucket = 'advanced' and balance > 0`,
      )
    ).map(({ fen }) => fen);

  beforeAll(async () => {
    postgres = await OwnPostgres.start(true, undefined, ARCHIVING);
    const port = await freePort();
    treasuryUrl = `http://127.0.0.1:${port}`;
    const script = join(root, 'dist/apps/treasury/src/main.js');
    treasury = spawn(process.execPath, [script, '--port', String(port), '--data', books], { stdio: 'ignore' });
    const { app, owner } = postgres.urls;
    const database = { name: 'drill', appUrl: app, ownerUrl: owner, drop: () => Promise.resolve() };
    system = await WholeSystem.start(1, 1, { TREASURY_URL: treasuryUrl }, database);
    const door = await system.world(REALM, `${input.startsOn}T08:00:00+08:00`);
    const cast = new Cast(door);
    await cast.stand(operator, '2020-01-01');
    play = new Play(cast, input, new Timeline(door), null, 'closed');

    // Each night: a base, while everything runs.
    await baseBackup();
    await play.time.play([
      async () => {
        await prepare(play);
        await planning(play);
        await tender(play, 1, input.bids);
        await evaluation(play, 0);
        await award(play, 1, 0);
        await contract(play, 0);
        await afterSigning(play);
        await play.on(120);
      },
    ]);
    id = await askedFor(play, 'p1');
    await play.cast.on('zhang-min', id, 'confirm-request', { facts: '服务属实。' }, randomUUID());
    const steps = (await seen()).view.approval?.steps.length ?? 0;
    for (let step = 1; step < steps; step += 1) await approve();
    // As the server writes an instant: what it is told to stop at is read by the same rules.
    moment = (await sql<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '';

    await approve();
    const isPosted = async () => (await paid()).length === 1 && (await advanced()).length === 1;
    if (!(await eventually(isPosted, 60_000))) throw new Error('the payment was not made');
    await sql('select pg_switch_wal()');
  }, 600_000);
  afterAll(async () => {
    await system?.stop();
    treasury?.kill('SIGTERM');
    await postgres?.remove();
    rmSync(books, { recursive: true, force: true });
  }, 120_000);

  /** What `pg_basebackup` does: the files of a running server, and where its log has to be read from. */
  const baseBackup = async (): Promise<void> => {
    const { superuser } = postgres.urls;
    const client = new pg.Client({ connectionString: superuser });
    await client.connect();
    try {
      const [data, base] = [join(postgres.folder, 'data'), join(postgres.folder, 'base')];
      await client.query(`select pg_backup_start('nightly', true)`);
      // Files that vanish meanwhile come back from the log.
      spawnSync('cp', ['-a', data, base]);
      const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)');
      writeFileSync(join(base, 'backup_label'), rows[0]?.labelfile ?? '');
      for (const name of readdirSync(join(base, 'pg_wal'))) if (/^[0-9A-F]{24}/.test(name)) rmSync(join(base, 'pg_wal', name));
      rmSync(join(base, 'postmaster.pid'), { force: true });
    } finally {
      await client.end();
    }
  };

  it('is brought back by the server’s own means, and held before anything connects', async () => {
    await killProcesses();
    await postgres.rested(() => {
      const [data, archive] = ['data', 'archive'].map((name) => join(postgres.folder, name)) as [string, string];
      renameSync(data, `${data}-aside`);
      renameSync(join(postgres.folder, 'base'), data);
      appendFileSync(
        join(data, 'postgresql.auto.conf'),
        `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${moment}'\nrecovery_target_timeline = 'current'\nrecovery_target_action = 'promote'\n`,
      );
      writeFileSync(join(data, 'recovery.signal'), '');
      spawnSync('chown', ['-R', '--reference', `${data}-aside`, data]);
    });
    const isBack = async () => (await sql<{ recovering: boolean }>('select pg_is_in_recovery() as recovering'))[0]?.recovering === false;
    expect(await eventually(isBack, 60_000)).toBe(true);
    expect(await advanced()).toEqual([]);
    const held = command('reconcile', '--hold', '--by', 'luo-min', '--reason', `restored to ${moment}`);
    expect([held.code, held.said]).toEqual([0, expect.stringContaining('The system is held')]);
  }, 240_000);

  it('lets everybody read and nobody change, and pays nothing', async () => {
    await startProcesses();
    expect((await seen()).view.approval?.status).toBe('open');
    const refused = await approve().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).problem).toMatchObject({ status: 409, code: 'realm.held' });
    expect(await paid()).toHaveLength(1);
  }, 120_000);

  it('names the payment that it does not know, and is not released before somebody has answered for it', async () => {
    const compared = command('reconcile', '--json');
    expect(compared.code).toBe(1);
    const { differences } = JSON.parse(compared.said) as { differences: readonly { id: string; subject: string }[] };
    expect(differences).toHaveLength(1);
    const by = ['--by', 'luo-min', '--reason', '银行回单核对：已付，待重新审批'];
    expect(command('reconcile', '--release', ...by)).toMatchObject({ code: 1, said: expect.stringContaining('Not released') });
    expect(command('reconcile', '--acknowledge', differences[0]?.id ?? '', ...by).code).toBe(0);
    expect(command('reconcile', '--release', ...by)).toMatchObject({ code: 0, said: expect.stringContaining(REALM) });
    expect(command('recover', '--all').code).toBe(0);
  }, 240_000);

  it('is approved again under the same key: found paid, posted once, not paid a second time; nothing is missing and nothing is stuck', async () => {
    await approve();
    expect(await eventually(async () => (await advanced()).length === 1, 60_000)).toBe(true);
    expect(await advanced()).toEqual(['160000000']);
    expect(await paid()).toHaveLength(1);
    const pool = poolFor(postgres.urls.app, 2, '*');
    try {
      expect(await verify(new RecordStore(pool))).toMatchObject({ broken: null });
      expect(await new RecoveryStore(pool).stuck()).toEqual([]);
    } finally {
      await pool.end();
    }
    expect(command('reconcile')).toMatchObject({ code: 0 });
  }, 240_000);
});
