import { bondsOf, type HeldBond, type Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const keeping = [
  { roles: ['purchaser-handler'], in: 'purchaser' },
  { roles: ['agency-officer'], in: 'agency', power: 'open' },
] as const satisfies readonly Permission[];

/** Whoever opens bids keeps what came with them; to forfeit it is the purchaser's own decision. */
export const bondPermissions: Readonly<Record<string, readonly Permission[]>> = {
  recordBondReceipt: keeping,
  refundBond: keeping,
  forfeitBond: [{ roles: ['purchaser-approver', 'purchaser-leader'], in: 'purchaser' }],
};

const shown = ({ bid, supplier, form, offered, standing, receipt, release, refund, forfeit }: HeldBond) => ({
  bid,
  supplier,
  form,
  offered,
  standing,
  receipt,
  release: release && { because: release.because, dueAt: release.due.dueAt, rule: release.due.rule, late: release.late },
  refund,
  forfeit,
});

/** Of the bonds the purchaser's side sees all, a bidder its own, others nothing; before bids are known there are none to see. */
export const seeBonds = (viewer: Viewer): Json | null => {
  const inside = isInside(viewer);
  const rounds = bondsOf(viewer.state).rounds.flatMap(({ round, demanded, bonds }) => {
    const own = bonds.filter(({ supplier }) => inside || supplier === viewer.actor.organisation);
    return own.length === 0 ? [] : [{ round, demanded, bonds: own.map(shown) }];
  });
  return rounds.length === 0 ? null : (rounds as unknown as Json);
};
