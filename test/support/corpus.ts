import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseId, decode, encode, type Json } from '@goufu/domain';
import { foldEvents, type Registry, sha256 } from '@goufu/engine';
import type { StoredEvent } from '@goufu/persistence';
import type { Realm } from './engine.js';

/** One case of an earlier release: its chain as it was recorded, and what it folded to then. */
export interface Kept {
  readonly name: string;
  readonly kind: string;
  readonly realm: string;
  readonly fold: number;
  readonly events: readonly StoredEvent[];
  readonly stateHash: string;
}
const folder = join(import.meta.dirname, '../corpus');

/** Every case that was kept, of every release. */
export const kept = (): readonly Kept[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Kept);

/** The hash of what a chain folds to. */
export const stateHashOf = (registry: Registry, kind: string, events: readonly StoredEvent[]): string =>
  sha256(encode(decode(encode(foldEvents(registry.of(kind), events).state as Json))));

/**
 * Keeps cases for all later releases under `<name>.json`: only with KEEP_CORPUS set, and never over what is kept already.
 * Specs that play a whole case call it at their end; a release that adds event types is kept once, by running them so.
 */
export const keep = async (realm: Realm, cases: Readonly<Record<string, CaseId>>): Promise<void> => {
  if (!process.env.KEEP_CORPUS) return;
  mkdirSync(folder, { recursive: true });
  for (const [name, id] of Object.entries(cases)) {
    const file = join(folder, `${name}.json`);
    if (existsSync(file)) continue;
    const rows = await realm.sql<StoredEvent & { realm_id?: string }>('select * from event where case_id = $1 order by version', [id]);
    const events: StoredEvent[] = rows.map(({ realm_id: _realm, ...event }) => event);
    const kind = id.slice(0, id.indexOf('/'));
    const { registry } = realm.engine;
    const whole: Kept = {
      name,
      kind,
      realm: realm.id,
      fold: registry.of(kind).fold,
      events,
      stateHash: stateHashOf(registry, kind, events),
    };
    writeFileSync(file, `${JSON.stringify(whole, null, 1)}\n`);
  }
};
