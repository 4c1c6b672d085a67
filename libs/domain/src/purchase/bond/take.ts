import type { BidState, Offer } from '../../bid/bid.js';
import type { CaseFacts, CaseId, Context, Decision } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import type { BondEvent, TakenBond } from './bond.js';
import { toTake } from './facts.js';
import type { BondStanding } from './state.js';

/** Content whose bodies say from which account each bond was paid: of the bids that stood at the closing. */
export const offersOf = (state: PurchaseState): readonly string[] =>
  state.tender.course?.closing?.bids.map(({ offer }) => offer.content) ?? [];

/** The account as it would be compared by eye: spaces and case tell nothing. */
const payerOf = (bid: BidState, context: Context): string | null => {
  const body = bid.offer === null ? undefined : (context.contents.get(bid.offer.content) as unknown as Partial<Offer> | undefined);
  const payer = body?.bond?.account.replaceAll(/\s/g, '').toUpperCase() ?? '';
  return payer === '' ? null : payer;
};

/** Who offered which bond, once bids are no secret any more. Answers facts. */
export const takeBonds = (state: PurchaseState, round: number, context: Context): Decision => {
  const { course } = state.tender;
  if (toTake(state)?.round !== round || !course) return { events: [] };
  const uncounted = new Set(course.closing?.notCounted.map(({ bid }) => bid));
  const standing = (id: CaseId, status: BidState['status']): BondStanding =>
    status === 'withdrawn' ? 'withdrawn' : uncounted.has(id) ? 'not-counted' : 'standing';
  const bids = [...context.cases.values()]
    .filter((facts): facts is CaseFacts<BidState> => facts.kind === 'bid')
    .filter(({ state: bid }) => bid.purchase === context.caseId && bid.round === round)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const payers = [...new Set(bids.map(({ state: bid }) => payerOf(bid, context)).filter((payer) => payer !== null))];
  const bonds = bids.map(({ id, state: bid }): TakenBond => {
    const payer = payerOf(bid, context);
    return {
      bid: id,
      supplier: bid.supplier,
      form: bid.bond?.form ?? null,
      offered: bid.bond?.amount ?? 0n,
      account: payer === null ? null : payers.indexOf(payer) + 1,
      standing: standing(id, bid.status),
    };
  });
  // Whoever withdrew without having given anything is nobody's business.
  const taken = bonds.filter((bond) => bond.form !== null || bond.standing === 'standing');
  const event: BondEvent = { type: 'BondsTaken', schema: 1, data: { round, demanded: course.bond ?? 0n, bonds: taken } };
  return { events: [event] };
};
