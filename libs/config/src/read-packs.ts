import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { folderOfTree } from './folder-of-tree.js';

/** A file of the rule packs as read: its data, or why it is no YAML. */
export interface ReadPackFile {
  readonly path: string;
  readonly data?: unknown;
  readonly fault?: string;
}

/** Reads every `*.yaml` under a folder of packs (default: the tree's own), in order of path; what is wrong in them is the checker's business. */
export const readPacks = (folder = folderOfTree('libs/rules/packs')): readonly ReadPackFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => {
      const path = relative(folder, file).split(sep).join('/');
      try {
        // core schema: a date stays text, a key that stands twice is an error
        return { path, data: parse(readFileSync(file, 'utf8'), { schema: 'core', uniqueKeys: true }) as unknown };
      } catch (error) {
        return { path, fault: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
      }
    });
