import type { Command } from '../kernel/index.js';
import type { PurchaseState } from '../purchase/state.js';
import type { DemandClawback } from './disbursement.js';

/** What a contract may say of paying late, per cent a year: it binds whoever is late. */
interface AgreedInterest {
  readonly lateInterest?: string | null;
  readonly payment?: { readonly interestPercent?: string | null };
}
const agreedPercent = ({ lateInterest, payment }: AgreedInterest): string | null => lateInterest ?? payment?.interestPercent ?? null;

/** The command that opens a demand for money back: what a purchase puts into `creates`. */
export const clawbackDemand = (purchase: PurchaseState, amount: bigint, cause: string): Command => {
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
    interestPercent: agreedPercent(signed),
  };
  return { type: 'demandClawback', caseId: '', data };
};
