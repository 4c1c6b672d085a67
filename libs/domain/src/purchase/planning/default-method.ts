import type { Context } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import type { Method } from '../types.js';
import { methodOptions } from './method-table.js';
import type { PlanInput } from './planning.js';

/** A plan as it is handed in: one that names no method takes the pack's. */
export type SubmittedPlan = Omit<PlanInput, 'method'> & { readonly method?: Method | null };

/** The plan with its method: the one named, else the default of the method table for its amount. */
export const withMethod = (state: PurchaseState, plan: SubmittedPlan, { rules }: Context): PlanInput => {
  const [methods, threshold] = [rules.rule('method.table', state.pins), rules.rule('threshold.openTender', state.pins)];
  const usual = methodOptions(methods, threshold, plan.amount).find(({ status }) => status === 'default');
  return { ...plan, method: plan.method ?? (usual?.method as Method | undefined) ?? 'open-tender' };
};
