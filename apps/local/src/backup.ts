import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARRIED, demandReadable, FORMAT, MANIFEST, type Manifest, pack, readManifest, unpack } from './backup-file.js';
import { Children, endOrphans } from './children.js';
import { Complaint } from './complaint.js';
import { type DataDirectory, DATA_VERSION, openDataDirectory } from './data-directory.js';
import { type Identity, isAlive } from './identity.js';
import { startPostgres } from './launch.js';
import { freePort } from './ports.js';
import { DATABASE, MAJOR, type Urls, urlsOf } from './postgres.js';
import { archiveOf, copySegments, gapAfter, segmentsIn, systemOf } from './postgres-archive.js';
import { archiveAll, copyCluster, migrationsOf } from './postgres-backup.js';

export interface BackupOptions {
  readonly data: string;
  /** The archive to write. */
  readonly out: string;
  /** An archive whose base is kept: the new one reaches from there to now, and any instant between can be restored. */
  readonly since: string | null;
  /** Archived segments that are older are thrown away afterwards. */
  readonly keepDays: number;
}

const DAY_MS = 86_400_000;

/** Works with the server of the running system; of a resting one it is started, and ended afterwards. */
const withServer = async <T>(data: DataDirectory, work: (urls: Urls) => Promise<T>): Promise<T> => {
  const [launcher, environment] = ['launcher.json', 'environment.json'].map((name) => join(data.run, name)) as [string, string];
  const mark = existsSync(launcher) ? (JSON.parse(readFileSync(launcher, 'utf8')) as Identity & { phase: string }) : null;
  if (mark?.phase === 'ready' && isAlive(mark)) {
    const { DATABASE_URL: url = '' } = JSON.parse(readFileSync(environment, 'utf8')) as { DATABASE_URL?: string };
    return work(urlsOf(Number(new URL(url).port), data.passwords(), DATABASE));
  }
  await data.lock();
  const children = new Children(data, () => {});
  try {
    await endOrphans(data);
    return await work(await startPostgres(data, children, await freePort()));
  } finally {
    await children.end();
    data.unlock();
  }
};

/** Base, log and files as one archive, written while everything works on. Answers what the archive says of itself. */
export const backup = async (options: BackupOptions): Promise<Manifest> => {
  const { out, since } = options;
  const data = openDataDirectory(options.data);
  const cluster = data.inside('postgres', 'data');
  if (systemOf(cluster) === null)
    throw new Complaint(`${data.path} 中没有数据库可供备份。`, `There is no database in ${data.path} to back up.`);
  if (existsSync(out))
    throw new Complaint(`文件 ${out} 已存在：请用 --out 另取名称。`, `${out} is there already: choose another name with --out.`);
  const earlier = since === null ? null : await readManifest(since);
  if (earlier) demandReadable(earlier, { data: DATA_VERSION, postgres: MAJOR });
  if (earlier && earlier.system !== systemOf(cluster)) throw notOfHere(since ?? '', data.path);
  const folder = mkdtempSync(join(data.folder('backing-up'), 'b-'));
  try {
    const manifest = await withServer(data, (urls) =>
      earlier && since !== null ? extended(urls, cluster, folder, since) : begun(urls, cluster, folder),
    );
    for (const name of CARRIED)
      if (existsSync(data.inside(name))) cpSync(data.inside(name), join(folder, name), { recursive: true, force: true });
    writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await pack(folder, out);
    throwAway(archiveOf(cluster), options.keepDays);
    return manifest;
  } finally {
    rmSync(data.inside('backing-up'), { recursive: true, force: true });
  }
};

const notOfHere = (file: string, path: string): Complaint =>
  new Complaint(
    `${file} 不是 ${path} 这套系统的备份，或者该系统此后已被恢复过：请不带 --since 重新备份。`,
    `${file} is not of the system in ${path}, or that was restored since: take a new backup without --since.`,
  );

const begun = async (urls: Urls, cluster: string, folder: string): Promise<Manifest> => {
  const { first, last, at } = await copyCluster(urls, cluster, join(folder, 'base'));
  const wal = mkdirWal(folder);
  const upTo = new Map([...segmentsIn(archiveOf(cluster), before(first))].filter(([name]) => name <= last));
  copySegments(upTo, wal);
  const [from, migrations] = [at.toISOString(), await migrationsOf(urls, DATABASE)];
  return {
    format: FORMAT,
    data: DATA_VERSION,
    postgres: MAJOR,
    system: systemOf(cluster) ?? '',
    first,
    last,
    from,
    until: from,
    migrations,
  };
};

const extended = async (urls: Urls, cluster: string, folder: string, since: string): Promise<Manifest> => {
  const earlier = await unpack(since, folder);
  const { last, at } = await archiveAll(urls, cluster);
  const more = new Map([...segmentsIn(archiveOf(cluster), earlier.last)].filter(([name]) => name <= last));
  if (more.size === 0 || gapAfter(earlier.last, [...more.keys()]) !== null)
    throw new Complaint(
      `归档中缺少 ${earlier.last} 之后的预写日志（超过 --keep-days 已清理，或系统此后已被恢复过）：请不带 --since 重新备份。`,
      `The archive lacks the log after ${earlier.last} (older than --keep-days, or the system was restored since): take a new backup without --since.`,
    );
  copySegments(more, join(folder, 'wal'));
  return { ...earlier, last, until: at.toISOString(), migrations: await migrationsOf(urls, DATABASE) };
};

const mkdirWal = (folder: string): string => {
  const wal = join(folder, 'wal');
  mkdirSync(wal, { mode: 0o700 });
  return wal;
};

/** The name of a segment that sorts right before this one: for "from this one on". */
const before = (segment: string): string => {
  const number = BigInt(`0x${segment.slice(8, 16)}`) * 256n + BigInt(`0x${segment.slice(16)}`) - 1n;
  const hex = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${segment.slice(0, 8)}${hex(number / 256n)}${hex(number % 256n)}`;
};

const throwAway = (archive: string, keepDays: number): void => {
  const oldest = Date.now() - keepDays * DAY_MS;
  for (const name of readdirSync(archive)) {
    const file = join(archive, name);
    if (statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
  }
};
