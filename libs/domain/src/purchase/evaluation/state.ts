import type { EvaluationFace } from '../types.js';

export interface EvaluationState {
  readonly result: EvaluationFace | null;
}
export const initialEvaluation: EvaluationState = { result: null };
