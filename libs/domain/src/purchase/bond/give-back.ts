import { lateInterest } from '../../disbursement/late-interest.js';
import type { Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { exactText, mulRatio, ofPercent, ratioOf, sumRatio } from '../../kernel/ratio.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import { table, words } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { BondCommand, BondCommandType, BondEvent } from './bond.js';
import { bondOf, no, refusedToSign, released } from './facts.js';
import type { BondInterest, HeldBond, ReleaseCause } from './state.js';

type Data<T extends BondCommandType> = Extract<BondCommand, { type: T }>['data'];

/** The rule that says until when a bond is given back, by the method of the purchase and by why. */
const refundRule = (state: PurchaseState, because: ReleaseCause, context: Context) => {
  const rows = table<readonly ({ readonly methods: readonly string[] } & Readonly<Record<ReleaseCause, string>>)[]>(
    context.rules.rule('bond.refund_rules', state.pins),
  );
  const method = state.planning.plan?.method ?? 'open-tender';
  const id = (rows.find(({ methods }) => methods.includes(method)) ?? rows[0])?.[because];
  if (id === undefined) throw new Error(`no rule says when the bond of a ${method} is given back`);
  return context.rules.rule(id, state.pins);
};

/** What has happened lets bonds go: each gets the day until which it has to be given back. Answers facts. */
export const letBondsFallDue = (state: PurchaseState, round: number, context: Context): Decision => {
  const bonds = released(state)
    .filter((one) => one.round === round && one.at <= context.at)
    .map(({ bid, because, at }) => ({ bid, because, due: dueOf(refundRule(state, because, context), at, context.calendar) }));
  const event: BondEvent = { type: 'BondsFellDue', schema: 1, data: { round, bonds } };
  return { events: bonds.length === 0 ? [] : [event] };
};

/** Held money alone bears interest: a guarantee is a letter that goes back. */
const interestOf = (
  state: PurchaseState,
  { form, receipt, release }: HeldBond,
  { refundedOn, bidderCaused }: Data<'refundBond'>,
  context: Context,
): BondInterest | null => {
  const lastDay = release?.due.lastDay;
  if (!lastDay || !receipt || form === 'guarantee' || bidderCaused || refundedOn <= lastDay) return null;
  const base = ratioOf(context.rules.rule('loan.benchmark_rate', state.pins).value as string);
  const surcharge = ofPercent(ratioOf(context.rules.rule('bond.late_surcharge', state.pins).value as string));
  const annualPercent = exactText(sumRatio([base, mulRatio(base, surcharge)]));
  const late = lateInterest({
    payeeKind: '',
    amount: receipt.amount,
    due: lastDay,
    paid: refundedOn,
    on: refundedOn,
    rate: { source: 'agreed', annualPercent },
  });
  return isRefusal(late) ? null : { days: late.days, annualPercent, interest: late.interest };
};

export const refundBond = (state: PurchaseState, data: Data<'refundBond'>, context: Context): Decision | Refusal => {
  const bond = bondOf(state, data.bid);
  if (!bond) return no('bond.unknown', { pointer: '/bid', meta: { bid: data.bid } });
  const { receipt, release, refund, forfeit } = bond;
  if (refund) return no('bond.refunded');
  if (forfeit) return no('bond.forfeited');
  if (!receipt?.received) return no('bond.not_received');
  if (!release) return no('bond.not_yet_due', { rule: refundRule(state, 'lost', context) });
  if (data.refundedOn > dateOf(context.at)) return no('bond.in_the_future', { pointer: '/refundedOn' });
  if (receipt.receivedOn !== null && data.refundedOn < receipt.receivedOn)
    return no('bond.refund_before_receipt', { pointer: '/refundedOn', meta: { receivedOn: receipt.receivedOn } });
  const { bid, refundedOn, evidence, bidderCaused = null } = data;
  const interest = interestOf(state, bond, data, context);
  const event: BondEvent = {
    type: 'BondRefunded',
    schema: 1,
    data: { bid, supplier: bond.supplier, amount: receipt.amount, refundedOn, interest, evidence, bidderCaused },
  };
  return { events: [event] };
};

/** What the record has to show before a ground may be named; the others rest on the reason alone. */
const established = (state: PurchaseState, { bid, standing }: HeldBond, ground: string): boolean => {
  switch (ground) {
    case 'refused-to-sign':
      return refusedToSign(state, bid);
    case 'collusion':
      return (
        state.evaluation.result?.rejected.some((one) => one.bid === bid) === true || (state.evaluation.course?.failed ?? null) !== null
      );
    case 'withdrawn-after-deadline':
      return standing === 'standing';
    default:
      return true;
  }
};

/** 不予退还: a decision of the purchaser, on a ground of the law, before the bond is given back. */
export const forfeitBond = (state: PurchaseState, data: Data<'forfeitBond'>, context: Context): Decision | Refusal => {
  const bond = bondOf(state, data.bid);
  if (!bond) return no('bond.unknown', { pointer: '/bid', meta: { bid: data.bid } });
  const { bid, ground, reason } = data;
  if (bond.refund) return no('bond.refunded');
  if (bond.forfeit) return no('bond.forfeited');
  if (!bond.receipt?.received) return no('bond.not_received');
  const rule = context.rules.rule('bond.forfeit_grounds', state.pins);
  if (!words(rule).includes(ground)) return no('bond.ground_not_legal', { pointer: '/ground', rule, meta: { ground, legal: words(rule) } });
  if (!established(state, bond, ground)) return no('bond.ground_not_established', { pointer: '/ground', rule, meta: { ground } });
  const event: BondEvent = {
    type: 'BondForfeited',
    schema: 1,
    data: { bid, supplier: bond.supplier, amount: bond.receipt.amount, ground, reason },
  };
  return { events: [event] };
};
