import { addDays, type CaseId, dateOf, endOfDay, type Instant, type PlainDate } from '@goufu/domain';
import type { Head, MerkleRow, RecordStore, StoredCase, StoredEvent } from '@goufu/persistence';
import { eventHash, GENESIS, sha256 } from './hash.js';

/** The first place at which the record is not what was written. */
export interface Broken {
  readonly realm: string;
  /** The case, or the account, or the day whose root it is. */
  readonly at: string;
  readonly version: number | null;
  readonly why:
    | 'hash-differs'
    | 'chain-broken'
    | 'version-missing'
    | 'head-differs'
    | 'events-missing'
    | 'case-missing'
    | 'account-differs'
    | 'root-differs';
}
export interface Verified {
  readonly cases: number;
  readonly events: number;
  readonly roots: number;
  readonly broken: Broken | null;
}

/** The first broken link of one chain; null when it stands. */
export const brokenLink = (realm: string, row: StoredCase, events: readonly StoredEvent[]): Broken | null => {
  const broken = (version: number | null, why: Broken['why']): Broken => ({ realm, at: row.id, version, why });
  let head = GENESIS;
  let version = 0;
  for (const event of events) {
    version += 1;
    if (event.version !== version) return broken(version, 'version-missing');
    if (event.prev_hash !== head) return broken(version, 'chain-broken');
    if (eventHash(realm, event) !== event.hash) return broken(version, 'hash-differs');
    head = event.hash;
  }
  if (version < row.version) return broken(version + 1, 'events-missing');
  return row.version === version && row.head_hash === head ? null : broken(version, 'head-differs');
};

/** One hash over the heads of all chains: leaves by case id, pairs upwards, an odd one rises as it is. */
export const merkleRoot = (heads: readonly Head[]): string => {
  const byId = heads.toSorted((a, b) => (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0));
  let level = byId.map(({ caseId, hash }) => sha256(`leaf\n${caseId}\n${hash}`));
  if (level.length === 0) return GENESIS;
  while (level.length > 1) {
    const next: string[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left = '', right] = [level[i], level[i + 1]];
      next.push(right === undefined ? left : sha256(`node\n${left}\n${right}`));
    }
    level = next;
  }
  return level[0] ?? GENESIS;
};

// The longest transaction ends well within: whatever was recorded on a day is committed by then.
const SETTLED_MS = 60_000;

/** Seals every day that is over and has no root yet, from the day of the first event on. Answers the new roots. */
export const sealDays = async (store: RecordStore): Promise<readonly MerkleRow[]> => {
  const sealed: MerkleRow[] = [];
  const now = await store.now();
  for (const realm of await store.realms()) {
    const first = await firstUnsealed(store, realm);
    if (first === null) continue;
    for (let day = first; isOver(day, now); day = addDays(day, 1)) {
      const row = await rootOf(store, realm, day);
      await store.keepRoot(row);
      sealed.push(row);
    }
  }
  return sealed;
};

const firstUnsealed = async (store: RecordStore, realm: string): Promise<PlainDate | null> => {
  const last = await store.lastSealed(realm);
  if (last !== null) return addDays(last, 1);
  const beginning = await store.beginning(realm);
  return beginning === null ? null : dateOf(beginning);
};

const isOver = (day: PlainDate, now: Instant): boolean => endOfDay(day) + SETTLED_MS <= now;

const rootOf = async (store: RecordStore, realm: string, day: PlainDate): Promise<MerkleRow> => {
  const heads = await store.headsBefore(realm, endOfDay(day));
  return { realm, day, root: merkleRoot(heads), heads: heads.length };
};

/** Checks every chain, every account and every daily root of all realms, or of one; stops at the first fault. */
export const verify = async (store: RecordStore, only?: string): Promise<Verified> => {
  let [cases, events, roots] = [0, 0, 0];
  for (const realm of await store.realms()) {
    if (only !== undefined && realm !== only) continue;
    for await (const lot of store.chains(realm)) {
      for (const row of lot.cases) {
        const chain = lot.events.get(row.id) ?? [];
        cases += 1;
        events += chain.length;
        const broken = brokenLink(realm, row, chain);
        if (broken) return { cases, events, roots, broken };
      }
    }
    const fault = await beyondChains(store, realm);
    if (fault) return { cases, events, roots, broken: fault };
    for (const row of await store.roots(realm)) {
      roots += 1;
      const { root } = await rootOf(store, realm, row.day);
      if (root !== row.root) return { cases, events, roots, broken: { realm, at: row.day, version: null, why: 'root-differs' } };
    }
  }
  return { cases, events, roots, broken: null };
};

const beyondChains = async (store: RecordStore, realm: string): Promise<Broken | null> => {
  const found = (at: CaseId | undefined, why: Broken['why']): Broken | null =>
    at === undefined ? null : { realm, at, version: null, why };
  return found((await store.orphans(realm))[0], 'case-missing') ?? found((await store.unbalanced(realm))[0], 'account-differs');
};
