import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from './complaint.js';
import { identify, type Identity, isAlive } from './identity.js';
import type { Passwords } from './postgres.js';

/** Rises when an older release could not read what this one writes here. */
export const DATA_VERSION = 1;
const ENDING_WITHIN_MS = 60_000;

/** A running launcher: `ready` once everything stands, `ending` once it was told to stop. */
type Phase = 'starting' | 'ready' | 'ending';
interface Launcher extends Identity {
  readonly phase: Phase;
}

/** The folders and small files in which everything of one system lives. */
export class DataDirectory {
  constructor(readonly path: string) {}

  readonly inside = (...parts: readonly string[]): string => join(this.path, ...parts);

  /** A folder of its own, made when missing and closed to others. */
  folder(...parts: readonly string[]): string {
    const folder = this.inside(...parts);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  get run(): string {
    return this.folder('run');
  }

  log(name: string): string {
    return join(this.folder('logs'), `${name}.log`);
  }

  /** The passwords of the database roles: made once, readable by the owner of the directory alone. */
  passwords(): Passwords {
    const file = this.inside('secrets.json');
    if (!existsSync(file)) {
      const fresh = () => randomBytes(24).toString('hex');
      writeWhole(file, { superuser: fresh(), owner: fresh(), app: fresh() } satisfies Passwords);
    }
    return readJson<Passwords>(file);
  }

  /** Throws everything away but the marks of the running launcher. */
  clear(): void {
    for (const name of readdirSync(this.path))
      if (name !== 'run' && name !== 'version.json') rmSync(this.inside(name), { recursive: true, force: true });
  }

  /** Marks this process as the one launcher of the directory; a complaint when another one really lives. */
  async lock(): Promise<void> {
    const file = join(this.run, 'launcher.json');
    const self = identify(process.pid);
    if (!self) throw new Error('this process cannot identify itself');
    for (const until = Date.now() + ENDING_WITHIN_MS; ; await sleep(200)) {
      const other = living(file);
      if (!other) {
        rmSync(file, { force: true });
        const whole = `${file}.${process.pid}`;
        writeFileSync(whole, JSON.stringify({ ...self, phase: 'starting' } satisfies Launcher), { mode: 0o600 });
        try {
          // There at once with all that it says: whoever looks for a launcher at this moment reads no half of it.
          linkSync(whole, file);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue; // another one was faster
          throw error;
        } finally {
          rmSync(whole, { force: true });
        }
        await sleep(50); // two that found the same dead mark: the later one has replaced it by now
        if (living(file)?.pid === process.pid) return;
      } else if (other.phase !== 'ending' || Date.now() > until) throw inUse(this.path, other);
    }
  }

  /** Says how far the launcher has come: a new start waits for one that is ending, commands use one that is ready. */
  mark(phase: Phase): void {
    const self = identify(process.pid);
    if (self) writeWhole(join(this.run, 'launcher.json'), { ...self, phase } satisfies Launcher);
  }

  unlock(): void {
    rmSync(join(this.run, 'launcher.json'), { force: true });
  }
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Writes a small file so that a kill leaves the old one or the new one, never half of it. */
export const writeWhole = (file: string, value: unknown): void => {
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
};

const living = (file: string): Launcher | null => {
  try {
    const launcher = readJson<Launcher>(file);
    return isAlive(launcher) ? launcher : null;
  } catch {
    return null; // none, or half written by one that was killed
  }
};

const inUse = (path: string, { pid }: Identity): Complaint =>
  new Complaint(
    `数据目录 ${path} 正被运行中的启动器（进程 ${pid}）使用：请先结束它，或用 --data 另选目录。`,
    `The data directory ${path} is in use by a launcher that is running (process ${pid}): end it first, or choose another one with --data.`,
  );

const unwritable = (path: string, reason: string): Complaint =>
  new Complaint(
    `数据目录 ${path} 无法写入（${reason}）：请修改权限，或用 npm start -- --data DIR 另选目录。`,
    `The data directory ${path} cannot be written (${reason}): change its permissions, or choose another one with npm start -- --data DIR.`,
  );

/** Opens the directory, makes it when missing; refuses one that cannot be written, is not ours, or (unless it begins anew) holds data of a newer release. */
export const openDataDirectory = (path: string, fresh = false): DataDirectory => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    // as the superuser PostgreSQL runs as a user of its own, who has to pass through; every file with a secret is closed by itself
    if (process.getuid?.() === 0) chmodSync(path, 0o755);
    const probe = join(path, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw unwritable(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  const file = join(path, 'version.json');
  if (!existsSync(file)) {
    if (readdirSync(path).length > 0) throw unwritable(path, 'it holds files of something else');
    writeWhole(file, { data: DATA_VERSION });
  }
  if (fresh) writeWhole(file, { data: DATA_VERSION });
  const { data } = readJson<{ data: number }>(file);
  if (data > DATA_VERSION)
    throw new Complaint(
      `数据目录 ${path} 由更新的版本写入（数据版本 ${data}，本版本支持到 ${DATA_VERSION}）：请用新版本启动，或用 --data 另选目录。`,
      `The data directory ${path} was written by a newer release (data version ${data}, this one knows ${DATA_VERSION}): start the newer release, or choose another directory with --data.`,
    );
  return new DataDirectory(path);
};
