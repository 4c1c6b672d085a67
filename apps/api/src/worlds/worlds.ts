import type { Instant } from '@goufu/domain';
import type { DirectoryViews } from '@goufu/persistence';
import type { Advanced, NewWorld } from '@goufu/relay';
import { firstOperator, type System } from '@goufu/system';

/** Rehearsal realms as the system keeps them. */
export interface Worlds {
  /** Makes a world with this person as its operator; asked twice it is made once. */
  createWorld(world: NewWorld, operator: string): Promise<void>;
  advance(realm: string, goal: { readonly to: Instant }): Promise<Advanced>;
}

export const worldsOf = (system: System, directory: DirectoryViews): Worlds => ({
  createWorld: async (world, operator) => {
    await system.createWorld(world);
    if (!(await directory.isRoleGiven(world.id, 'operator'))) await firstOperator(system, world.id, operator);
  },
  advance: (realm, goal) => system.advance(realm, goal),
});
