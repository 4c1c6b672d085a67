import { readFileSync } from 'node:fs';
import type { Environment } from './environment.js';
import { folderOfTree } from './folder-of-tree.js';

/** The name of the release that runs: as deployed, else the version of the package. */
export const releaseOf = ({ release }: Pick<Environment, 'release'>): string =>
  release ?? (JSON.parse(readFileSync(folderOfTree('package.json'), 'utf8')) as { version: string }).version;
