import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseId } from '@goufu/domain';
import { Rounds } from '@goufu/relay';
import { readStatement, treasuryClient, treasuryOutside } from '../../activities/index.js';
import { Rig, until } from './rig.js';

describe('a payment through the treasury', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-spec-treasury-'));
  let child: ChildProcess;
  let url: string;
  let rig: Rig;
  let statement: Rounds;
  const troubles: string[] = [];
  beforeAll(async () => {
    const program = join(import.meta.dirname, '../../dist/apps/treasury/src/main.js');
    const env = { ...process.env, TREASURY_PORT: '0', TREASURY_DATA: folder };
    const started = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    const port = await new Promise<number>((resolve, reject) => {
      started.once('exit', () => reject(new Error('the treasury did not start')));
      createInterface({ input: started.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { message: string; port?: number };
        if (said.message === 'listening' && said.port) resolve(said.port);
      });
    });
    url = `http://127.0.0.1:${port}`;
    rig = await Rig.open();
    const client = treasuryClient({ url, timeLimitMs: 1_000 });
    rig.outsides.payment = treasuryOutside(client);
    const { engine, effects, positions, reconciliations, lifecycles } = rig.system;
    const trouble = (message: string): void => void troubles.push(message);
    const answered = (of: { realm: string; key: string }) => lifecycles.answered(of);
    statement = new Rounds(
      () => readStatement({ client, engine, effects, positions, reconciliations, answered, trouble }),
      100,
      () => undefined,
    );
    rig.system.start();
    await rig.work();
    statement.start();
  }, 60_000);
  afterAll(async () => {
    await statement.stop();
    await rig.close();
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const fault = (body: object) =>
    fetch(`${url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ times: 1, ...body }),
    });
  const pay = async (): Promise<{ id: CaseId; key: string }> => {
    const { id } = await rig.give(null, 'begin');
    await rig.isOpen(id, 'work');
    const key = `${id}:payment:1`;
    const payload = {
      orderNo: key,
      payer: 'justice-bureau',
      payee: { name: '晨光社工服务中心', account: '6222020000001234567' },
      amount: 162_240_000n,
    };
    await rig.give(id, 'pay', { key, kind: 'payment', payload });
    await rig.give(id, 'report', { outcome: 'done' });
    return { id, key };
  };
  // A case may be closed a moment before the answer to its effect is written down.
  const answerOf = (key: string) =>
    until(
      `${key} is answered`,
      async () => {
        const [row] = await rig.sql<{ state: string; answer: { state: string; paid: unknown } }>(
          'select state, answer from effect where key = $1',
          [key],
        );
        return row && !['wanted', 'sending', 'unknown'].includes(row.state) && row;
      },
      20_000,
    );
  const movements = async (id: CaseId): Promise<string[]> =>
    (
      await rig.sql<{ kind: string }>(
        `select data::jsonb->>'kind' as kind from event where case_id = $1 and type = 'MoneyMoved' order by version`,
        [id],
      )
    ).map(({ kind }) => kind);
  const seen = (id: CaseId, ...kinds: string[]) =>
    until(`the statement tells ${kinds.join(', ')}`, async () => {
      const found = await movements(id);
      return found.length >= kinds.length && found;
    });
  const paidInAll = async (key: string): Promise<number> => {
    const { entries } = (await (await fetch(`${url}/statements?limit=500`)).json()) as { entries: { key: string; kind: string }[] };
    return entries.filter((entry) => entry.key === `${rig.realm}/${key}` && entry.kind === 'paid').length;
  };

  it('is paid, answered and stands in the statement', async () => {
    const { id, key } = await pay();
    await rig.isClosed(id);
    expect(await answerOf(key)).toMatchObject({ state: 'done', answer: { state: 'paid' } });
    expect(await seen(id, 'paid')).toEqual(['paid']);
  });

  it.each([
    ['accepted without an answer', { kind: 'timeoutAfterAccepting' }],
    ['answered twice', { kind: 'duplicateAnswer' }],
    ['answered late', { kind: 'delay', ms: 1_500 }],
    ['settled late', { kind: 'slowPayment', ms: 1_200 }],
    ['kept waiting while the treasury is down', { kind: 'down', times: 5 }],
  ])('is paid once though it was %s', async (_title, body) => {
    expect((await fault(body)).ok).toBe(true);
    const { id, key } = await pay();
    await rig.isClosed(id);
    expect(await answerOf(key)).toMatchObject({ state: 'done', answer: { state: 'paid' } });
    expect(await seen(id, 'paid')).toEqual(['paid']);
    expect(await paidInAll(key)).toBeGreaterThan(0);
  });

  it.each([
    ['refused', { kind: 'refuse', reason: 'account_closed' }],
    ['partial', { kind: 'partial', percent: '50.00' }],
  ])('is answered %s for good', async (state, body) => {
    expect((await fault(body)).ok).toBe(true);
    const { id, key } = await pay();
    await rig.isClosed(id);
    expect(await answerOf(key)).toMatchObject({ state: 'done', answer: { state } });
  });

  it('returned later, its case learns it from the statement', async () => {
    expect((await fault({ kind: 'returnAfter', ms: 800, reason: 'name_mismatch' })).ok).toBe(true);
    const { id } = await pay();
    expect(await seen(id, 'paid', 'returned')).toEqual(['paid', 'returned']);
    expect(troubles).toEqual([]);
  });
});
