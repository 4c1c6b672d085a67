export { performancePart } from './part.js';
export {
  appraisalSentences,
  performanceScore,
  type Band,
  type PerformanceInput,
  type PerformanceResult,
  type ScoreIndicator,
} from './performance-score.js';
export type { PerformanceCommand, PerformanceEvent } from './performance.js';
export { performanceRefusals, type PerformanceRefusal } from './refusals.js';
export type { Appraisal, AppraisalIndicator, AppraisalYear, PerformanceState } from './state.js';
