import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { instant, type CaseId, yuan } from '@goufu/domain';
import { verify } from '@goufu/engine';
import { migrate } from '@goufu/persistence';
import { recover } from '@goufu/relay';
import { createSystem, type System } from '@goufu/system';
import { WorkflowHost } from '@goufu/temporal/worker';
import { unlessPaidBefore } from '../../activities/disbursement/lost-payments.js';
import { acknowledge, place, reconcile, release, type ReconcileParts } from '../../activities/disbursement/reconcile.js';
import { caseActivities, effectActivities, payeesIn, treasuryClient, treasuryOutside } from '../../activities/index.js';
import { backup } from '../../apps/local/src/backup.js';
import { Children } from '../../apps/local/src/children.js';
import { openDataDirectory } from '../../apps/local/src/data-directory.js';
import { startPostgres } from '../../apps/local/src/launch.js';
import { freePort } from '../../apps/local/src/ports.js';
import { restore } from '../../apps/local/src/restore.js';
import { law, Realm } from '../support/engine.js';
import { booksHold, moneyKinds, treasuryCounty, type TreasuryCounty } from '../support/money.js';
import { until } from './rig.js';

const taskQueue = `spec-${randomBytes(4).toString('hex')}`;
/** The purchase is put where the story begins: the workflows of disbursements alone are followed. */
const kinds = (moneyKinds as readonly { readonly kind: string }[]).map((kind) =>
  kind.kind === 'disbursement' ? kind : { ...kind, lifecycle: null },
);
const amounts = [yuan('40000.00'), yuan('27220.00'), yuan('32780.00')] as const;
/** All of the running year: one line bears them. */
const parts = ['first', 'second', 'tail'].map((id, n) => ({
  id,
  percent: ['40', '27.22', '32.78'][n] ?? '',
  expectedOn: `2025-0${n + 4}-15`,
}));
const back = yuan('1000.00');
const by = { person: 'op', reason: '按国库流水逐项查明' };
const file = { file: 'a'.repeat(64), name: '发票.pdf', size: 1000, mediaType: 'application/pdf' };

/** PostgreSQL in a data directory of its own, with engine, relay and worker, which may be ended and begun again. */
class Place {
  readonly data = mkdtempSync(join(tmpdir(), 'goufu-drill-'));
  private ending: (() => Promise<void>) | null = null;
  system!: System;
  appUrl = '';
  constructor(readonly treasury: string) {
    chmodSync(this.data, 0o755);
  }

  async begin(): Promise<void> {
    const data = openDataDirectory(this.data);
    await data.lock();
    const children = new Children(data, () => undefined);
    this.ending = async () => {
      await children.end();
      data.unlock();
    };
    const rest = this.ending;
    const urls = await startPostgres(data, children, await freePort());
    await migrate(urls.owner);
    writeFileSync(join(data.run, 'environment.json'), JSON.stringify({ DATABASE_URL: urls.app }));
    data.mark('ready');
    this.appUrl = urls.app;
    const [address, namespace] = [process.env.TEMPORAL_ADDRESS ?? '', process.env.TEMPORAL_NAMESPACE ?? 'goufu'];
    const log = () => undefined;
    const system = createSystem({ databaseUrl: urls.app, temporal: { address, namespace, taskQueue }, log, kinds, law: law() });
    const { engine, effects, reconciliations } = system;
    const treasury = treasuryOutside(this.client(), undefined, payeesIn(effects));
    const isHere = async (realm: string, key: string) => (await effects.find(realm, key)) !== null;
    const outsides = { payment: unlessPaidBefore(treasury, (realm) => reconciliations.notes(realm), isHere) };
    const host = new WorkflowHost({
      address,
      namespace,
      taskQueue,
      workflowBundle: await bundled,
      caseActivities: caseActivities(engine),
      effectActivities: effectActivities({ engine, effects, outsides, quickly: 8 }),
      log,
    });
    system.start();
    host.start();
    this.system = system;
    this.ending = async () => {
      await host.stop();
      await system.stop();
      await Realm.closeAll();
      await rest();
    };
  }
  client = () => treasuryClient({ url: this.treasury, timeLimitMs: 2_000 });
  get parts(): ReconcileParts {
    const { engine, effects, positions, reconciliations } = this.system;
    return { client: this.client(), engine, effects, positions, reconciliations };
  }
  async end(): Promise<void> {
    await this.ending?.();
    this.ending = null;
  }
}
const bundled = bundleWorkflowCode({
  workflowsPath: join(import.meta.dirname, '../../workflows/index.ts'),
  logger: new DefaultLogger('ERROR'),
});

describe('a system that was restored to before its payments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-drill-treasury-'));
  const archive = join(folder, 'archive.tar.gz');
  let child: ChildProcess;
  let url = '';
  let of: Place;
  let realm: Realm;
  let people: TreasuryCounty;
  let [line, purchase, voted, slow, gone, again] = ['', '', '', '', '', ''];
  let moment = '';

  beforeAll(async () => {
    const env = { ...process.env, TREASURY_PORT: '0', TREASURY_DATA: folder };
    const started = spawn(process.execPath, [join(import.meta.dirname, '../../dist/apps/treasury/src/main.js')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    url = await new Promise<string>((resolve) =>
      createInterface({ input: started.stdout }).on('line', (said) => {
        const { message, port } = JSON.parse(said) as { message: string; port?: number };
        if (message === 'listening' && port) resolve(`http://127.0.0.1:${port}`);
      }),
    );
    of = new Place(url);
    await of.begin();
    realm = await Realm.open(of.appUrl, instant('2025-03-03T10:00:00+08:00'), { types: kinds });
    people = await treasuryCounty(realm);
    line = await people.line(yuan('100000.00'));
    purchase = await people.contracted(line, amounts, parts);
  }, 90_000);
  afterAll(async () => {
    await of.end();
    child.kill('SIGTERM');
    for (const path of [of.data, folder]) rmSync(path, { recursive: true, force: true });
  }, 60_000);

  // A task that Temporal gave to the worker that was just ended is given again after ten seconds.
  const isAt = (id: CaseId, stage: string) =>
    until(
      `${stage} of ${id}`,
      async () => {
        const rows = await realm.sql<{ open: string[]; closed: boolean }>('select open_stages as open, closed from cases where id = $1', [
          id,
        ]);
        return rows[0] && (stage === 'closed' ? rows[0].closed : rows[0].open.includes(stage)) && rows[0];
      },
      30_000,
    );
  const confirmed = async (instalment: string, amount: bigint): Promise<CaseId> => {
    const number = `25112000${randomBytes(4).readUInt32BE()}`;
    const invoice = { number, amount, issuedOn: '2025-03-03', file };
    const { id } = await realm.done(people.agent, 'disbursement', null, 'requestPayment', {
      purchase,
      supplier: people.supplier,
      instalment,
      amount,
      invoice,
    });
    await isAt(id, 'approval');
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '服务已按合同提供' });
    return id;
  };
  const approve = async (id: CaseId): Promise<void> => {
    for (const voter of [people.bureauApprover, people.officer]) {
      const { approval } = await realm.seen<{ approval: { hash: string } }>(id, voter);
      await realm.done(voter, 'disbursement', id, 'voteDisbursement', { verb: 'approve', hash: approval.hash });
    }
  };
  const advanced = async () =>
    (await realm.sql<{ balance: bigint }>(`select balance from account where line = $1 and bucket = 'advanced'`, [line]))[0]?.balance;
  /** The purchaser demands money back: the case of the demand and its number. */
  const demanded = async (): Promise<{ readonly id: CaseId; readonly number: string }> => {
    await realm.done('system', 'purchase', purchase, 'demand', { amount: back });
    const [row] = await realm.sql<{ id: CaseId }>(
      `select case_id as id from event where type = 'RecoveryDemanded' order by recorded_at desc limit 1`,
    );
    const id = row?.id ?? '';
    return { id, number: (await realm.seen<{ recovery: { number: string } }>(id, people.officer)).recovery.number };
  };
  const receive = async ({ number }: { readonly number: string }): Promise<void> => {
    const payer = { name: '晨光社工服务中心', account: '6222020000001234567' };
    const body = JSON.stringify({ demandNo: number, realm: realm.id, payer, amount: '1000.00', currency: 'CNY' });
    const headers = { 'content-type': 'application/json', 'idempotency-key': `back/${randomBytes(4).toString('hex')}` };
    expect((await fetch(`${url}/receipts`, { method: 'POST', headers, body })).ok).toBe(true);
  };
  const orders = async (): Promise<readonly { key: string; kind: string; orderNo: string }[]> =>
    (
      (await (await fetch(`${url}/statements?limit=500`)).json()) as { entries: { key: string; kind: string; orderNo: string }[] }
    ).entries.filter(({ kind }) => kind !== 'receipt');
  const effects = () =>
    realm.sql<{ key: string; state: string; error: string | null }>('select key, state, error from effect where kind = $1', ['payment']);
  const found = (what: string) => reconcile(of.parts).then(({ differences }) => differences.filter((one) => one.what === what));

  it('pays, and is backed up on the way', async () => {
    voted = await confirmed('first', amounts[0]);
    await backup({ data: of.data, out: archive, since: null, keepDays: 35 });
    // Ordered before the moment, settled after it.
    await fetch(`${url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'slowPayment', ms: 1_500, times: 1 }),
    });
    slow = await confirmed('tail', amounts[2]);
    await approve(slow);
    await isAt(slow, 'payment');
    const [row] = await realm.sql<{ at: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
    );
    moment = row?.at ?? '';
    await approve(voted);
    gone = await confirmed('second', amounts[1]);
    await approve(gone);
    for (const id of [voted, slow, gone]) await isAt(id, 'closed');
    expect((await orders()).map(({ kind }) => kind)).toEqual(['paid', 'paid', 'paid']);
    expect(await advanced()).toBe(amounts[0] + amounts[1] + amounts[2]);
    // Some of it is demanded back, and comes in.
    await receive(await demanded());
  }, 60_000);

  it('is held once restored: reads alone, every change refused, nothing leaves, and no line of the statement is passed over', async () => {
    await of.end();
    await restore({ file: archive, data: of.data, at: moment, wal: null });
    await of.begin();
    realm = Realm.beside(of.appUrl, realm, kinds);
    expect(await realm.seen(voted, people.officer)).toMatchObject({ desk: 'chain', attempts: [] });
    const { approval } = await realm.seen<{ approval: { hash: string } }>(voted, people.bureauApprover);
    expect(
      await realm.refused(people.bureauApprover, 'disbursement', voted, 'voteDisbursement', { verb: 'approve', hash: approval.hash }),
    ).toBe('realm.held');
    expect(await of.system.effects.claim(['payment', 'notice'], 10, 1_000)).toEqual([]);
    expect(await of.system.effects.sending(realm.id, `${slow}:1`)).toBe(false);
    expect(await orders()).toHaveLength(3);
  }, 60_000);

  it('is reconciled: what the treasury proves is posted, and each difference waits for somebody who answers for it', async () => {
    const seen = await reconcile(of.parts);
    expect(seen.posted.map(({ subject }) => subject)).toEqual([`${slow}:1`]);
    expect(seen.differences.map(({ what, subject }) => [what, subject])).toEqual(
      expect.arrayContaining([
        ['lost-order', `${voted}:1`],
        ['lost-case', `${gone}:1`],
        ['lost-receipt', expect.stringMatching(/^M/)],
      ]),
    );
    expect(seen.differences).toHaveLength(3);
    expect((await release(of.parts, null, by)).released).toEqual([]);
    expect(await acknowledge(of.parts, seen, 'all', by)).toBe(3);
    expect(await release(of.parts, null, by)).toEqual({ released: [realm.id], open: [] });
    expect(await realm.sql('select distinct kind, person, reason from reconciliation where person is not null order by kind')).toEqual([
      { kind: 'acknowledged', ...by },
      { kind: 'released', ...by },
    ]);
    const { recovery, lifecycles } = of.system;
    await recover({ recovery, effects: of.system.effects, lifecycles, log: () => undefined }, { all: true, perSecond: 1_000 });
    await isAt(slow, 'closed');
  }, 60_000);

  it('pays nothing twice: an order that was lost is found by its key once it is approved again', async () => {
    await approve(voted);
    await isAt(voted, 'closed');
    expect(await orders()).toHaveLength(3);
    expect(await found('lost-order')).toEqual([]);
  }, 60_000);

  it('pays nothing twice: asked for again in another case, it waits until somebody says that it is the same payment', async () => {
    again = await confirmed('second', amounts[1]);
    await approve(again);
    const key = `${again}:1`;
    const waiting = await until(
      'the order waits',
      async () => (await effects()).find((one) => one.key === key && one.state === 'unknown'),
      30_000,
    );
    expect(waiting.error).toContain(`${gone}:1`);
    expect(await orders()).toHaveLength(3);
    expect(await place(of.parts, { realm: realm.id, key, lost: `${gone}:1`, isSame: true }, by)).toBe('placed');
    await of.system.lifecycles.answered({ realm: realm.id, key });
    await isAt(again, 'closed');
    expect(await orders()).toHaveLength(3);
  }, 60_000);

  it('posts a receipt under the demand that somebody says it answers: its own number is given to no other', async () => {
    expect(await advanced()).toBe(amounts[0] + amounts[1] + amounts[2]);
    const [receipt] = await found('lost-receipt');
    const { id, number } = await demanded();
    expect(number).not.toBe(receipt?.orderNo);
    expect(await place(of.parts, { realm: realm.id, key: id, lost: receipt?.subject ?? '', isSame: true }, by)).toBe('placed');
    expect(await found('lost-receipt')).toEqual([]);
    expect(await realm.seen(id, people.officer)).toMatchObject({ recovery: { received: back } });
  }, 60_000);

  it('lacks nothing in the end: statement and ledger agree, the books hold, every chain stands', async () => {
    expect((await reconcile(of.parts)).differences).toEqual([]);
    expect(await booksHold(realm)).toEqual({ sum: 0n, wrong: 0, below: 0 });
    expect((await verify(of.system.record)).broken).toBeNull();
  }, 60_000);

  it('gives no number of an order again that the treasury has seen', async () => {
    const used = (await orders()).map(({ orderNo }) => orderNo);
    const { attempts } = await realm.seen<{ attempts: readonly { orderNo: string }[] }>(again, people.officer);
    expect(used).not.toContain(attempts[0]?.orderNo);
  });

  it('is held and released by an operator who says who and why, with one command each', async () => {
    await of.system.worlds.create({ id: 'other', name: 'other', jurisdiction: 'demo-county' });
    const script = join(import.meta.dirname, '../../dist/apps/worker/src/cli.reconcile.js');
    const env = { ...process.env, DATABASE_URL: of.appUrl, TREASURY_URL: url };
    const command = (...args: string[]) => spawnSync(process.execPath, [script, '--realm', 'other', ...args], { env, encoding: 'utf8' });
    const isHeld = async () => (await of.system.reconciliations.realms()).find((one) => one.realm === 'other')?.held;
    const said = ['--by', by.person, '--reason', by.reason];
    const nobody = command('--hold');
    expect([nobody.status, nobody.stderr, await isHeld()]).toEqual([2, expect.stringMatching(/Say who/), false]);
    expect([command('--hold', ...said).status, await isHeld()]).toEqual([0, true]);
    const shown = command('--json');
    expect([shown.status, JSON.parse(shown.stdout)]).toEqual([
      0,
      expect.objectContaining({ realms: [{ realm: 'other', held: true }], differences: [] }),
    ]);
    const freed = command('--release', ...said);
    expect([freed.status, freed.stdout, await isHeld()]).toEqual([0, expect.stringMatching(/recover -- --all/), false]);
    const silent = { ...of.parts, client: treasuryClient({ url: 'http://127.0.0.1:9' }) };
    await expect(release(silent, null, by)).rejects.toThrow(/The treasury does not answer/);
  }, 60_000);
});
