export { convenes as convenesPanel, organiserOf, sitsOnPanel } from './course.js';
export type { EvaluationCommand, EvaluationCommandType, EvaluationEvent } from './evaluation.js';
export type { EvaluationCourse, EvaluationState, PriceDemand } from './state.js';
