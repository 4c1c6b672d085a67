import { batchProgress, type BatchState, type Context, type Json } from '@goufu/domain';

/** How far a batch has come: for operators, finance and audit; the cases themselves are seen where they are. */
export const seeBatch = (state: BatchState, { actor }: Context): Json | null => {
  const may = ['operator', 'auditor', 'finance-officer', 'finance-approver', 'finance-leader'].some((role) => actor.roles.includes(role));
  if (!may || state.owner === null) return null;
  return { owner: state.owner, begunAt: state.begunAt, done: state.done, ...batchProgress(state) };
};
