import {
  accessPurchase,
  biddersBusiness,
  offersPurchase,
  purchaseAccessReads,
  seePurchase,
  veilOfEvaluation,
  viewerOf,
  entitledToPurchase,
} from '@goufu/access';
import {
  beginBid,
  beginBidNeeds,
  beginRequest,
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
  begins: (state, context) =>
    biddersBusiness(context.actor) ? [beginBid(state, context), beginRequest(state, context)].filter((way) => way !== null) : [],
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
  entitles: entitledToPurchase,
  view: seePurchase,
  veil: (state, context) => veilOfEvaluation(viewerOf(state, context)),
};
