import { evolveApprovals, moveChain, openChain, type ApprovalVerb, type ChainOrganisations } from '../approval/index.js';
import {
  isRefusal,
  refuse,
  type CaseId,
  type Command,
  type ContentRef,
  type Context,
  type Decision,
  type DomainEvent,
  type Refusal,
} from '../kernel/index.js';
import { plannedHolders, toCarry, type BudgetEvent, type BudgetState } from './budget.js';
import type { BudgetRefusal } from './refusals.js';

const no = (code: BudgetRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<BudgetRefusal>(code, more);

export const carryOrganisations = (state: BudgetState): ChainOrganisations => ({
  finance: state.data?.finance ?? null,
  purchaser: state.data?.purchaser ?? null,
});

/** One idempotent command for each of many cases: a batch, which this line hears of when it is done. */
const batchOf = (context: Context, commands: readonly Command[]): { readonly id: CaseId; readonly creates: Decision['creates'] } => {
  const id = `batch/${context.newId()}`;
  return { id, creates: [{ kind: 'batch', command: { type: 'beginBatch', caseId: id, data: { owner: context.caseId, commands } } }] };
};

/** Hands the parts planned for the next year to the line that continues this one. */
export const settlePlanned = (state: BudgetState, context: Context): Decision<BudgetEvent> => {
  const waiting = plannedHolders(state);
  const { successor, data } = state;
  if (!successor || !data || waiting.length === 0) return { events: [] };
  const commands = waiting.map((holder) => ({
    type: 'fundYear',
    caseId: holder.case,
    data: { year: data.year + 1, line: successor.line },
  }));
  const batch = batchOf(context, commands);
  const handed = { batch: batch.id, cases: waiting.map((holder) => holder.case) };
  return { events: [{ type: 'PlannedHandedOn', schema: 1, data: handed }], ...(batch.creates ? { creates: batch.creates } : {}) };
};

/** 结转申请: what is committed and unpaid at the end of the year, into a line of a later one. */
export const proposeCarryOver = (
  state: BudgetState,
  data: { readonly into: CaseId; readonly reason: ContentRef },
  context: Context,
): Decision<BudgetEvent> | Refusal => {
  const amount = toCarry(state);
  if (amount === 0n) return no('budget.nothing_to_carry');
  if (state.carryOver?.decided === null && state.carryOver.approval.status !== 'withdrawn') return no('budget.carry_under_way');
  const facts = context.cases.get(data.into);
  const into = facts?.kind === 'budget' ? (facts.state as BudgetState).data : null;
  const own = state.data;
  if (!own || !into || into.purchaser !== own.purchaser || into.source !== own.source || into.year <= own.year)
    return no('budget.successor_unfit', { pointer: '/into', rule: context.rules.rule('budget.carry_over.years_max', state.pins) });
  const { person, appointment } = context.actor;
  const moves = openChain(context, {
    rule: 'approval.carryOver',
    organisations: carryOrganisations(state),
    initiator: { person: person ?? '', appointment: appointment ?? '' },
    drafters: [],
    amount,
    fields: { amount, budgetLine: data.into },
    pins: state.pins,
  });
  if (isRefusal(moves)) return moves;
  return { events: [{ type: 'CarryOverProposed', schema: 1, data: { ...data, amount, moves } }] };
};

/** Finance decides: approved, the money goes along (结转); refused, it is withdrawn (收回) and the new line has to bear the commitments. */
export const voteCarryOver = (state: BudgetState, verb: ApprovalVerb, context: Context): Decision<BudgetEvent> | Refusal => {
  const { carryOver } = state;
  if (!carryOver || carryOver.decided !== null) return no('budget.carry_not_proposed');
  const moves = moveChain(context, carryOver.approval, verb, carryOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  if (moves.length === 0) return { events: [] };
  const moved: BudgetEvent = { type: 'CarryChainMoved', schema: 1, data: { moves } };
  const after = evolveApprovals(carryOver.approval, moves, context.at)?.status;
  if (after !== 'approved' && after !== 'refused') return { events: [moved] };
  const outcome = after === 'approved' ? 'with-funds' : 'without-funds';
  const commands = state.holders
    .filter((holder) => holder.toCarry > 0n)
    .map((holder) => ({
      type: 'carryFunds',
      caseId: holder.case,
      data: { from: context.caseId, to: carryOver.into, withFunds: after === 'approved' },
    }));
  const batch = batchOf(context, commands);
  const decided: DomainEvent<'CarryOverDecided', { outcome: typeof outcome; batch: CaseId }> = {
    type: 'CarryOverDecided',
    schema: 1,
    data: { outcome, batch: batch.id },
  };
  return { events: [moved, decided], ...(batch.creates ? { creates: batch.creates } : {}) };
};
