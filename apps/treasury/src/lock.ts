import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from './log.js';

/**
 * Two processes on one journal would pay from two memories. The lock names process and start time, so a
 * killed owner's lock is seen as stale even when its number was given to somebody else. The answer releases it.
 */
export const lock = (dir: string): (() => void) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'owner.lock');
  const mine = `${process.pid} ${startOf(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner !== null && lives(owner)) break;
    rmSync(file, { force: true });
  }
  throw new Error(
    `${dir} is in use by process ${readOwner(file)?.split(' ')[0] ?? '?'}; stop it, or name another directory with TREASURY_DATA`,
  );
};

const readOwner = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const lives = (owner: string): boolean => {
  const [pid = '', start = ''] = owner.split(' ');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') return false;
  }
  return startOf(Number(pid)) === start;
};

/** Clock ticks from boot to the start of the process; `?` where there is no /proc. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '?';
  } catch {
    return '?';
  }
};
