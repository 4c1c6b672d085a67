import type { Move } from '../../budget/ledger.js';
import type { Context, DomainEvent } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { fundingEvent as event } from './events.js';
import { applyMoves, givenBack, move } from './moves.js';
import type { YearFunds } from './state.js';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Takes an amount out of what is still owed: plans of the last year first, then its commitments, and so backwards. */
const cut = (years: readonly YearFunds[], amount: bigint, at: Instant): readonly Move[] => {
  const moves: Move[] = [];
  let left = amount;
  for (const funds of years.toReversed()) {
    if (funds.memo !== null && funds.planned > 0n) {
      const part = least(left, funds.planned);
      moves.push(move(funds.memo, 'planned', 'unplanned', part, funds.year));
      left -= part;
    }
    if (funds.line === null) continue;
    for (const place of ['committed', 'accepted'] as const) {
      const part = least(left, funds[place]);
      moves.push(move(funds.line, place, givenBack(funds, at), part));
      left -= part;
    }
  }
  return moves.filter((one) => one.amount > 0n);
};

/** Releases commitments that will never be owed: rescission, waiver, a tail cut by the contract's formula. More than is owed releases what is. */
export const releaseCommitments = (state: PurchaseState, amount: bigint, context: Context): readonly DomainEvent[] => {
  const moves = cut(state.funding.years, amount, context.at);
  return moves.length === 0 ? [] : [event('CommitmentsReleased', { amount, moves })];
};

/** Acceptance: what was prepaid is cleared, what is owed becomes accepted. `reduced` fen of the commitment are released (formula, deductions). */
export const acceptFunds = (state: PurchaseState, reduced: bigint, context: Context): readonly DomainEvent[] => {
  const released = releaseCommitments(state, reduced, context);
  const rest = applyMoves(state.funding.years, released.length === 0 ? [] : cut(state.funding.years, reduced, context.at));
  const moves = rest.flatMap((funds) =>
    funds.line === null
      ? []
      : [move(funds.line, 'advanced', 'paid', funds.advanced), move(funds.line, 'committed', 'accepted', funds.committed)],
  );
  return [...released, event('FundsAccepted', { moves: moves.filter((one) => one.amount > 0n) })];
};
