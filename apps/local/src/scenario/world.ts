import { parseInstant } from '@goufu/domain';
import { createSystem, firstOperator } from '@goufu/system';

/** The person who keeps a rehearsal world: alone in it until the cast is brought in. */
export const WORLD_OPERATOR = 'world-operator';

/** Makes a world with its first operator: what no command can do, since nobody is there to give it. */
export const openWorld = async (
  place: { readonly databaseUrl: string; readonly temporalAddress: string; readonly temporalNamespace: string },
  world: { readonly id: string; readonly name: string; readonly jurisdiction: string; readonly startsAt: string },
): Promise<void> => {
  const system = createSystem({
    databaseUrl: place.databaseUrl,
    databasePool: 2,
    temporal: { address: place.temporalAddress, namespace: place.temporalNamespace },
    log: () => undefined,
  });
  try {
    const startsAt = parseInstant(world.startsAt);
    if (startsAt === null) throw new Error(`not an instant: ${world.startsAt}`);
    // Both are found again as they are, so that a start that was cut off between them goes on.
    await system.createWorld({ ...world, startsAt });
    if (!(await system.worlds.isKept(world.id))) await firstOperator(system, world.id, WORLD_OPERATOR);
  } finally {
    await system.stop();
  }
};
