import type { CaseRef } from '@goufu/messages';
import { follow } from '../../workflows/kernel/follow.js';

/** The errand of a later release: a stage before the one in which running errands are. */
export async function errand(start: CaseRef): Promise<void> {
  const it = await follow(start);
  if (!it) return;
  await it.stage('preparation');
  while ((await it.again('work')) === 'again');
  await it.stage('closing');
  await it.close();
}
