import type { Anchor } from '@goufu/domain';
import { type Library, rowOf, type Standpoint, topicsOf, versionOn } from './library.js';
import { seenOrNull, type VersionSeen } from './version.js';
import type { StackedRow } from '../pack.js';

/** A rule in a list: what it says then and there. */
export interface ListedRule {
  readonly id: string;
  /** The topics under which it stands, the nation's first. */
  readonly topics: readonly string[];
  readonly anchor: Anchor;
  /** Null: nothing in force on that day, or left to a pack that has not filled it. */
  readonly inForce: VersionSeen | null;
}

/** What a list may be narrowed by: a topic, and words that stand in the id, the citation, the quotation or the notes. */
export interface Wanted {
  readonly topic?: string | undefined;
  readonly words?: string | undefined;
}

/** The rules of a place as they stand on a day, in order of their ids. */
export const listRules = (library: Library, { jurisdiction, on }: Standpoint, { topic, words }: Wanted = {}): readonly ListedRule[] => {
  const stack = library.stack(jurisdiction);
  const sought = words?.normalize('NFKC').toLowerCase();
  return Object.keys(stack.rows)
    .toSorted()
    .flatMap((id) => {
      const row = rowOf(stack, id);
      if (!row) return [];
      const topics = topicsOf(library, jurisdiction, id);
      if (topic !== undefined && !topics.includes(topic)) return [];
      if (sought !== undefined && !textOf(id, row, library, jurisdiction).includes(sought)) return [];
      return [{ id, topics, anchor: row.anchor, inForce: seenOrNull(versionOn(row, on)) }];
    });
};

const textOf = (id: string, { versions }: StackedRow, library: Library, jurisdiction: string): string => {
  const said = versions.flatMap(({ citation, quoted, notes }) => [citation, quoted ?? '', notes ?? '']);
  // A row that nobody has filled has no version: what its pack says of it is found all the same.
  const noted = library.stack(jurisdiction).chain.flatMap((one) => {
    const row = library.shelf(one).rows.get(id)?.row;
    return row ? [row.notes ?? '', ...row.versions.map(({ citation }) => citation)] : [];
  });
  return [id, ...said, ...noted].join('\n').normalize('NFKC').toLowerCase();
};
