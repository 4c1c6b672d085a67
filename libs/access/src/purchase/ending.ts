import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const leader = [{ roles: ['purchaser-leader'], in: 'purchaser' }] as const satisfies readonly Permission[];

export const endingPermissions: Readonly<Record<string, readonly Permission[]>> = {
  cancel: leader,
  terminateTender: leader,
  voidTender: leader,
  invalidateAward: leader,
  rescind: leader,
};

/** That a purchase ended early, and on which ground, is public; reasons are for the purchaser's side and the parties concerned. */
export const seeEnding = (viewer: Viewer): Json | null => {
  const { ended, rescission, invalidAwards = [] } = viewer.state.ending;
  if (ended === null && invalidAwards.length === 0) return null;
  const inside = isInside(viewer);
  const invalid = invalidAwards.map(({ supplier, contract, ground, afterwards, compensations, at }) => ({
    supplier,
    contract,
    ground,
    afterwards,
    at,
    compensations: compensations
      .filter(({ to }) => inside || viewer.actor.organisation === to)
      .map(({ to, amount, reason }) => ({ to, amount, reason: { ...reason } })),
  }));
  if (ended === null) return { by: null, ground: null, at: null, invalidAwards: invalid, rescission: null };
  const concerned = inside || viewer.relations.has('bidder') || viewer.relations.has('winner') || viewer.relations.has('supplier');
  const own = (to: string): boolean => inside || viewer.actor.organisation === to;
  return {
    by: ended.by,
    ground: ended.ground,
    at: ended.at,
    ...(concerned
      ? {
          reason: { ...ended.reason },
          refundsDueAt: ended.refundsDue?.dueAt ?? null,
          compensations: ended.compensations
            .filter(({ to }) => own(to))
            .map(({ to, amount, reason }) => ({ to, amount, reason: { ...reason } })),
        }
      : {}),
    ...(invalid.length > 0 ? { invalidAwards: invalid } : {}),
    rescission:
      rescission !== null && (inside || viewer.relations.has('supplier'))
        ? { ...rescission, settlement: { ...rescission.settlement } }
        : null,
  };
};
