import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { checkout } from '../../../apps/local/src/checkout.js';

// Of the sources, not of what is compiled from them: this file runs from both.
const REQUIREMENTS = join(checkout(), 'test/chaos/schemas/requirements.txt');
const INSTALL_LIMIT_MS = 240_000;

const cacheFolder = (): string => {
  const own = process.env.XDG_CACHE_HOME;
  return join(own && isAbsolute(own) ? own : join(homedir(), '.cache'), 'goufu');
};

interface Ended {
  readonly code: number;
  readonly output: string;
}
const finish = (command: string, args: readonly string[], options: { timeout?: number; env?: NodeJS.ProcessEnv; cwd?: string }) =>
  new Promise<Ended>((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], killSignal: 'SIGKILL', ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (output += String(chunk)));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }));
  });

/** The folder in which schemathesis stands, as pinned; fetched by pip once, and never again while it is there. */
const installed = async (): Promise<string> => {
  const python = spawnSync('python3', ['-c', 'import platform, sys; print(sys.version, platform.machine())'], { encoding: 'utf8' });
  if (python.status !== 0)
    throw new Error('Python 3 is not here: the interface is checked against its schemas by schemathesis, which needs it.');
  const pinned = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(python.stdout).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `schemathesis-${pinned}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const half = mkdtempSync(join(cacheFolder(), 'schemathesis-half-'));
  try {
    const wanted = ['install', '--quiet', '--require-hashes', '--no-deps', '--only-binary=:all:', '--target', half, '-r', REQUIREMENTS];
    const { code, output } = await finish('python3', ['-m', 'pip', ...wanted], { timeout: INSTALL_LIMIT_MS });
    if (code !== 0)
      throw new Error(
        `schemathesis could not be installed: pip ended with ${code}. It is fetched once from the package index that pip is set up for; ` +
          `let pip reach one, or put the packages of test/chaos/schemas/requirements.txt into its cache, then run again.\n${output.slice(-2_000)}`,
      );
    // Another run may have been first: what it has put there is the same.
    if (!existsSync(folder)) renameSync(half, folder);
    return folder;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
};

/** Runs schemathesis in a folder to its end. */
export const schemathesis = async (args: readonly string[], cwd: string): Promise<Ended> => {
  const env = { ...process.env, PYTHONPATH: await installed(), PYTHONNOUSERSITE: '1', PYTHONDONTWRITEBYTECODE: '1' };
  return finish('python3', ['-m', 'schemathesis.cli', ...args], { env, cwd });
};
