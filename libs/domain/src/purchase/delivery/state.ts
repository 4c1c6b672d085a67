import type { Instant } from '../../kernel/time.js';
import type { InstalmentState } from '../types.js';

export interface DeliveryState {
  readonly instalments: readonly InstalmentState[];
  /** Published act of acceptance. */
  readonly acceptance: { readonly passed: boolean; readonly actAt: Instant; readonly publishedAt: Instant | null } | null;
}
export const initialDelivery: DeliveryState = { instalments: [], acceptance: null };
