import type { AwardFace } from '../types.js';

export interface AwardState {
  readonly current: AwardFace | null;
}
export const initialAward: AwardState = { current: null };
