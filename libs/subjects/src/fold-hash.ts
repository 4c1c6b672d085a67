import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, relative, sep } from 'node:path';
import { encode, type Json } from '@goufu/domain';
import type { CaseType } from '@goufu/engine';

// TypeScript under test, what was built from it in a release: every process of a release reads the same files.
const EXTENSION = extname(import.meta.filename);
const LIBS = join(import.meta.dirname, '../..');

/** A module's text by its path below `libs`, without its ending. */
export type Modules = ReadonlyMap<string, string>;

/** A module as it was written: what was built keeps that in its map, so that a release and its tests come to the same hash. Without one, as it runs. */
const writtenIn = (path: string): string => {
  const map = `${path}.map`;
  if (EXTENSION === '.ts' || !existsSync(map)) return readFileSync(path, 'utf8');
  const { sourcesContent } = JSON.parse(readFileSync(map, 'utf8')) as { readonly sourcesContent?: readonly (string | null)[] };
  return sourcesContent?.[0] ?? readFileSync(path, 'utf8');
};

/** Every module in which a fold may stand. */
export const foldModules = (): Modules => {
  const found = readdirSync(join(LIBS, 'domain/src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(EXTENSION) && !entry.name.includes('.spec.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const paths = [...found, join(LIBS, `engine/src/fold${EXTENSION}`)];
  const nameOf = (path: string): string => relative(LIBS, path).split(sep).join('/').slice(0, -EXTENSION.length);
  return new Map(paths.map((path) => [nameOf(path), writtenIn(path)]));
};

/** The one module of the domain that exports this; throws when there is none, or a second. */
const homeOf = (modules: Modules, name: string): string => {
  const says = new RegExp(`\\bexport (?:const|function) ${name}\\b`);
  const homes = [...modules].filter(([path, text]) => path.startsWith('domain/') && says.test(text)).map(([path]) => path);
  const [home] = homes;
  if (home === undefined || homes.length > 1)
    throw new Error(`a fold must be one named export of libs/domain; ${name || 'a nameless one'} stands in ${homes.length} modules`);
  return home;
};

/** What a module takes from others when it runs: types are gone by then, and the build puts what follows a comment on its line. */
const importsOf = (path: string, text: string): string[] =>
  [...text.matchAll(/(?:^|\*\/\s*)(?:import|export)\b(?!\s+type\b)[^'";]*\bfrom\s*['"](\.[^'"]+)['"]/gm)].map(([, specifier = '']) =>
    posix.join(posix.dirname(path), specifier.replace(/\.js$/, '')),
  );

const reachedFrom = (modules: Modules, roots: readonly string[]): string[] => {
  const reached = new Set<string>();
  const open = [...roots];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    const text = modules.get(path);
    if (text === undefined) throw new Error(`a fold reaches ${path}, which is not there`);
    reached.add(path);
    open.push(...importsOf(path, text));
  }
  return [...reached].sort();
};

type Folding = Pick<CaseType, 'kind' | 'initial'> & {
  readonly evolve: { readonly name: string };
  readonly upcast?: { readonly name: string };
};

/** The hash of the text of all code that folding this kind's events can reach, and of the state that it begins with. */
export const foldHash = ({ kind, initial, evolve, upcast }: Folding, modules: Modules): string => {
  const named = [evolve, ...(upcast ? [upcast] : [])].map(({ name }) => homeOf(modules, name));
  // Reading a stored event: its text decoded, then taken step by step.
  const paths = reachedFrom(modules, [...named, homeOf(modules, 'decode')]);
  const hash = createHash('sha256').update(JSON.stringify([kind, encode(initial as Json), evolve.name, upcast?.name ?? null]));
  for (const path of [...paths, 'engine/src/fold']) hash.update(JSON.stringify([path, modules.get(path)]));
  return hash.digest('hex');
};

let all: Modules | null = null;
/** The kind with the hash of its fold. */
export const folded = <K extends Folding>(kind: K): K & { readonly fold: string } => {
  all ??= foldModules();
  return { ...kind, fold: foldHash(kind, all) };
};
