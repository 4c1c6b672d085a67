import { batch } from './batch.js';
import { bid } from './bid.js';
import { budget } from './budget.js';
import { catalogue } from './catalogue.js';
import { disbursement } from './disbursement.js';
import { expertPool } from './expert-pool.js';
import { folded } from './fold-hash.js';
import { organisation } from './organisation.js';
import { purchase } from './purchase.js';

export { worldPartNames, worldParts, type WorldPart } from './world-parts.js';

/** Every kind of case of this system. */
export const kinds = [
  folded(organisation),
  folded(expertPool),
  folded(catalogue),
  folded(purchase),
  folded(bid),
  folded(budget),
  folded(disbursement),
  folded(batch),
];

/** What the kinds can refuse, catalogue by catalogue. */
export const subjectRefusals = kinds.map(({ kind, refusals }) => ({ kind, refusals }));
