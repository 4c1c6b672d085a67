import type { Json } from '@goufu/domain';
import type { Engine } from '@goufu/engine';
import type { EffectStore, PositionStore, ReconciliationStore, StoredEffect } from '@goufu/persistence';
import { placedAs } from './reconciliation.js';
import { effectOfTreasuryKey } from './treasury-outside.js';
import type { StatementEntry, TreasuryClient } from './treasury.client.js';

export interface StatementParts {
  readonly client: TreasuryClient;
  readonly engine: Pick<Engine, 'execute' | 'registry'>;
  readonly effects: EffectStore;
  readonly positions: PositionStore;
  /** The effect's own workflow asks at once. */
  readonly answered: (of: { readonly realm: string; readonly key: string }) => Promise<void>;
  readonly trouble: (message: string, meta: Readonly<Record<string, unknown>>) => void;
  readonly reconciliations: Pick<ReconciliationStore, 'isAnyHeld' | 'notes'>;
}
/** What giving one line needs. */
export type GivingParts = Pick<StatementParts, 'engine' | 'effects' | 'positions'> &
  Partial<Pick<StatementParts, 'answered' | 'trouble'>> & {
    /** Under which effect a key was placed that only the treasury knows, or under which demand a receipt; null: under none. */
    readonly aliasOf: (realm: string, key: string) => Promise<string | null>;
  };

export const STATEMENT = 'treasury-statement';

/**
 * Reads what is new on the treasury's statement and gives every line to its case: the guarantee behind answers and callbacks. The position moves
 * after the lines were given, so a line may be given twice: cases know it by its number. Answers whether there was anything.
 */
export const readStatement = async (parts: StatementParts): Promise<boolean> => {
  // What belongs to a case that a restore took away would be passed over: the reconciliation reads it.
  if (await parts.reconciliations.isAnyHeld()) return false;
  const page = await parts.client.statement(await parts.positions.of(STATEMENT));
  if (page === 'unknown' || page.entries.length === 0) return false;
  const aliasOf = async (realm: string, key: string) => placedAs(await parts.reconciliations.notes(realm)).get(key) ?? null;
  for (const entry of page.entries) await giveMovement({ ...parts, aliasOf }, entry);
  await parts.positions.move(STATEMENT, page.next);
  return true;
};

/** Gives one line to its case; told again, nothing happens twice. */
export const giveMovement = async (parts: GivingParts, entry: StatementEntry): Promise<void> => {
  const { realm, movementNo } = entry;
  const found = await caseOf(parts, entry);
  if (!found) return parts.trouble?.('a movement of the treasury belongs to no case', { realm, movementNo, kind: entry.kind });
  const type = parts.engine.registry.ofCase(found.caseId);
  if (type.commands.recordTreasuryMovement) {
    const recorded = await parts.engine.execute({
      realm,
      kind: type.kind,
      caseId: found.caseId,
      type: 'recordTreasuryMovement',
      data: { key: found.key, movement: entry as unknown as Json },
      acting: 'system',
      key: null,
      requestId: null,
    });
    if ('refused' in recorded)
      parts.trouble?.('a movement of the treasury was refused', { realm, movementNo, caseId: found.caseId, code: recorded.refused });
    // Its case knows now how it ended, and goes on: it is no longer the operator's.
    else if (found.failed && found.key !== null) await parts.effects.done(realm, found.key, entry as unknown as Json);
  }
  if (found.open && found.key !== null) await parts.answered?.({ realm, key: found.key }).catch(() => undefined);
};

const caseOf = async (
  { effects, positions, aliasOf }: GivingParts,
  { realm, key, demandNo, movementNo }: StatementEntry,
): Promise<{ caseId: string; key: string | null; open: boolean; failed: boolean } | null> => {
  // Money received answers a demand, and a demand's number is claimed by its case.
  if (demandNo !== null) {
    const caseId = (await aliasOf(realm, movementNo)) ?? (await positions.holderOf(realm, `demand/${demandNo}`));
    return caseId === null ? null : { caseId, key: null, open: false, failed: false };
  }
  const own = effectOfTreasuryKey(realm, key);
  const effect = own === null ? null : ((await effects.find(realm, own)) ?? (await placed(effects, realm, await aliasOf(realm, own))));
  if (effect === null) return null;
  const { caseId, state } = effect;
  return { caseId, key: effect.key, open: state === 'wanted' || state === 'sending' || state === 'unknown', failed: state === 'failed' };
};

const placed = async (effects: EffectStore, realm: string, key: string | null): Promise<StoredEffect | null> =>
  key === null ? null : effects.find(realm, key);
