import { expertPoolAccess, expertPoolOffered, seeExpertPool, veilOfExpertPool, entitledToPool } from '@goufu/access';
import {
  decideExpertPool,
  evolveExpertPool,
  type ExpertPoolCommand,
  type ExpertPoolEvent,
  expertPoolReads,
  expertPoolRefusals,
  type ExpertPoolState,
  expertPoolTiming,
  initialExpertPool,
  projectExpertPool,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

/** The library from which panels are drawn: references and relations, never names. */
export const expertPool: Kind<ExpertPoolState, ExpertPoolCommand, ExpertPoolEvent> = {
  kind: 'expert-pool',
  lifecycle: null,
  initial: initialExpertPool,
  commands: {
    open: { by: 'person', creates: true },
    enrol: { by: 'person', contents: ['/employer'] },
    updateRelations: { by: 'person' },
    suspend: { by: 'person', contents: ['/reason'] },
    reinstate: { by: 'person', contents: ['/reason'] },
    remove: { by: 'person', contents: ['/reason'] },
  },
  refusals: expertPoolRefusals,
  touches: (command) => ({ reads: expertPoolReads(command) }),
  needs: () => ({}),
  gate: (state, type, context) => expertPoolAccess(state, type, context) ?? expertPoolTiming(state, type),
  decide: decideExpertPool,
  evolve: evolveExpertPool,
  progress: () => ({ open: [], ended: {}, closed: false }),
  deadlines: () => [],
  tasks: () => [],
  project: projectExpertPool,
  offered: expertPoolOffered,
  entitles: entitledToPool,
  view: seeExpertPool,
  veil: veilOfExpertPool,
  copies: {},
};
