import { balanceOf } from '../../budget/ledger.js';
import type { Context, DomainEvent } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { dateOf, yearOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { fundingEvent as event } from './events.js';
import { move } from './moves.js';
import type { FundingRefusal } from './refusals.js';

/**
 * Commits what a supplement adds to an instalment, in the year that expects it; a year without a line of its own plans it. A short line refuses: no
 * signature owes what no budget bears.
 */
export const addFunds = (state: PurchaseState, instalment: string, amount: bigint, context: Context): readonly DomainEvent[] | Refusal => {
  const rule = context.rules.rule('pay.no_budget', state.pins);
  const no = (code: FundingRefusal, meta: Refusal['meta'] = {}): Refusal => refuse<FundingRefusal>(code, { rule, meta });
  const of = state.funding.instalments[instalment];
  if (!of) return no('funding.instalment_unknown');
  const running = state.funding.years.filter((one) => one.line !== null && !one.ended && one.endsAt !== null && context.at < one.endsAt);
  const year = Math.max(running[0]?.year ?? yearOf(dateOf(context.at)), yearOf(of.expectedOn));
  const added = (moves: Parameters<typeof event<'FundsAdded'>>[1]['moves']) => [event('FundsAdded', { instalment, amount, moves })];
  const line = running.find((one) => one.year === year)?.line;
  if (!line) {
    const memo = state.funding.years.find((one) => one.line === null && one.year === year)?.memo ?? running[0]?.line;
    return memo ? added([move(memo, 'unplanned', 'planned', amount, year)]) : no('funding.year_not_funded', { year });
  }
  const missing = amount - balanceOf(context, line, 'available');
  if (missing > 0n) return no('funding.year_short', { year, missing: formatYuan(missing) });
  return added([move(line, 'available', state.funding.acceptedAt === null ? 'committed' : 'accepted', amount)]);
};
