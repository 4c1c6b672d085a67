import type { BudgetState } from '../../budget/budget.js';
import { accountsOf, balanceOf, lineYear, type Move } from '../../budget/ledger.js';
import type { CaseId, Context, DomainEvent, Needs } from '../../kernel/case.js';
import { formatYuan, splitByPercents } from '../../kernel/money.js';
import { ratioOf } from '../../kernel/ratio.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { dateOf, type Instant, type PlainDate, yearOf } from '../../kernel/time.js';
import { setAsideAccounts } from '../planning/set-aside.js';
import type { PurchaseState } from '../state.js';
import type { Instalment, Plan } from '../types.js';
import { fundingEvent as event } from './events.js';
import { givenBack, move } from './moves.js';
import type { FundingRefusal } from './refusals.js';
import type { YearFunds } from './state.js';
import { untenderedAccounts } from './untendered.js';

const no = (code: FundingRefusal, meta: Refusal['meta'] = {}): Refusal => refuse<FundingRefusal>(code, { meta });
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Lines that a purchase has money or plans on. */
export const linesOf = (state: PurchaseState): readonly CaseId[] => [
  ...new Set(state.funding.years.flatMap(({ line, memo }) => [line, memo]).filter((id): id is CaseId => id !== null)),
];

/** Accounts of all budget lines that a purchase holds money of, or is about to: what every decision that moves money needs. */
export const fundingNeeds = (state: PurchaseState, plan?: Pick<Plan, 'budgetLine'>, more: readonly CaseId[] = []): Needs => {
  const lines = [...new Set([...linesOf(state), ...(plan ? [plan.budgetLine] : []), ...more])];
  const { counted, setAside } = state.planning;
  const memo = counted ? untenderedAccounts(counted.line, counted.category) : [];
  // From the signature on nothing is counted out any more: no contract waits for its department's figures.
  const figures = setAside && state.contract.signed === null ? setAsideAccounts(setAside.department, setAside.year) : [];
  return { accounts: [...lines.flatMap(accountsOf), ...memo, ...figures], reads: lines };
};

/** The budget line as it stands; null when there is no such line. */
export const lineOf = (line: CaseId, context: Context): BudgetState | null => {
  const facts = context.cases.get(line);
  const state = facts?.kind === 'budget' ? (facts.state as BudgetState) : null;
  return state?.data ? state : null;
};

/** Amounts by fiscal year: the year of each expected day, never before `first`. */
const byYear = (
  parts: readonly { readonly amount: bigint; readonly expectedOn: PlainDate }[],
  first: number,
): ReadonlyMap<number, bigint> => {
  const years = new Map<number, bigint>();
  for (const { amount, expectedOn } of parts) {
    const year = Math.max(first, yearOf(expectedOn));
    years.set(year, (years.get(year) ?? 0n) + amount);
  }
  return years;
};

const partsOf = (plan: Plan): readonly { amount: bigint; expectedOn: PlainDate }[] => {
  const amounts = splitByPercents(
    plan.amount,
    plan.schedule.map(({ percent }) => ratioOf(percent)),
  );
  return plan.schedule.map(({ expectedOn }, i) => ({ amount: amounts[i] ?? 0n, expectedOn }));
};

const short = (missing: bigint, context: Context): Refusal =>
  refuse('planning.not_budgeted', {
    meta: { missing: formatYuan(missing) },
    rule: context.rules.rule('gps.no_budget_no_project'),
  });

/** Why the plan's budget line cannot bear it (unknown, another purchaser's, stopped, short): asked when a plan is submitted. */
export const checkFunds = (state: PurchaseState, plan: Plan, context: Context): Refusal | null => {
  const line = lineOf(plan.budgetLine, context);
  if (!line?.data || line.data.purchaser !== state.parties.purchaser)
    return refuse('planning.line_unknown', { rule: context.rules.rule('gps.no_budget_no_project') });
  if (line.endsAt !== null && context.at >= line.endsAt) return no('funding.line_stopped');
  // What this purchase has reserved already (an earlier round of planning) is not asked for twice.
  if (sum(state.funding.years.map((funds) => funds.reserved + funds.planned)) >= plan.amount) return null;
  const own = byYear(partsOf(plan), line.data.year).get(line.data.year) ?? 0n;
  const missing = own - balanceOf(context, plan.budgetLine, 'available');
  return missing > 0n ? short(missing, context) : null;
};

/** Reserves the plan's amount by expected year, once; an exhausted line refuses. In the transaction of the plan's receipt or approval. */
export const reserveFunds = (state: PurchaseState, plan: Plan, context: Context): readonly DomainEvent[] | Refusal => {
  if (state.funding.years.some((funds) => funds.reserved + funds.planned > 0n)) return [];
  const refused = checkFunds(state, plan, context);
  const line = lineOf(plan.budgetLine, context);
  if (refused || !line?.data || line.endsAt === null) return refused ?? refuse('planning.line_unknown');
  const { year } = line.data;
  const moves = [...byYear(partsOf(plan), year)].map(([of, amount]) =>
    of === year ? move(plan.budgetLine, 'available', 'reserved', amount) : move(plan.budgetLine, 'unplanned', 'planned', amount, of),
  );
  return [event('FundsReserved', { moves, lines: [{ line: plan.budgetLine, endsAt: line.endsAt }] })];
};

/** Gives the whole reservation back: planning refused, tender failed and abandoned, ended before the contract. */
export const releaseFunds = (state: PurchaseState, context: Context): readonly DomainEvent[] => {
  const moves = state.funding.years.flatMap((funds) => [
    ...(funds.line !== null && funds.reserved > 0n ? [move(funds.line, 'reserved', givenBack(funds, context.at), funds.reserved)] : []),
    ...unplanAll(funds),
  ]);
  return moves.length === 0
    ? []
    : [event('FundsReleased', { moves, uncounted: state.planning.counted, setAside: state.planning.setAside })];
};

const unplanAll = ({ memo, year, planned }: YearFunds): Move[] =>
  memo !== null && planned > 0n ? [move(memo, 'planned', 'unplanned', planned, year)] : [];

/** Money of lines whose year runs, and plans, by year. */
const running = (years: readonly YearFunds[], at: Instant): readonly YearFunds[] =>
  years.filter((funds) => funds.line !== null && !funds.ended && funds.endsAt !== null && at < funds.endsAt);

/** Commits what the contract owes by expected day of each instalment, and releases what the award left of the reservation. */
export const commitFunds = (state: PurchaseState, schedule: readonly Instalment[], context: Context): readonly DomainEvent[] | Refusal => {
  const funded = running(state.funding.years, context.at);
  const [base] = funded;
  if (!base?.line) return no('funding.year_not_funded', { year: yearOfNow(state, context) });
  const wanted = byYear(schedule, base.year);
  const moves: Move[] = [];
  for (const funds of funded) {
    if (funds.line === null) continue;
    const amount = wanted.get(funds.year) ?? 0n;
    const missing = amount - funds.reserved - balanceOf(context, funds.line, 'available');
    if (missing > 0n) return no('funding.year_short', { year: funds.year, missing: formatYuan(missing) });
    moves.push(...commitYear(funds, funds.line, amount));
  }
  // Years without a line of their own are planned, at what the contract says now.
  const memo = base.line;
  const planned = new Map(state.funding.years.filter((funds) => funds.line === null).map((funds) => [funds.year, funds]));
  for (const year of new Set([...planned.keys(), ...wanted.keys()])) {
    if (funded.some((funds) => funds.year === year)) continue;
    const [before, after] = [planned.get(year)?.planned ?? 0n, wanted.get(year) ?? 0n];
    const on = planned.get(year)?.memo ?? memo;
    if (after > before) moves.push(move(on, 'unplanned', 'planned', after - before, year));
    if (after < before) moves.push(move(on, 'planned', 'unplanned', before - after, year));
  }
  const instalments = schedule.map(({ id, amount, expectedOn }) => ({ id, amount, expectedOn }));
  return [event('FundsCommitted', { moves: moves.filter(({ amount }) => amount > 0n), instalments })];
};

const commitYear = (funds: YearFunds, line: CaseId, amount: bigint): readonly Move[] => {
  const fromReserved = amount < funds.reserved ? amount : funds.reserved;
  return [
    move(line, 'reserved', 'committed', fromReserved),
    move(line, 'available', 'committed', amount - fromReserved),
    move(line, 'reserved', 'available', funds.reserved - fromReserved),
  ];
};

const yearOfNow = (state: PurchaseState, context: Context): number => {
  const last = state.funding.years.findLast((funds) => funds.line !== null);
  return last?.line ? lineYear(last.line) + 1 : yearOf(dateOf(context.at));
};
