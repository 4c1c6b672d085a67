import type { CaseId, Context } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import type { Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import { no } from './course.js';
import { ceilingOf, hasTalks, priceOf } from './final-quotes.js';

/** 报价超过预算或者最高限价: no majority makes such a bid valid, or a contract would owe what nobody has reserved. */
export const aboveCeiling = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  // A first price that is still to be talked about makes no bid invalid: the final quote does.
  const talked = hasTalks(state) && !state.evaluation.course?.talks?.prices.some((one) => one.bid === bid);
  const ceiling = ceilingOf(state);
  const price = priceOf(state, bid) ?? 0n;
  if (talked || price <= ceiling) return null;
  return no('evaluation.price_above_ceiling', {
    pointer: '/bid',
    rule: context.rules.rule('invalid.bid', state.pins),
    meta: { price: formatYuan(price), ceiling: formatYuan(ceiling) },
  });
};
