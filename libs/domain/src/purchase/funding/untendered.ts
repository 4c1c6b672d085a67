import type { CaseId, Context, Posting } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { fen, flag } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import { categoryOf, isSplit } from './splitting.js';

/** What a purchase buys of one category under one budget line otherwise than by open tender: kept as memo on the line, which every purchase reads. */
export interface Untendered {
  readonly line: CaseId;
  /** As many leading characters of the procurement code as the pack says. */
  readonly category: string;
  readonly amount: bigint;
}
const accountOf = (line: CaseId, category: string): string => `${line}#untendered-${category}`;
const contraOf = (line: CaseId, category: string): string => `${line}#appropriation-untendered-${category}`;

/** Accounts that a decision about this line and code may touch, however many characters the pack takes for a category. */
export const untenderedAccounts = (line: CaseId, code: string): readonly string[] =>
  Array.from(code, (_, at) => code.slice(0, at + 1)).flatMap((category) => [accountOf(line, category), contraOf(line, category)]);

/** Counts a plan in, and out what it counted before: another method, or nothing bought at all. */
export const untenderedPostings = (counted: Untendered | null, uncounted: Untendered | null, memo: string): readonly Posting[] => [
  ...(uncounted
    ? [
        {
          from: accountOf(uncounted.line, uncounted.category),
          to: contraOf(uncounted.line, uncounted.category),
          amount: uncounted.amount,
          memo,
        },
      ]
    : []),
  ...(counted
    ? [{ from: contraOf(counted.line, counted.category), to: accountOf(counted.line, counted.category), amount: counted.amount, memo }]
    : []),
];

/** What counts against the threshold; null for an open tender, and for a method that finance has approved. */
export const untenderedBy = (state: PurchaseState, plan: Plan, context: Context): Untendered | null => {
  if (plan.method === 'open-tender' || state.failure.approvedMethods.includes(plan.method)) return null;
  if (!flag(context.rules.rule('pre.split_forbidden', state.pins))) return null;
  const length = context.rules.rule('pre.split_forbidden.code_length', state.pins);
  return { line: plan.budgetLine, category: categoryOf(plan.procurementCode, length), amount: plan.amount };
};

/** 化整为零: all that a line's year buys of a category without open tender stays within the open-tender threshold (`calculators.md` 4). */
export const checkSplitting = (state: PurchaseState, plan: Plan, context: Context): Refusal | null => {
  const own = untenderedBy(state, plan, context);
  if (own === null) return null;
  const before = state.planning.counted;
  const counted = before?.line === own.line && before.category === own.category ? before.amount : 0n;
  const sum = (context.accounts.get(accountOf(own.line, own.category))?.balance ?? 0n) - counted + own.amount;
  const threshold = fen(context.rules.rule('threshold.openTender', state.pins));
  if (!isSplit(sum, threshold)) return null;
  return refuse('planning.split', {
    pointer: '/plan/method',
    rule: context.rules.rule('pre.split_forbidden', state.pins),
    meta: { sum: formatYuan(sum), threshold: formatYuan(threshold), category: own.category },
  });
};
