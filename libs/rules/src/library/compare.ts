import { addDays, equal, type PlainDate, type RuleValue } from '@goufu/domain';
import type { StackedRow, StackedVersion } from '../pack.js';
import { type Library, rowOf, type Standpoint, versionOn } from './library.js';
import { seenOrNull, type VersionSeen } from './version.js';

/** What of a rule can differ between two places or two days. */
const FIELDS = ['value', 'unit', 'kind', 'dayOne', 'roll', 'edge', 'citation', 'quoted', 'notes', 'verified'] as const;
type Field = (typeof FIELDS)[number];

/** A rule that two standpoints read differently. */
export interface DifferentRule {
  readonly id: string;
  /** What differs; `inForce`: one of the two has no value. */
  readonly fields: readonly (Field | 'inForce')[];
  readonly from: VersionSeen | null;
  readonly to: VersionSeen | null;
}

/** The rules that differ between two places, or between two days of one, in order of their ids. */
export const differentRules = (library: Library, from: Standpoint, to: Standpoint): readonly DifferentRule[] => {
  const [one, other] = [library.stack(from.jurisdiction), library.stack(to.jurisdiction)];
  const ids = [...new Set([...Object.keys(one.rows), ...Object.keys(other.rows)])].toSorted();
  return ids.flatMap((id) => {
    const [before, after] = [versionOn(rowOf(one, id), from.on), versionOn(rowOf(other, id), to.on)];
    const fields = differing(before, after);
    return fields.length === 0 ? [] : [{ id, fields, from: seenOrNull(before), to: seenOrNull(after) }];
  });
};

/** A value that another one follows, or that ends. */
export interface ChangedRule extends DifferentRule {
  /** The first day on which it is otherwise. */
  readonly on: PlainDate;
}

/** What becomes another in a place on a day or later, in order of the days. */
export const changedRules = (library: Library, { jurisdiction, on }: Standpoint): readonly ChangedRule[] => {
  const stack = library.stack(jurisdiction);
  return Object.keys(stack.rows)
    .toSorted()
    .flatMap((id) => changesOf(id, rowOf(stack, id), on))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
};

const changesOf = (id: string, row: StackedRow | undefined, since: PlainDate): readonly ChangedRule[] =>
  turnsOf(row)
    .filter((day) => day >= since)
    .flatMap((day) => {
      const [before, after] = [versionOn(row, addDays(day, -1)), versionOn(row, day)];
      const fields = differing(before, after);
      return fields.length === 0 ? [] : [{ on: day, id, fields, from: seenOrNull(before), to: seenOrNull(after) }];
    });

/** Every day on which a value begins, or after which one ends. */
const turnsOf = (row: StackedRow | undefined): readonly PlainDate[] => {
  const days = (row?.versions ?? []).flatMap(({ from, to }) => [from, ...(to === undefined ? [] : [addDays(to, 1)])]);
  return [...new Set(days)].toSorted();
};

const differing = (a: StackedVersion | undefined, b: StackedVersion | undefined): DifferentRule['fields'] => {
  if (!a || !b) return a === b ? [] : ['inForce'];
  return FIELDS.filter((field) => !same(a[field], b[field]));
};
const same = (a: RuleValue | undefined, b: RuleValue | undefined): boolean => (a === undefined || b === undefined ? a === b : equal(a, b));
