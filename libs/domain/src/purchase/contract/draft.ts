import type { Context, Decision, DomainEvent } from '../../kernel/case.js';
import { encode, equal } from '../../kernel/json.js';
import { formatYuan, splitByPercents } from '../../kernel/money.js';
import { compareRatio, equalRatio, ofPercent, parseRatio, ratio, ratioOf, sumRatio, timesFen } from '../../kernel/ratio.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { words, type Rule } from '../../kernel/rules.js';
import { addDays, addMonths, dateOf } from '../../kernel/time.js';
import type { EnterpriseKind, OrganisationState } from '../../organisation/organisation.js';
import { figure } from '../../panel/answer.js';
import type { PurchaseState } from '../state.js';
import type { Instalment, PaymentTerms, Plan, RankedBid } from '../types.js';
import type { ContractEvent, ContractTerms } from './contract.js';
import { paymentFaults } from './payment-law.js';
import type { ContractRefusal } from './refusals.js';
import type { ContractDraft } from './state.js';

const no = (code: ContractRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<ContractRefusal>(code, more);
const drafted = (data: ContractDraft): DomainEvent => ({ type: 'ContractDrafted' satisfies ContractEvent['type'], schema: 1, data });
const silent: PaymentTerms = { days: null, interestPercent: null };

/** The kind under which the winner bid. */
export const enterpriseOf = ({ tender }: PurchaseState, supplier: string): EnterpriseKind =>
  tender.current?.opening?.bids.find((bid) => bid.supplier === supplier)?.enterprise ?? 'large';

/** The contract as plan and award make it; a drafter's figure that differs is refused, never taken over. `rule`: no substantive change. */
export const draftContract = (state: PurchaseState, terms: ContractTerms, rule: Rule, context: Context): Decision | Refusal => {
  const { plan } = state.planning;
  const chosen = state.award.current?.winner;
  if (!plan || !chosen) throw new Error('a contract stage without plan and winner');
  const account = (context.cases.get(chosen.supplier)?.state as OrganisationState | undefined)?.account ?? null;
  const payee = enterpriseOf(state, chosen.supplier);
  const planned = plan.payment ?? silent;
  const payment = terms.payment ?? planned;
  const refused = firstOf([
    terms.amount === chosen.price
      ? null
      : no('contract.amount_differs', { pointer: '/amount', rule, meta: { amount: formatYuan(chosen.price) } }),
    terms.termMonths === plan.termMonths
      ? null
      : no('contract.term_differs', { pointer: '/termMonths', rule, meta: { months: plan.termMonths } }),
    startFault(state, terms, context),
    ...payingFaults(state, terms, { plan, planned, payment, payee, rule }, context),
    ...clauseFaults(state, terms, payee, context),
    account ? null : no('contract.account_missing'),
  ]);
  if (refused || !account) return refused ?? no('contract.account_missing');
  const bond = bondOf(state, plan, chosen, context);
  const unsealed = {
    supplier: chosen.supplier,
    amount: chosen.price,
    schedule: scheduleOf(plan, terms.percents, chosen.price),
    startsOn: terms.startsOn,
    endsOn: addDays(addMonths(terms.startsOn, plan.termMonths), -1),
    account,
    payment,
    ...(bond === null ? {} : { bond }),
    clauses: terms.clauses,
    drafter: context.actor.person ?? '',
  };
  return { events: [drafted({ ...unsealed, hash: context.sha256(encode(unsealed as never)) })] };
};

/** A term begins with the contract at the earliest: not on a day that is over, nor within a standstill in which nothing may be signed. */
function startFault(state: PurchaseState, { startsOn }: ContractTerms, context: Context): Refusal | null {
  const today = dateOf(context.at);
  const { standstillUntil } = state.award.current ?? {};
  const signable = standstillUntil === undefined ? today : dateOf(standstillUntil);
  const earliest = signable > today ? signable : today;
  if (startsOn >= earliest) return null;
  return no('contract.starts_too_early', {
    pointer: '/startsOn',
    rule: context.rules.rule('contract.start', state.pins),
    meta: { startsOn, earliest },
  });
}

interface Paying {
  readonly plan: Plan;
  readonly planned: PaymentTerms;
  readonly payment: PaymentTerms;
  readonly payee: EnterpriseKind;
  readonly rule: Rule;
}
/**
 * Paid as the document says and as the law allows for this payee. Only what has become unlawful since is drafted otherwise: that is no substantive change,
 * and what the document leaves open may be agreed.
 */
function payingFaults(
  state: PurchaseState,
  { percents }: ContractTerms,
  { plan, planned, payment, payee, rule }: Paying,
  context: Context,
): readonly (Refusal | null)[] {
  const own = plan.schedule.map((instalment) => instalment.percent);
  const lawful = (schedule: Plan['schedule'], agreed: PaymentTerms) =>
    paymentFaults({ schedule, payment: agreed }, payee, state.pins, context);
  const stale = lawful(plan.schedule, planned).length > 0;
  const differs = (said: number | string | null, asked: number | string | null): boolean => asked !== null && said !== asked && !stale;
  const isWhole = percents.length === own.length && equalRatio(sumRatio(percents.map((one) => parseRatio(one) ?? ratio(0))), ratio(100));
  if (!equal(percents, own) && !(stale && isWhole))
    return [no('contract.schedule_differs', { pointer: '/percents', rule, meta: { percents: own } })];
  return [
    differs(payment.days, planned.days)
      ? no('contract.payment_differs', { pointer: '/payment/days', rule, meta: { term: `${planned.days}` } })
      : null,
    differs(payment.interestPercent, planned.interestPercent)
      ? no('contract.payment_differs', { pointer: '/payment/interestPercent', rule, meta: { term: `${planned.interestPercent}` } })
      : null,
    ...lawful(withPercents(plan, percents), payment).map(({ fault, pointer, rule: broken, meta }) =>
      no(`contract.${fault}`, { pointer: pointer.replace('/schedule', '/percents'), meta, ...(broken ? { rule: broken } : {}) }),
    ),
  ];
}

/** A clause may not excuse paying late on a ground that the regulation calls void; each id stands once. */
function clauseFaults(
  state: PurchaseState,
  { clauses }: ContractTerms,
  payee: EnterpriseKind,
  context: Context,
): readonly (Refusal | null)[] {
  const has = (id: string) => context.rules.has(id, state.pins);
  const isProtected = has('pay.sme.scope') && words(context.rules.rule('pay.sme.scope', state.pins)).includes(payee);
  const voided = isProtected && has('pay.sme.excuses_void') ? context.rules.rule('pay.sme.excuses_void', state.pins) : null;
  return clauses.map(({ id, excuse }, i) => {
    if (clauses.findIndex((one) => one.id === id) < i)
      return no('contract.clause_twice', { pointer: `/clauses/${i}/id`, meta: { clause: id } });
    return excuse !== undefined && voided && words(voided).includes(excuse)
      ? no('contract.excuse_void', { pointer: `/clauses/${i}/excuse`, rule: voided, meta: { excuse } })
      : null;
  });
}

/** The bond that the document demanded, never above what the law allows now. */
function bondOf(state: PurchaseState, { bondPercent }: Plan, { price }: RankedBid, context: Context): bigint | null {
  if (bondPercent === undefined) return null;
  const asked = ratioOf(bondPercent);
  const cap = ratioOf(figure(context.rules.rule('bond.performance_max', state.pins)));
  const amount = timesFen(price, ofPercent(compareRatio(asked, cap) > 0 ? cap : asked));
  return amount > 0n ? amount : null;
}

const withPercents = ({ schedule }: Plan, percents: readonly string[]): Plan['schedule'] =>
  schedule.map((instalment, i) => ({ ...instalment, percent: percents[i] ?? instalment.percent }));
/** The plan's instalments in fen of the contract: they sum to it exactly. */
const scheduleOf = (plan: Plan, percents: readonly string[], amount: bigint): readonly Instalment[] => {
  const schedule = withPercents(plan, percents);
  const amounts = splitByPercents(
    amount,
    schedule.map((instalment) => ratioOf(instalment.percent)),
  );
  return schedule.map((instalment, i) => ({ ...instalment, amount: amounts[i] ?? 0n, last: i === schedule.length - 1 }));
};
