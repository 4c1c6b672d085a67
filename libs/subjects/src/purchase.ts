import {
  accessPurchase,
  biddersBusiness,
  offersPurchase,
  purchaseAccessReads,
  seePurchase,
  veilOfEvaluation,
  viewerOf,
} from '@goufu/access';
import {
  type Action,
  beginBid,
  beginBidNeeds,
  type Context,
  deadlinesPurchase,
  decidePurchase,
  effectsPurchase,
  evolvePurchase,
  initialPurchase,
  legalPurchase,
  liftPurchase,
  needsPurchase,
  postingsPurchase,
  progressOf,
  projectPurchase,
  purchaseCommands,
  purchaseRefusals,
  tasksPurchase,
  touchesPurchase,
  type Command,
  type DomainEvent,
  type PurchaseState,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

const bids = (state: PurchaseState, context: Context): readonly Action[] => {
  const bid = beginBid(state, context);
  return bid === null ? [] : [bid];
};
/** Money is asked for while an instalment waits for its request: the to-do and the button are one. */
const payments = (state: PurchaseState, { actor }: Context): readonly Action[] =>
  tasksPurchase(state).some(({ name, to }) => name === 'requestPayment' && 'role' in to && to.organisation === actor.organisation)
    ? [{ name: 'requestPayment', begins: 'disbursement', allowed: true }]
    : [];

/** A purchase, from planning to closed: `libs/domain/src/purchase`. */
export const purchase: Kind<PurchaseState, Command, DomainEvent> = {
  kind: 'purchase',
  /** 2: a rescinded contract is appraised. */
  lifecycle: 2,
  initial: initialPurchase,
  commands: purchaseCommands,
  refusals: purchaseRefusals,
  jurisdiction: (state) => state.jurisdiction,
  touches: (command, { caseId }) => touchesPurchase(command, caseId),
  needs: (state, command, caseId, at) => {
    const needs = needsPurchase(state, command, caseId, at);
    return { ...needs, reads: [...(needs.reads ?? []), ...purchaseAccessReads(state, command.type)] };
  },
  reads: (state, actor) => ({
    reads: purchaseAccessReads(state, null),
    ...(biddersBusiness(actor) ? beginBidNeeds(state, actor.organisation) : {}),
  }),
  begins: (state, context) => (biddersBusiness(context.actor) ? [...bids(state, context), ...payments(state, context)] : []),
  gate: (state, type, context) => accessPurchase(state, type, context) ?? legalPurchase(state, type, context),
  offered: offersPurchase,
  decide: decidePurchase,
  evolve: evolvePurchase,
  upcast: liftPurchase,
  progress: (state) => progressOf(state.stages),
  deadlines: deadlinesPurchase,
  tasks: tasksPurchase,
  postings: postingsPurchase,
  effects: effectsPurchase,
  project: projectPurchase,
  view: seePurchase,
  veil: (state, context) => veilOfEvaluation(viewerOf(state, context)),
};
