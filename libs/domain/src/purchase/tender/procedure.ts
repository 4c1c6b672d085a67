import type { Context } from '../../kernel/case.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { table, type Pins, type Rule } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import type { TenderRefusal } from './refusals.js';

/** The course of a method as the pack states it: each member names the rule that holds the figure. */
export interface Procedure {
  readonly noticeRule: string;
  readonly documentsRule: string;
  readonly bidTimeRule: string;
  readonly clarificationRule: string;
  readonly openingMinRule: string;
  /** Absent: that of the open tender. */
  readonly bondRule?: string;
}
interface MethodRow {
  readonly method: string;
  readonly procedure?: string | null;
}

/** Pins as they stand once the notice goes out now: an earlier round's notice binds nothing any more. */
export const pinsOfNotice = (state: PurchaseState, context: Context): Pins => ({
  ...state.pins,
  notice: { on: dateOf(context.at), pack: context.rules.pack },
});

/** The procedure of the plan's method, or why there is none. */
export const procedureOf = (plan: Plan, pins: Pins, context: Context): Procedure | Refusal => {
  const methods = context.rules.rule('method.table', pins);
  const id = table<readonly MethodRow[]>(methods).find((row) => row.method === plan.method)?.procedure;
  return id && context.rules.has(id, pins)
    ? table<Procedure>(context.rules.rule(id, pins))
    : refuse<TenderRefusal>('tender.procedure_missing', { rule: methods, meta: { method: plan.method } });
};

/** A rule that the procedure of the round in course names. Its plan and procedure were found when the notice went out. */
export const procedureRule = (state: PurchaseState, member: Exclude<keyof Procedure, 'bondRule'>, context: Context): Rule => {
  const { plan } = state.planning;
  const procedure = plan === null ? null : procedureOf(plan, state.pins, context);
  if (procedure === null || isRefusal(procedure)) throw new Error('a tender in course has no procedure');
  return context.rules.rule(procedure[member], state.pins);
};
