import type { Engine } from '@goufu/engine';
import type { CaseActivities } from './case-activities.js';

/** The three questions of a lifecycle, answered by the engine. To load is to apply what is due: both tell the lifecycle how long is left. */
export const caseActivities = (engine: Engine): CaseActivities => ({
  load: ({ realm, caseId }) => engine.fireDue(realm, caseId),
  enter: ({ realm, caseId }, stage, requestId) => engine.enter(realm, caseId, stage, requestId ?? null),
  fireDue: ({ realm, caseId }) => engine.fireDue(realm, caseId),
});
