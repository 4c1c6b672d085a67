import { describe, expect, it } from '@jest/globals';
import { kinds } from '@goufu/subjects';
import { kept } from '../support/corpus.js';
import { eventTypes } from '../support/event-types.js';

const happened = new Map<string, Set<string>>();
for (const { kind, events } of kept()) {
  const types = happened.get(kind) ?? new Set<string>();
  for (const { type } of events) types.add(type);
  happened.set(kind, types);
}

/** What no case of the corpus holds, by kind and reason. Nothing now: an event that cannot be played is an event that cannot happen. */
const absent: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {};

describe('the corpus', () => {
  it('holds every kind of case', () => {
    expect(kinds.map(({ kind }) => kind).filter((kind) => !happened.has(kind))).toEqual([]);
    expect(Object.keys(eventTypes).toSorted()).toEqual(kinds.map(({ kind }) => kind).toSorted());
  });

  it.each(Object.entries(eventTypes))('holds everything that can happen to a %s, or says why not', (kind, types) => {
    const missing = types.filter((type) => !happened.get(kind)?.has(type));
    expect(missing.toSorted()).toEqual(
      Object.values(absent[kind] ?? {})
        .flat()
        .toSorted(),
    );
  });

  it.each(Object.keys(eventTypes))('knows nothing of a %s that its kind does not record', (kind) => {
    expect([...(happened.get(kind) ?? [])].filter((type) => !eventTypes[kind]?.includes(type))).toEqual([]);
  });
});
