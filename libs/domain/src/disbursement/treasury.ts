import {
  currentStage,
  dateOf,
  daysBetween,
  dueOf,
  isPlainDate,
  isRefusal,
  plusMs,
  stageEnded,
  stageName,
  table,
  words,
  type Command,
  type Context,
  type Decision,
  type Json,
  type PlainDate,
} from '../kernel/index.js';
import type { Attempt, DisbursementEvent, DisbursementState } from './disbursement.js';
import { lateInterest } from './late-interest.js';
import { purchaseOf } from './request.js';

/** What the treasury says of an order, by answer or by statement: cumulative figures, so that hearing it twice changes nothing. */
interface Told {
  readonly state: Attempt['state'];
  readonly paid: bigint;
  readonly returned: bigint;
  readonly treasuryNo: string | null;
  readonly reason: string | null;
  readonly valueOn: PlainDate;
}
const fields = (json: Json): Readonly<Record<string, Json | undefined>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Readonly<Record<string, Json | undefined>>) : {};
const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const fenOf = (value: Json | undefined): bigint => (typeof value === 'bigint' ? value : 0n);
const finals: readonly string[] = ['paid', 'partial', 'refused', 'returned'];

const toldBy = (of: Attempt, json: Json, kind: 'answer' | 'movement', context: Context): Told | null => {
  const heard = fields(json);
  const state = textOf(kind === 'answer' ? heard.state : heard.kind);
  if (state === null || !finals.includes(state)) return null;
  const valueOn = isPlainDate(heard.valueOn) ? heard.valueOn : dateOf(context.at);
  const head = { state: state as Told['state'], treasuryNo: textOf(heard.treasuryNo), reason: textOf(heard.reason), valueOn };
  if (kind === 'answer') return { ...head, paid: fenOf(heard.paid), returned: fenOf(heard.returned) };
  // A line of the statement tells one movement: paid or in part, then perhaps returned.
  const amount = fenOf(heard.amount);
  if (state === 'returned') return { ...head, paid: of.paid > amount ? of.paid : amount, returned: amount };
  return { ...head, paid: state === 'refused' ? 0n : amount, returned: 0n };
};

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Records what the treasury did. An unknown key, an answer heard before, one that is not final: nothing. Never refuses. */
export const recordAnswer = (
  state: DisbursementState,
  key: string | null,
  json: Json,
  kind: 'answer' | 'movement',
  context: Context,
): Decision<DisbursementEvent> => {
  const of = state.attempts.find((attempt) => attempt.key === key);
  const told = of ? toldBy(of, json, kind, context) : null;
  if (!of || !told) return { events: [] };
  const posted = most(0n, told.paid - of.paid);
  const back = most(0n, told.returned - of.returned);
  const rejected = told.state === 'refused' && of.state === 'ordered';
  if (posted === 0n && back === 0n && !rejected) return { events: [] };
  const what = { key: of.key, treasuryNo: told.treasuryNo, reason: told.reason };
  const events: DisbursementEvent[] = [];
  const commands: Command[] = [];
  const report = (type: string, more: object): void =>
    void commands.push({
      type,
      caseId: state.purchase ?? '',
      data: { instalment: state.instalment, disbursement: context.caseId, ...more },
    });
  const paid = state.paid + posted;
  if (posted > 0n) {
    const interest = interestOf(state, posted, told.valueOn, context);
    events.push({ type: 'PaymentPosted', schema: 1, data: { ...what, amount: posted, valueOn: told.valueOn, interest } });
    report('instalmentPaid', { amount: posted, last: paid >= state.amount });
  }
  if (back > 0n) {
    const confirmDue = dueOf(context.rules.rule('pay.confirm.due', state.pins), context.at, context.calendar);
    events.push({ type: 'PaymentReturned', schema: 1, data: { ...what, amount: back, confirmDue } });
    report('instalmentReturned', { amount: back });
  }
  if (rejected) events.push({ type: 'PaymentRejected', schema: 1, data: what });
  const whole = paid - back >= state.amount;
  return { events: [...events, ...stageOf(state, of, whole, back > 0n)], commands };
};

/** The payment stage ends by the answer; money that comes back later takes the case up again, closed or not. */
const stageOf = (state: DisbursementState, of: Attempt, whole: boolean, back: boolean): readonly DisbursementEvent[] => {
  const stage = currentStage(state.stages);
  const isLast = state.attempts.at(-1) === of;
  if (stage !== null && stageName(stage) === 'payment') return isLast || back ? [stageEnded(stage, whole ? 'paid' : 'reopened')] : [];
  const last = Object.keys(state.stages.ended).findLast((name) => stageName(name) === 'payment');
  const wasPaid = last !== undefined && state.stages.ended[last] === 'paid';
  return back && wasPaid ? [{ type: 'DisbursementReopened', schema: 1, data: { stage: last } }] : [];
};

/** The outcome of a payment stage that is entered after its answer came. */
export const outcomeNow = (state: DisbursementState): 'paid' | 'reopened' | null => {
  const last = state.attempts.at(-1);
  if (!last || last.state === 'ordered') return null;
  return state.paid >= state.amount ? 'paid' : 'reopened';
};

const isProtected = (state: DisbursementState, { rules }: Context): boolean =>
  rules.has('pay.sme.interest_min', state.pins) && words(rules.rule('pay.sme.scope', state.pins)).includes(state.payeeKind);

/**
 * Interest for delay on what was just paid: at the contract's rate, for the enterprises that the law protects never below its minimum on the date of the
 * contract; where the contract is silent, at the law's daily rate for them, and none for others.
 */
const interestOf = (state: DisbursementState, amount: bigint, paid: PlainDate, context: Context): DisbursementState['interest'] => {
  const dueAt = state.due?.binding.dueAt;
  if (!dueAt) return null;
  const due = dateOf(plusMs(dueAt, -1));
  if (daysBetween(due, paid) <= 0) return null;
  const on = paid;
  const agreed = purchaseOf(state.purchase, context)?.contract.signed?.payment?.interestPercent ?? null;
  if (agreed !== null) {
    const least = isProtected(state, context) ? table<string>(context.rules.rule('pay.sme.interest_min', state.pins)) : undefined;
    const rate = { source: 'agreed', annualPercent: agreed, ...(least === undefined ? {} : { lprPercent: least }) } as const;
    const interest = lateInterest({ payeeKind: state.payeeKind, amount, due, paid, on, rate });
    return isRefusal(interest) ? null : interest;
  }
  if (!context.rules.has('pay.sme.interest_daily', state.pins)) return null;
  const rate = {
    source: 'statutory-daily',
    daily: context.rules.rule('pay.sme.interest_daily', state.pins),
    scope: context.rules.rule('pay.sme.scope', state.pins),
  } as const;
  const interest = lateInterest({ payeeKind: state.payeeKind, amount, due, paid, on, rate });
  return isRefusal(interest) ? null : interest;
};
