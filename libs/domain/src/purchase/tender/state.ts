import type { TenderFace } from '../types.js';

export interface TenderState {
  /** The round in course, once its notice is published. */
  readonly current: TenderFace | null;
}
export const initialTender: TenderState = { current: null };
