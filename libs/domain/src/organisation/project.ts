import { bigrams, readersWithAudit, type Recorded, type Row } from '../kernel/index.js';
import type { OrganisationEvent, OrganisationState } from './organisation.js';

/** Rows of the directory: the organisation, its search entry, and one appointment for a person in a post. */
export const projectOrganisation = (recorded: Recorded<OrganisationEvent>, state: OrganisationState): readonly Row[] => {
  const { event, caseId } = recorded;
  switch (event.type) {
    case 'OrganisationRegistered':
    case 'OrganisationRevised': {
      const { type, name, parent, creditCode } = event.data;
      // A person's name is looked up where it stands; lists and search know the person by code alone.
      const open = typeof name === 'string' ? name : '';
      const content = name !== null && typeof name === 'object' ? name.content : null;
      return [
        { table: 'organisation_view', key: caseId, values: { type, name: open, name_content: content, parent, updated_at: recorded.at } },
        {
          table: 'case_view',
          key: caseId,
          values: {
            kind: 'organisation',
            number: creditCode,
            title: open || '自然人',
            stage: null,
            state: 'registered',
            organisation: caseId,
            readers: [...readersWithAudit(), 'public'],
            public: true,
            amount: null,
            due_at: null,
            bigrams: bigrams(`${open} ${creditCode ?? ''}`),
            created_at: state.since,
            updated_at: recorded.at,
          },
        },
      ];
    }
    case 'PersonAppointed':
    case 'AppointmentEnded': {
      const { key, from } = event.data;
      const row = state.appointments.findLast((one) => one.key === key && one.from === from);
      if (!row) return [];
      const { person, post, roles, to } = row;
      return [{ table: 'appointment', key, values: { person, post, organisation: caseId, roles, from_on: from, to_on: to } }];
    }
    case 'PostCreated':
    case 'PostClosed':
    case 'DeputySet':
    case 'DutiesHandedOver':
    case 'HandOverNoted':
    case 'AgencyEntrusted':
    case 'EntrustmentEnded':
    case 'AccountChanged':
      return [];
  }
};
