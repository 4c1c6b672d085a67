import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that can be told from a later one with the same number: by when it started, in which boot. */
export interface Identity {
  readonly pid: number;
  readonly started: string;
}

const boot = (): string => {
  const file = '/proc/sys/kernel/random/boot_id';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/** When the process started, or null when there is none (one that ended and was not yet collected counts as none). */
const startOf = (pid: number): string | null => {
  if (!existsSync('/proc/self/stat')) {
    const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name in parentheses may hold anything
    const [state] = fields;
    return state === 'Z' || state === 'X' ? null : `${boot()}:${fields[19]}`; // field 22 of the whole line: start in ticks since boot
  } catch {
    return null;
  }
};

/** The identity of a running process; null when it has already ended. */
export const identify = (pid: number): Identity | null => {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
};

export const isAlive = ({ pid, started }: Identity): boolean => startOf(pid) === started;

const signal = (identity: Identity, name: NodeJS.Signals): void => {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const ended = async (identity: Identity, withinMs: number): Promise<boolean> => {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(25)) if (!isAlive(identity)) return true;
  return !isAlive(identity);
};

/** Ends a process kindly, and by force when it is still there after the time given. */
export const endProcess = async (identity: Identity, kindly: NodeJS.Signals, withinMs: number): Promise<void> => {
  signal(identity, kindly);
  if (await ended(identity, withinMs)) return;
  signal(identity, 'SIGKILL');
  await ended(identity, 5_000);
};
