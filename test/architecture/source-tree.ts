import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['apps', 'libs', 'workflows', 'activities', 'test', 'tools', '.ci'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

/** A file of the tree: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const TEXT = /\.(ts|tsx|mjs|cjs|js|json|ya?ml|md|sql|html|css|sh)$|^\.ci\/|\/Dockerfile$/;

/** Every file below a folder of the tree, installed and built things left out. */
export const filesBelow = (folder: string): readonly string[] =>
  !existsSync(join(root, folder))
    ? []
    : readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((path) => !path.split('/').some((part) => SKIPPED.has(part)));

/** Everything that a person wrote, the files of the root folder included; generated and installed things are left out. */
export const sourceFiles = (): readonly SourceFile[] => {
  const below = FOLDERS.flatMap(filesBelow);
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
    .map((entry) => entry.name);
  return [...below, ...top]
    .filter((path) => TEXT.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
};

/** Code with its comments and the insides of its string literals blanked, line by line: what the program does. */
export const codeOnly = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (piece) => piece.replace(/[^\n]/g, ' '));

/** Every line that matches, as `path:line`. */
export const places = (file: SourceFile, pattern: RegExp, text = file.text): readonly string[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}`] : []));
