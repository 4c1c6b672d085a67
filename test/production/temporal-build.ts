import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../apps/local/src/temporal-program.js';

/** The official server, as production runs it. The images in `deploy/compose.yaml` have the same number. */
export const SERVER = '1.32.1';
const PACKAGES = ['cmd/server', 'cmd/tools/sql'].map((path) => `go.temporal.io/server/${path}@v${SERVER}`);

export interface BuiltTemporal {
  readonly server: string;
  /** Makes and renews the tables. */
  readonly sql: string;
}

/** Builds the server and its tool for tables from its Go packages, once, into the user's cache; null where Go is not installed. */
export const builtTemporal = async (say: (line: string) => void): Promise<BuiltTemporal | null> => {
  const folder = join(cacheFolder(process.env), `temporal-server-${SERVER}`);
  const built = { server: join(folder, 'server'), sql: join(folder, 'sql') };
  if (Object.values(built).every(existsSync)) return built;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return null;
  say(`building the Temporal server ${SERVER} from its Go packages (about 4 minutes on two free cores, once) ...`);
  mkdirSync(dirname(folder), { recursive: true });
  const half = mkdtempSync(`${folder}-`);
  try {
    const child = spawn('go', ['install', ...PACKAGES], { env: { ...process.env, GOBIN: half }, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_000)));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`go install ended with ${String(code)}:\n${said}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(half, folder);
    return built;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
};
