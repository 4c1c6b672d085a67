import type { Calculation } from '@goufu/domain';
import type { Reckoned } from './calculator.js';

/** What a panel's own calculation answers; the rules that it cites are remembered where they were asked for. */
export const reckonedBy = <R extends object>(made: Calculation<R>): Reckoned =>
  'refused' in made ? { refused: made.refused } : { result: made.result, steps: made.steps };
