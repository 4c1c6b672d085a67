export { convenes as convenesPanel, organiserOf, sitsOnPanel } from './course.js';
export type { EvaluationCommand, EvaluationCommandType, EvaluationEvent } from './evaluation.js';
export { hasTalks, openCall, pendingChange, quotesCloseAt, sealedCall, talksOf } from './final-quotes.js';
export { mayConfirmChange } from './talks-part.js';
export type { TalksState } from './talks-state.js';
export type { EvaluationCourse, EvaluationState, PriceDemand } from './state.js';
