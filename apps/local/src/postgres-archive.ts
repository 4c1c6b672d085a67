import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PostgresProgram } from './postgres-program.js';

/** Every commit is archived within this time even when little is written. */
const SWITCH_AFTER_SECONDS = 300;
/** Segments are kept for this long unless a backup is told otherwise. */
export const KEEP_DAYS = 35;

// The server runs it in its data folder. What is there already must be the same: a crash between `mv` and the answer repeats it.
const ARCHIVE = [
  'if test -f ../archive/%f.gz',
  'then gzip -dc ../archive/%f.gz | cmp -s - %p',
  'else gzip -1 -c %p > ../archive/%f.part && { sync ../archive/%f.part || sync; } && mv ../archive/%f.part ../archive/%f.gz',
  'fi',
].join('; ');
const FETCH = 'if test -f ../wal/%f.gz; then gzip -dc ../wal/%f.gz > %p; else cp ../wal/%f %p; fi';

const settings = (given: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Where a cluster's write-ahead log is archived: beside it. */
export const archiveOf = (cluster: string): string => join(dirname(cluster), 'archive');

/** Makes the folder of the archive; answers the server's arguments for continuous archiving. */
export const archiving = (cluster: string, user: PostgresProgram['user']): readonly string[] => {
  const folder = archiveOf(cluster);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return settings({ archive_mode: 'on', archive_timeout: String(SWITCH_AFTER_SECONDS), archive_command: ARCHIVE });
};

/** The server's arguments for a recovery from the folder `wal` beside the cluster, to its end or to an instant, all at that instant included. */
export const recovering = (at: string | null): readonly string[] =>
  settings({
    restore_command: FETCH,
    recovery_target_timeline: 'current',
    recovery_target_action: 'promote',
    ...(at === null ? {} : { recovery_target_time: at }),
  });

const SEGMENT = /^[0-9A-F]{24}$/;
/** Segments of one timeline are numbered: 8 digits timeline, 8 of 4 GiB each, 8 of 16 MiB each. */
const SEGMENTS_EACH = 256;
const timelineOf = (segment: string): number => Number.parseInt(segment.slice(0, 8), 16);
const numberOf = (segment: string): number =>
  Number.parseInt(segment.slice(8, 16), 16) * SEGMENTS_EACH + Number.parseInt(segment.slice(16), 16);

/** The segments of a folder, archived or bare, of one timeline and after `after`, in order: name and file. */
export const segmentsIn = (folder: string, after: string): ReadonlyMap<string, string> => {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  const named = found
    .map((file) => [file.replace(/\.gz$/, ''), join(folder, file)] as const)
    .filter(([name]) => SEGMENT.test(name) && timelineOf(name) === timelineOf(after) && numberOf(name) > numberOf(after));
  return new Map(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** The first segment that is missing in a row that should begin right after `after`; null: none is. */
export const gapAfter = (after: string, names: readonly string[]): number | null => {
  let last = numberOf(after);
  for (const name of names) {
    if (numberOf(name) !== last + 1) return last + 1;
    last += 1;
  }
  return null;
};

export const copySegments = (segments: ReadonlyMap<string, string>, into: string): void => {
  for (const [name, file] of segments) copyFileSync(file, join(into, file.endsWith('.gz') ? `${name}.gz` : name));
};

/** The number that `initdb` gave this cluster: the same in all its copies. Null where there is no cluster. */
export const systemOf = (cluster: string): string | null => {
  const file = join(cluster, 'global', 'pg_control');
  return existsSync(file) ? readFileSync(file).readBigUInt64LE(0).toString() : null;
};
