import { seatFault, toCarry, type BudgetCommandType, type BudgetState, type Context, type Json, type Refusal } from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

const finance = [{ roles: ['finance-officer', 'finance-approver'], in: 'finance' }] as const;

/** Finance keeps the lines; the purchaser asks for its commitments to be carried over; the money itself moves by purchases alone. */
export const budgetPermissions: Permissions<BudgetCommandType> = {
  // Which bureau is in charge is read from the purchaser's registration and decided there.
  approveLine: [{ roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'any' }],
  adjustLine: finance,
  // Whoever proposes does not sit in the chain: the purchaser applies, or finance's leader where it does not.
  proposeCarryOver: [
    { roles: ['purchaser-handler'], in: 'purchaser' },
    { roles: ['finance-leader'], in: 'finance' },
  ],
  voteCarryOver: [{ roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'finance' }],
  refreshCarryElectorate: [{ roles: ['operator'], in: 'any' }],
  closeLine: finance,
  handOver: [],
  enterStage: [],
  yearEnd: [],
  noteYearEnd: [],
  succeed: [],
  settlePlanned: [],
  carryStepOverdue: [],
  carryOverdue: [],
  batchDone: [],
};

const partiesOf = ({ data }: BudgetState): Parties => ({ finance: data?.finance ?? null, purchaser: data?.purchaser ?? null });
const oversees = (context: Context): boolean => ['operator', 'auditor'].some((role) => context.actor.roles.includes(role));

export const budgetAccess = (state: BudgetState, type: BudgetCommandType, context: Context): Refusal | null =>
  mayGive(budgetPermissions, type, context.actor, partiesOf(state), { known: state.data === null || oversees(context) });
export const budgetOffered = (state: BudgetState, type: BudgetCommandType, context: Context): boolean =>
  isOffered(budgetPermissions, type, context.actor, partiesOf(state));

/** A line is seen by its purchaser, its finance bureau, audit and operators; the balances stand in its statement. */
export const seeBudget = (state: BudgetState, context: Context): Json | null => {
  const { data, carryOver } = state;
  const { organisation } = context.actor;
  const party = organisation !== null && [data?.purchaser, data?.finance].includes(organisation);
  if (!data || (!party && !oversees(context))) return null;
  return {
    ...data,
    amount: state.amount,
    approvedAt: state.approvedAt,
    endsAt: state.endsAt,
    stage: state.stages.open[0]?.stage ?? null,
    closed: state.stages.closed,
    yearEnded: state.yearEnded && { at: state.yearEnded.at, withdrawn: state.yearEnded.withdrawn },
    toCarry: toCarry(state),
    holders: state.holders,
    successor: state.successor,
    carryOver: carryOver && {
      into: carryOver.into,
      amount: carryOver.amount,
      decided: carryOver.decided,
      status: carryOver.approval.status,
      hash: carryOver.approval.hash,
      generation: carryOver.approval.generation,
      steps: carryOver.approval.steps,
      seats: carryOver.approval.seats,
    },
    carryLate: state.carryLate,
    batches: state.batches,
  } as unknown as Json;
};

/** Who may give a command of a line, held against this actor; of a vote, whose seat it is. */
export const entitledToBudget = (state: BudgetState, type: BudgetCommandType, { actor }: Context): Entitlement =>
  entitlement(
    waysOf(budgetPermissions[type], actor, partiesOf(state)),
    type === 'voteCarryOver' ? seatFault(state.carryOver?.approval, actor) : null,
  );
