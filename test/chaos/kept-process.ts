import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Plan, spawnMarked } from '../../apps/local/src/children.js';
import type { DataDirectory } from '../../apps/local/src/data-directory.js';
import { eventually } from '../../apps/local/src/eventually.js';

const BEFORE_ANOTHER_TRY_MS = 100;

/** Children of a process, as Linux knows them: the servers of PostgreSQL's connections. */
const childrenOf = (pid: number): readonly number[] => {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
};
const signalled = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** A process that is kept running, and that may be killed, stopped and started again at any moment. */
export class KeptProcess {
  state: 'down' | 'starting' | 'up' | 'stopped' = 'down';
  /** How often it ended although nobody ended it, and with what. */
  readonly endedByItself: string[] = [];
  private child: ChildProcess | null = null;
  /** Rises with whatever is done to it: what was begun before is void. */
  private turn = 0;

  constructor(
    readonly plan: Plan,
    private readonly data: DataDirectory,
  ) {}

  get name(): string {
    return this.plan.name;
  }

  /** Starts it and waits until it is ready; tried again where it ends before that. False: something else was done to it meanwhile. */
  async up(): Promise<boolean> {
    const mine = ++this.turn;
    this.state = 'starting';
    for (const until = performance.now() + this.plan.readyWithinMs; ; await sleep(BEFORE_ANOTHER_TRY_MS)) {
      if (this.turn !== mine) return false;
      const { child } = spawnMarked(this.data, this.plan, () => undefined);
      this.child = child;
      let over = false;
      child.once('exit', () => (over = true));
      const ready = await eventually(this.plan.ready, this.plan.readyWithinMs, () => over || this.turn !== mine);
      if (this.turn !== mine) return false;
      if (ready && !over) {
        this.state = 'up';
        child.once('exit', (code, signal) => this.fell(mine, signal ?? `exit ${code}`));
        return true;
      }
      if (!over || performance.now() > until) throw new Error(`${this.name} did not start; its log is ${this.data.log(this.name)}`);
    }
  }

  /** Ends it by a signal and waits until it is gone. */
  async down(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.turn += 1;
    this.state = 'down';
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    if (signal === 'SIGKILL') return gone;
    const inTime = await Promise.race([gone.then(() => true), sleep(this.plan.endWithinMs, false, { ref: false })]);
    if (!inTime) child.kill('SIGKILL');
    return gone;
  }

  /** SIGSTOP: it is there and says nothing. */
  stop(): void {
    this.state = 'stopped';
    this.everyOne('SIGSTOP');
  }
  /** SIGCONT, unless it was killed meanwhile. */
  goOn(): void {
    if (this.state !== 'stopped') return;
    this.everyOne('SIGCONT');
    this.state = 'up';
  }

  /** Kills one of its children: the server of one connection. False: it has none. */
  killChild(chosen: (n: number) => number): boolean {
    const pid = this.child?.pid;
    const children = pid === undefined ? [] : childrenOf(pid);
    const one = children[chosen(children.length)];
    if (one === undefined) return false;
    signalled(one, 'SIGKILL');
    return true;
  }

  private everyOne(signal: NodeJS.Signals): void {
    const pid = this.child?.pid;
    if (pid === undefined) return;
    for (const one of [pid, ...childrenOf(pid)]) signalled(one, signal);
  }

  private fell(mine: number, how: string): void {
    if (this.turn !== mine) return;
    this.endedByItself.push(how);
    void this.up().catch((error: unknown) => void this.endedByItself.push(String(error)));
  }
}
