import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { folderOfTree } from './folder-of-tree.js';

/** A file of the rule packs as read: its data, or why it is no YAML. */
export interface ReadPackFile {
  readonly path: string;
  readonly data?: unknown;
  readonly fault?: string;
  /** On which line a fault stands, and each thing of the data by its path (`rows/3/value`), counted from 1. */
  readonly faultLine?: number;
  readonly lines?: Readonly<Record<string, number>>;
}

/** Reads every `*.yaml` under a folder of packs (default: the tree's own), in order of path; what is wrong in them is the checker's business. */
export const readPacks = (folder = folderOfTree('libs/rules/packs')): readonly ReadPackFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => readPack(relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')));

/** One file's text as data, or why it is no YAML and on which line. */
export const readPack = (path: string, text: string): ReadPackFile => {
  const counter = new LineCounter();
  try {
    // core schema: a date stays text, a key that stands twice is an error
    const document = parseDocument(text, { schema: 'core', uniqueKeys: true, lineCounter: counter });
    const [error] = document.errors;
    if (error) return { path, fault: error.message.split('\n')[0] ?? '', faultLine: counter.linePos(error.pos[0]).line };
    return { path, data: document.toJS() as unknown, lines: linesOf(document.contents, counter) };
  } catch (error) {
    return { path, fault: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
};

/** As deep as a fault can be told: `rows/3/dated/0/from`. */
const DEEPEST = 5;

/** The line of every member and item. Of a member the line of its key: a value may stand below it. */
const linesOf = (contents: unknown, counter: LineCounter): Readonly<Record<string, number>> => {
  const lines: Record<string, number> = {};
  const note = (path: string, node: unknown): void => {
    const range = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range;
    if (range) lines[path] = counter.linePos(range[0]).line;
  };
  const walk = (node: unknown, path: string, depth: number): void => {
    if (depth > DEEPEST) return;
    const below = (name: string | number): string => (path === '' ? `${name}` : `${path}/${name}`);
    if (isMap(node))
      for (const { key, value } of node.items) {
        const inner = below(String(isScalar(key) ? key.value : key));
        note(inner, key);
        walk(value, inner, depth + 1);
      }
    if (isSeq(node))
      node.items.forEach((item, at) => {
        note(below(at), item);
        walk(item, below(at), depth + 1);
      });
  };
  walk(contents, '', 1);
  return lines;
};
