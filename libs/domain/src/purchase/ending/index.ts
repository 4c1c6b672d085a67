export type { EndingCommand, EndingCommandType, EndingEvent } from './ending.js';
export { endingMoments } from './moments.js';
export type { Compensation, EndingState, Settlement } from './state.js';
