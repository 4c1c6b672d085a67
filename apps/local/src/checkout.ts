import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isRoot = (folder: string): boolean => {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'goufu';
};

/** The root of the checkout, found upwards from this file, compiled or not. */
export const checkout = (): string => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder;
    if (folder === dirname(folder)) throw new Error('this file does not lie in a checkout of goufu');
  }
};

/** A path below the compiled sources. */
export const compiled = (path: string): string => join(checkout(), 'dist', path);

/** The node that runs every process: the pinned one of the packages when installed, else the one that runs us. */
export const nodeProgram = (): string => {
  const pinned = join(checkout(), 'node_modules', '.bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
};
