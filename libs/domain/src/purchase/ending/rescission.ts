import type { Context, Deadline, Decision, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { formatYuan } from '../../kernel/money.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { stageEnded, stageName } from '../../kernel/stages.js';
import type { Instant } from '../../kernel/time.js';
import { rescissionGrounds } from '../delivery/breaches.js';
import { deliveryEvent } from '../delivery/delivery-event.js';
import type { DeliveryEvent } from '../delivery/delivery.js';
import { evolveDelivery } from '../delivery/evolve.js';
import { clawbackOpen, instalmentsOf, reducePay } from '../delivery/instalments.js';
import { acceptFunds, instalmentLastPaidAt, releaseCommitments, releaseFunds, totalPaid } from '../funding/part.js';
import { applyMoves } from '../funding/moves.js';
import type { FundingEvent } from '../funding/events.js';
import type { PurchaseState } from '../state.js';
import { phaseOf, type EndingCommand, type EndingEvent } from './ending.js';
import { ended, grounded, no, payable, stageOf, type End } from './reasons.js';
import type { Settlement } from './state.js';

type Rescind = Extract<EndingCommand, { type: 'rescind' }>['data'];

/** What the contract still stands for: paid already, or to be paid. */
const stillOwed = (state: PurchaseState): bigint =>
  stageName(stageOf(state)) === 'delivery'
    ? instalmentsOf(state).reduce((sum, { paid, payable: open }) => sum + paid + open, 0n)
    : (state.contract.signed?.amount ?? 0n);

const ownTypes: ReadonlySet<string> = new Set<DeliveryEvent['type']>(['PaymentReduced', 'ClawbackDue']);
const releases = (one: DomainEvent): one is Extract<FundingEvent, { type: 'CommitmentsReleased' }> => one.type === 'CommitmentsReleased';
const afterwards = (state: PurchaseState, events: readonly DomainEvent[], at: Instant): PurchaseState => ({
  ...state,
  funding: {
    ...state.funding,
    years: applyMoves(
      state.funding.years,
      events.filter(releases).flatMap(({ data }) => data.moves),
    ),
  },
  delivery: events
    .filter(({ type }) => ownTypes.has(type))
    .reduce((now, event) => evolveDelivery(now, event as DeliveryEvent, at), state.delivery),
});

/** What is owed for what was delivered can be asked for at once: no trigger of the contract will come any more. */
const madeReady = (state: PurchaseState, context: Context): readonly DomainEvent[] =>
  instalmentsOf(state).flatMap(({ id, payable: open, triggeredAt, readyAt }) => {
    const terms = state.delivery.instalments.find((one) => one.id === id);
    if (open === 0n || readyAt !== null || !terms || terms.waivedAt !== null) return [];
    const reminder = dueOf(context.rules.rule('pay.request_reminder', state.pins), context.at, context.calendar);
    return [
      ...(terms.triggerAt === null
        ? [deliveryEvent('InstalmentExpected', { instalment: id, triggerAt: context.at, owedSince: context.at })]
        : []),
      ...(triggeredAt === null ? [deliveryEvent('InstalmentTriggered', { instalment: id })] : []),
      deliveryEvent('InstalmentReady', { instalment: id, payable: open, reminder, owedSince: terms.owedSince ?? context.at }),
    ];
  });

/** Everything of the rescinded contract is paid, cut or given back. */
const isSettled = (state: PurchaseState): boolean =>
  clawbackOpen(state) === 0n && instalmentsOf(state).every(({ payable: open, disbursement }) => open === 0n && disbursement === null);

/** No acceptance will clear any more what was prepaid: what is settled stays with the supplier. */
const prepaidCleared = (state: PurchaseState): readonly DomainEvent[] =>
  state.funding.years.some(({ advanced }) => advanced > 0n) ? acceptFunds(state) : [];

/** The last events of a rescission: delivery ends rescinded, a contract not yet in effect is cancelled. */
const endRescinded = (state: PurchaseState, end: End): readonly DomainEvent[] => {
  const stage = stageOf(state);
  const settled: EndingEvent = { type: 'RescissionSettled', schema: 1, data: {} };
  const outcome = stageName(stage) === 'delivery' ? 'rescinded' : 'cancelled';
  return [settled, ...prepaidCleared(state), ended(state, end, null), stageEnded(stage, outcome)];
};

const faultsOf = (state: PurchaseState, { owed, ground, compensations }: Rescind, context: Context): Refusal | null => {
  const limit = stillOwed(state);
  const rounds = context.rules.rule('accept.rounds_max', state.pins);
  const running = instalmentsOf(state).find(({ disbursement }) => disbursement !== null);
  return firstOf([
    grounded(ground, context.rules.rule('contract.rescission_grounds', state.pins)),
    ground === 'supplier-breach' && rescissionGrounds(state, count(rounds)).length === 0
      ? no('ending.breach_not_established', { pointer: '/ground', rule: rounds })
      : null,
    owed < 0n || owed > limit ? no('ending.owed_out_of_range', { pointer: '/owed', meta: { limit: formatYuan(limit) } }) : null,
    payable(compensations),
    running ? no('ending.disbursement_open', { meta: { instalment: running.id } }) : null,
  ]);
};

/** Ends a signed contract with its settlement: what was delivered is owed at once, what was overpaid is demanded back, the rest is never owed. */
export const rescind = (state: PurchaseState, data: Rescind, context: Context): Decision | Refusal => {
  const refused = faultsOf(state, data, context);
  if (refused) return refused;
  const { owed, ground, reason, compensations = [] } = data;
  const paid = totalPaid(state);
  const settlement: Settlement = {
    owed,
    paid,
    clawback: paid > owed ? paid - owed : 0n,
    outstanding: owed > paid ? owed - paid : 0n,
  };
  const rescinded: EndingEvent = { type: 'ContractRescinded', schema: 1, data: { ground, reason, settlement, compensations } };
  const inDelivery = stageName(stageOf(state)) === 'delivery';
  const reductions = inDelivery ? reducePay(state, stillOwed(state) - owed, 'rescission', context) : [];
  const after = afterwards(state, reductions, context.at);
  const released = inDelivery ? [] : [...releaseFunds(state, context), ...releaseCommitments(state, stillOwed(state) - owed, context)];
  const events = [rescinded, ...reductions, ...released, ...madeReady(after, context)];
  return { events: isSettled(after) ? [...events, ...endRescinded(after, { by: 'rescind', ground, data })] : events };
};

/** The money of a rescission has come out exactly; answers facts while it has not. */
export const completeRescission = (state: PurchaseState): Decision => {
  const { rescission, ended: reasons } = state.ending;
  if (phaseOf(state) !== 'rescinding' || rescission === null || reasons === null || !isSettled(state)) return { events: [] };
  const { reason, compensations } = reasons;
  return { events: endRescinded(state, { by: 'rescind', ground: rescission.ground, data: { reason, compensations } }) };
};

/** Once the last payment has arrived, or the last overpaid fen is back, nobody has to say so: the stage ends by itself. */
export const rescissionDeadlines = (state: PurchaseState): readonly Deadline[] => {
  const { rescission } = state.ending;
  if (phaseOf(state) !== 'rescinding' || rescission === null || rescission.settledAt !== null || !isSettled(state)) return [];
  const at = state.delivery.instalments.reduce<Instant>((last, { id }) => {
    const arrived = instalmentLastPaidAt(state, id);
    return arrived !== null && arrived > last ? arrived : last;
  }, rescission.at);
  return [{ id: 'ending/settled', at, command: { type: 'completeRescission', data: {} }, rule: null, calendar: null, suspendable: false }];
};
