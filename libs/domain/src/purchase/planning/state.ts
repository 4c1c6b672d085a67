import type { Plan } from '../types.js';

export interface PlanningState {
  /** The plan in force: approved by finance or receipted. */
  readonly plan: Plan | null;
}
export const initialPlanning: PlanningState = { plan: null };
