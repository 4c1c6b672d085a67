import {
  dateOf,
  endOfDay,
  formatYuan,
  plainDate,
  refuse,
  table,
  yearOf,
  type Context,
  type Decision,
  type Instant,
  type Refusal,
  type Rule,
} from '../kernel/index.js';
import { isPurchaserType, type OrganisationState } from '../organisation/index.js';
import type { ApproveLine, BudgetCommand, BudgetEvent, BudgetState } from './budget.js';
import { balanceOf } from './ledger.js';
import type { BudgetRefusal } from './refusals.js';

const no = (code: BudgetRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<BudgetRefusal>(code, more);

/** 24:00 of the last day of a fiscal year, as the rule names it (`12-31`). */
export const yearEndOf = (rule: Rule, year: number): Instant => endOfDay(plainDate(`${year}-${table<string>(rule)}`));

/** A line comes into being by the approval of the finance bureau in charge: 指标下达. */
export const approveLine = (state: BudgetState, data: ApproveLine, context: Context): Decision<BudgetEvent> | Refusal => {
  if (state.data !== null) return no('budget.line_exists');
  const purchaser = context.cases.get(data.purchaser)?.state as OrganisationState | undefined;
  if (!purchaser?.data || !isPurchaserType(purchaser.data.type)) return no('budget.purchaser_unknown', { pointer: '/purchaser' });
  const finance = purchaser.data.finance;
  if (finance === null || (context.actor.kind === 'person' && context.actor.organisation !== finance))
    return no('budget.not_own_purchaser', { pointer: '/purchaser' });
  if (data.amount <= 0n) return no('budget.amount_not_positive', { pointer: '/amount' });
  const rule = context.rules.rule('budget.year_end');
  const endsAt = yearEndOf(rule, data.year);
  if (context.at >= endsAt) return no('budget.year_over', { pointer: '/year', rule, meta: { year: data.year } });
  const refused = data.continues === null ? null : unfit(data, context);
  if (refused) return refused;
  const line = context.caseId;
  const moves = [{ line, year: data.year, from: 'appropriation', to: 'available', amount: data.amount }] as const;
  const pins = { factHappened: { on: dateOf(context.at), pack: context.rules.pack } };
  return {
    events: [{ type: 'LineApproved', schema: 1, data: { ...data, finance, endsAt, pins, moves } }],
    ...(data.continues === null ? {} : { commands: [{ type: 'succeed', caseId: data.continues, data: { by: line } }] }),
  };
};

const unfit = (data: ApproveLine, context: Context): Refusal | null => {
  const before = context.cases.get(data.continues ?? '');
  const line = before?.kind === 'budget' ? (before.state as BudgetState) : null;
  const rule = context.rules.rule('pay.no_budget');
  const fits = line?.data && line.data.purchaser === data.purchaser && line.data.source === data.source && line.data.year === data.year - 1;
  if (!fits) return no('budget.predecessor_unknown', { pointer: '/continues', rule });
  return line.successor ? no('budget.already_continued', { pointer: '/continues' }) : null;
};

/** 指标调整: adds money, or takes back what is still available. */
export const adjustLine = (
  state: BudgetState,
  data: Extract<BudgetCommand, { type: 'adjustLine' }>['data'],
  context: Context,
): Decision<BudgetEvent> | Refusal => {
  if (state.endsAt !== null && context.at >= state.endsAt) return no('budget.stage_not_open');
  if (data.delta === 0n) return no('budget.adjusted_by_nothing', { pointer: '/delta' });
  const line = context.caseId;
  const available = balanceOf(context, line, 'available');
  if (available + data.delta < 0n) return no('budget.not_available', { pointer: '/delta', meta: { available: formatYuan(available) } });
  const year = state.data?.year ?? yearOf(dateOf(context.at));
  const move =
    data.delta > 0n
      ? ({ line, year, from: 'appropriation', to: 'available', amount: data.delta } as const)
      : ({ line, year, from: 'available', to: 'appropriation', amount: -data.delta } as const);
  return { events: [{ type: 'LineAdjusted', schema: 1, data: { ...data, moves: [move] } }] };
};
