export { obligationsPart } from './part.js';
export { obligationRefusals, type ObligationRefusal } from './refusals.js';
export type { ObligationsState, PerformanceBond, Subcontract } from './state.js';
