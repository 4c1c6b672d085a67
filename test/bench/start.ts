import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../apps/local/src/eventually.js';
import { endingWithUs, exited } from './apps.js';
import { useOf } from './processes.js';

const tree = join(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 600_000;
/** Until what only the start needed has been given back. */
const SETTLED_MS = 10_000;
const AGAIN = 3;

export interface StartTimes {
  /** Seconds until the first start in a new directory was ready, the demo data played. */
  readonly first: number;
  /** Of each start after it. */
  readonly again: readonly number[];
  /** Of everything together, once it stands. */
  readonly megabytes: number;
}

const started = async (data: string): Promise<{ child: ChildProcess; seconds: number }> => {
  const began = performance.now();
  const child = endingWithUs(
    spawn(process.execPath, [join(tree, 'tools/start.mjs'), '--data', data, '--port', '0', '--quiet'], {
      cwd: tree,
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  const file = join(data, 'run', 'launcher.json');
  const isReady = (): boolean => {
    if (!existsSync(file)) return false;
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as { phase: string }).phase === 'ready';
    } catch {
      return false; // it is being written
    }
  };
  const over = (): boolean => child.exitCode !== null;
  if (!(await eventually(isReady, READY_WITHIN_MS, over))) throw new Error('the system did not start');
  return { child, seconds: (performance.now() - began) / 1000 };
};

/** `npm start` in a new directory, and again in the same. */
export const measureStart = async (say: (line: string) => void): Promise<StartTimes> => {
  const data = mkdtempSync(join(tmpdir(), 'goufu-bench-start-'));
  chmodSync(data, 0o755);
  const end = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGTERM');
    await exited(child);
  };
  try {
    say('the first start, with its demo data ...');
    const first = await started(data);
    await end(first.child);
    const again: number[] = [];
    let megabytes = 0;
    for (let n = 0; n < AGAIN; n += 1) {
      const { child, seconds } = await started(data);
      again.push(seconds);
      await pause(SETTLED_MS);
      megabytes = Math.max(megabytes, useOf(child.pid ?? 0).megabytes);
      await end(child);
    }
    return { first: first.seconds, again, megabytes };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
