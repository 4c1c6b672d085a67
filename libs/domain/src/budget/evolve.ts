import { evolveApprovals } from '../approval/index.js';
import { evolveStages, type Recorded } from '../kernel/index.js';
import type { BudgetEvent, BudgetState, CarryOver } from './budget.js';

export const evolveBudget = (state: BudgetState, { event, effectiveAt }: Recorded<BudgetEvent>): BudgetState => {
  switch (event.type) {
    case 'LineApproved': {
      const { moves: _moves, endsAt, pins, ...data } = event.data;
      return { ...state, data, endsAt, pins, amount: data.amount, approvedAt: effectiveAt };
    }
    case 'LineAdjusted':
      return { ...state, amount: state.amount + event.data.delta };
    case 'YearEnded':
      return { ...state, yearEnded: { at: effectiveAt, withdrawn: event.data.withdrawn, due: event.data.due } };
    case 'HolderReported':
      return {
        ...state,
        holders: [...state.holders.filter((holder) => holder.case !== event.data.case), event.data],
        lastReportAt: effectiveAt,
      };
    case 'LineSucceeded':
      return { ...state, successor: { line: event.data.by, at: effectiveAt } };
    case 'PlannedHandedOn':
      return {
        ...state,
        holders: state.holders.map((holder) => (event.data.cases.includes(holder.case) ? { ...holder, planned: 0n } : holder)),
        batches: [...state.batches, event.data.batch],
      };
    case 'CarryOverProposed': {
      const approval = evolveApprovals(null, event.data.moves, effectiveAt);
      return approval ? { ...state, carryOver: { into: event.data.into, amount: event.data.amount, approval, decided: null } } : state;
    }
    case 'CarryChainMoved':
      return { ...state, carryOver: moved(state.carryOver, event.data.moves, effectiveAt) };
    case 'CarryOverDecided':
      return {
        ...state,
        carryOver: state.carryOver && { ...state.carryOver, decided: event.data.outcome },
        holders: state.holders.map((holder) => ({ ...holder, toCarry: 0n })),
        batches: event.data.batch === null ? state.batches : [...state.batches, event.data.batch],
      };
    case 'CarryOverLate':
      return { ...state, carryLate: true };
    case 'BatchFinished':
      return { ...state, batches: state.batches.filter((batch) => batch !== event.data.batch) };
    case 'StageEntered':
    case 'StageEnded':
      return { ...state, stages: evolveStages(state.stages, event, effectiveAt) };
  }
};

const moved = (
  carryOver: CarryOver | null,
  moves: Extract<BudgetEvent, { type: 'CarryChainMoved' }>['data']['moves'],
  at: Recorded['effectiveAt'],
): CarryOver | null => {
  const approval = evolveApprovals(carryOver?.approval ?? null, moves, at);
  return carryOver && approval ? { ...carryOver, approval } : carryOver;
};
