import type { BudgetEvent } from './budget.js';

/**
 * What of a line goes along into a world beside its realm: that it was approved, adjusted and continued, and that its year began. Its purchases stay
 * behind, so nothing that they hold may go along: a reservation of a purchase that is not there could never be committed or released, and would block
 * the line for ever. For the same reason its end stays behind: what was withdrawn then is what purchases had left. A line whose year is over ends once
 * more in the world, by its own due, and withdraws what it holds there.
 */
export const keepsOfLine = (event: BudgetEvent): boolean => {
  switch (event.type) {
    case 'LineApproved':
    case 'LineAdjusted':
    case 'LineSucceeded':
      return true;
    case 'StageEntered':
      return event.data.stage === 'year';
    case 'StageEnded':
    case 'YearEnded':
    case 'HolderReported':
    case 'PlannedHandedOn':
    case 'CarryOverProposed':
    case 'CarryChainMoved':
    case 'CarryOverDecided':
    case 'CarryOverLate':
    case 'BatchFinished':
      return false;
  }
};
