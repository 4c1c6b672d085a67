import type { StageOutcomes } from '../kernel/index.js';

/** How each stage of a budget line can end: the year by its last day, the closing when nothing waits to be carried over. */
export const budgetOutcomes = { year: ['ended'], closing: ['closed'] } as const satisfies StageOutcomes;
