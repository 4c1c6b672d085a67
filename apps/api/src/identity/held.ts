import { refuse } from '@goufu/domain';
import type { Door } from '../door.js';
import { ProblemError } from '../http/problem-error.js';

/** Refuses a change beside the engine while the realm is held after a restore, as the engine refuses commands. */
export const demandReleased = async (door: Door, realm: string): Promise<void> => {
  if ((await door.views.directory.realm(realm))?.held) throw new ProblemError(refuse('realm.held'));
};
