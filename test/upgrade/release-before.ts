import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../architecture/source-tree.js';

interface Kept {
  readonly commit: string;
  readonly landedOn: string;
  /** Commands that this release refuses though the one before accepts them, with the code. */
  readonly stricter: Readonly<Record<string, string>>;
  /** Kinds whose rows in lists this release writes otherwise, with why: rows of the release before stand until `npm run rebuild`. */
  readonly relisted: Readonly<Record<string, string>>;
}
const folder = join(root, 'test/upgrade');
export const kept = JSON.parse(readFileSync(join(folder, 'release-before.json'), 'utf8')) as Kept;

/** The release before, built in a folder of its own and able to run. */
export class ReleaseBefore {
  private constructor(readonly tree: string) {}

  static async build(): Promise<ReleaseBefore> {
    const tree = mkdtempSync(join(tmpdir(), 'goufu-before-'));
    chmodSync(tree, 0o755);
    const { status, stderr } = spawnSync('tar', ['-xzf', join(folder, 'release-before.tar.gz')], { cwd: tree, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the release before could not be unpacked: ${stderr}`);
    const same = (name: string) => readFileSync(join(tree, name), 'utf8') === readFileSync(join(root, name), 'utf8');
    // With the packages of its own lock: ours, where those are the same.
    if (same('package-lock.json')) symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const release = new ReleaseBefore(tree);
    await release.run('tools/build.mjs');
    return release;
  }

  /** A script of the release, to its end; answers what it said. */
  async run(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const child = spawn(process.execPath, [join(this.tree, script), ...args], { cwd: this.tree, env: { ...process.env, ...env } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`${script} of ${kept.commit} ended with exit ${code}:\n${said}`);
    return said;
  }

  remove(): void {
    rmSync(this.tree, { recursive: true, force: true });
  }
}

/** A folder for what a spec keeps while it runs, which PostgreSQL's user may enter too. */
export const scratch = (name: string): string => {
  const path = mkdtempSync(join(tmpdir(), `goufu-${name}-`));
  chmodSync(path, 0o755);
  return path;
};
