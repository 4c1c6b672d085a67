import type { Anchor, PlainDate, Sentence } from '@goufu/domain';
import type { Opening, Switch } from '../pack.js';
import { type Library, type Place, placeOf, rowOf, type Standpoint, topicsOf, versionOn } from './library.js';
import { seen, seenOrNull, type VersionSeen } from './version.js';
import { ANCHOR_WORDS } from './words.js';

/** What one pack says of a rule. */
interface LevelSaid extends Place {
  /** Where it stands to the place that was asked for. */
  readonly stands: 'above' | 'here' | 'below';
  readonly file: string;
  readonly line: number | null;
  /** What it lets packs below do with the value; null: nothing. */
  readonly open: Opening | null;
  readonly switches: readonly Switch[];
  /** Its values in the form in which they hold there, oldest first; none: it only declares what a pack below fills. */
  readonly values: readonly VersionSeen[];
  readonly notes: string | null;
  /** The words by which it cites, also where it has no value. */
  readonly citations: readonly string[];
}

/** One value in the life of a rule. */
interface Past extends VersionSeen {
  readonly status: 'past' | 'in-force' | 'later' | 'overruled';
}

/** A rule with all that a reader asks of it. */
export interface ExplainedRule {
  readonly id: string;
  readonly topics: readonly string[];
  readonly place: Place;
  readonly on: PlainDate;
  readonly anchor: { readonly name: Anchor; readonly words: Sentence };
  readonly inForce: VersionSeen | null;
  /** The first day on which a value holds; null: no pack of the place has one. */
  readonly firstOn: PlainDate | null;
  /** Every value of the place's packs, oldest first. */
  readonly history: readonly Past[];
  /** Every pack that speaks of it, from the nation down to those below the place. */
  readonly levels: readonly LevelSaid[];
  /** Hash of the stack that answers. */
  readonly pack: string;
}

/** Explains a rule as it stands in a place on a day; null: no pack of the place knows it. */
export const explainRule = (library: Library, id: string, { jurisdiction, on }: Standpoint): ExplainedRule | null => {
  const stack = library.stack(jurisdiction);
  const row = rowOf(stack, id);
  if (!row) return null;
  const inForce = versionOn(row, on);
  const order = [...row.versions].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const lower = library.jurisdictions.filter((one) => one !== jurisdiction && library.stack(one).chain.includes(jurisdiction));
  return {
    id,
    topics: topicsOf(library, jurisdiction, id),
    place: placeOf(library, jurisdiction),
    on,
    anchor: { name: row.anchor, words: ANCHOR_WORDS[row.anchor] },
    inForce: seenOrNull(inForce),
    firstOn: order[0]?.from ?? null,
    history: order.map((version) => ({
      ...seen(version),
      status:
        version === inForce
          ? 'in-force'
          : version.from > on
            ? 'later'
            : version.to !== undefined && version.to < on
              ? 'past'
              : // a newer value of the same pack has followed it; one of another pack lies over it
                version.jurisdiction === inForce?.jurisdiction
                ? 'past'
                : 'overruled',
    })),
    levels: [
      ...stack.chain.flatMap((one) => saidBy(library, one, id, one === jurisdiction ? 'here' : 'above')),
      ...lower.toSorted().flatMap((one) => saidBy(library, one, id, 'below')),
    ],
    pack: stack.hash,
  };
};

const saidBy = (library: Library, jurisdiction: string, id: string, stands: LevelSaid['stands']): readonly LevelSaid[] => {
  const found = library.shelf(jurisdiction).rows.get(id);
  if (!found) return [];
  const { row, line } = found;
  const versions = rowOf(library.stack(jurisdiction), id)?.versions ?? [];
  return [
    {
      ...placeOf(library, jurisdiction),
      stands,
      file: row.file,
      line,
      open: row.open ?? null,
      switches: row.switches,
      values: versions
        .filter((version) => version.jurisdiction === jurisdiction)
        .toReversed()
        .map(seen),
      notes: row.notes ?? null,
      citations: [...new Set(row.versions.map(({ citation }) => citation))],
    },
  ];
};
