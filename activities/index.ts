export { readStatement, type StatementParts } from './disbursement/statement-reader.js';
export { treasuryClient, type TreasuryClient } from './disbursement/treasury.client.js';
export { effectOfTreasuryKey, payeesIn, treasuryOutside } from './disbursement/treasury-outside.js';
export { effectActivities, NeverRight, NeverSent, type EffectParts, type Heard, type Outside } from './effects/effect.activity.js';
export { caseActivities } from './kernel/case.activity.js';
