import { addDays, dateOf, type Instant, type Recorded } from '../kernel/index.js';
import type { EnterpriseKind, OrganisationEvent, OrganisationState } from './organisation.js';

const kindsWith = ({ kinds }: OrganisationState, kind: EnterpriseKind | null, from: Instant): OrganisationState['kinds'] =>
  kind === null || kinds.at(-1)?.kind === kind ? kinds : [...kinds, { kind, from }];

/** Folds one event. Never fails. */
export const evolveOrganisation = (state: OrganisationState, recorded: Recorded<OrganisationEvent>): OrganisationState => {
  const { event } = recorded;
  switch (event.type) {
    case 'OrganisationRegistered': {
      const { account, ...data } = event.data;
      return { ...state, data, account, kinds: kindsWith(state, data.enterprise, recorded.effectiveAt), since: recorded.effectiveAt };
    }
    case 'OrganisationRevised':
      return { ...state, data: event.data, kinds: kindsWith(state, event.data.enterprise, recorded.effectiveAt) };
    case 'PostClosed': {
      const { post, on } = event.data;
      const known = state.posts[post];
      const vacancies = state.vacancies.filter((one) => one.post !== post);
      return known ? { ...state, vacancies, posts: { ...state.posts, [post]: { ...known, to: on } } } : state;
    }
    case 'DeputySet': {
      const { post, deputy } = event.data;
      const known = state.posts[post];
      return known ? { ...state, posts: { ...state.posts, [post]: { ...known, deputy } } } : state;
    }
    case 'DutiesHandedOver': {
      const { key, from, post, to, roles } = event.data;
      const at = recorded.effectiveAt;
      const noted: OrganisationState['notes'] =
        to === null || to.way === 'post' ? [] : [{ id: `${key}/${from}`, person: to.person, post, way: to.way, since: at }];
      const known = state.vacancies.some((one) => one.post === post);
      return {
        ...state,
        appointments: state.appointments.map((one) => (one.key === key && one.from === from ? { ...one, handedOver: true } : one)),
        notes: [...state.notes, ...noted],
        vacancies: to === null && roles.length > 0 && !known ? [...state.vacancies, { post, roles, since: at }] : state.vacancies,
      };
    }
    case 'HandOverNoted':
      return { ...state, notes: state.notes.filter(({ id }) => id !== event.data.note) };
    case 'PostCreated':
      return {
        ...state,
        posts: { ...state.posts, [event.data.post]: { roles: event.data.roles, from: dateOf(recorded.effectiveAt), to: null } },
      };
    case 'PersonAppointed':
      return {
        ...state,
        appointments: [...state.appointments, event.data],
        vacancies: state.vacancies.filter(({ post }) => post !== event.data.post),
      };
    case 'AppointmentEnded': {
      const { key, from, on } = event.data;
      // Ended before it began: it never counts on any day.
      const to = on < from ? addDays(from, -1) : on;
      const ended = { to, endedAt: recorded.effectiveAt };
      return {
        ...state,
        appointments: state.appointments.map((one) => (one.key === key && one.from === from ? { ...one, ...ended } : one)),
      };
    }
    case 'AgencyEntrusted':
      return { ...state, entrustments: [...state.entrustments, event.data] };
    case 'EntrustmentEnded': {
      const { id, on } = event.data;
      // Ended before it began: it never counts on any day.
      return {
        ...state,
        entrustments: state.entrustments.map((one) => (one.id === id ? { ...one, to: on < one.from ? addDays(one.from, -1) : on } : one)),
      };
    }
    case 'AccountChanged':
      return { ...state, account: event.data.account };
  }
};
