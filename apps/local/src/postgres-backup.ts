import { type Dirent, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Complaint } from './complaint.js';
import { eventually } from './eventually.js';
import { archiveOf } from './postgres-archive.js';
import { type Urls } from './postgres.js';

/** A copy of a cluster with the first and last segment that it needs, and the instant from which on it can be restored. */
export interface Copied {
  readonly first: string;
  readonly last: string;
  readonly at: Date;
}

// What a server makes anew, or what would be wrong in a copy (PostgreSQL 18, "Making a Base Backup Using the Low Level API").
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init', 'backup_label', 'tablespace_map']);
const EMPTIED = new Set(['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
const WAIT_MS = 120_000;

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
};

/** Copies a folder while the server writes in it: what vanishes meanwhile is not needed. */
const copyFolder = async (from: string, to: string): Promise<void> => {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const copy = async (entry: Dirent): Promise<void> => {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) return copyFolder(source, target);
    await copyFile(source, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  };
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue;
    if (EMPTIED.has(entry.name)) mkdirSync(join(to, entry.name), { mode: 0o700 });
    else await copy(entry);
  }
};

const notArchived = (cluster: string): Complaint =>
  new Complaint(
    `预写日志没有归档到 ${archiveOf(cluster)}：请查看 logs/postgres.log（磁盘是否已满、是否由旧版本启动），然后重试。`,
    `The write-ahead log is not being archived to ${archiveOf(cluster)}: see logs/postgres.log (a full disk? a system that an older release started?), then try again.`,
  );
const archivedWithin = async (cluster: string, segment: string): Promise<void> => {
  if (!(await eventually(() => existsSync(join(archiveOf(cluster), `${segment}.gz`)), WAIT_MS))) throw notArchived(cluster);
};

/** Copies the cluster of a running server; complete together with the archived segments from `first` to `last`. */
export const copyCluster = (urls: Urls, cluster: string, into: string): Promise<Copied> =>
  connected(urls.superuser, async (client) => {
    const one = async <T>(text: string): Promise<T> => (await client.query(text)).rows[0] as T;
    const { archive_mode: mode } = await one<{ archive_mode: string }>('show archive_mode');
    if (mode !== 'on') throw notArchived(cluster);
    // A spread-out checkpoint would take minutes.
    const { first } = await one<{ first: string }>(`select pg_walfile_name(pg_backup_start('goufu', true)) as first`);
    await copyFolder(cluster, into);
    const stop = await one<{ last: string; label: string; map: string }>(
      `select pg_walfile_name(lsn) as last, labelfile as label, spcmapfile as map from pg_backup_stop(false)`,
    );
    const { at } = await one<{ at: Date }>('select clock_timestamp() as at');
    writeFileSync(join(into, 'backup_label'), stop.label, { mode: 0o600 });
    if (stop.map.trim() !== '') writeFileSync(join(into, 'tablespace_map'), stop.map, { mode: 0o600 });
    await archivedWithin(cluster, stop.last);
    return { first, last: stop.last, at };
  });

/** Sees to it that all that was committed so far is archived; the last segment, and the instant up to which the archive is complete. */
export const archiveAll = (urls: Urls, cluster: string): Promise<{ readonly last: string; readonly at: Date }> =>
  connected(urls.superuser, async (client) => {
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    // Something must stand in the segment, or nothing is switched and its end stays open.
    await client.query(`select pg_logical_emit_message(true, 'goufu', 'end of an archive')`);
    const { rows: switched } = await client.query<{ last: string }>('select pg_walfile_name(pg_switch_wal()) as last');
    const last = switched[0]?.last ?? '';
    await archivedWithin(cluster, last);
    return { last, at: rows[0]?.at ?? new Date() };
  });

/** The migrations that a database has. */
export const migrationsOf = (urls: Urls, database: string): Promise<readonly string[]> =>
  connected(Object.assign(new URL(urls.superuser), { pathname: `/${database}` }).href, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from migration order by id');
    return rows.map(({ name }) => name);
  });
