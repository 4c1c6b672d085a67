import { balanceOf, lineYear, type Move, type Place } from '../../budget/ledger.js';
import type { CaseId, Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { formatYuan } from '../../kernel/money.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { dateOf, yearOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { fundingEvent as event, type FundingCommand } from './events.js';
import { applyMoves, move } from './moves.js';
import type { FundingRefusal } from './refusals.js';
import { lineOf } from './reserve.js';
import type { YearFunds } from './state.js';

const no = (code: FundingRefusal, meta: Refusal['meta'] = {}): Refusal => refuse<FundingRefusal>(code, { meta });
const nothing: Decision = { events: [] };
type Of<T extends FundingCommand['type']> = Extract<FundingCommand, { type: T }>['data'];

/** Whether a line's end of year has anything to say to this purchase. */
export const concernsYearEnd = (state: PurchaseState, funds: YearFunds): boolean =>
  funds.line !== null &&
  funds.endsAt !== null &&
  !funds.ended &&
  (funds.reserved + funds.committed + funds.accepted > 0n ||
    state.funding.years.some((one) => one.memo === funds.line && one.planned > 0n));

/** 24:00 of the line's last day: what is only reserved is withdrawn and planned for the next year; the line hears what waits. */
export const endYear = (state: PurchaseState, { line }: Of<'fundingYearEnd'>): Decision => {
  const funds = state.funding.years.find((one) => one.line === line);
  if (!funds || funds.ended) return nothing;
  const next = funds.year + 1;
  const moves =
    funds.reserved > 0n
      ? [move(line, 'reserved', 'withdrawn', funds.reserved), move(line, 'unplanned', 'planned', funds.reserved, next)]
      : [];
  // A year without a payment is in between: the plan is handed on through it.
  const waiting = applyMoves(state.funding.years, moves).filter((one) => one.line === null && one.memo === line);
  const data = { case: state.id, toCarry: funds.committed + funds.accepted, planned: waiting.reduce((sum, one) => sum + one.planned, 0n) };
  return { events: [event('FundingYearEnded', { line, moves })], commands: [{ type: 'noteYearEnd', caseId: line, data }] };
};

/** Where money of a new line goes: reserved before the contract, owed after acceptance, committed in between. */
const placeNow = ({ funding }: PurchaseState): Place =>
  funding.acceptedAt !== null ? 'accepted' : funding.committedAt !== null ? 'committed' : 'reserved';

/** Turns the part planned for a year into money of that year's line. Short of it nothing moves; `byHand` hears it as a refusal, a batch as a fact. */
export const fundYear = (state: PurchaseState, { year, line }: Of<'fundYear'>, context: Context, byHand: boolean): Decision | Refusal => {
  const plans = state.funding.years.filter((one) => one.line === null && one.memo !== null && one.planned > 0n);
  const planned = plans.find((one) => one.year === year);
  // Plans for still later years move on with the line that continues.
  const later = plans.filter((one) => one.year > year && one.memo !== line && (planned === undefined || one.memo === planned.memo));
  if (!planned && byHand) return no('funding.nothing_planned', { year });
  if (!planned && later.length === 0) return nothing;
  const budget = lineOf(line, context);
  if (!budget?.data || budget.endsAt === null || budget.data.purchaser !== state.parties.purchaser || budget.data.year !== year)
    return byHand ? no('funding.year_not_funded', { year }) : nothing;
  if (context.at >= budget.endsAt) return byHand ? no('funding.line_stopped') : nothing;
  const due = planned?.planned ?? 0n;
  const missing = due - balanceOf(context, line, 'available');
  if (missing > 0n) {
    if (byHand) return no('funding.year_short', { year, missing: formatYuan(missing) });
    const { dueAt } = dueOf(context.rules.rule('budget.later_year.due', state.pins), context.at, context.calendar);
    return { events: [event('YearFundingRefused', { year, line, missing, dueAt })] };
  }
  const moves: Move[] = [
    ...(planned?.memo ? [move(planned.memo, 'planned', 'unplanned', due, year), move(line, 'available', placeNow(state), due)] : []),
    ...later.flatMap((one) => [
      move(one.memo ?? line, 'planned', 'unplanned', one.planned, one.year),
      move(line, 'unplanned', 'planned', one.planned, one.year),
    ]),
  ];
  return { events: [event('YearFunded', { year, line, moves, lines: [{ line, endsAt: budget.endsAt }] })] };
};

/**
 * Finance has decided: commitments go to the new year's line, with their money (结转) or, after a withdrawal (收回), against the new line's own.
 * Never dropped: what the new line cannot bear stays planned for its year, with a to-do for finance.
 */
export const carryFunds = (state: PurchaseState, { from, to, withFunds }: Of<'carryFunds'>, context: Context): Decision => {
  const funds = state.funding.years.find((one) => one.line === from);
  const budget = lineOf(to, context);
  const owed = (funds?.committed ?? 0n) + (funds?.accepted ?? 0n);
  if (!funds || owed === 0n || !budget?.data || budget.endsAt === null) return nothing;
  const { year } = budget.data;
  const allowed = count(context.rules.rule('budget.carry_over.years_max', state.pins));
  const brings = withFunds && funds.carried + 1 <= allowed;
  const each = (leaving: Place, arriving: Place) =>
    (['committed', 'accepted'] as const).flatMap((place) => [
      move(from, place, leaving, funds[place]),
      move(to, arriving, place, funds[place]),
    ]);
  const lines = [{ line: to, endsAt: budget.endsAt, carried: funds.carried + 1 }];
  const carried = (moves: readonly Move[]) =>
    event('FundsCarried', { from, to, withFunds: brings, lines, moves: moves.filter(({ amount }) => amount > 0n) });
  if (brings) return { events: [carried(each('carried', 'brought'))] };
  const missing = owed - balanceOf(context, to, 'available');
  if (missing <= 0n) return { events: [carried(each('withdrawn', 'available'))] };
  const withdrawn = (['committed', 'accepted'] as const).map((place) => move(from, place, 'withdrawn', funds[place]));
  const { dueAt } = dueOf(context.rules.rule('budget.later_year.due', state.pins), context.at, context.calendar);
  return {
    events: [
      carried([...withdrawn, move(to, 'unplanned', 'planned', owed, year)]),
      event('YearFundingRefused', { year, line: to, missing, dueAt }),
    ],
  };
};

/** A payment whose expected day moves over a year-end moves its part with it. */
export const moveExpected = (state: PurchaseState, data: Of<'moveExpectedPayment'>, context: Context): Decision | Refusal => {
  const of = state.funding.instalments[data.instalment];
  if (!of) return no('funding.instalment_unknown');
  const rest = of.amount - of.paid;
  if (rest <= 0n) return no('funding.instalment_paid');
  const running = state.funding.years.filter((one) => one.line !== null && !one.ended && one.endsAt !== null && context.at < one.endsAt);
  const first = running[0]?.year ?? yearOf(dateOf(context.at));
  const [before, after] = [Math.max(first, yearOf(of.expectedOn)), Math.max(first, yearOf(data.expectedOn))];
  const moved = (moves: readonly Move[]): Decision => ({ events: [event('ExpectedPaymentMoved', { ...data, moves })] });
  if (before === after) return moved([]);
  const out = leaving(state, before, rest);
  const amount = out.reduce((sum, one) => sum + one.amount, 0n);
  const line = running.find((one) => one.year === after)?.line;
  if (!line) {
    const memo = state.funding.years.find((one) => one.line === null && one.year === after)?.memo ?? running[0]?.line;
    return memo ? moved([...out, move(memo, 'unplanned', 'planned', amount, after)]) : no('funding.year_not_funded', { year: after });
  }
  const missing = amount - balanceOf(context, line, 'available');
  if (missing > 0n) return no('funding.year_short', { year: after, missing: formatYuan(missing) });
  return moved([...out, move(line, 'available', placeNow(state), amount)]);
};

/** Takes up to `amount` out of what is planned or committed for a year whose line still runs. */
const leaving = (state: PurchaseState, year: number, amount: bigint): readonly Move[] => {
  const moves: Move[] = [];
  let left = amount;
  for (const funds of state.funding.years.filter((one) => one.year === year && !one.ended)) {
    const places = funds.line === null ? (['planned'] as const) : (['committed', 'accepted'] as const);
    for (const place of places) {
      const part = left < funds[place] ? left : funds[place];
      const on: CaseId | null = funds.line ?? funds.memo;
      if (part > 0n && on)
        moves.push(move(on, place, place === 'planned' ? 'unplanned' : 'available', part, place === 'planned' ? year : lineYear(on)));
      left -= part;
    }
  }
  return moves;
};
