import type { Action, Context } from '../kernel/case.js';
import { tasksPurchase } from '../purchase/purchase.js';
import type { PurchaseState } from '../purchase/state.js';

/** Money is asked for while an instalment waits for its request: the to-do and the way there are one. */
export const beginRequest = (purchase: PurchaseState, { actor }: Pick<Context, 'actor'>): Action | null =>
  tasksPurchase(purchase).some(({ name, to }) => name === 'requestPayment' && 'role' in to && to.organisation === actor.organisation)
    ? { name: 'requestPayment', begins: 'disbursement', allowed: true }
    : null;
