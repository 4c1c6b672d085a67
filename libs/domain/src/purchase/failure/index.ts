export type { FailureCommand, FailureCommandType, FailureEvent } from './failure.js';
export type { FailureChoice, FailureRound, FailureState, Finding } from './state.js';
