import type { budgetOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import { follow } from './kernel/follow.js';

type Budget = typeof budgetOutcomes;

/** A budget line: it lives for its year. */
export async function budget(start: CaseRef): Promise<void> {
  const it = await follow<Budget>(start);
  if (!it) return;
  await it.stage('year');
  await it.stage('closing');
  await it.close();
}
