import type { Actor, CaseId, Context, DomainEvent, Task } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import type { Rule } from '../../kernel/rules.js';
import { currentStage, roundOf, stageName } from '../../kernel/stages.js';
import { inForce } from '../../panel/answer.js';
import type { PanelSurroundings } from '../../panel/decide.js';
import { sitting } from '../../panel/panel.js';
import { procedureIn, type ProcedureRule } from '../../procedure/procedure.js';
import { atCorrectedPrice } from '../findings/facts.js';
import type { PurchaseState } from '../state.js';
import type { OpenedBid, Plan } from '../types.js';
import type { EvaluationEvent } from './evaluation.js';
import type { EvaluationRefusal } from './refusals.js';
import type { TalksRefusal } from './talks-refusals.js';
import type { EvaluationCourse } from './state.js';

export const no = (code: EvaluationRefusal | TalksRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal =>
  refuse<EvaluationRefusal | TalksRefusal>(code, more);
export const event = <E extends EvaluationEvent>(type: E['type'], data: E['data']): DomainEvent => ({ type, schema: 1, data });
export const stageNow = (state: PurchaseState): string => currentStage(state.stages) ?? 'evaluation';

/** The evaluation whose stage is open; null outside of it. */
export const runningEvaluation = (state: PurchaseState): EvaluationCourse | null => {
  const stage = currentStage(state.stages);
  const { course } = state.evaluation;
  return stage !== null && stageName(stage) === 'evaluation' && course?.round === roundOf(stage) ? course : null;
};

/** As read out; a price that its bidder has confirmed as corrected, at that. */
export const openedBids = (state: PurchaseState): readonly OpenedBid[] =>
  (state.tender.current?.opening?.bids ?? []).map((bid) => atCorrectedPrice(state, bid));
export const openedBid = (state: PurchaseState, bid: CaseId): OpenedBid | undefined => openedBids(state).find((one) => one.bid === bid);

/** A bid is evaluated by the plan that its tender was built from. */
export const planOf = (state: PurchaseState): Plan => {
  const { plan } = state.planning;
  if (plan === null) throw new Error('an evaluation has no plan');
  return plan;
};

/** The id of the rule that the procedure of the purchase's method names for a step; else that of the open tender. */
export const ruleOfProcedure = (state: PurchaseState, context: Context, member: ProcedureRule, otherwise: string): string =>
  procedureIn(inForce(context.rules, state.pins), planOf(state).method)[member] ?? otherwise;

/** A rule that the procedure of the purchase's method names for a step; null where it names none. */
export const ruleIn = (state: PurchaseState, context: Context, member: ProcedureRule): Rule | null => {
  const id = procedureIn(inForce(context.rules, state.pins), planOf(state).method)[member];
  return id !== undefined && context.rules.has(id, state.pins) ? context.rules.rule(id, state.pins) : null;
};

/** Who convenes the panel: the agency where that is entrusted to it, else the purchaser. */
export const organiserOf = ({ parties }: PurchaseState, power = 'organise'): Extract<Task['to'], { organisation: string }> =>
  parties.agency?.powers.includes(power)
    ? { organisation: parties.agency.organisation, role: 'agency-officer' }
    : { organisation: parties.purchaser ?? '', role: 'purchaser-handler' };

/** Whether this person sits on the panel of the evaluation in course. */
export const sitsOnPanel = (state: PurchaseState, person: string | null): boolean => {
  const panel = state.evaluation.course?.panel;
  return !!panel && person !== null && sitting(panel).some((member) => member.person === person);
};

/** Whether this actor convenes panels here: in the office and the organisation that do it. */
export const convenes = (state: PurchaseState, actor: Actor): boolean => {
  const { purchaser, agency } = state.parties;
  return (
    (actor.organisation !== null && actor.organisation === purchaser && actor.roles.includes('purchaser-handler')) ||
    (actor.organisation !== null && actor.organisation === agency?.organisation && actor.roles.includes('agency-officer'))
  );
};

export const around = (state: PurchaseState, context: Context): PanelSurroundings => ({
  at: context.at,
  actor: context.actor.person,
  rules: inForce(context.rules, state.pins),
});
