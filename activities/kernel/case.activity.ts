import { isRefusal } from '@goufu/domain';
import type { Engine, LifecycleFacts } from '@goufu/engine';
import type { CaseActivities, CaseFacts } from './case-activities.js';

/** A case that the realm does not have is no failure: the run ends. */
const facts = (answer: LifecycleFacts | null): CaseFacts | null => (answer === null || isRefusal(answer) ? null : answer);

/** The three questions of a lifecycle, answered by the engine. To load is to apply what is due: both tell the lifecycle how long is left. */
export const caseActivities = (engine: Engine): CaseActivities => ({
  load: async ({ realm, caseId }) => facts(await engine.fireDue(realm, caseId)),
  enter: async ({ realm, caseId }, stage) => facts(await engine.enter(realm, caseId, stage)),
  fireDue: async ({ realm, caseId }) => facts(await engine.fireDue(realm, caseId)),
});
