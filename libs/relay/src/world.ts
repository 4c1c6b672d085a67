import type { CaseKey, WorldClock, WorldStore } from '@goufu/persistence';
import type { ApplyPassed } from './guards.js';

type Instant = WorldClock['now'];
type CaseId = CaseKey['caseId'];

export interface WorldParts {
  readonly worlds: WorldStore;
  readonly applyPassed: ApplyPassed;
}
export interface NewWorld {
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  /** Where the world's clock begins. */
  readonly startsAt: Instant;
}
export interface AdvanceOptions {
  /** How long the world may take to come to rest after each step. */
  readonly settleMs?: number;
  readonly step?: (due: { readonly caseId: CaseId; readonly at: Instant }) => void;
}
export interface Advanced {
  readonly now: Instant;
  /** How many dues were applied on the way. */
  readonly dues: number;
}

/** There is no such world, or it is a realm that runs in real time. */
export class NoWorld extends Error {}
/** The world did not come to rest in time; `waitsFor` says why. */
export class WorldUnsettled extends Error {
  constructor(
    readonly realm: string,
    readonly waitsFor: readonly string[],
  ) {
    super(`the world ${realm} does not come to rest: ${waitsFor.join('; ')}`);
  }
}

const POLL_MS = 5;
const SETTLE_MS = 30_000;

/** Makes a world: a realm with a clock of its own, into which people, budget and catalogue are brought by commands. */
export const createWorld = (worlds: WorldStore, world: NewWorld): Promise<void> => worlds.create(world);

/** Waits until nothing of a realm is under way: no message, no effect, no case between two stages. */
export const settle = async (worlds: WorldStore, realm: string, withinMs = SETTLE_MS): Promise<void> => {
  const until = performance.now() + withinMs;
  while (await worlds.unsettled(realm)) {
    if (performance.now() > until) throw new WorldUnsettled(realm, await worlds.waitingFor(realm));
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

/**
 * Moves a world's clock to an instant or by a span, from due to due: each is applied at its own instant and the world comes to rest before the
 * next, so that the order across cases stays true. Never backward.
 */
export const advance = async (
  { worlds, applyPassed }: WorldParts,
  realm: string,
  goal: { readonly to: Instant } | { readonly byMs: number },
  options: AdvanceOptions = {},
): Promise<Advanced> =>
  worlds.alone(realm, async () => {
    const clock = await worlds.clock(realm);
    if (!clock?.world) throw new NoWorld(`${realm} is no world`);
    const target = 'to' in goal ? goal.to : ((clock.now + goal.byMs) as Instant);
    const idle = new Set<CaseId>();
    let dues = 0;
    for (;;) {
      await settle(worlds, realm, options.settleMs);
      const due = await worlds.earliestDue(realm, [...idle]);
      if (!due || due.at > target) break;
      await worlds.moveTo(realm, due.at);
      options.step?.(due);
      if (await applyPassed(realm, due.caseId)) {
        dues += 1;
        continue;
      }
      // Applied by somebody else meanwhile, or it changes nothing: then it must not hold the clock.
      const again = await worlds.earliestDue(realm, [...idle]);
      if (again?.caseId === due.caseId && again.at === due.at) idle.add(due.caseId);
    }
    const now = await worlds.moveTo(realm, target);
    return { now: now ?? target, dues };
  });
