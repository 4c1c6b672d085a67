import type { Move } from '../../budget/ledger.js';
import type { Context, DomainEvent } from '../../kernel/case.js';
import { yearOf, type Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { fundingEvent as event } from './events.js';
import { applyMoves, givenBack, move } from './moves.js';
import type { YearFunds } from './state.js';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What is given up of one instalment. */
interface GivenUp {
  readonly instalment: string;
  readonly amount: bigint;
}

/** Takes what is given up of an instalment out of the year that expects it, and what that year does not hold as `cut` does. */
const giveUp = ({ funding }: PurchaseState, parts: readonly GivenUp[], at: Instant): readonly Move[] => {
  let { years } = funding;
  const moves: Move[] = [];
  const take = (of: readonly YearFunds[], amount: bigint): bigint => {
    const taken = cut(of, amount, at);
    years = applyMoves(years, taken);
    moves.push(...taken);
    return amount - taken.reduce((sum, one) => sum + one.amount, 0n);
  };
  for (const { instalment, amount } of parts) {
    const expectedOn = funding.instalments[instalment]?.expectedOn;
    const year = expectedOn === undefined ? 0 : Math.max(yearOf(expectedOn), years[0]?.year ?? 0);
    const left = take(
      years.filter((funds) => funds.year === year),
      amount,
    );
    if (left > 0n) take(years, left);
  }
  return moves;
};

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

/**
 * Releases commitments that will never be owed: rescission, waiver, a tail cut by the contract's formula. Parts of instalments leave the year that
 * expects them, an amount the last years first. More than is owed releases what is.
 */
export const releaseCommitments = (state: PurchaseState, what: bigint | readonly GivenUp[], context: Context): readonly DomainEvent[] => {
  const moves = typeof what === 'bigint' ? cut(state.funding.years, what, context.at) : giveUp(state, what, context.at);
  const amount = typeof what === 'bigint' ? what : what.reduce((sum, one) => sum + one.amount, 0n);
  return moves.length === 0 ? [] : [event('CommitmentsReleased', { amount, moves })];
};

/** A contract that is undone before anything was delivered: its money waits for another one, what no year holds any more is given back. */
export const uncommitFunds = (state: PurchaseState, context: Context): readonly DomainEvent[] => {
  const moves = state.funding.years.flatMap((funds) => {
    if (funds.line === null || funds.committed === 0n) return [];
    const back = givenBack(funds, context.at);
    return [move(funds.line, 'committed', back === 'withdrawn' ? back : 'reserved', funds.committed)];
  });
  const amount = moves.reduce((sum, one) => sum + one.amount, 0n);
  return moves.length === 0 ? [] : [event('CommitmentsReleased', { amount, moves })];
};

/** Acceptance, or the settlement of a rescinded contract: what was prepaid is cleared, what is owed becomes accepted. */
export const acceptFunds = (state: PurchaseState): readonly DomainEvent[] => {
  const moves = state.funding.years
    .flatMap((funds) =>
      funds.line === null
        ? []
        : [move(funds.line, 'advanced', 'paid', funds.advanced), move(funds.line, 'committed', 'accepted', funds.committed)],
    )
    .filter((one) => one.amount > 0n);
  return [event('FundsAccepted', { moves })];
};
