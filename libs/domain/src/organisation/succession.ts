import {
  addDays,
  ANYWHERE,
  type Command,
  type Context,
  dateOf,
  type Deadline,
  type Decision,
  endOfDay,
  type Instant,
  type PlainDate,
  table,
  type Task,
  words,
} from '../kernel/index.js';
import { incompatibleDuties, isDesk, isHead, passesByRule } from './duties.js';
import {
  appointmentKey,
  holdersOf,
  type HandedOver,
  type OrganisationEvent,
  type OrganisationState,
  type SuccessionWay,
  type Term,
} from './organisation.js';

interface Holder {
  readonly person: string;
  readonly appointment: string;
}

/** Kinds of cases in which something waits for a person and not for a post: each knows the command `handOver`. */
const HAVE_SEATS = ['budget/', 'catalogue/', 'disbursement/', 'purchase/'];

/** When what somebody had to do passes on: the day after the last, or at once where it was ended after that. */
const passesOnAt = ({ to, endedAt }: Term): Instant | null => (to === null ? null : (Math.max(endOfDay(to), endedAt ?? 0) as Instant));

/** One after the other, the earliest first: each looks at who is there when it is due. */
export const successionDeadlines = (state: OrganisationState): readonly Deadline[] =>
  state.appointments
    .flatMap((term): Deadline[] => {
      const at = passesOnAt(term);
      if (at === null || term.handedOver) return [];
      const data = { key: term.key, from: term.from };
      return [
        { id: `passOn/${term.key}/${term.from}`, at, command: { type: 'passOn', data }, rule: null, calendar: null, suspendable: false },
      ];
    })
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** A post that nobody holds is the operator's to fill; who stepped in for somebody is told. */
export const successionTasks = (state: OrganisationState): readonly Task[] => [
  ...state.vacancies.map(
    ({ post, since }): Task => ({
      key: `vacancy/${post}`,
      name: 'appoint',
      to: { organisation: ANYWHERE, role: 'operator' },
      since,
      dueAt: null,
      rule: null,
      meta: { alert: 'organisation.post_vacant', post },
    }),
  ),
  ...state.notes.map(
    ({ id, person, post, way, since }): Task => ({
      key: `handover/${id}`,
      name: 'noteHandOver',
      to: { person },
      since,
      dueAt: null,
      rule: null,
      meta: { note: id, post, way },
    }),
  ),
];

const rolesHeldBy = (state: OrganisationState, person: string, on: PlainDate): readonly string[] =>
  state.appointments
    .filter((one) => one.person === person && one.from <= on && (one.to === null || on <= one.to))
    .flatMap(({ roles }) => roles);

/** Whether somebody may hold these roles beside their own: what the law keeps apart in one post it keeps apart in one hand. */
const mayAlsoHold = (state: OrganisationState, person: string, roles: readonly string[], context: Context): boolean => {
  if (!context.rules.has('pre.sod.positions')) return true;
  const pairs = table<readonly (readonly [string, string])[]>(context.rules.rule('pre.sod.positions'));
  const reviewers = context.rules.has('pre.review.members') ? words(context.rules.rule('pre.review.members')) : [];
  return incompatibleDuties([...rolesHeldBy(state, person, dateOf(context.at)), ...roles], pairs, reviewers) === null;
};

const holdersOfPost = (state: OrganisationState, post: string | null | undefined, on: PlainDate): readonly Holder[] =>
  state.appointments
    .filter((one) => one.post === post && one.from <= on && (one.to === null || on <= one.to))
    .map(({ person, key }) => ({ person, appointment: key }));

/**
 * Where the work of a post goes: to whoever else holds its roles; else to the post that is named as its deputy; else to the head of the house; never to
 * somebody whose own duties are kept apart from these; else to nobody, and the operator has to appoint.
 */
const successor = (state: OrganisationState, { person, post }: Term, vacated: readonly string[], context: Context): HandedOver['to'] => {
  const today = dateOf(context.at);
  const able = (holders: readonly Holder[], way: SuccessionWay): HandedOver['to'] => {
    const found = holders.find((one) => one.person !== person && mayAlsoHold(state, one.person, vacated, context));
    return found ? { ...found, way } : null;
  };
  const heads = [...new Set(Object.values(state.posts).flatMap(({ roles }) => roles.filter(isHead)))];
  return (
    able(holdersOfPost(state, state.posts[post]?.deputy, today), 'deputy') ??
    able(
      heads.flatMap((role) => holdersOf(state, role, today)),
      'head',
    )
  );
};

/** What somebody had to do passes on: once, however often it is asked for. */
export const passOn = (
  state: OrganisationState,
  { key, from }: { readonly key: string; readonly from: PlainDate },
  context: Context,
): Decision<OrganisationEvent> => {
  const term = state.appointments.find((one) => one.key === key && one.from === from);
  if (!term || term.handedOver || term.to === null) return { events: [] };
  const today = dateOf(context.at);
  const desks = term.roles.filter(isDesk);
  const others = desks.flatMap((role) => holdersOf(state, role, today)).filter((one) => one.person !== term.person);
  const isComing = (role: string): boolean =>
    state.appointments.some((one) => one.roles.includes(role) && one.from > today && !(one.to !== null && one.to < one.from));
  // Who is appointed to come after is waited for.
  const vacated = desks.filter((role) => holdersOf(state, role, today).length === 0 && !isComing(role));
  const [other] = others;
  // It never began, or the person goes on in another post of the same roles: nothing is without somebody.
  const neverBegan = term.to < term.from && (term.endedAt === undefined || dateOf(term.endedAt) < term.from);
  const isVacant = vacated.length > 0 && !neverBegan;
  const following = isVacant && vacated.every(passesByRule) ? successor(state, term, vacated, context) : null;
  const to: HandedOver['to'] = isVacant ? following : other ? { ...other, way: 'post' } : null;
  const cases = (context.people?.get(term.person)?.cases ?? []).filter((id) => HAVE_SEATS.some((kind) => id.startsWith(kind)));
  const settled: HandedOver = { key, from, post: term.post, person: term.person, to, roles: isVacant ? vacated : [], cases };
  const stepsIn: readonly OrganisationEvent[] =
    isVacant && to
      ? [
          {
            type: 'PersonAppointed',
            schema: 1,
            data: {
              key: appointmentKey(context.caseId, term.post, to.person),
              person: to.person,
              post: term.post,
              roles: vacated,
              from: today,
              to: null,
            },
          },
        ]
      : [];
  const events: readonly OrganisationEvent[] = [{ type: 'DutiesHandedOver', schema: 1, data: settled }, ...stepsIn];
  if (cases.length === 0) return { events };
  const leaver = { person: term.person, appointment: term.key };
  const commands = cases.map((caseId): Command => ({ type: 'handOver', caseId, data: leaver }));
  const batch = { type: 'beginBatch', caseId: `batch/${context.newId()}`, data: { owner: context.caseId, commands } };
  return { events, creates: [{ kind: 'batch', command: batch }] };
};

/** Every post of somebody ends now: the day before is the last, for today they are let in nowhere. */
export const dismissal = (state: OrganisationState, person: string, context: Context): readonly OrganisationEvent[] => {
  const today = dateOf(context.at);
  return state.appointments
    .filter((one) => one.person === person && (one.to === null || one.to >= today))
    .map(({ key, from }) => ({ type: 'AppointmentEnded', schema: 1, data: { key, from, on: addDays(today, -1) } }));
};
