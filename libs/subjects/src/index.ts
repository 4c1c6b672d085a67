import { bid } from './bid.js';
import { catalogue } from './catalogue.js';
import { expertPool } from './expert-pool.js';
import { organisation } from './organisation.js';
import { purchase } from './purchase.js';

/** Every kind of case of this system. */
export const kinds = [organisation, expertPool, catalogue, purchase, bid];

/** What the kinds can refuse, catalogue by catalogue. */
export const subjectRefusals = kinds.map(({ kind, refusals }) => ({ kind, refusals }));
