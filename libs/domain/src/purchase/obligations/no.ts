import { refuse, type Refusal } from '../../kernel/refusal.js';
import type { ObligationRefusal } from './refusals.js';

export const no = (code: ObligationRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<ObligationRefusal>(code, more);
