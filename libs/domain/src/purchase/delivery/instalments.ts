import type { CaseId, Context, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { periodEnd } from '../../kernel/period.js';
import { plusMs, type Instant } from '../../kernel/time.js';
import { releaseCommitments } from '../funding/part.js';
import { clawbackOf, instalmentDisbursement, instalmentLastPaidAt, instalmentPaid } from '../funding/part.js';
import { isBondSettled } from '../obligations/bond.js';
import { milestoneFact } from '../obligations/milestones.js';
import type { PurchaseState } from '../state.js';
import type { Instalment, InstalmentState } from '../types.js';
import { deliveryEvent } from './delivery-event.js';
import type { DeliveryEvent } from './delivery.js';
import { evolveDelivery } from './evolve.js';
import type { OwnInstalment } from './state.js';

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What is owed on an instalment in all, paid or not: the contract's amount less formula, deductions and what was given up. */
const owed = (one: OwnInstalment): bigint => most(0n, one.amount - one.reduced - one.waived);

/** What the contract comes to with every supplement that both sides have signed. */
export const contractTotal = ({ contract, delivery }: PurchaseState): bigint =>
  delivery.supplements.reduce((sum, { amount, signedAt }) => (signedAt === null ? sum : sum + amount), contract.signed?.amount ?? 0n);

const settledAs = (state: PurchaseState, one: OwnInstalment): InstalmentState['settled'] => {
  const paid = instalmentPaid(state, one.id);
  if (instalmentDisbursement(state, one.id) !== null || paid < owed(one)) return null;
  if (one.waivedAt !== null) return 'waived';
  if (owed(one) > 0n) return one.readyAt === null ? null : 'paid';
  const clawback = clawbackOf(state);
  if (clawback?.settled) return clawback.writtenOff > 0n ? 'written-off' : 'clawed-back';
  return 'nothing-owed';
};

/** How far each instalment is: what delivery knows of it together with what was asked for and paid. */
export const instalmentsOf = (state: PurchaseState): readonly InstalmentState[] =>
  state.delivery.instalments.map((one) => {
    const paid = instalmentPaid(state, one.id);
    return {
      id: one.id,
      triggeredAt: one.triggeredAt,
      readyAt: one.readyAt,
      owedSince: one.owedSince,
      payable: most(0n, owed(one) - paid),
      disbursement: instalmentDisbursement(state, one.id),
      paid,
      settled: settledAs(state, one),
    };
  });
export const instalmentOf = (state: PurchaseState, id: string): InstalmentState | null =>
  instalmentsOf(state).find((one) => one.id === id) ?? null;

/** Money to be given back that was demanded and neither received nor written off, or not demanded yet. */
export const clawbackOpen = (state: PurchaseState): bigint => {
  const due = state.delivery.clawback?.amount ?? 0n;
  const demanded = clawbackOf(state);
  return most(0n, due - (demanded ? demanded.received + demanded.writtenOff : 0n));
};
/** What no demand stands for yet. */
export const clawbackUndemanded = (state: PurchaseState): bigint =>
  most(0n, (state.delivery.clawback?.amount ?? 0n) - (clawbackOf(state)?.demanded ?? 0n));

/** Since when everything is settled: acceptance published, each instalment paid, waived or void, money back received; null while something waits. */
export const settledSince = (state: PurchaseState): Instant | null => {
  const { acceptance, instalments, clawback } = state.delivery;
  if (!acceptance?.passed || acceptance.publishedAt === null || clawbackOpen(state) > 0n || !isBondSettled(state)) return null;
  if (instalmentsOf(state).some(({ settled }) => settled === null)) return null;
  const moments = instalments.flatMap((one) => [one.waivedAt, one.triggeredAt, instalmentLastPaidAt(state, one.id)]);
  return [...moments, clawback?.since ?? null, state.obligations.bond?.giving?.doneAt ?? null].reduce<Instant>(
    (last, at) => (at === null ? last : later(last, at)),
    acceptance.publishedAt,
  );
};

interface Fact {
  readonly at: Instant;
  /** When it would have been had the purchaser been in time. */
  readonly inTime: Instant;
}
/** The last moment before a due day is over. */
const lastOf = (due: Instant | null | undefined, otherwise: Instant): Instant =>
  due === null || due === undefined ? otherwise : plusMs(due, -1);
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** The published acceptance; null while there is none that passed. */
const acceptanceFact = ({ delivery: { acceptance, acceptanceRequest } }: PurchaseState): Fact | null => {
  if (!acceptance?.passed || acceptance.publishedAt === null) return null;
  const at = acceptance.publishedAt;
  return { at, inTime: earlier(lastOf(acceptanceRequest?.due.dueAt, at), at) };
};

/**
 * An instalment's assessment once it is in force. The purchaser should have opened it when the instalment was triggered, published in the pack's days
 * and answered an appeal in its own: what it took beyond is its delay; the supplier's time to appeal is nobody's.
 */
const assessmentFact = (state: PurchaseState, own: OwnInstalment, context: Context): (Fact & { readonly published: Fact }) | null => {
  const round = state.delivery.assessments.find((one) => one.instalment === own.id && !one.void && one.settledAt !== null);
  if (!round?.published || round.settledAt === null) return null;
  const { openedAt, published, appeal, answer, settledAt } = round;
  const from = own.triggeredAt === null ? openedAt : earlier(own.triggeredAt, openedAt);
  const { dueAt } = dueOf(context.rules.rule('assessment.due', state.pins), from, context.calendar);
  const publishedIn = earlier(lastOf(dueAt, published.at), published.at);
  const answeredLate = answer ? answer.at - earlier(lastOf(appeal?.answerDue.dueAt, answer.at), answer.at) : 0;
  return {
    at: settledAt,
    inTime: plusMs(settledAt, publishedIn - published.at - answeredLate),
    published: { at: published.at, inTime: publishedIn },
  };
};

/** When the trigger of an instalment happened, and when it would have had the purchaser been in time; null while it has not. */
const triggerFact = (state: PurchaseState, terms: Instalment, own: OwnInstalment, context: Context): Fact | null => {
  const { signed } = state.contract;
  const same = (at: Instant | null | undefined) => (at === null || at === undefined ? null : { at, inTime: at });
  switch (terms.trigger) {
    case 'contract-signed':
      return same(signed?.signedAt);
    case 'contract-effective':
      return same(signed?.effectiveAt);
    case 'milestone':
      return milestoneFact(state, terms.milestone);
    case 'assessment-published':
      return assessmentFact(state, own, context)?.published ?? null;
    case 'acceptance-published':
      return acceptanceFact(state);
  }
};

/** When the payee's right would have arisen had the purchaser been in time: its trigger's day, and every condition as it should have been met. */
const owedInTime = (state: PurchaseState, terms: Instalment, own: OwnInstalment, context: Context): Instant => {
  const needs = new Set(terms.conditions);
  const facts: readonly (Instant | null | undefined)[] = [
    needs.has('acceptance') || terms.last ? acceptanceFact(state)?.inTime : null,
    needs.has('assessment') ? assessmentFact(state, own, context)?.inTime : null,
    needs.has('milestone') ? milestoneFact(state, terms.milestone)?.inTime : null,
  ];
  return facts.reduce<Instant>((last, at) => (at ? later(last, at) : last), own.owedSince ?? context.at);
};

/** Conditions beside the trigger. The invoice comes with the request; nothing is paid last without an acceptance that was published. */
const conditionsHold = (state: PurchaseState, terms: Instalment): boolean => {
  const { milestones, assessments, acceptance } = state.delivery;
  const accepted = acceptance?.passed === true && acceptance.publishedAt !== null;
  const needs = new Set(terms.conditions);
  if ((needs.has('acceptance') || terms.last) && !accepted) return false;
  if (needs.has('milestone') && !milestones.some(({ id, confirmedAt }) => id === terms.milestone && confirmedAt !== null)) return false;
  const assessed = needs.has('assessment') || terms.trigger === 'assessment-published';
  return !assessed || assessments.some((round) => round.instalment === terms.id && !round.void && round.settledAt !== null);
};

const foldAll = (state: PurchaseState, events: readonly DomainEvent[], context: Context): PurchaseState =>
  events.reduce((now, event) => ({ ...now, delivery: evolveDelivery(now.delivery, event as DeliveryEvent, context.at) }), state);

/** What the events of a decision bring on for the instalments: triggers that are now dated, or have come (`due`: by itself), and instalments that are ready. */
export const withInstalments = (
  state: PurchaseState,
  events: readonly DomainEvent[],
  context: Context,
  due: string | null = null,
): readonly DomainEvent[] => {
  let now = foldAll(state, events.filter(isOwn), context);
  const all = [...events];
  const add = (event: DomainEvent) => {
    all.push(event);
    now = foldAll(now, [event], context);
  };
  for (const terms of state.contract.signed?.schedule ?? []) {
    const own = () => now.delivery.instalments.find(({ id }) => id === terms.id);
    if (!own()) continue;
    const before = own();
    const fact = before?.triggerAt === null ? triggerFact(now, terms, before, context) : null;
    if (fact) {
      const after = (from: Instant): Instant => {
        if (terms.offset.length === 0) return from;
        const period = { from, length: terms.offset.length, unit: terms.offset.unit, dayOne: 'excluded', roll: 'none' } as const;
        return periodEnd(period, context.calendar).dueBefore;
      };
      const owedSince = after(fact.inTime);
      // Where the purchaser was late the payee need not wait again; nothing is dated before it became known.
      add(deliveryEvent('InstalmentExpected', { instalment: terms.id, triggerAt: later(owedSince, fact.at), owedSince }));
    }
    const one = own();
    // A day that has passed already (the stage opened late) comes by its own due, with its own date.
    if (one && one.triggerAt !== null && one.triggeredAt === null && (one.triggerAt === context.at || one.id === due))
      add(deliveryEvent('InstalmentTriggered', { instalment: terms.id }));
    const triggered = own();
    if (
      triggered &&
      triggered.triggeredAt !== null &&
      triggered.readyAt === null &&
      triggered.waivedAt === null &&
      conditionsHold(now, terms)
    ) {
      const reminder = dueOf(context.rules.rule('pay.request_reminder', state.pins), context.at, context.calendar);
      const owedSince = owedInTime(now, terms, triggered, context);
      add(deliveryEvent('InstalmentReady', { instalment: terms.id, payable: owed(triggered), reminder, owedSince }));
    }
  }
  return all;
};
const foreign: ReadonlySet<string> = new Set([
  'CommitmentsReleased',
  'FundsAccepted',
  'FundsAdded',
  'FundsCommitted',
  'StageEntered',
  'StageEnded',
]);
const isOwn = (event: DomainEvent): boolean => !foreign.has(event.type);

/**
 * Takes an amount out of what is still to be paid: the named instalment first, then the others from the last; what no instalment can bear has to be
 * given back, at most what the payee holds. One that is being asked for just now counts as paid.
 */
export const reducePay = (
  state: PurchaseState,
  amount: bigint,
  cause: string,
  context: Context,
  first: string | null = null,
): readonly DomainEvent[] => {
  const order = [...state.delivery.instalments].toReversed().sort((a, b) => Number(b.id === first) - Number(a.id === first));
  let left = amount;
  const cut: { instalment: string; amount: bigint }[] = [];
  const events: DomainEvent[] = [];
  for (const one of order) {
    if (instalmentDisbursement(state, one.id) !== null) continue;
    const part = least(left, most(0n, owed(one) - instalmentPaid(state, one.id)));
    if (part === 0n) continue;
    events.push(deliveryEvent('PaymentReduced', { instalment: one.id, amount: part, cause }));
    left -= part;
    cut.push({ instalment: one.id, amount: part });
  }
  const held = state.delivery.instalments.reduce(
    (sum, one) => sum + (inFlight(state, one.id) ? owed(one) : instalmentPaid(state, one.id)),
    0n,
  );
  const back = least(left, most(0n, held - (state.delivery.clawback?.amount ?? 0n)));
  if (back > 0n) events.push(deliveryEvent('ClawbackDue', { amount: back, cause }));
  // Released at once: money that nobody will ever be owed must not wait for a carry-over at the end of the year.
  return [...events, ...releaseCommitments(state, cut, context)];
};
const inFlight = (state: PurchaseState, id: string): CaseId | null => instalmentDisbursement(state, id);
