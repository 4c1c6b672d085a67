import type { CaseRef } from '@goufu/messages';
import { follow, type Following } from './kernel/follow.js';

/** An instalment: approved and ordered, paid; a refused or returned payment goes back to its approvers. */
export async function disbursement(start: CaseRef): Promise<void> {
  const it = await follow(start);
  if (!it) return;
  await untilPaid(it);
  await it.stage('closing');
  await it.close();
}

const untilPaid = async (it: Following): Promise<void> => {
  while ((await it.again('approval')) === 'ordered') if ((await it.again('payment')) !== 'reopened') return;
};
