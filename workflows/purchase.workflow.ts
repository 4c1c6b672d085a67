import type { purchaseOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import { follow, type Following } from './kernel/follow.js';

type Purchase = typeof purchaseOutcomes;

/** A purchase of services, from its plan to the appraisal of what it achieved. */
export async function purchase(start: CaseRef): Promise<void> {
  const it = await follow<Purchase>(start);
  if (!it) return;
  if ((await it.again('planning')) === 'approved')
    if ((await untilContract(it)) === 'effective') if ((await it.stage('delivery')) === 'settled') await it.stage('performance');
  await it.stage('closing');
  await it.close();
}

/** From an approved plan to a contract in effect, however many tenders it takes. */
const untilContract = async (it: Following<Purchase>): Promise<'effective' | 'over'> => {
  for (;;) {
    const outcome = await procure(it);
    if (outcome === 'effective') return 'effective';
    if (outcome === 'cancelled' || (await untilMended(it)) === 'over') return 'over';
  }
};

/** One tender and what follows from it; whatever ends it before a contract has failed it. */
const procure = async (it: Following<Purchase>): Promise<'effective' | 'failed' | 'cancelled'> => {
  const tender = await it.again('tender');
  if (tender !== 'opened') return failedUnlessCancelled(tender);
  const evaluation = await it.again('evaluation');
  if (evaluation !== 'recommended') return failedUnlessCancelled(evaluation);
  for (;;) {
    const award = await it.again('award');
    if (award !== 'notified') return failedUnlessCancelled(award);
    const contract = await it.again('contract');
    if (contract === 'effective') return contract;
    if (contract !== 'next') return failedUnlessCancelled(contract);
  }
};
const failedUnlessCancelled = (outcome: string): 'failed' | 'cancelled' => (outcome === 'cancelled' ? outcome : 'failed');

/** The finding after a failure and what is chosen. Another method is planned anew; refused, it is back at the choice. */
const untilMended = async (it: Following<Purchase>): Promise<'tender' | 'over'> => {
  for (;;) {
    const chosen = await it.again('failure');
    if (chosen === 'mend' || chosen === 'retender') return 'tender';
    if (chosen !== 'other-method') return 'over';
    const plan = await it.again('planning');
    if (plan === 'approved') return 'tender';
    if (plan === 'cancelled') return 'over';
  }
};
