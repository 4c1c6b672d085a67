import type { CaseId, Context, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { periodEnd } from '../../kernel/period.js';
import { plusMs, type Instant } from '../../kernel/time.js';
import { releaseCommitments } from '../funding/part.js';
import { clawbackOf, instalmentDisbursement, instalmentLastPaidAt, instalmentPaid } from '../funding/part.js';
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
  if (!acceptance?.passed || acceptance.publishedAt === null || clawbackOpen(state) > 0n) return null;
  if (instalmentsOf(state).some(({ settled }) => settled === null)) return null;
  const moments = instalments.flatMap((one) => [one.waivedAt, one.triggeredAt, instalmentLastPaidAt(state, one.id)]);
  return [...moments, clawback?.since ?? null].reduce<Instant>(
    (last, at) => (at === null ? last : later(last, at)),
    acceptance.publishedAt,
  );
};

/** When the trigger of an instalment happened, and when it would have had the purchaser been in time; null while it has not. */
const triggerFact = (state: PurchaseState, terms: Instalment): { readonly at: Instant; readonly inTime: Instant } | null => {
  const { signed } = state.contract;
  const { milestones, assessments, acceptance, acceptanceRequest } = state.delivery;
  const same = (at: Instant | null | undefined) => (at === null || at === undefined ? null : { at, inTime: at });
  switch (terms.trigger) {
    case 'contract-signed':
      return same(signed?.signedAt);
    case 'contract-effective':
      return same(signed?.effectiveAt);
    case 'milestone':
      return same(milestones.find(({ id }) => id === terms.milestone)?.confirmedAt);
    case 'assessment-published':
      return same(assessments.find((round) => round.instalment === terms.id && !round.void && round.settledAt !== null)?.published?.at);
    case 'acceptance-published': {
      if (!acceptance?.passed || acceptance.publishedAt === null) return null;
      // The last moment at which the purchaser would have been in time.
      const last = plusMs(acceptanceRequest?.due.dueAt ?? acceptance.publishedAt, -1);
      return { at: acceptance.publishedAt, inTime: last < acceptance.publishedAt ? last : acceptance.publishedAt };
    }
  }
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
    const fact = own()?.triggerAt === null ? triggerFact(now, terms) : null;
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
      add(deliveryEvent('InstalmentReady', { instalment: terms.id, payable: owed(triggered), reminder }));
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
