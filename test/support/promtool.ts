import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const LIMIT_MS = 60_000;
const runs = (binary: string): boolean => spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0;
const ran = (command: string, args: readonly string[], cwd: string): boolean =>
  spawnSync(command, args, { cwd, stdio: 'ignore', timeout: LIMIT_MS }).status === 0;

/** The tool by which Prometheus checks its rules: on PATH, in the cache, or out of Debian's package `prometheus`, fetched once and not installed; null elsewhere. */
export const findPromtool = (): string | null => {
  if (runs('promtool')) return 'promtool';
  const own = process.env.XDG_CACHE_HOME;
  const cached = join(own && isAbsolute(own) ? own : join(homedir(), '.cache'), 'goufu', 'promtool');
  if (existsSync(cached) && runs(cached)) return cached;
  const folder = mkdtempSync(join(tmpdir(), 'goufu-promtool-'));
  try {
    // apt checks what it fetches against Debian's signed lists; as the superuser it fetches as a user of its own, who has to pass through.
    chmodSync(folder, 0o777);
    if (!ran('apt-get', ['download', 'prometheus'], folder)) return null;
    const [archive] = readdirSync(folder);
    if (archive === undefined || !ran('dpkg', ['-x', archive, 'tree'], folder)) return null;
    mkdirSync(join(cached, '..'), { recursive: true });
    const half = `${cached}.${process.pid}`;
    cpSync(join(folder, 'tree/usr/bin/promtool'), half);
    renameSync(half, cached);
    return runs(cached) ? cached : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
