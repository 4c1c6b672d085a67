import type { Instant } from '@goufu/domain';
import type { DirectoryViews } from '@goufu/persistence';
import type { Advanced, NewWorld } from '@goufu/relay';
import { worldParts, type WorldPart } from '@goufu/subjects';
import { firstOperator, type System } from '@goufu/system';

/** What a world begins with, of the realm beside it. */
interface WorldBeginning {
  readonly from: string;
  readonly parts: readonly WorldPart[];
}

/** Rehearsal realms as the system keeps them. */
export interface Worlds {
  /** Whether there is law of a jurisdiction. */
  hasLaw(jurisdiction: string): boolean;
  /** Throws `CopyTooLarge` where there is more to begin with than a world may have. */
  demandFit(beginning: WorldBeginning): Promise<void>;
  /** Makes a world with this person as its operator; asked twice it is made once. Throws `CopyTooLarge`. */
  createWorld(world: NewWorld, beginning: WorldBeginning, operator: string, requestId: string): Promise<void>;
  advance(realm: string, goal: { readonly to: Instant }): Promise<Advanced>;
}

const copyOf = ({ from, parts }: WorldBeginning) => ({ from, parts, kinds: parts.flatMap((part) => worldParts[part]) });

export const worldsOf = (system: System, directory: DirectoryViews): Worlds => {
  const operates = async (world: string, person: string): Promise<boolean> =>
    (await directory.standing(world, person))?.posts.some(({ roles }) => roles.includes('operator')) === true;
  return {
    hasLaw: (jurisdiction) => system.law.jurisdictions.includes(jurisdiction),
    demandFit: (beginning) => system.copies.demandFit(copyOf(beginning)),
    createWorld: async (world, beginning, operator, requestId) => {
      await system.copyWorld({ ...world, operator, copy: copyOf(beginning) }, requestId);
      const heir = await system.worlds.keptFor(world.id);
      // Nobody waits for it: it has its operator, or a release that noted none made it and was cut off.
      const isDue = heir === null ? !(await directory.isRoleGiven(world.id, 'operator')) : heir === operator;
      if (!isDue) return;
      // Whoever keeps the realm beside it holds that post here as well, unless the world begins before or after their time.
      if (!(await operates(world.id, operator))) await firstOperator(system, world.id, operator);
      await system.worlds.handOver(world.id);
    },
    advance: (realm, goal) => system.advance(realm, goal),
  };
};
