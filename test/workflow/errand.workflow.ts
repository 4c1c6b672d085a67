import type { CaseRef } from '@goufu/messages';
import { follow } from '../../workflows/kernel/follow.js';

export * from '../../workflows/index.js';

/** Works until nobody asks for another round. */
export async function errand(start: CaseRef): Promise<void> {
  const it = await follow(start);
  if (!it) return;
  while ((await it.again('work')) === 'again');
  await it.stage('closing');
  await it.close();
}
