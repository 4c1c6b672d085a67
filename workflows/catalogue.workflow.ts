import type { catalogueOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import { follow } from './kernel/follow.js';

type Catalogue = typeof catalogueOutcomes;

/** A catalogue item: proposed, assessed, reviewed, listed until it is delisted. */
export async function catalogue(start: CaseRef): Promise<void> {
  const it = await follow<Catalogue>(start);
  if (!it) return;
  if ((await it.stage('proposal')) === 'accepted')
    if ((await it.stage('assessment')) === 'needed') if ((await it.stage('review')) === 'listed') await it.stage('listing');
  await it.stage('closing');
  await it.close();
}
