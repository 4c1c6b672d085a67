import type { Actor, Context, PurchaseState } from '@goufu/domain';
import type { Parties } from '../permission.js';

/** Who looks at a purchase, in which relations, and when. */
export interface Viewer {
  readonly state: PurchaseState;
  readonly actor: Actor;
  readonly context: Context;
  /** Organisations of the actor's side: purchaser, finance, agency, … ; empty for the public. */
  readonly relations: ReadonlySet<string>;
  readonly auditor: boolean;
}

/** The organisations that stand in a relation to a purchase. `supplier` is the contract party, `winner` the one notified; bidders are unknown here until the opening. */
export const purchaseParties = (state: PurchaseState): Parties => ({
  purchaser: state.parties.purchaser,
  finance: state.parties.finance,
  'prefecture-finance': state.parties.prefectureFinance,
  agency: state.parties.agency?.organisation ?? null,
  supplier: state.contract.signed?.supplier ?? null,
  winner: state.award.current?.winner.supplier ?? null,
  bidder: state.tender.current?.opening?.bids.map((bid) => bid.supplier) ?? null,
});

export const viewerOf = (state: PurchaseState, context: Context): Viewer => {
  const { actor } = context;
  const relations = new Set(
    Object.entries(purchaseParties(state)).flatMap(([relation, party]) =>
      actor.organisation !== null && (party === actor.organisation || (Array.isArray(party) && party.includes(actor.organisation)))
        ? [relation]
        : [],
    ),
  );
  return { state, actor, context, relations, auditor: actor.roles.includes('auditor') };
};

/** The purchaser's side: the purchaser itself, its agency, finance of either level, and audit. */
export const isInside = (viewer: Viewer): boolean =>
  viewer.auditor || ['purchaser', 'agency', 'finance', 'prefecture-finance'].some((relation) => viewer.relations.has(relation));
