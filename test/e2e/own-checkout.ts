import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../architecture/source-tree.js';

const SOURCES = [
  'apps',
  'libs',
  'workflows',
  'activities',
  'tools',
  'dist',
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  '.swcrc',
];

/** A checkout of a spec's own, built and installed as this one: what is changed there is nobody else's. */
export class OwnCheckout {
  readonly root = mkdtempSync(join(tmpdir(), 'goufu-checkout-'));

  constructor() {
    const present = SOURCES.map((name) => join(root, name)).filter(existsSync);
    // With the times of the files: what is built is known to be fresh.
    const { status, stderr } = spawnSync('cp', ['-a', ...present, this.root], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the checkout was not copied: ${stderr}`);
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
