import type { Context, Decision } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { currentStage, stageEnded } from '../../kernel/stages.js';
import { clawbackDemand } from '../../disbursement/clawback-demand.js';
import { releaseCommitments } from '../funding/part.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { clawbackUndemanded, instalmentOf, settledSince, withInstalments } from './instalments.js';
import { isAccepted } from './acceptance.js';
import { no } from './no.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

/** The day of an instalment has come. */
export const instalmentTriggered = (state: PurchaseState, data: Data<'instalmentTriggered'>, context: Context): Decision => {
  const own = state.delivery.instalments.find(({ id }) => id === data.instalment);
  return { events: !own || own.triggerAt === null || own.triggeredAt !== null ? [] : withInstalments(state, [], context, own.id) };
};
/** Nobody has asked for an instalment that is ready: the purchaser is told. */
export const paymentUnrequested = (state: PurchaseState, data: Data<'paymentUnrequested'>): Decision => {
  const own = state.delivery.instalments.find(({ id }) => id === data.instalment);
  return { events: !own || own.reminded ? [] : [event('PaymentUnrequested', data)] };
};

/** Given up by agreement: one side says so, the other agrees by the same command. */
export const waiveInstalment = (state: PurchaseState, data: Data<'waiveInstalment'>, context: Context): Decision | Refusal => {
  const { instalment } = data;
  const own = state.delivery.instalments.find(({ id }) => id === instalment);
  const face = instalmentOf(state, instalment);
  if (!own || !face) return no('delivery.instalment_unknown', { pointer: '/instalment', meta: { instalment } });
  if (face.disbursement !== null) return no('delivery.disbursement_open');
  if (face.settled !== null || own.waivedAt !== null) return no('delivery.instalment_settled');
  const side = context.actor.organisation === state.contract.signed?.supplier ? 'supplier' : 'purchaser';
  if (own.waiver.includes(side)) return no('delivery.waiver_agreed');
  const agreed = event('InstalmentWaiverAgreed', { instalment, side, reason: data.reason });
  if (own.waiver.length === 0) return { events: [agreed] };
  const released = releaseCommitments(state, [{ instalment, amount: face.payable }], context);
  return { events: [agreed, event('InstalmentWaived', { instalment, amount: face.payable }), ...released] };
};

/** 退款通知书: the demand is a disbursement of its own that runs the other way. */
export const demandClawback = (state: PurchaseState): Decision | Refusal => {
  const amount = clawbackUndemanded(state);
  if (amount === 0n) return no('delivery.nothing_to_claw_back');
  const causes = state.delivery.clawback?.causes ?? [];
  const last = causes.at(-1) ?? '';
  const cause = last === 'rescission' ? last : last.startsWith('breach') ? 'breach' : 'assessment';
  return { events: [], creates: [{ kind: 'disbursement', command: clawbackDemand(state, amount, cause) }] };
};

/** Everything is settled: delivery is over. */
export const settleDelivery = (state: PurchaseState): Decision =>
  settledSince(state) === null || !isAccepted(state)
    ? { events: [] }
    : { events: [stageEnded(currentStage(state.stages) ?? 'delivery', 'settled')] };
