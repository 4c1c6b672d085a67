import { addDays, type Instant, type Recorded } from '../kernel/index.js';
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
