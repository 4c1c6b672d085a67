import type { ApprovalVerb } from '../../approval/approval.js';
import { actingCandidate, moveChain, openChain, protectedHash, type ChainOrganisations } from '../../approval/embed.js';
import { evolveApprovals } from '../../approval/evolve.js';
import type { CaseId, ContentRef, Context, Decision, DomainEvent } from '../../kernel/case.js';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.js';
import { count, fen, table } from '../../kernel/rules.js';
import { currentStage, stageEnded } from '../../kernel/stages.js';
import { inForce } from '../../panel/answer.js';
import { procedureIn } from '../../procedure/procedure.js';
import { singleSourceOpen } from '../single-source/clear.js';
import type { PurchaseState } from '../state.js';
import type { Method, Plan } from '../types.js';
import type { FailureEvent } from './failure.js';
import type { FailureRefusal } from './refusals.js';
import type { FailureChoice } from './state.js';
import { survivorsOf } from './survivors.js';

const no = (code: FailureRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<FailureRefusal>(code, more);

export const chainOrganisations = ({ parties }: PurchaseState): ChainOrganisations => ({
  purchaser: parties.purchaser,
  finance: parties.finance,
  'prefecture-finance': parties.prefectureFinance,
});
const protectedFields = (plan: Plan, method: Method) => ({ amount: plan.amount, method, budgetLine: plan.budgetLine });

interface MethodRow {
  readonly method: string;
  readonly above: string;
  readonly below: string;
  readonly chain?: string | null;
}
/** How the method table stands to a method for this plan's amount: the chain that decides, null where none is needed, or why it is not open. */
const wayTo = (state: PurchaseState, plan: Plan, method: Method, context: Context): { readonly chain: string | null } | Refusal => {
  if (method === plan.method) return no('failure.same_method', { pointer: '/method' });
  const methods = context.rules.rule('method.table', state.pins);
  const row = table<readonly MethodRow[]>(methods).find((one) => one.method === method);
  const status = row && (plan.amount >= fen(context.rules.rule('threshold.openTender', state.pins)) ? row.above : row.below);
  if (status === undefined || status === 'forbidden')
    return no('failure.method_forbidden', { pointer: '/method', rule: methods, meta: { method } });
  // Granted, it would stand still at the plan.
  if (!context.rules.has(`procedure.${method}`, state.pins))
    return no('failure.method_has_no_procedure', { pointer: '/method', rule: methods, meta: { method } });
  const open = singleSourceOpen(state, method, context);
  if (open) return no('failure.single_source_open', { pointer: '/method', rule: open });
  const invited = invitedBy(state, method, context);
  const least = procedureIn(inForce(context.rules, state.pins), method).openingMinRule;
  const rule = least === undefined ? methods : context.rules.rule(least, state.pins);
  if (invited && invited.length !== count(rule))
    return no('failure.survivors_differ', { pointer: '/method', rule, meta: { method, count: invited.length, minimum: count(rule) } });
  return { chain: status === 'needs-approval' ? (row?.chain ?? null) : null };
};

/** Of a method that goes on with those who were left: who they are; null for every other. */
const invitedBy = (state: PurchaseState, method: Method, context: Context): readonly CaseId[] | null => {
  const ways = procedureIn(inForce(context.rules, state.pins), method).bidders ?? [];
  return ways.includes('survivors') ? survivorsOf(state) : null;
};

/** The choice is made: the stage ends with it as its outcome. */
export const chosen = (
  state: PurchaseState,
  choice: FailureChoice,
  method: Method | null,
  reason: ContentRef,
  context: Context,
): readonly DomainEvent[] => {
  const invited = method === null ? null : invitedBy(state, method, context);
  const event: FailureEvent = { type: 'FailureChosen', schema: 1, data: { choice, method, reason, ...(invited ? { invited } : {}) } };
  return [event, stageEnded(currentStage(state.stages) ?? 'failure', choice)];
};

/** Applies for another method, by the chain that the method table names; where it names none the choice stands at once. */
export const applyForMethod = (state: PurchaseState, method: Method | null, reason: ContentRef, context: Context): Decision | Refusal => {
  const { plan } = state.planning;
  if (plan === null) return no('failure.plan_missing');
  if (method === null) return no('failure.method_missing', { pointer: '/method' });
  const way = wayTo(state, plan, method, context);
  if (isRefusal(way)) return way;
  if (way.chain === null) return { events: chosen(state, 'other-method', method, reason, context) };
  const moves = openChain(context, {
    rule: way.chain,
    organisations: chainOrganisations(state),
    initiator: actingCandidate(context) ?? { person: '', appointment: '' },
    drafters: [],
    amount: plan.amount,
    fields: protectedFields(plan, method),
    pins: state.pins,
  });
  if (isRefusal(moves)) return moves;
  const events: FailureEvent[] = [
    { type: 'OtherMethodApplied', schema: 1, data: { method, reason } },
    { type: 'OtherMethodMoved', schema: 1, data: { moves } },
  ];
  return { events };
};

/** One verb on the chain. Approved, it ends the stage; refused or withdrawn, the purchaser is back at the choice. */
export const moveApplication = (state: PurchaseState, verb: ApprovalVerb, context: Context): Decision | Refusal => {
  const application = state.failure.current?.application;
  if (!application?.approval) return no('failure.no_application');
  const moves = moveChain(context, application.approval, verb, chainOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  if (moves.length === 0) return { events: [] };
  const moved: FailureEvent = { type: 'OtherMethodMoved', schema: 1, data: { moves } };
  const { method, reason } = application;
  const status = evolveApprovals(application.approval, moves, context.at)?.status;
  if (status === 'approved') return { events: [moved, ...chosen(state, 'other-method', method, reason, context)] };
  if (status !== 'refused' && status !== 'withdrawn') return { events: [moved] };
  const closed: FailureEvent = { type: 'OtherMethodClosed', schema: 1, data: { method, outcome: status } };
  return { events: [moved, closed] };
};

/** After a return: the application as mended, for the same method or another. */
export const resubmitApplication = (state: PurchaseState, method: Method, reason: ContentRef, context: Context): Decision | Refusal => {
  const { plan } = state.planning;
  const approval = state.failure.current?.application?.approval;
  if (plan === null || !approval) return no('failure.no_application');
  const way = wayTo(state, plan, method, context);
  if (isRefusal(way)) return way;
  const hash = protectedHash(context, approval.definition, protectedFields(plan, method));
  const resubmitted = moveApplication(state, { verb: 'resubmit', hash, amount: plan.amount }, context);
  if (isRefusal(resubmitted)) return resubmitted;
  const applied: FailureEvent = { type: 'OtherMethodApplied', schema: 1, data: { method, reason } };
  return { events: [applied, ...resubmitted.events] };
};
