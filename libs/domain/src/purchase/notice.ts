import type { Json, Recorded, Row } from '../kernel/case.js';
import { encode } from '../kernel/json.js';
import type { Instant } from '../kernel/time.js';
import type { PurchaseState } from './state.js';

/** A public notice of a purchase as a read-model row: public data alone. `round` tells notices of the same kind apart. */
export const publicNotice = (
  state: PurchaseState,
  recorded: Recorded,
  kind: string,
  body: { readonly [key: string]: Json },
  more: { readonly round?: number; readonly untilAt?: Instant } = {},
): Row => ({
  table: 'notice',
  key: `${recorded.caseId}:${kind}${more.round && more.round > 1 ? `:${more.round}` : ''}`,
  values: {
    case_id: recorded.caseId,
    kind,
    title: state.planning.title,
    body: encode(body),
    published_at: recorded.effectiveAt,
    until_at: more.untilAt ?? null,
  },
});
