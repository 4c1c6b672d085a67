export type { EndingCommand, EndingCommandType, EndingEvent } from './ending.js';
export type { Compensation, EndingState, Settlement } from './state.js';
