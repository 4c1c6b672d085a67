import type { purchaseOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import { follow, type Following } from './kernel/follow.js';

type Purchase = typeof purchaseOutcomes;

/** A purchase of services, from its plan to the appraisal of what it achieved. */
export async function purchase(start: CaseRef): Promise<void> {
  const it = await follow<Purchase>(start);
  if (!it) return;
  if ((await it.again('planning')) === 'approved') {
    const delivered = await untilDelivered(it);
    // Money that a rescinded contract has cost is appraised too, since lifecycle 2.
    if (delivered === 'settled' || (delivered === 'rescinded' && it.facts.lifecycle >= 2)) await it.stage('performance');
  }
  await it.stage('closing');
  await it.close();
}

/** From an approved plan to what a contract has delivered, however many tenders it takes. */
const untilDelivered = async (it: Following<Purchase>): Promise<'settled' | 'rescinded' | 'over'> => {
  for (;;) {
    const outcome = await procure(it);
    if (outcome === 'settled' || outcome === 'rescinded') return outcome;
    if (outcome === 'over' || (await untilMended(it)) === 'over') return 'over';
  }
};

/** One tender and what follows from it. An award that turns out invalid leads back to the next candidate, or has failed its tender. */
const procure = async (it: Following<Purchase>): Promise<'settled' | 'rescinded' | 'failed' | 'over'> => {
  const tender = await it.again('tender');
  if (tender !== 'opened') return failedUnlessCancelled(tender);
  const evaluation = await it.again('evaluation');
  if (evaluation !== 'recommended') return failedUnlessCancelled(evaluation);
  for (;;) {
    const award = await it.again('award');
    if (award !== 'notified') return failedUnlessCancelled(award);
    const contract = await it.again('contract');
    if (contract === 'next') continue;
    if (contract !== 'effective') return failedUnlessCancelled(contract);
    const delivery = await it.again('delivery');
    if (delivery === 'settled' || delivery === 'rescinded' || delivery === 'failed') return delivery;
    if (delivery !== 'next') return 'over';
  }
};
const failedUnlessCancelled = (outcome: string): 'failed' | 'over' => (outcome === 'cancelled' ? 'over' : 'failed');

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
