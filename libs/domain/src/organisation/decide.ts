import {
  type CaseId,
  type Context,
  dateOf,
  type Decision,
  type Needs,
  refuse,
  type Refusal,
  type Rule,
  table,
  words,
} from '../kernel/index.js';
import { foreignRole, incompatibleDuties } from './duties.js';
import {
  appointmentKey,
  type Entrustment,
  entrustablePowers,
  type EntrustablePower,
  isPurchaserType,
  type OrganisationCommand,
  organisationCommands,
  type OrganisationCommandType,
  type OrganisationData,
  type OrganisationEvent,
  type OrganisationState,
  overlaps,
} from './organisation.js';
import { isCitizensNumber, isOpenlyNamed, nameFor } from './naming.js';
import type { OrganisationRefusalCode } from './refusals.js';
import { dismissal, passOn } from './succession.js';

const no = (code: OrganisationRefusalCode, meta: Refusal['meta'] = {}, more: { rule?: Rule; pointer?: string } = {}): Refusal =>
  refuse<OrganisationRefusalCode>(code, { meta, ...more });
const done = (event: OrganisationEvent): Decision<OrganisationEvent> => ({ events: [event] });
/** Under which name a credit code is held. */
export const claimOf = (creditCode: string): string => `credit-code/${creditCode}`;

/** Other organisations that a command names: read, never written. */
export const organisationReads = (command: OrganisationCommand): readonly CaseId[] => {
  switch (command.type) {
    case 'register':
    case 'revise':
      return [command.data.parent, command.data.finance].filter((id): id is CaseId => typeof id === 'string');
    case 'entrust':
      return [command.data.agency];
    default:
      return [];
  }
};

export const organisationNeeds = (state: OrganisationState, command: OrganisationCommand): Needs => {
  if (command.type === 'appoint') return { people: [command.data.person] };
  if (command.type === 'passOn') {
    const { key, from } = command.data;
    return { people: state.appointments.filter((one) => one.key === key && one.from === from).map(({ person }) => person) };
  }
  const code = command.type === 'register' || command.type === 'revise' ? command.data.creditCode : null;
  return code ? { claims: [claimOf(code)] } : {};
};

/** They answer facts, whenever they come. */
const systemCommands: readonly OrganisationCommandType[] = ['passOn', 'batchDone'];
/** Whether the moment is right for a command of this type. */
export const organisationTiming = (state: OrganisationState, type: OrganisationCommandType): Refusal | null => {
  if (systemCommands.includes(type)) return null;
  const legal: readonly OrganisationCommandType[] = state.data === null ? organisationCommands.new : organisationCommands.registered;
  if (legal.includes(type)) return null;
  return no(state.data === null ? 'organisation.not_registered' : 'organisation.already_registered');
};

/** Decides one command of the directory. */
export const decideOrganisation = (
  state: OrganisationState,
  command: OrganisationCommand,
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  const wrongMoment = organisationTiming(state, command.type);
  if (wrongMoment) return wrongMoment;
  switch (command.type) {
    case 'register':
      return register(command.data, context);
    case 'revise':
      return revise(state, command.data, context);
    case 'createPost':
      return createPost(state, command.data, context);
    case 'appoint':
      return appoint(state, command.data, context);
    case 'endAppointment':
      return endAppointment(state, command.data, context);
    case 'dismiss': {
      const events = dismissal(state, command.data.person, context);
      return events.length > 0 ? { events } : no('organisation.nothing_changed');
    }
    case 'closePost':
      return closePost(state, command.data.post, context);
    case 'setDeputy':
      return setDeputy(state, command.data);
    case 'noteHandOver': {
      const found = state.notes.some(({ id, person }) => id === command.data.note && person === context.actor.person);
      return found ? done({ type: 'HandOverNoted', schema: 1, data: command.data }) : no('organisation.no_hand_over');
    }
    case 'passOn':
      return passOn(state, command.data, context);
    case 'batchDone':
      return { events: [] };
    case 'entrust':
      return entrust(state, command.data, context);
    case 'endEntrustment': {
      const { entrustment, on } = command.data;
      const found = state.entrustments.find((one) => one.id === entrustment && (one.to === null || on < one.to));
      if (!found) return no('organisation.entrustment_unknown');
      return done({ type: 'EntrustmentEnded', schema: 1, data: { id: entrustment, on } });
    }
    case 'changeAccount': {
      if (state.data?.type !== 'supplier') return no('organisation.account_not_payable');
      return done({ type: 'AccountChanged', schema: 1, data: { account: command.data.account } });
    }
  }
};

const stateOf = (context: Context, id: CaseId): OrganisationData | null =>
  (context.cases.get(id)?.state as OrganisationState | undefined)?.data ?? null;

const faultOf = (data: OrganisationData, context: Context): Refusal | null => {
  if (data.type === 'supplier' && data.enterprise === null)
    return no('organisation.enterprise_kind_missing', {}, { pointer: '/enterprise' });
  if (data.type === 'supplier' && data.creditCode === null && data.enterprise !== 'individual')
    return no('organisation.credit_code_missing', {}, { pointer: '/creditCode' });
  if (data.creditCode !== null && isCitizensNumber(data.creditCode))
    return no('organisation.citizens_number', {}, { pointer: '/creditCode' });
  if (isOpenlyNamed(data)) return no('organisation.name_missing', {}, { pointer: '/name' });
  for (const pointer of ['parent', 'finance'] as const) {
    const organisation = data[pointer];
    if (organisation === null) continue;
    const found = stateOf(context, organisation);
    if (!found) return no('organisation.related_unknown', { organisation }, { pointer: `/${pointer}` });
    if (pointer === 'finance' && !found.type.startsWith('finance-'))
      return no(
        'organisation.not_finance',
        { organisation: typeof found.name === 'string' ? found.name : organisation },
        { pointer: '/finance' },
      );
  }
  return null;
};

const register = (
  given: Extract<OrganisationCommand, { type: 'register' }>['data'],
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  const { type, enterprise = null, creditCode = null, parent = null, finance = null, pack = null, account = null } = given;
  const name = nameFor(enterprise, given.name, context);
  const data: OrganisationData = { type, name, enterprise, creditCode, parent, finance, pack };
  const fault = faultOf(data, context);
  if (fault) return fault;
  if (account !== null && type !== 'supplier') return no('organisation.account_not_payable', {}, { pointer: '/account' });
  return {
    events: [{ type: 'OrganisationRegistered', schema: 2, data: { ...data, account } }],
    ...(creditCode === null ? {} : { claims: [claimOf(creditCode)] }),
  };
};

const revise = (
  state: OrganisationState,
  given: Extract<OrganisationCommand, { type: 'revise' }>['data'],
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  const before = state.data as OrganisationData;
  const { name, ...rest } = given;
  const of = { ...before, ...rest, type: before.type };
  const data: OrganisationData = { ...of, name: name === undefined ? before.name : nameFor(of.enterprise, name, context) };
  // What is not being changed was checked when it was written, and its case is not read now.
  const changed = {
    ...data,
    parent: data.parent === before.parent ? null : data.parent,
    finance: data.finance === before.finance ? null : data.finance,
  };
  const fault = faultOf(changed, context);
  if (fault) return fault;
  const keys = Object.keys(data) as (keyof OrganisationData)[];
  if (keys.every((key) => data[key] === before[key])) return no('organisation.nothing_changed');
  return {
    events: [{ type: 'OrganisationRevised', schema: 2, data }],
    ...(data.creditCode === null || data.creditCode === before.creditCode ? {} : { claims: [claimOf(data.creditCode)] }),
  };
};

const createPost = (
  state: OrganisationState,
  { post, roles }: { readonly post: string; readonly roles: readonly string[] },
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  if (state.posts[post]) return no('organisation.post_exists', { post }, { pointer: '/post' });
  if (roles.length === 0) return no('organisation.roles_missing', {}, { pointer: '/roles' });
  const foreign = foreignRole(state.data?.type ?? '', roles);
  if (foreign !== null) return no('organisation.role_foreign', { role: foreign }, { pointer: '/roles' });
  if (context.rules.has('pre.sod.positions')) {
    const rule = context.rules.rule('pre.sod.positions');
    const reviewers = context.rules.has('pre.review.members') ? words(context.rules.rule('pre.review.members')) : [];
    const pair = incompatibleDuties(roles, table<readonly (readonly [string, string])[]>(rule), reviewers);
    if (pair) return no('organisation.roles_incompatible', { one: pair[0], other: pair[1] }, { rule, pointer: '/roles' });
  }
  return done({ type: 'PostCreated', schema: 1, data: { post, roles: [...new Set(roles)].sort() } });
};

/** 撤销岗位: nobody holds it any more, and nobody will. */
const closePost = (state: OrganisationState, post: string, context: Context): Decision<OrganisationEvent> | Refusal => {
  const today = dateOf(context.at);
  const known = state.posts[post];
  if (!known) return no('organisation.post_unknown', { post }, { pointer: '/post' });
  if (known.to !== null) return no('organisation.post_closed', { post, on: known.to }, { pointer: '/post' });
  const held = state.appointments.some((one) => one.post === post && (one.to === null || one.to >= today));
  if (held) return no('organisation.post_held', { post }, { pointer: '/post' });
  return done({ type: 'PostClosed', schema: 1, data: { post, on: today } });
};

const setDeputy = (
  state: OrganisationState,
  { post, deputy }: { readonly post: string; readonly deputy: string | null },
): Decision<OrganisationEvent> | Refusal => {
  const known = state.posts[post];
  if (!known) return no('organisation.post_unknown', { post }, { pointer: '/post' });
  if (deputy !== null && !state.posts[deputy]) return no('organisation.post_unknown', { post: deputy }, { pointer: '/deputy' });
  if (deputy === post) return no('organisation.deputy_is_itself', {}, { pointer: '/deputy' });
  if ((known.deputy ?? null) === deputy) return no('organisation.nothing_changed');
  return done({ type: 'DeputySet', schema: 1, data: { post, deputy } });
};

const appoint = (
  state: OrganisationState,
  { person, post, from, to = null }: Extract<OrganisationCommand, { type: 'appoint' }>['data'],
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  const known = state.posts[post];
  if (!known) return no('organisation.post_unknown', { post }, { pointer: '/post' });
  if (known.to !== null) return no('organisation.post_closed', { post, on: known.to }, { pointer: '/post' });
  const { roles } = known;
  if (to !== null && to < from) return no('organisation.dates_reversed', {}, { pointer: '/to' });
  if (context.people?.get(person)?.disabled) return no('organisation.person_disabled', {}, { pointer: '/person' });
  const key = appointmentKey(context.caseId, post, person);
  const earlier = state.appointments.filter((one) => one.key === key);
  const overlapping = earlier.find((one) => overlaps(one, { from, to }));
  if (overlapping) return no('organisation.appointment_overlaps', { from: overlapping.from, to: overlapping.to ?? '…' });
  // The directory keeps one row for a person in a post: the present holder's must not be overwritten by a later term.
  const running = earlier.find((one) => one.to === null || one.to >= dateOf(context.at));
  if (running) return no('organisation.appointment_not_over', { to: running.to ?? '…' });
  return done({ type: 'PersonAppointed', schema: 1, data: { key, person, post, roles, from, to } });
};

const endAppointment = (
  state: OrganisationState,
  { person, post, on }: Extract<OrganisationCommand, { type: 'endAppointment' }>['data'],
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  const key = appointmentKey(context.caseId, post, person);
  const found = state.appointments.findLast((one) => one.key === key && (one.to === null || on < one.to));
  if (!found) return no('organisation.appointment_unknown', { post });
  if (on < found.from) return no('organisation.dates_reversed', {}, { pointer: '/on' });
  return done({ type: 'AppointmentEnded', schema: 1, data: { key, from: found.from, on } });
};

const entrust = (
  state: OrganisationState,
  { agency, powers, from, to = null, agreement }: Extract<OrganisationCommand, { type: 'entrust' }>['data'],
  context: Context,
): Decision<OrganisationEvent> | Refusal => {
  if (!isPurchaserType(state.data?.type ?? null)) return no('organisation.not_purchaser');
  if (stateOf(context, agency)?.type !== 'agency') return no('organisation.agency_unknown', { agency }, { pointer: '/agency' });
  if (powers.length === 0) return no('organisation.powers_missing', {}, { pointer: '/powers' });
  const rule = context.rules.rule('agency.powers');
  const legal = entrustablePowers.filter((power) => words(rule).includes(power));
  const kept = powers.find((power) => !legal.some((one) => one === power));
  if (kept !== undefined) return no('organisation.power_not_entrustable', { power: kept, legal }, { rule, pointer: '/powers' });
  if (to !== null && to < from) return no('organisation.dates_reversed', {}, { pointer: '/to' });
  const overlapping = state.entrustments.find((one) => one.agency === agency && overlaps(one, { from, to }));
  if (overlapping) return no('organisation.entrustment_overlaps', { agreement: overlapping.agreement });
  const data: Entrustment = {
    id: `${state.entrustments.length + 1}`,
    agency,
    powers: [...new Set(powers)].sort() as EntrustablePower[],
    from,
    to,
    agreement,
  };
  return done({ type: 'AgencyEntrusted', schema: 1, data });
};
