import { encode, type CaseId, type Effect, type Instant } from '@goufu/domain';
import { EffectKeyReused, type Changes, type Flat } from '@goufu/persistence';
import type { CaseWork } from './case-work.js';
import { sha256 } from './hash.js';
import { RowSets } from './row-sets.js';

type Written = Pick<Changes, 'newCases' | 'cases' | 'events' | 'tasks' | 'tasksGone' | 'effects' | 'effectsVoid' | 'outbox' | 'rows'>;

/** What the events of these cases write: cases, chain, to-dos, effects, messages to lifecycles, read models. `at`: the real clock. */
export const writtenBy = (works: readonly CaseWork[], at: Instant): Written => {
  const moved = works.filter((work) => work.moved || work.told);
  const rows = new RowSets();
  const effects: (Effect & { case_id: CaseId; request_id: string | null })[] = [];
  const tasks: Flat[] = [];
  const tasksGone: { case_id: CaseId; key: string }[] = [];
  for (const work of moved) {
    work.recorded.forEach((recorded, i) => {
      for (const effect of work.type.effects?.(recorded, work.after[i]) ?? [])
        effects.push({ ...effect, case_id: work.id, request_id: work.events[i]?.request_id ?? null });
      rows.add(work.type.project?.(recorded, work.after[i]) ?? []);
    });
    const list = work.tasks();
    tasks.push(...list.put);
    tasksGone.push(...list.gone);
  }
  return {
    newCases: moved.filter((work) => work.stored === null).map((work) => work.row()),
    cases: moved.filter((work) => work.stored !== null).map((work) => work.row()),
    events: moved.flatMap((work) => work.events),
    tasks,
    tasksGone,
    effects: once(effects.filter((effect) => !effect.void).map((effect) => effectRow(effect, at))),
    effectsVoid: effects.filter((effect) => effect.void).map((effect) => effect.key),
    outbox: works
      .filter((work) => work.mustTell())
      .map((work) => ({
        case_id: work.id,
        channel: 'moved',
        payload: { version: work.version, requestId: work.events.at(-1)?.request_id ?? null },
      })),
    rows: rows.sets(),
  };
};

const effectRow = (effect: Effect & { case_id: CaseId; request_id: string | null }, at: Instant) => {
  const payload = encode(effect.payload);
  return {
    key: effect.key,
    case_id: effect.case_id,
    kind: effect.kind,
    payload,
    payload_hash: sha256(payload),
    state: 'wanted',
    attempts: 0,
    next_at: at,
    created_at: at,
    request_id: effect.request_id,
  };
};

type EffectRow = ReturnType<typeof effectRow>;
/** The same effect wanted twice by one command is wanted once. */
const once = (rows: readonly EffectRow[]): readonly EffectRow[] => {
  const byKey = new Map<string, EffectRow>();
  for (const row of rows) {
    const known = byKey.get(row.key);
    if (known && (known.payload !== row.payload || known.kind !== row.kind || known.case_id !== row.case_id))
      throw new EffectKeyReused(row.key);
    byKey.set(row.key, known ?? row);
  }
  return [...byKey.values()];
};
