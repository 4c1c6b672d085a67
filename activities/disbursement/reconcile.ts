import type { Engine } from '@goufu/engine';
import type { EffectStore, Note, PositionStore, ReconciliationStore } from '@goufu/persistence';
import { record } from '../effects/effect.activity.js';
import {
  caseOfKey,
  compare,
  type Difference,
  hereOf,
  highestNumbers,
  moneyEvents,
  openOf,
  placedAs,
  thereOf,
  type There,
} from './reconciliation.js';
import { giveMovement, STATEMENT } from './statement-reader.js';
import { effectOfTreasuryKey, treasuryOutside } from './treasury-outside.js';
import type { StatementEntry, TreasuryClient } from './treasury.client.js';

export interface ReconcileParts {
  readonly client: TreasuryClient;
  readonly engine: Pick<Engine, 'execute' | 'registry'>;
  readonly effects: EffectStore;
  readonly positions: PositionStore;
  readonly reconciliations: ReconciliationStore;
}
export interface Compared extends Difference {
  readonly acknowledged: { readonly person: string; readonly reason: string } | null;
}
export interface Reconciled {
  readonly realms: readonly { readonly realm: string; readonly held: boolean }[];
  readonly movements: number;
  /** What differed before, and was posted by what the treasury proves. */
  readonly posted: readonly Difference[];
  readonly differences: readonly Compared[];
}
/** Nothing can be compared, and so nothing is released. */
class TreasurySilent extends Error {
  constructor() {
    super('国库没有应答，无法核对。The treasury does not answer: nothing can be compared.');
  }
}

const PAGE = 500;
const CLAIMS = 'demand/';
const KIND = 'payment';
const open: ReadonlySet<string> = new Set(['wanted', 'sending', 'unknown']);

const wholeStatement = async (client: TreasuryClient): Promise<{ entries: readonly StatementEntry[]; cursor: string | null }> => {
  const entries: StatementEntry[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await client.statement(cursor, { limit: PAGE });
    if (page === 'unknown') throw new TreasurySilent();
    entries.push(...page.entries);
    if (page.entries.length > 0) cursor = page.next;
    if (!page.more) return { entries, cursor };
  }
};

/** One realm: what differs, what the treasury proves posted, what still differs. */
const realmDifferences = async (parts: ReconcileParts, realm: string, entries: readonly StatementEntry[]) => {
  const { reconciliations, effects, client } = parts;
  const notes = await reconciliations.notes(realm);
  const placed = placedAs(notes);
  const ownKey = ({ key }: StatementEntry): string => {
    const own = effectOfTreasuryKey(realm, key) ?? key;
    return placed.get(own) ?? own;
  };
  const outside = treasuryOutside(client);
  const look = async (underWay: ReadonlySet<string>) => {
    const standing = await reconciliations.effects(realm, KIND);
    const told = await reconciliations.told(realm, { kind: KIND, claims: CLAIMS, types: moneyEvents });
    const there: There = thereOf(entries, ownKey, underWay);
    const cases = await reconciliations.present(realm, [...there.orders.keys()].map(caseOfKey));
    return { standing, there, differences: compare(realm, there, hereOf(standing, told, cases)) };
  };
  const before = await look(new Set());
  const underWay = new Set<string>();
  for (const entry of entries)
    await giveMovement({ ...parts, aliasOf: async (of, key) => (of === realm ? (placed.get(key) ?? null) : null) }, entry);
  for (const { key, state } of before.standing) {
    if (!open.has(state)) continue;
    const effect = await effects.find(realm, key);
    const asked = [...placed].find(([, as]) => as === key)?.[0] ?? key;
    const heard = effect && (await outside.ask({ ...effect, key: asked }));
    if (!heard) continue;
    if (!heard.final) {
      if (heard.why === 'no answer') throw new TreasurySilent();
      underWay.add(key);
      continue;
    }
    await record(parts.engine, effect, heard.answer);
    await effects.done(realm, key, heard.answer);
  }
  const after = await look(underWay);
  const left = new Set(after.differences.map(({ subject }) => subject));
  const posted = before.differences.filter(({ subject }) => !left.has(subject) && !underWay.has(subject));
  return { notes, posted, ...after };
};

/** Compares the treasury's statement with the record of every realm, or of one, and posts what it proves; never pays. What money nobody here knows of is noted. */
export const reconcile = async (parts: ReconcileParts, only: string | null = null): Promise<Reconciled> => {
  const { entries } = await wholeStatement(parts.client);
  const standing = await parts.reconciliations.realms();
  const named = [...new Set([...standing.map(({ realm }) => realm), ...entries.map(({ realm }) => realm)])];
  const posted: Difference[] = [];
  const differences: Compared[] = [];
  for (const realm of named) {
    if (only !== null && realm !== only) continue;
    const own = entries.filter((entry) => entry.realm === realm);
    const found = await realmDifferences(parts, realm, own);
    posted.push(...found.posted);
    await noteLosses(parts.reconciliations, realm, found.notes, found.differences);
    const answered = new Map(
      found.notes.flatMap(({ kind, subject, person, reason }) =>
        kind === 'acknowledged' && person !== null ? [[subject, { person, reason: reason ?? '' }] as const] : [],
      ),
    );
    differences.push(...found.differences.map((one) => ({ ...one, acknowledged: answered.get(one.id) ?? null })));
  }
  return { realms: standing.filter(({ realm }) => only === null || realm === only), movements: entries.length, posted, differences };
};

/** From here on no order of the same amount leaves unseen (`lost-payments.ts`), and a receipt can be placed. */
const noteLosses = async (
  store: ReconciliationStore,
  realm: string,
  notes: readonly Note[],
  differences: readonly Difference[],
): Promise<void> => {
  const noted = new Map(notes.filter(({ kind }) => kind === 'lost').map(({ subject, body }) => [subject, body.amount]));
  for (const { what, subject, there, orderNo } of differences) {
    const moved = what === 'lost-receipt' ? 'receipt' : what === 'lost-case' || what === 'lost-order' ? 'order' : null;
    if (moved === null || !there) continue;
    const amount = String(there.paid - there.returned);
    if (noted.get(subject) === amount) continue;
    const body = { moved, amount, ...(orderNo === null ? {} : { number: orderNo }) };
    await store.note(realm, { kind: 'lost', subject, body, person: null, reason: null });
  }
};

/** Who says it, and why: on record. */
export interface Said {
  readonly person: string;
  readonly reason: string;
}

/** Acknowledges differences by their ids, or all that are open; answers how many. */
export const acknowledge = async (parts: ReconcileParts, found: Reconciled, ids: readonly string[] | 'all', by: Said): Promise<number> => {
  const chosen = found.differences.filter(({ id, acknowledged }) => acknowledged === null && (ids === 'all' || ids.includes(id)));
  for (const { realm, id, what, subject } of chosen)
    await parts.reconciliations.note(realm, { kind: 'acknowledged', subject: id, body: { what, of: subject }, ...by });
  return chosen.length;
};

/** Says whether an effect here is a payment that was lost, or another one; of a receipt, which demand it answers. */
export const place = async (
  parts: ReconcileParts,
  of: { readonly realm: string; readonly key: string; readonly lost: string; readonly isSame: boolean },
  by: Said,
): Promise<'placed' | 'no-effect' | 'no-loss'> => {
  const { realm, key, lost, isSame } = of;
  const notes = await parts.reconciliations.notes(realm);
  const isIn = (moved: 'order' | 'receipt') => openOf(notes, moved).some((one) => one.key === lost);
  const isReceipt = isIn('receipt');
  if (!isReceipt && !isIn('order')) return 'no-loss';
  const isHere = isReceipt ? (await parts.reconciliations.present(realm, [key])).size > 0 : (await parts.effects.find(realm, key)) !== null;
  if (!isHere) return 'no-effect';
  await parts.reconciliations.note(realm, { kind: isSame ? 'same' : 'different', subject: key, body: { lost }, ...by });
  return 'placed';
};

/** Releases every realm that is held and has nothing open, as compared just now; answers those that stay held. */
export const release = async (
  parts: ReconcileParts,
  only: string | null,
  by: Said,
): Promise<{ readonly released: readonly string[]; readonly open: readonly Compared[] }> => {
  const found = await reconcile(parts, only);
  const unanswered = found.differences.filter(({ acknowledged }) => acknowledged === null);
  if (unanswered.length > 0) return { released: [], open: unanswered };
  const { entries, cursor } = await wholeStatement(parts.client);
  const released: string[] = [];
  for (const { realm, held } of found.realms) {
    if (!held) continue;
    const own = entries.filter((entry) => entry.realm === realm);
    await parts.reconciliations.release(realm, by, [
      ...highestNumbers(
        'payment-order',
        own.map(({ orderNo }) => orderNo),
      ),
      ...highestNumbers(
        'clawback',
        own.map(({ demandNo }) => demandNo),
      ),
    ]);
    released.push(realm);
  }
  // Every line was given to its case; those that belong to none have been answered for.
  if (only === null && cursor !== null && !(await parts.reconciliations.isAnyHeld())) await parts.positions.move(STATEMENT, cursor);
  return { released, open: [] };
};
