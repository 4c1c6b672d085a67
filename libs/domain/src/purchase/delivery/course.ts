import type { Context, Decision } from '../../kernel/case.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { dateOf } from '../../kernel/time.js';
import { milestoneAwaited } from '../obligations/milestones.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { withInstalments } from './instalments.js';
import { unmasked } from './masked.js';
import { no } from './no.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

export const reportMilestone = (state: PurchaseState, data: Data<'reportMilestone'>, context: Context): Decision | Refusal => {
  const milestone = state.delivery.milestones.find(({ id }) => id === data.milestone);
  if (!milestone) return no('delivery.milestone_unknown', { pointer: '/milestone', meta: { milestone: data.milestone } });
  if (milestone.confirmedAt !== null) return no('delivery.milestone_confirmed');
  return {
    events: [
      event('MilestoneReported', { milestone: data.milestone, report: data.report, file: data.file ?? null }),
      ...milestoneAwaited(state, data.milestone, context),
    ],
  };
};
export const confirmMilestone = (state: PurchaseState, data: Data<'confirmMilestone'>, context: Context): Decision | Refusal => {
  const milestone = state.delivery.milestones.find(({ id }) => id === data.milestone);
  if (!milestone) return no('delivery.milestone_unknown', { pointer: '/milestone', meta: { milestone: data.milestone } });
  if (milestone.confirmedAt !== null) return no('delivery.milestone_confirmed');
  if (milestone.reportedAt === null) return no('delivery.milestone_not_reported');
  return { events: withInstalments(state, [event('MilestoneConfirmed', data)], context) };
};

/** 服务记录: what was done on which day, counted towards an indicator where it serves one. */
export const recordService = (state: PurchaseState, data: Data<'recordService'>, context: Context): Decision | Refusal => {
  const { indicator = null, file = null, ...rest } = data;
  const known = indicator === null || state.contract.signed?.indicators.some(({ id }) => id === indicator);
  const refused = firstOf([
    data.on > dateOf(context.at) ? no('delivery.in_the_future', { pointer: '/on' }) : null,
    data.quantity > 0 ? null : no('delivery.quantity_not_positive', { pointer: '/quantity' }),
    known ? null : no('delivery.indicator_unknown', { pointer: '/indicator', meta: { indicator } }),
    unmasked(state, data.summary, '/summary', context),
  ]);
  if (refused) return refused;
  const id = `record-${state.delivery.records.length + 1}`;
  return { events: [event('ServiceRecorded', { ...rest, id, indicator, file })] };
};

/** Changes of staff: since when a post stands empty, and from which day it is filled. */
export const recordPersonnel = (state: PurchaseState, data: Data<'recordPersonnel'>, context: Context): Decision | Refusal => {
  const { post, change, on, note } = data;
  const open = state.delivery.vacancies.find((one) => one.post === post && one.to === null);
  if (on > dateOf(context.at)) return no('delivery.in_the_future', { pointer: '/on' });
  const refused = unmasked(state, note, '/note', context);
  if (refused) return refused;
  if (change === 'vacated') return open ? no('delivery.post_already_vacant') : { events: [event('PostVacated', { post, from: on, note })] };
  if (!open) return no('delivery.post_not_vacant');
  // Filled on the day on which it fell empty: no day was empty at all, which a vacancy cannot say.
  if (on <= open.from) return no('delivery.vacancy_ends_before_it_begins', { pointer: '/on' });
  return { events: [event('PostFilled', { post, on, note })] };
};
