import type { CaseRef } from '@goufu/messages';
import { follow } from '../../workflows/kernel/follow.js';

export { budget, catalogue, disbursement, effect } from '../../workflows/index.js';

/** The purchase of a later release: a stage before the one in which running purchases are. */
export async function purchase(start: CaseRef): Promise<void> {
  const it = await follow(start);
  if (!it) return;
  await it.again('planning');
  await it.stage('consultation');
  await it.again('tender');
  await it.close();
}
