import type { ReconciliationStore } from '@goufu/persistence';
import type { Heard, Outside } from '../effects/effect.activity.js';
import { openLosses, placedAs } from './reconciliation.js';

const notSure = (lost: string): Heard => ({
  final: false,
  why: `the treasury paid the same amount as ${lost}, of which a restore left no trace here: say whether this is that payment, npm run reconcile -- --same or --different`,
});

/**
 * Before an order leaves under a key that the treasury does not know: it may have been paid under another one that a restore took away. One of
 * the same amount waits until an operator says which it is; placed, it is answered by what the treasury says of the other, and nothing is sent.
 */
export const unlessPaidBefore = (
  outside: Outside,
  notesOf: ReconciliationStore['notes'],
  isHere: (realm: string, key: string) => Promise<boolean>,
): Outside => ({
  ask: async (effect) => {
    const heard = await outside.ask(effect);
    if (heard !== null) return heard;
    const { realm, key, payload } = effect;
    const notes = await notesOf(realm);
    if (notes.length === 0) return null;
    for (const [lost, as] of placedAs(notes))
      if (as === key) return (await outside.ask({ ...effect, key: lost })) ?? { final: false, why: `the treasury does not know ${lost}` };
    const different = new Set(notes.flatMap(({ kind, subject, body }) => (kind === 'different' && subject === key ? [body.lost] : [])));
    const { amount } = payload as unknown as { readonly amount: bigint };
    for (const lost of openLosses(notes, () => false)) {
      if (lost.amount !== amount || lost.key === key || different.has(lost.key) || (await isHere(realm, lost.key))) continue;
      return notSure(lost.key);
    }
    return null;
  },
  send: (effect) => outside.send(effect),
});
