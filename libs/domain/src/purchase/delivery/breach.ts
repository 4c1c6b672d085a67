import type { ContentRef, Context, DomainEvent } from '../../kernel/case.js';
import { dueOf, type Due } from '../../kernel/deadline.js';
import type { Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import { no } from './no.js';
import type { Breach, Incident } from './state.js';

export const breachOf = (state: PurchaseState, id: string): Breach | Refusal =>
  state.delivery.breaches.find((one) => one.id === id) ?? no('delivery.breach_unknown', { pointer: '/breach' });

/** A due of a rule of the breach procedure, from now. */
export const breachDue = (state: PurchaseState, rule: string, context: Context): Due =>
  dueOf(context.rules.rule(rule, state.pins), context.at, context.calendar);

/** A further breach on record, with the day by which the supplier is told. */
export const breachReported = (state: PurchaseState, incident: Incident, account: ContentRef, context: Context): DomainEvent =>
  event('BreachReported', {
    id: `breach-${state.delivery.breaches.length + 1}`,
    incident,
    account,
    noticeDue: breachDue(state, 'breach.notice.due', context),
  });
