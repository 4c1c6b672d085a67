import type { Context, Decision } from '../../kernel/case.js';
import { dueOf, type Due } from '../../kernel/deadline.js';
import type { Refusal } from '../../kernel/refusal.js';
import { dateOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { breachDue, breachOf, breachReported } from './breach.js';
import type { Consequence } from './breach-consequences.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { no } from './no.js';
import type { Breach, BreachRectification, Incident } from './state.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

/**
 * Until when the supplier has to set right what was decided: the shortest of the steps that this incident meets. Steps that hold because of earlier
 * incidents alone were ordered then.
 */
export const rectificationDue = (
  state: PurchaseState,
  incident: Incident,
  consequences: readonly Consequence[],
  context: Context,
): Due | null => {
  const met = new Set(consequences.filter(({ kind }) => kind === 'rectify').map(({ step }) => step));
  const days = (state.contract.signed?.ladder ?? [])
    .filter(({ id, when }) => met.has(id) && (incident.kind === 'unrectified' || when.kind === incident.kind))
    .flatMap(({ then }) => then.flatMap((one) => (one.kind === 'rectify' ? [one.withinWorkingDays] : [])));
  // The contract says how long; the row, how it is counted.
  const rule = context.rules.rule('breach.rectify', state.pins);
  return days.length > 0 ? dueOf({ ...rule, value: Math.min(...days) }, context.at, context.calendar) : null;
};

/** Where a pack says so, an assessment's failure that was not set right counts as a further one. */
export const countedAgain = (state: PurchaseState, incident: Incident, context: Context): readonly Incident[] => {
  if (incident.kind !== 'unrectified' || !context.rules.has('breach.unrectified', state.pins)) return [];
  const again = context.rules.rule('breach.unrectified', state.pins).value === 'counts-again';
  return again && originOf(state, incident)?.kind === 'failed-assessment' ? [{ kind: 'failed-assessment', on: incident.on }] : [];
};
const originOf = (state: PurchaseState, incident: Incident): Incident | undefined =>
  incident.kind === 'unrectified'
    ? state.delivery.breaches.filter(({ id }) => id === incident.breach).map((earlier) => originOf(state, earlier.incident))[0]
    : incident;

type Asked = Breach & { readonly rectification: BreachRectification };
const asked = (state: PurchaseState, id: string): Asked | Refusal => {
  const breach = breachOf(state, id);
  if ('refused' in breach) return breach;
  const { rectification } = breach;
  if (!rectification) return no('delivery.no_rectification', { pointer: '/breach' });
  return rectification.result ? no('delivery.rectification_judged') : { ...breach, rectification };
};

/** Done late it is still done, and the lateness stands on record. */
export const reportRectification = (state: PurchaseState, data: Data<'reportRectification'>, context: Context): Decision | Refusal => {
  const breach = asked(state, data.breach);
  if ('refused' in breach) return breach;
  if (breach.rectification.reported) return no('delivery.rectification_reported');
  const judgeDue = breachDue(state, 'breach.decide', context);
  return {
    events: [event('BreachRectificationReported', { breach: breach.id, report: data.report, file: data.file ?? null, judgeDue })],
  };
};

export const judgeRectification = (state: PurchaseState, data: Data<'judgeRectification'>, context: Context): Decision | Refusal => {
  const breach = asked(state, data.breach);
  if ('refused' in breach) return breach;
  const { outcome, reason } = data;
  const { reported, late } = breach.rectification;
  const rule = context.rules.rule('breach.rectify', state.pins);
  if (!reported && !late) return no('delivery.rectification_awaited', { rule });
  if (!reported && outcome === 'confirmed') return no('delivery.rectification_not_reported', { pointer: '/outcome', rule });
  if (outcome === 'returned')
    return {
      events: [event('BreachRectificationReturned', { breach: breach.id, reason, due: breachDue(state, 'breach.rectify', context) })],
    };
  const judged = event('BreachRectificationJudged', { breach: breach.id, outcome, reason });
  if (outcome === 'confirmed') return { events: [judged] };
  // One rung up: a breach of its own, with notice and defence like any other.
  const incident: Incident = { kind: 'unrectified', breach: breach.id, on: dateOf(context.at) };
  return { events: [judged, breachReported(state, incident, reason, context)] };
};

export const breachRectificationOverdue = (
  state: PurchaseState,
  { breach: id }: { readonly breach: string },
  context: Context,
): Decision => {
  const one = state.delivery.breaches.find((breach) => breach.id === id)?.rectification;
  if (!one || one.late || one.reported || one.result) return { events: [] };
  return { events: [event('BreachRectificationLate', { breach: id, judgeDue: breachDue(state, 'breach.decide', context) })] };
};
