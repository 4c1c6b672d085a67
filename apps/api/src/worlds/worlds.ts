import type { Instant } from '@goufu/domain';
import type { DirectoryViews } from '@goufu/persistence';
import type { Advanced, NewWorld } from '@goufu/relay';
import { firstOperator, type System } from '@goufu/system';

/** Rehearsal realms as the system keeps them. */
export interface Worlds {
  /** Makes a world with this person as its operator; asked twice it is made once. */
  /** Whether there is law of a jurisdiction. */
  hasLaw(jurisdiction: string): boolean;
  createWorld(world: NewWorld, operator: string): Promise<void>;
  advance(realm: string, goal: { readonly to: Instant }): Promise<Advanced>;
}

export const worldsOf = (system: System, directory: DirectoryViews): Worlds => ({
  hasLaw: (jurisdiction) => system.law.jurisdictions.includes(jurisdiction),
  createWorld: async (world, operator) => {
    await system.createWorld(world);
    if (!(await directory.isRoleGiven(world.id, 'operator'))) await firstOperator(system, world.id, operator);
  },
  advance: (realm, goal) => system.advance(realm, goal),
});
