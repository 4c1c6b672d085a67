import type { PlainDate } from '@goufu/domain';
import { checkPack } from '../check-pack.js';
import { lineOfRow } from '../locate.js';
import type { Level, Pack, PackFile, Row, Stack, StackedRow, StackedVersion } from '../pack.js';

/** A pack with the place of its rows in the files. */
interface Shelf {
  readonly pack: Pack;
  readonly rows: ReadonlyMap<string, { readonly row: Row; readonly topic: string; readonly line: number | null }>;
}

/** All packs at hand as somebody reads them: their stacks, and which file says what. Nothing is decided by it. */
export interface Library {
  readonly jurisdictions: readonly string[];
  stack(jurisdiction: string): Stack;
  shelf(jurisdiction: string): Shelf;
  readonly topics: readonly string[];
}

/** A place and a day whose law is asked for. */
export interface Standpoint {
  readonly jurisdiction: string;
  readonly on: PlainDate;
}

/** `files` are those of which the stacks were built: they are sound. */
export const libraryOf = (files: readonly PackFile[], stacks: readonly Stack[]): Library => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const byName = new Map(stacks.map((stack) => [stack.jurisdiction, stack]));
  const shelves = new Map(
    stacks.map(({ jurisdiction }) => {
      const own = files.filter(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === jurisdiction);
      const { pack } = checkPack(jurisdiction, own);
      if (!pack) throw new Error(`the files of ${jurisdiction} are not those of its stack`);
      const rows = pack.rows.map((row) => {
        const file = byPath.get(row.file);
        return [row.id, { row, topic: topicOf(row.file), line: (file && lineOfRow(file, row.id)) ?? null }] as const;
      });
      return [jurisdiction, { pack, rows: new Map(rows) }] as const;
    }),
  );
  const wanted = <T>(map: ReadonlyMap<string, T>, jurisdiction: string): T => {
    const found = map.get(jurisdiction);
    if (!found) throw new Error(`no pack for jurisdiction ${jurisdiction}; there are ${[...map.keys()].join(', ')}`);
    return found;
  };
  return {
    jurisdictions: [...byName.keys()],
    stack: (jurisdiction) => wanted(byName, jurisdiction),
    shelf: (jurisdiction) => wanted(shelves, jurisdiction),
    topics: [...new Set([...shelves.values()].flatMap(({ rows }) => [...rows.values()].map(({ topic }) => topic)))].toSorted(),
  };
};

const topicOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.yaml$/, '');

/** What a place's packs call it, in both languages, and how high it stands. */
export const placeOf = (library: Library, jurisdiction: string): Place => {
  const { name, level } = library.shelf(jurisdiction).pack;
  return { jurisdiction, name, level };
};
export interface Place {
  readonly jurisdiction: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly level: Level;
}

/** Every topic under which a rule stands in a place's packs, the nation's first. */
export const topicsOf = (library: Library, jurisdiction: string, id: string): readonly string[] => [
  ...new Set(library.stack(jurisdiction).chain.flatMap((one) => library.shelf(one).rows.get(id)?.topic ?? [])),
];

/** The version that answers on a day, or none. */
export const versionOn = (row: StackedRow | undefined, on: PlainDate): StackedVersion | undefined =>
  row?.versions.find(({ from, to }) => from <= on && (to === undefined || on <= to));

/** A row of a stack by its own name. */
export const rowOf = (stack: Stack, id: string): StackedRow | undefined => (Object.hasOwn(stack.rows, id) ? stack.rows[id] : undefined);
