import type { StageOutcomes } from '../kernel/index.js';

/** How each stage of a disbursement can end; a demand for money back that is given up has `failed`. */
export const disbursementOutcomes = {
  approval: ['ordered', 'refused', 'cancelled'],
  payment: ['paid', 'reopened', 'failed'],
  closing: ['closed'],
} as const satisfies StageOutcomes;
