import { addDays, type Recorded } from '../kernel/index.js';
import type { OrganisationEvent, OrganisationState } from './organisation.js';

/** Folds one event. Never fails. */
export const evolveOrganisation = (state: OrganisationState, recorded: Recorded<OrganisationEvent>): OrganisationState => {
  const { event } = recorded;
  switch (event.type) {
    case 'OrganisationRegistered': {
      const { account, ...data } = event.data;
      return { ...state, data, account, since: recorded.effectiveAt };
    }
    case 'OrganisationRevised':
      return { ...state, data: event.data };
    case 'PostCreated':
      return { ...state, posts: { ...state.posts, [event.data.post]: { roles: event.data.roles } } };
    case 'PersonAppointed':
      return { ...state, appointments: [...state.appointments, event.data] };
    case 'AppointmentEnded': {
      const { key, from, on } = event.data;
      return {
        ...state,
        appointments: state.appointments.map((one) => (one.key === key && one.from === from ? { ...one, to: on } : one)),
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
