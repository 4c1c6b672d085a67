import type { Context } from '../../kernel/case.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { table, type Pins, type Rule } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import { openTender, type Course, type Procedure, type ProcedureRule } from '../../procedure/procedure.js';
import type { PurchaseState } from '../state.js';
import type { Plan, TenderFace } from '../types.js';
import type { TenderRefusal } from './refusals.js';

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
export const procedureRule = (state: PurchaseState, member: Extract<keyof Required<Procedure>, RequiredRule>, context: Context): Rule => {
  const { plan } = state.planning;
  const procedure = plan === null ? null : procedureOf(plan, state.pins, context);
  if (procedure === null || isRefusal(procedure)) throw new Error('a tender in course has no procedure');
  return context.rules.rule(procedure[member], state.pins);
};
/** The rules that every procedure names. */
type RequiredRule = { [K in ProcedureRule]: undefined extends Procedure[K] ? never : K }[ProcedureRule];

/** What of a procedure a notice records. A pack of an earlier release says nothing of it: there every procedure ran as an open tender. */
export const courseOf = (method: string, { reading, talks, ranking }: Partial<Procedure>): Course => ({
  method,
  reading: reading ?? openTender.reading,
  talks: talks ?? openTender.talks,
  ranking: ranking ?? openTender.ranking,
});
/** The course that a round was announced with. */
export const courseIn = (face: TenderFace | null): Course => face?.course ?? openTender;
