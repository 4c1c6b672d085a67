import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../apps/local/src/eventually.js';

export interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly log: string;
  readonly ended: Promise<void>;
}

/** Processes of this run, each with its log; all of them end with it. */
export class RunChildren {
  private readonly all: Child[] = [];
  constructor(private readonly folder: string) {}

  /** Starts a program and waits until it answers; throws with its last words when it does not. */
  async start(
    name: string,
    command: string,
    args: readonly string[],
    options: SpawnOptions,
    ready: () => Promise<boolean>,
  ): Promise<Child> {
    const log = join(this.folder, `${name}.log`);
    const out = openSync(log, 'a');
    const process = spawn(command, [...args], { ...options, stdio: ['ignore', out, out] });
    closeSync(out);
    const ended = new Promise<void>((resolve) => {
      process.once('exit', () => resolve());
      process.once('error', () => resolve());
    });
    const child = { name, process, log, ended };
    this.all.push(child);
    let over = false;
    void ended.then(() => (over = true));
    if (await eventually(ready, 180_000, () => over)) return child;
    throw new Error(`${name} does not answer:\n${this.lastWords(child)}`);
  }

  lastWords({ log }: Child): string {
    return readFileSync(log, 'utf8').split('\n').slice(-25).join('\n');
  }

  /** Runs a program to its end: its exit code and what it said. */
  finish(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<{ readonly code: number; readonly said: string }> {
    const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: 127, said: error.message }));
      child.once('close', (code) => resolve({ code: code ?? 1, said }));
    });
  }

  /** What was started last is ended first. */
  async end(): Promise<void> {
    for (const { process, ended } of this.all.toReversed()) {
      if (process.exitCode === null && process.signalCode === null)
        process.kill(process.spawnfile.endsWith('postgres') ? 'SIGINT' : 'SIGTERM');
      const patience = setTimeout(() => process.kill('SIGKILL'), 25_000);
      await ended;
      clearTimeout(patience);
    }
  }
}
