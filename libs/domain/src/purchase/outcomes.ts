import type { Outcome } from '../kernel/case.js';
import type { StageName } from './part.js';

/** How each stage of a purchase can end. The failing of a tender leads to `failure`, which chooses how it goes on. */
export const purchaseOutcomes = {
  planning: ['approved', 'refused', 'cancelled'],
  tender: ['opened', 'failed', 'cancelled'],
  evaluation: ['recommended', 'failed', 'cancelled'],
  award: ['notified', 'failed', 'cancelled'],
  contract: ['effective', 'next', 'failed', 'cancelled'],
  failure: ['mend', 'retender', 'other-method', 'abandon'],
  /** `next`, `failed`: the award was invalid, and nothing was delivered yet. */
  delivery: ['settled', 'rescinded', 'next', 'failed'],
  /** `unspent`: of a contract that was rescinded before anything was paid. */
  performance: ['appraised', 'unspent'],
  closing: ['closed'],
} as const satisfies Record<StageName, readonly Outcome[]>;
