import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../apps/local/src/eventually.js';
import { type Identity, isAlive } from '../../apps/local/src/identity.js';
import { root } from '../architecture/source-tree.js';

interface Started {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number>;
}

describe('npm start', () => {
  let data: string;
  const started: Started[] = [];
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'goufu-launcher-'));
    chmodSync(data, 0o755);
  });
  afterAll(async () => {
    for (const { process: launcher, ended } of started) {
      launcher.kill('SIGTERM');
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  }, 60_000);

  /** The way a person starts it, but for the package manager around it; the servers of this test run are hidden from it. */
  const start = (): Started => {
    const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, 'tools/start.mjs'), '--data', data, '--port', '0', '--bare'], { cwd: root, env });
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
    const second = start();
    expect(await eventually(() => /ended what an earlier start left running/.test(second.said()), 60_000)).toBe(true);
    await eventually(() => read<{ pid: number }>('launcher.json').pid === second.process.pid, 10_000);
    await stands(second);
    expect(orphans.some(isAlive)).toBe(false);

    const last = children();
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(last.some(isAlive)).toBe(false);
    expect(children()).toEqual([]);
  }, 240_000);
});
