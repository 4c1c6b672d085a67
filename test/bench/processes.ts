import { readdirSync, readFileSync } from 'node:fs';

/** What processes hold and use, summed up. */
export interface Use {
  /** Megabytes, what several share counted once (PSS). */
  readonly megabytes: number;
  /** Seconds of processor time since they began. */
  readonly cpuSeconds: number;
}
/** Linux counts in hundredths for everybody, whatever the kernel's own tick. */
const TICKS = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
}
/** Of a process with one thread the scheduler knows the nanoseconds; of others, and where it does not tell, the ticks count. */
const exactSeconds = (pid: number): number | null => {
  try {
    if (readdirSync(`/proc/${pid}/task`).length > 1) return null;
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return null;
  }
};
const statOf = (pid: number): Stat | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), seconds: exactSeconds(pid) ?? (Number(fields[11]) + Number(fields[12])) / TICKS };
  } catch {
    return null; // it has ended
  }
};
const kilobytesOf = (pid: number): number => {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

/** What a process and everything below it hold and use now. Linux alone tells. */
export const useOf = (...roots: readonly number[]): Use => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const found = new Map<number, Stat>();
  const take = (pid: number): void => {
    const stat = all.find((one) => one.pid === pid);
    if (!stat || found.has(pid)) return;
    found.set(pid, stat);
    for (const { pid: child, parent } of all) if (parent === pid) take(child);
  };
  roots.forEach(take);
  const stats = [...found.values()];
  return {
    megabytes: stats.reduce((sum, { pid }) => sum + kilobytesOf(pid), 0) / 1024,
    cpuSeconds: stats.reduce((sum, { seconds }) => sum + seconds, 0),
  };
};
