import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from './complaint.js';
import { type DataDirectory, writeWhole } from './data-directory.js';
import { eventually } from './eventually.js';
import { endProcess, identify, type Identity, isAlive } from './identity.js';

/** A process of the system: how it is started, when it counts as ready, how it is ended. */
export interface Plan {
  readonly name: string;
  /** What lies lowest is ended last. */
  readonly order: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** The signal that ends it kindly, and how long that may take before it is ended by force. */
  readonly end: NodeJS.Signals;
  readonly endWithinMs: number;
}
interface Mark extends Identity {
  readonly name: string;
  readonly end: NodeJS.Signals;
  readonly endWithinMs: number;
  readonly order: number;
}

const LOG_LIMIT = 20_000_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
const STEADY_MS = 60_000;

const isMark = (name: string): boolean => name.startsWith('child-') && name.endsWith('.json');

/** Ends what an earlier launcher of this directory left running, last started first. Answers their names. */
export const endOrphans = async (data: DataDirectory): Promise<readonly string[]> => {
  const files = readdirSync(data.run).filter(isMark);
  const marks = files.flatMap((file) => {
    try {
      return [JSON.parse(readFileSync(join(data.run, file), 'utf8')) as Mark];
    } catch {
      return [];
    }
  });
  const orphans = marks.filter(isAlive).sort((a, b) => b.order - a.order);
  for (const orphan of orphans) await endProcess(orphan, orphan.end, orphan.endWithinMs);
  for (const file of files) rmSync(join(data.run, file), { force: true });
  return orphans.map(({ name }) => name);
};

/** The last words of a process, for the one who has to find out why it ended. */
const lastWords = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : '';

/** Thrown at whoever still starts something while everything is being ended. */
export class Ended extends Error {
  constructor() {
    super('told to end while starting');
  }
}

const markOf = (data: DataDirectory, name: string): string => join(data.run, `child-${name}.json`);

/** Starts a process whose words go to its log, and marks it in the directory, so that a later start finds it if its launcher is killed. */
export const spawnMarked = (
  data: DataDirectory,
  plan: Plan,
  say: (line: string) => void,
): { readonly child: ChildProcess; readonly mark: Mark | null } => {
  const log = openSync(data.log(plan.name), 'a', 0o600);
  try {
    // a group of its own: Ctrl-C reaches the launcher alone, which ends the others in order
    const child = spawn(plan.command, plan.args, {
      cwd: data.path,
      env: { ...process.env, ...plan.env },
      stdio: ['ignore', log, log],
      detached: true,
      ...plan.user,
    });
    child.on('error', (error) => say(`${plan.name}: ${error.message}`));
    const identity = child.pid === undefined ? null : identify(child.pid);
    const mark = identity && { ...identity, name: plan.name, end: plan.end, endWithinMs: plan.endWithinMs, order: plan.order };
    if (mark) writeWhole(markOf(data, plan.name), mark);
    return { child, mark };
  } finally {
    closeSync(log);
  }
};

/** The children of the launcher: each is started again whenever it ends by itself, and all are ended in reverse order. */
export class Children {
  private readonly running = new Map<string, { readonly plan: Plan; child: ChildProcess; mark: Mark | null; renewed?: boolean }>();
  private stopping = false;

  constructor(
    private readonly data: DataDirectory,
    private readonly say: (line: string) => void,
  ) {}

  /** Starts a process and waits until it is ready; from then on it is kept running. */
  async start(plan: Plan): Promise<void> {
    if (this.stopping) throw new Ended();
    const log = this.data.log(plan.name);
    if (existsSync(log) && statSync(log).size > LOG_LIMIT) truncateSync(log);
    const entry = { plan, ...spawnMarked(this.data, plan, this.say) };
    this.running.set(plan.name, entry);
    let over = false;
    entry.child.once('exit', () => {
      over = true;
    });
    const ready = await eventually(plan.ready, plan.readyWithinMs, () => over || this.stopping);
    if (this.stopping) throw new Ended();
    if (!ready)
      throw new Complaint(`${plan.name} 未能启动，日志见 ${log}：\n${lastWords(log)}`, `${plan.name} did not start; its log is ${log}`);
    this.keep(plan.name, FIRST_PAUSE_MS);
  }

  /** Ends one process and lets it be started again by its keeper: for a new build. */
  async renew(name: string): Promise<void> {
    const entry = this.running.get(name);
    if (!entry?.mark) return;
    entry.renewed = true;
    await endProcess(entry.mark, entry.plan.end, entry.plan.endWithinMs);
  }

  /** Ends all, last started first. */
  async end(): Promise<void> {
    this.stopping = true;
    for (const { plan, mark } of [...this.running.values()].sort((a, b) => b.plan.order - a.plan.order)) {
      if (mark) await endProcess(mark, plan.end, plan.endWithinMs);
      rmSync(markOf(this.data, plan.name), { force: true });
    }
  }

  private keep(name: string, pause: number): void {
    const entry = this.running.get(name);
    if (!entry) return;
    const began = Date.now();
    const again = (): void => {
      if (this.stopping) return;
      const next = entry.renewed || Date.now() - began > STEADY_MS ? FIRST_PAUSE_MS : pause;
      if (!entry.renewed) this.say(`${name} ended (${entry.child.signalCode ?? `exit ${entry.child.exitCode}`}); it is started again`);
      entry.renewed = false;
      void sleep(next).then(() => {
        if (this.stopping) return;
        Object.assign(entry, spawnMarked(this.data, entry.plan, this.say));
        this.keep(name, Math.min(next * 2, LONGEST_PAUSE_MS));
      });
    };
    if (entry.child.exitCode !== null || entry.child.signalCode !== null) again();
    else entry.child.once('exit', again);
  }
}
