export { budget } from './budget.workflow.js';
export { catalogue } from './catalogue.workflow.js';
export { disbursement } from './disbursement.workflow.js';
export { effect } from './effect.workflow.js';
export { purchase } from './purchase.workflow.js';
