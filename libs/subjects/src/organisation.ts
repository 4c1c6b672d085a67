import { organisationAccess, organisationOffered, seeOrganisation } from '@goufu/access';
import {
  decideOrganisation,
  evolveOrganisation,
  initialOrganisation,
  liftOrganisation,
  type OrganisationCommand,
  type OrganisationEvent,
  organisationNeeds,
  organisationReads,
  organisationRefusals,
  type OrganisationState,
  organisationTiming,
  projectOrganisation,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

/** An organisation of the directory: departments, agencies, auditors, suppliers, with their posts and who holds them. */
export const organisation: Kind<OrganisationState, OrganisationCommand, OrganisationEvent> = {
  kind: 'organisation',
  lifecycle: null,
  initial: initialOrganisation,
  commands: {
    register: { by: 'person', creates: true, contents: ['/account', '/name'] },
    revise: { by: 'person', contents: ['/name'] },
    createPost: { by: 'person' },
    appoint: { by: 'person' },
    endAppointment: { by: 'person' },
    entrust: { by: 'person' },
    endEntrustment: { by: 'person' },
    changeAccount: { by: 'person', contents: ['/account'] },
  },
  refusals: organisationRefusals,
  jurisdiction: (state) => state.data?.pack ?? null,
  touches: (command) => ({ reads: organisationReads(command) }),
  needs: organisationNeeds,
  gate: (state, type, context) => organisationAccess(state, type, context) ?? organisationTiming(state, type),
  decide: decideOrganisation,
  evolve: evolveOrganisation,
  upcast: liftOrganisation,
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: () => [],
  tasks: () => [],
  project: projectOrganisation,
  offered: organisationOffered,
  view: seeOrganisation,
};
