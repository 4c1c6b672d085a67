import type { KindController } from './cases/command-controller.js';
import { expertPools } from './expert-pools/expert-pools.controller.js';
import { organisations } from './organisations/organisations.controller.js';
import { batches } from './batches/batches.controller.js';
import { budgetLines } from './budget-lines/budget-lines.controller.js';
import { disbursements } from './disbursements/disbursements.controller.js';
import { bids } from './bids/bids.controller.js';
import { catalogueItems } from './catalogue-items/catalogue-items.controller.js';
import { purchases } from './purchases/purchases.controller.js';

/** Every kind's routes; a new kind adds its line here (`README.md`). */
export const kindControllers: readonly KindController[] = [
  organisations,
  expertPools,
  catalogueItems,
  purchases,
  bids,
  budgetLines,
  disbursements,
  batches,
];
