import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../apps/local/src/eventually.js';
import { root } from '../architecture/source-tree.js';

/** Everything as `npm start` runs it, in a throw-away directory of its own. */
export class StartedSystem {
  private constructor(
    readonly data: string,
    readonly env: Readonly<Record<string, string>>,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(options: readonly string[] = ['--bare']): Promise<StartedSystem> {
    const data = mkdtempSync(join(tmpdir(), 'goufu-system-'));
    chmodSync(data, 0o755);
    // The servers of this test run are hidden from it: it brings its own.
    const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, 'tools/start.mjs'), '--data', data, '--port', '0', ...options], { cwd: root, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const read = <T>(file: string): T => JSON.parse(readFileSync(join(data, 'run', file), 'utf8')) as T;
    const isReady = () => existsSync(join(data, 'run', 'environment.json')) && read<{ phase: string }>('launcher.json').phase === 'ready';
    if (!(await eventually(isReady, 120_000, () => child.exitCode !== null))) throw new Error(`it does not stand:\n${said}`);
    return new StartedSystem(data, read('environment.json'), async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    });
  }

  stop(): Promise<void> {
    return this.end();
  }

  /** `npm run scenario -- …` against this system: what it said last, and how it ended. */
  async scenario(
    args: readonly string[],
  ): Promise<{ readonly code: number; readonly last: Readonly<Record<string, unknown>>; readonly lines: readonly string[] }> {
    const script = join(root, 'dist/apps/local/src/cli.scenario.js');
    const child = spawn(process.execPath, [script, ...args, '--json', '--report', join(this.data, `report-${args.join('-')}.html`)], {
      cwd: this.data,
      env: { ...process.env, ...this.env, INIT_CWD: '' },
    });
    let said = '';
    let wrong = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
    const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? -1)));
    const lines = said.trim().split('\n');
    try {
      return { code, last: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>, lines };
    } catch (error) {
      throw new Error(`the scenario ${args.join(' ')} broke off (${code}):\n${wrong}\n${said.slice(-2000)}`, { cause: error });
    }
  }
}
