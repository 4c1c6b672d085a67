import type { disbursementOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import { follow, type Following } from './kernel/follow.js';

type Disbursement = typeof disbursementOutcomes;

/** An instalment: approved and ordered, paid; a refused or returned payment goes back to its approvers. */
export async function disbursement(start: CaseRef): Promise<void> {
  const it = await follow<Disbursement>(start);
  if (!it) return;
  await untilPaid(it);
  await it.stage('closing');
  await it.close();
}

const untilPaid = async (it: Following<Disbursement>): Promise<void> => {
  while ((await it.again('approval')) === 'ordered') if ((await it.again('payment')) !== 'reopened') return;
};
