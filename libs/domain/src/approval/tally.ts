import type { ApprovalRatio, ApprovalSeat, ApprovalState, ApprovalStep, ApprovalTally } from './approval.js';

const EVERYBODY: ApprovalRatio = { num: 1, den: 1, op: '>=' };

/** Seats of a step in the generation that counts now, in their frozen order. */
export const seatsOf = (state: ApprovalState, stepId: string): readonly ApprovalSeat[] => {
  const step = state.steps.find(({ id }) => id === stepId);
  return state.seats.filter((seat) => seat.step === stepId && seat.counts && seat.generation === step?.generation);
};

/** Recused seats and those whose holder left never belong to the electorate. */
export const tallyOf = (seats: readonly ApprovalSeat[]): ApprovalTally => {
  const having = (outcome: ApprovalSeat['outcome']) => seats.filter((seat) => seat.outcome === outcome).length;
  const [approved, refused, pending] = [having('approved'), having('refused'), having(null)];
  return { electorate: approved + refused + pending, approved, refused, pending };
};

const reaches = (approved: number, electorate: number, { num, den, op }: ApprovalRatio): boolean => {
  const [have, need] = [BigInt(approved) * BigInt(den), BigInt(num) * BigInt(electorate)];
  return op === '>' ? have > need : have >= need;
};

/** Decides as early as the votes allow, in both directions: no later vote could change the answer. */
export const verdictOf = (step: ApprovalStep, tally: ApprovalTally): 'passed' | 'refused' | 'undecided' => {
  const { electorate, approved, refused, pending } = tally;
  if (electorate === 0) return 'undecided'; // an empty step never passes
  if (step.mode === 'any-sign') return refused > 0 ? 'refused' : approved > 0 ? 'passed' : 'undecided';
  if (step.veto === 'any' && refused > 0) return 'refused';
  const ratio = step.mode === 'all-sign' ? (step.ratio ?? EVERYBODY) : EVERYBODY;
  if (!reaches(approved + pending, electorate, ratio)) return 'refused';
  // While somebody may still veto, a reached ratio is not yet the last word.
  if (step.veto === 'any' && pending > 0) return 'undecided';
  return reaches(approved, electorate, ratio) ? 'passed' : 'undecided';
};
