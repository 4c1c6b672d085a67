import type { Context } from '../../kernel/case.js';
import { fen, table } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import type { Method } from '../types.js';
import type { PlanInput } from './planning.js';

/** A plan as it is handed in: one that names no method takes the pack's. */
export type SubmittedPlan = Omit<PlanInput, 'method'> & { readonly method?: Method | null };

interface MethodRow {
  readonly method: Method;
  readonly above: string;
  readonly below: string;
}

/** The plan with its method: the one named, else the default of the method table for its amount. */
export const withMethod = (state: PurchaseState, plan: SubmittedPlan, { rules }: Context): PlanInput => {
  const side = plan.amount >= fen(rules.rule('threshold.openTender', state.pins)) ? 'above' : 'below';
  const usual = table<readonly MethodRow[]>(rules.rule('method.table', state.pins)).find((row) => row[side] === 'default');
  return { ...plan, method: plan.method ?? usual?.method ?? 'open-tender' };
};
