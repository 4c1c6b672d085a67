import type { Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { addDays, dateOf, type Instant, type PlainDate } from '../../kernel/time.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import { acceptFunds } from '../funding/part.js';
import { bondReleased } from '../obligations/bond.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { withInstalments } from './instalments.js';
import { unmasked } from './masked.js';
import { no } from './no.js';
import type { AcceptanceItem, AcceptanceRound } from './state.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

const due = (state: PurchaseState, rule: string, context: Context, from: Instant | PlainDate = context.at) =>
  dueOf(context.rules.rule(rule, state.pins), from, context.calendar);
/** The round under way: opened and not published. */
export const openRound = (state: PurchaseState): AcceptanceRound | null => {
  const last = state.delivery.acceptances.at(-1);
  return last && last.publishedAt === null ? last : null;
};
/** A published failure that waits for its rectification, or for rescission. */
export const failedRound = (state: PurchaseState): AcceptanceRound | null => {
  const last = state.delivery.acceptances.at(-1);
  return last && last.publishedAt !== null && last.act?.passed === false ? last : null;
};
export const isAccepted = (state: PurchaseState): boolean =>
  state.delivery.acceptance?.passed === true && state.delivery.acceptance.publishedAt !== null;

export const requestAcceptance = (state: PurchaseState, data: Data<'requestAcceptance'>, context: Context): Decision => ({
  events: [event('AcceptanceRequested', { by: 'supplier', report: data.report ?? null, due: due(state, 'accept.due', context) })],
});
/** The term is over, or the time to set right what failed: the purchaser has to accept, asked or not. */
export const termEnded = (state: PurchaseState, context: Context): Decision => {
  const { acceptanceRequest } = state.delivery;
  if (acceptanceRequest || isAccepted(state) || openRound(state) || !state.contract.signed) return { events: [] };
  const failed = failedRound(state);
  if (failed && !failed.rectification) return { events: [] };
  const from = failed?.rectification?.until ?? state.contract.signed.endsOn;
  return { events: [event('AcceptanceRequested', { by: 'term-end', report: null, due: due(state, 'accept.due', context, from) })] };
};

/** Everything that was promised, item by item: technical items of the tender document, indicators, milestones. */
const itemsOf = (state: PurchaseState): readonly Pick<AcceptanceItem, 'id' | 'name'>[] => [
  ...(state.planning.plan?.template.parts ?? [])
    .filter(({ kind }) => kind === 'technical')
    .flatMap(({ items }) => items.map(({ id, name }) => ({ id: `item:${id}`, name }))),
  ...(state.contract.signed?.indicators ?? []).map(({ id, name }) => ({ id: `indicator:${id}`, name })),
  ...state.delivery.milestones.map(({ id, name }) => ({ id: `milestone:${id}`, name })),
];

const memberFault = (state: PurchaseState, person: string, index: number, context: Context): Refusal | null => {
  const pointer = `/members/${index}`;
  if (state.contract.signers.includes(person))
    return no('delivery.acceptance_member_signed_contract', {
      pointer,
      meta: { person },
      rule: context.rules.rule('accept.signer_excluded', state.pins),
    });
  const house = context.cases.get(state.parties.purchaser ?? '')?.state as OrganisationState | undefined;
  const today = dateOf(context.at);
  const holds = house?.appointments.some((one) => one.person === person && one.from <= today && (one.to === null || today <= one.to));
  return holds ? null : no('delivery.acceptance_member_unknown', { pointer, meta: { person } });
};

/** 验收 by people of the purchaser who neither drafted nor signed. */
export const openAcceptance = (state: PurchaseState, data: Data<'openAcceptance'>, context: Context): Decision | Refusal => {
  const rule = context.rules.rule('accept.members_min', state.pins);
  const members = [...new Set(data.members)];
  const refused = firstOf([
    members.length >= count(rule)
      ? null
      : no('delivery.acceptance_members_too_few', { pointer: '/members', rule, meta: { count: members.length, needed: count(rule) } }),
    ...members.map((person, index) => memberFault(state, person, index, context)),
  ]);
  if (refused) return refused;
  return { events: [event('AcceptanceOpened', { round: state.delivery.acceptances.length + 1, members, items: itemsOf(state) })] };
};

export const checkItems = (state: PurchaseState, data: Data<'checkAcceptanceItems'>): Decision | Refusal => {
  const round = openRound(state);
  const known = new Set(round?.items.map(({ id }) => id));
  const stray = data.items.findIndex(({ id }) => !known.has(id));
  if (stray >= 0)
    return no('delivery.acceptance_item_unknown', { pointer: `/items/${stray}/id`, meta: { item: data.items[stray]?.id ?? '' } });
  return {
    events: [event('AcceptanceItemsChecked', { items: data.items.map(({ id, passed, note }) => ({ id, passed, note: note ?? null })) })],
  };
};

/** The opinion of somebody who was served: masked, and without a name. */
export const recordOpinion = (state: PurchaseState, data: Data<'recordOpinion'>, context: Context): Decision | Refusal =>
  unmasked(state, data.opinion, '/opinion', context) ?? { events: [event('OpinionRecorded', data)] };

/** The last signature concludes the act: passed when every item has passed. */
export const signAct = (state: PurchaseState, data: Data<'signAct'>, context: Context): Decision | Refusal => {
  const round = openRound(state);
  const person = context.actor.person ?? '';
  if (!round) return no('delivery.no_acceptance_open');
  const unchecked = round.items.filter(({ passed }) => passed === null).map(({ id }) => id);
  if (unchecked.length > 0)
    return no('delivery.items_unchecked', { rule: context.rules.rule('accept.content', state.pins), meta: { items: unchecked } });
  const opinions = context.rules.rule('accept.recipients_min', state.pins);
  const invited = state.planning.plan?.publicService === true;
  if (invited && round.opinions.length < count(opinions))
    return no('delivery.opinions_too_few', { rule: opinions, meta: { count: round.opinions.length, needed: count(opinions) } });
  const signed = event('ActSigned', { person, dissent: data.dissent ?? null });
  if (round.signatures.length + 1 < round.members.length) return { events: [signed] };
  const passed = round.items.every((item) => item.passed === true);
  return { events: [signed, event('ActConcluded', { round: round.round, passed, publishDue: due(state, 'accept.publish', context) })] };
};

/** 验收结果公告: passed, it makes what was prepaid and what is owed final; the money that formula and deductions took goes back. */
export const publishAcceptance = (state: PurchaseState, context: Context): Decision | Refusal => {
  const round = openRound(state);
  if (!round?.act) return no('delivery.act_not_concluded');
  const { passed } = round.act;
  const satisfied = round.opinions.filter((one) => one.satisfied).length;
  const final = !passed && round.round >= count(context.rules.rule('accept.rounds_max', state.pins));
  const published = event('AcceptancePublished', { round: round.round, passed, final, opinions: round.opinions.length, satisfied });
  if (!passed) return { events: [published] };
  return { events: [...withInstalments(state, [published], context), ...acceptFunds(state), ...bondReleased(state, context)] };
};

export const orderRectification = (state: PurchaseState, data: Data<'orderRectification'>, context: Context): Decision | Refusal => {
  const rule = context.rules.rule('accept.rectify', state.pins);
  const last = due(state, 'accept.rectify', context).lastDay ?? addDays(dateOf(context.at), 1);
  const from = addDays(dateOf(context.at), 1);
  if (data.until < from || data.until > last)
    return no('delivery.rectification_out_of_range', { pointer: '/until', rule, meta: { from, until: last } });
  return { events: [event('RectificationOrdered', data)] };
};
