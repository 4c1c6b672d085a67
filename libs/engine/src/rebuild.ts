import type { Chains, Flat, RecordStore, Refolded, StoredCase } from '@goufu/persistence';
import { CaseWork, taskRow } from './case-work.js';
import { foldEvents } from './fold.js';
import type { Registry } from './registry.js';
import { RowSets } from './row-sets.js';

/** Everything that the chains of some cases say: snapshots, to-do lists and read-model rows. */
const refold = (registry: Registry, { cases, events }: Chains): Refolded => {
  const rows = new RowSets();
  const tasks: Flat[] = [];
  const snapshots: StoredCase[] = [];
  for (const stored of cases) {
    const type = registry.of(stored.kind);
    const { state, steps } = foldEvents(type, events.get(stored.id) ?? []);
    for (const step of steps) rows.add(type.project?.(step.recorded, step.state) ?? []);
    tasks.push(...type.tasks(state).map((task) => taskRow(stored.id, task)));
    snapshots.push(CaseWork.stored(type, stored, state).row());
  }
  return { cases: snapshots, tasks, rows: rows.sets() };
};

/** Folds all events of all realms, or of one, into empty read models, to-do lists and snapshots. Answers how many cases were folded. */
export const rebuild = async (registry: Registry, store: RecordStore, only?: string): Promise<number> => {
  let folded = 0;
  for (const realm of await store.realms())
    if (only === undefined || realm === only) folded += await store.rebuild(realm, (chains) => refold(registry, chains));
  return folded;
};
