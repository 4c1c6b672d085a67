export { currentFindings, findingsOf } from './facts.js';
export type { FindingsCommand, FindingsCommandType, FindingsEvent } from './findings.js';
export type { FindingsRound, FindingsState, JudgedSignal, PriceCorrection, Signal } from './state.js';
