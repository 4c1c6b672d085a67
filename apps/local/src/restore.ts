import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseInstant } from '@goufu/domain';
import { CARRIED, demandReadable, type Manifest, readManifest, unpack } from './backup-file.js';
import { endOrphans } from './children.js';
import { Complaint } from './complaint.js';
import { type DataDirectory, DATA_VERSION, openDataDirectory, writeWhole } from './data-directory.js';
import { DATABASE, endStray, MAJOR, type Passwords } from './postgres.js';
import { archiveOf, copySegments, gapAfter, segmentsIn, systemOf } from './postgres-archive.js';
import { postgresProgram } from './postgres-program.js';
import { recoverCluster } from './postgres-recovery.js';

export interface RestoreOptions {
  readonly file: string;
  readonly data: string;
  /** An instant with its zone; `latest`: all that the log holds; null: as it was when the archive was made. */
  readonly at: string | null;
  /** A folder of archived segments that is not the directory's own. */
  readonly wal: string | null;
}
export interface Restored {
  readonly manifest: Manifest;
  /** Where what stood there before lies now; null: nothing did. */
  readonly replaced: string | null;
}

const LATEST = 'latest';
const PLACE = 'restoring';
/** Written before the first folder is moved, gone after the last. */
const MOVING = 'moving';

/** Complains of a directory in which a restore was cut off while it moved folders: a start would make a new, empty system there. */
export const demandWholeRestore = (data: DataDirectory): void => {
  if (existsSync(data.inside(PLACE, MOVING)))
    throw new Complaint(
      `${data.path} 的恢复在最后一步被中断：请再次执行 npm run restore。`,
      `A restore into ${data.path} was cut off at its last step: run npm run restore again.`,
    );
};

/**
 * Puts an archive in the place of what stands in the data directory, as of an instant, every realm held: nothing leaves and nobody changes
 * anything until `npm run reconcile` releases it. What stood there is kept aside; a failure leaves it where it was.
 */
export const restore = async (options: RestoreOptions): Promise<Restored> => {
  const manifest = await readManifest(options.file);
  demandReadable(manifest, { data: DATA_VERSION, postgres: MAJOR });
  const at = instantOf(options.at, manifest);
  const data = openDataDirectory(options.data);
  await data.lock();
  try {
    await endOrphans(data);
    const cluster = data.inside('postgres', 'data');
    await endStray(cluster);
    await endStray(data.inside(PLACE, 'postgres', 'data'));
    const there = systemOf(cluster);
    if (there !== null && there !== manifest.system)
      throw new Complaint(
        `${data.path} 中是另一套系统的数据：请用 --data 另选目录。`,
        `${data.path} holds another system: choose another directory with --data.`,
      );
    const isCutOff = existsSync(data.inside(PLACE, MOVING));
    if (!isCutOff) await prepare(data, options, manifest, at);
    const replaced = moveIn(data);
    return { manifest, replaced };
  } finally {
    data.unlock();
  }
};

const instantOf = (given: string | null, { from, until }: Manifest): string | null => {
  if (given === null || given === LATEST) return given;
  const at = parseInstant(given);
  if (at === null)
    throw new Complaint(
      `--at 应为带时区的时刻，如 2025-04-08T09:00:00+08:00，或 ${LATEST}：${given}`,
      `--at is an instant with its zone, such as 2025-04-08T09:00:00+08:00, or ${LATEST}: ${given}`,
    );
  if (at < Date.parse(from))
    throw new Complaint(
      `${given} 早于该备份：它只能恢复到 ${from} 及以后（本身到 ${until}）。请用更早的备份。`,
      `${given} is before this archive: it can be restored to ${from} and later (by itself up to ${until}). Use an earlier one.`,
    );
  if (at > Date.now()) throw new Complaint(`${given} 尚未到来。`, `${given} has not come yet.`);
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '+00');
};

/** Everything in a place of its own: what stands in the directory is not touched. */
const prepare = async (data: DataDirectory, options: RestoreOptions, manifest: Manifest, at: string | null): Promise<void> => {
  const place = data.inside(PLACE);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { mode: 0o755 });
  chmodSync(place, 0o755); // to be passed through, whatever the umask
  await unpack(options.file, place);
  const program = postgresProgram(data.inside('bin'));
  const cluster = join(place, 'postgres', 'data');
  mkdirSync(join(place, 'postgres'), { mode: 0o755 });
  renameSync(join(place, 'base'), cluster);
  renameSync(join(place, 'wal'), join(place, 'postgres', 'wal'));
  const more = at === null ? null : moreLog(data, options, manifest);
  if (more) copySegments(more.segments, join(place, 'postgres', 'wal'));
  writeFileSync(join(cluster, 'recovery.signal'), '', { mode: 0o600 });
  own(join(place, 'postgres'), program.user);
  const passwords = JSON.parse(readFileSync(join(place, 'secrets.json'), 'utf8')) as Passwords;
  const of = { program, cluster, passwords, database: DATABASE, log: data.log('restore') };
  const target = at === LATEST ? null : at;
  let outcome = await recoverCluster(of, target);
  // Nothing was committed after the log's end: what stands there is what stood at that instant.
  if (outcome === 'short' && more?.isWhole) outcome = await recoverCluster(of, null);
  if (outcome === 'short') throw tooShort(options, manifest, more?.gap ?? null);
  rmSync(join(place, 'postgres', 'wal'), { recursive: true });
  writeFileSync(join(place, 'postgres', 'initialised'), MAJOR);
};

const tooShort = ({ at }: RestoreOptions, { until }: Manifest, gap: number | null): Complaint =>
  new Complaint(
    `预写日志到不了 ${at}：备份本身到 ${until}${gap === null ? '' : '，其后的归档有缺段'}。如另有归档文件夹，请用 --wal DIR 指明。`,
    `The log does not reach ${at}: the archive itself reaches ${until}${gap === null ? '' : ', and a segment after it is missing'}. Name another folder of archived segments with --wal DIR if there is one.`,
  );

/** What was logged after the archive was made. `isWhole`: up to the last commit that there ever was. */
const moreLog = (data: DataDirectory, { wal }: RestoreOptions, { last, system }: Manifest) => {
  const cluster = data.inside('postgres', 'data');
  const isLive = systemOf(cluster) === system;
  const archived = segmentsIn(wal ?? (isLive ? archiveOf(cluster) : ''), last);
  const gap = gapAfter(last, [...archived.keys()]);
  // What was not archived yet stands in the cluster itself; what it keeps for later use is found to be no log by the recovery.
  const bare = isLive ? segmentsIn(join(cluster, 'pg_wal'), last) : new Map<string, string>();
  const segments = new Map([...bare, ...archived]);
  const names = [...segments.keys()].toSorted();
  return { segments, gap, isWhole: bare.size > 0 && gapAfter(last, names) === null };
};

const own = (path: string, user: { readonly uid: number; readonly gid: number } | null): void => {
  const isFolder = lstatSync(path).isDirectory();
  if (isFolder) for (const name of readdirSync(path)) own(join(path, name), user);
  if (user) chownSync(path, user.uid, user.gid);
};

/** The last step: folders change places. Done again after a kill it goes on where it was. */
const moveIn = (data: DataDirectory): string | null => {
  const mark = data.inside(PLACE, MOVING);
  const name = existsSync(mark) ? readFileSync(mark, 'utf8') : `replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  writeFileSync(mark, name, { mode: 0o600 });
  const aside = data.inside(name);
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  if (existsSync(data.inside(PLACE, 'postgres'))) {
    for (const old of ['postgres', 'temporal', 'secrets.json'])
      if (existsSync(data.inside(old)) && !existsSync(join(aside, old))) renameSync(data.inside(old), join(aside, old));
    renameSync(data.inside(PLACE, 'postgres'), data.inside('postgres'));
  }
  for (const item of CARRIED) {
    const from = data.inside(PLACE, item);
    if (existsSync(from)) cpSync(from, data.inside(item), { recursive: true, force: item === 'secrets.json' });
  }
  // The demo is not played into a restored system.
  writeWhole(data.inside('demo.json'), { done: true });
  rmSync(data.inside(PLACE), { recursive: true, force: true });
  if (readdirSync(aside).length > 0) return aside;
  rmSync(aside, { recursive: true });
  return null;
};
