import type { Command } from '../kernel/index.js';
import type { PurchaseState } from '../purchase/state.js';
import type { DemandClawback } from './disbursement.js';

/** The command that opens a demand for money back: what a purchase puts into `creates`. */
export const clawbackDemand = (purchase: PurchaseState, amount: bigint, cause: string, interestPercent: string | null = null): Command => {
  const { signed } = purchase.contract;
  const { purchaser, finance } = purchase.parties;
  if (!signed || purchaser === null || finance === null) throw new Error('money is demanded back under a contract');
  const data: DemandClawback = {
    purchase: purchase.id,
    contract: signed.number,
    jurisdiction: purchase.jurisdiction,
    pins: purchase.pins,
    purchaser,
    finance,
    supplier: signed.supplier,
    payeeKind: signed.enterprise,
    amount,
    cause,
    interestPercent,
  };
  return { type: 'demandClawback', caseId: '', data };
};
