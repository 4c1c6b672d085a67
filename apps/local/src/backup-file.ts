import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataSourceFor } from '@goufu/persistence';
import { Complaint } from './complaint.js';

/** Rises when an older release could not read what this one packs. */
export const FORMAT = 1;

/** What an archive says of itself. */
export interface Manifest {
  readonly format: number;
  /** Version of the data directory. */
  readonly data: number;
  /** Major version of PostgreSQL. */
  readonly postgres: string;
  /** The cluster's own number. */
  readonly system: string;
  /** First and last segment of the write-ahead log in it. */
  readonly first: string;
  readonly last: string;
  /** It can be restored to any instant from here, and by itself up to there. */
  readonly from: string;
  readonly until: string;
  readonly migrations: readonly string[];
}
export const MANIFEST = 'backup.json';
/** What belongs to the system beside its database. The treasury's journal does not: it is the outside, and is never turned back. */
export const CARRIED = ['secrets.json', 'issuer-key.json', 'people.json', 'files'];

const tar = (args: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly out: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    child.once('error', () => reject(new Complaint('没有找到 tar 程序：请先安装。', 'The program tar is missing: install it first.')));
    child.once('close', (code) => resolve({ code: code ?? 1, said, out }));
  });

/** Packs a folder into one file, readable by its owner alone; the manifest stands first. A kill leaves no half of it under its name. */
export const pack = async (folder: string, file: string): Promise<void> => {
  const half = `${file}.part`;
  try {
    const others = readdirSync(folder).filter((name) => name !== MANIFEST);
    const { code, said } = await tar(['-czf', half, '-C', folder, MANIFEST, ...others]);
    if (code !== 0)
      throw new Complaint(`备份文件 ${file} 无法写入：${said}`, `The archive ${file} could not be written (a full disk?): ${said}`);
    chmodSync(half, 0o600);
    renameSync(half, file);
  } finally {
    rmSync(half, { force: true });
  }
};

const unreadable = (file: string, reason: string): Complaint =>
  new Complaint(
    `${file} 不是购服的备份文件，或者已损坏：${reason}`,
    `${file} is no archive of npm run backup, or it is damaged: ${reason}`,
  );

/** What an archive says of itself; complaints for a file that is missing, is none, or is of a newer release. */
export const readManifest = async (file: string): Promise<Manifest> => {
  if (!existsSync(file)) throw new Complaint(`没有文件 ${file}。`, `There is no file ${file}.`);
  const { code, said, out } = await tar(['-xzOf', file, MANIFEST]);
  if (code !== 0) throw unreadable(file, said.trim());
  try {
    return JSON.parse(out) as Manifest;
  } catch {
    throw unreadable(file, `${MANIFEST} is no JSON`);
  }
};

/** Unpacks into an empty folder, everything owned by whoever unpacks. */
export const unpack = async (file: string, folder: string): Promise<Manifest> => {
  const { code, said } = await tar(['-xzf', file, '--no-same-owner', '-C', folder]);
  if (code !== 0) throw unreadable(file, said.trim());
  return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
};

/** Refuses an archive that this release cannot carry on. */
export const demandReadable = (manifest: Manifest, ours: { readonly data: number; readonly postgres: string }): void => {
  const known = new Set(
    (dataSourceFor('postgres://nobody@localhost/none').options.migrations as readonly { readonly name: string }[]).map(({ name }) => name),
  );
  const newer = manifest.migrations.filter((name) => !known.has(name));
  const versions = { format: manifest.format > FORMAT, data: manifest.data > ours.data, migrations: newer.length > 0 };
  const which = Object.entries(versions).flatMap(([name, is]) => (is ? [name] : []));
  if (which.length > 0)
    throw new Complaint(
      `该备份由更新的版本写入（${which.join('、')} ${newer.join('、')}）：请用写入它的版本恢复。`,
      `A newer release wrote this archive (${which.join(', ')} ${newer.join(', ')}): restore it with that release.`,
    );
  if (manifest.postgres !== ours.postgres)
    throw new Complaint(
      `该备份是 PostgreSQL ${manifest.postgres} 的，本版本使用 ${ours.postgres}：请用写入它的版本恢复。`,
      `This archive is of PostgreSQL ${manifest.postgres}, this release uses ${ours.postgres}: restore it with the release that wrote it.`,
    );
};
