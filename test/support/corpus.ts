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

type KeptRealm = Pick<Realm, 'id' | 'sql' | 'engine'>;

/** Writes down what the kept chains fold to now: only with KEEP_STATES set, when a fold is meant to differ; the events stay as they are. */
export const keepStates = (registry: Registry): void => {
  if (!process.env.KEEP_STATES) return;
  for (const { name, kind, realm, events } of kept()) {
    const whole: Kept = { name, kind, realm, events, stateHash: stateHashOf(registry, kind, events) };
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(whole, null, 1)}\n`);
  }
};

/** The hash of what a chain folds to. */
export const stateHashOf = (registry: Registry, kind: string, events: readonly StoredEvent[]): string =>
  sha256(encode(decode(encode(foldEvents(registry.of(kind), events).state as Json))));

/**
 * Keeps cases for all later releases under `<name>.json`: only with KEEP_CORPUS set, and never over what is kept already.
 * Specs that play a whole case call it at their end; a release that adds event types is kept once, by running them so.
 */
export const keep = async (realm: KeptRealm, cases: Readonly<Record<string, CaseId>>): Promise<void> => {
  if (!process.env.KEEP_CORPUS) return;
  mkdirSync(folder, { recursive: true });
  for (const [name, id] of Object.entries(cases)) {
    const file = join(folder, `${name}.json`);
    if (existsSync(file)) continue;
    const rows = await realm.sql<StoredEvent & { realm_id?: string }>(
      'select * from event where realm_id = $1 and case_id = $2 order by version',
      [realm.id, id],
    );
    const events: StoredEvent[] = rows.map(({ realm_id: _realm, ...event }) => event);
    const kind = id.slice(0, id.indexOf('/'));
    const { registry } = realm.engine;
    const whole: Kept = {
      name,
      kind,
      realm: realm.id,
      events,
      stateHash: stateHashOf(registry, kind, events),
    };
    writeFileSync(file, `${JSON.stringify(whole, null, 1)}\n`);
  }
};

/** Keeps of these kinds each case in which something happened that no kept case knows yet, as `<kind>-<name>`; likewise only with KEEP_CORPUS set. */
export const keepWhatIsNew = async (realm: KeptRealm, name: string, kinds: readonly string[]): Promise<void> => {
  if (!process.env.KEEP_CORPUS) return;
  const known = new Set(kept().flatMap(({ kind, events }) => events.map(({ type }) => `${kind} ${type}`)));
  const rows = await realm.sql<{ id: CaseId; kind: string; types: string[] }>(
    `select c.id, c.kind, array_agg(distinct e.type) as types from cases c join event e on e.realm_id = c.realm_id and e.case_id = c.id
     where c.realm_id = $1 and c.kind = any($2::text[]) group by c.id, c.kind order by count(*) desc, c.id`,
    [realm.id, kinds],
  );
  for (const { id, kind, types } of rows) {
    const news = types.filter((type) => !known.has(`${kind} ${type}`));
    if (news.length === 0) continue;
    for (const type of news) known.add(`${kind} ${type}`);
    await keep(realm, { [`${kind}-${name}${(news[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`]: id });
  }
};
