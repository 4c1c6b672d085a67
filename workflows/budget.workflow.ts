import type { CaseRef } from '@goufu/messages';
import { follow } from './kernel/follow.js';

/** A budget line: it lives for its year. */
export async function budget(start: CaseRef): Promise<void> {
  const it = await follow(start);
  if (!it) return;
  await it.stage('year');
  await it.stage('closing');
  await it.close();
}
