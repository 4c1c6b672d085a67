import type { CaseId, Context } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import type { Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import { no, openedBid, planOf } from './course.js';

/** 报价超过预算或者最高限价: no majority makes such a bid valid, or a contract would owe what nobody has reserved. */
export const aboveCeiling = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  const { amount, maxPrice } = planOf(state);
  const ceiling = maxPrice !== null && maxPrice < amount ? maxPrice : amount;
  const price = openedBid(state, bid)?.price ?? 0n;
  if (price <= ceiling) return null;
  return no('evaluation.price_above_ceiling', {
    pointer: '/bid',
    rule: context.rules.rule('invalid.bid', state.pins),
    meta: { price: formatYuan(price), ceiling: formatYuan(ceiling) },
  });
};
