import { refuse, type Refusal } from '../../kernel/refusal.js';
import type { DeliveryRefusal } from './refusals.js';

/** A refusal of this part. */
export const no = (code: DeliveryRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<DeliveryRefusal>(code, more);
