export { firstOperator } from './first-operator.js';
export { dismissEverywhere, LeaverGuard } from './leaver.js';
export { InstalledLaw } from './law.js';
export { logTo, loggerOf } from './log.js';
export { createSystem, System, WORKFLOW_EFFECTS, type SystemOptions } from './system.js';
