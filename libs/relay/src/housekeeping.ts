import type { HousekeepingStore, Passing, RecoveryStore } from '@goufu/persistence';
import { Rounds, saying, type Log } from './rounds.js';

/** The rule that says for how many days it is kept. */
const KEPT_BY: Readonly<Record<Passing, string>> = {
  refusals: 'keep.refusals',
  answers: 'keep.answers',
  messages: 'keep.messages',
  accesses: 'keep.accesses',
  sessions: 'keep.sessions',
  signIns: 'keep.sessions',
};
/** One process at a time keeps house. */
const HOUSEKEEPING_LOCK = 7_404_555;
const EVERY_MS = 3_600_000;
const AT_ONCE = 5_000;

export interface HousekeepingParts {
  readonly house: HousekeepingStore;
  readonly recovery: Pick<RecoveryStore, 'alone'>;
  /** For how many days a rule of a jurisdiction has something kept today; throws where its pack says nothing. */
  readonly days: (jurisdiction: string, rule: string) => number;
  readonly log: Log;
}
export type Removed = Readonly<Record<Passing, number>>;

/** One round: of every realm goes what its pack has kept long enough. A realm whose pack says nothing keeps everything, and is named. */
export const keepHouse = async ({ house, days, log }: Omit<HousekeepingParts, 'recovery'>, atOnce = AT_ONCE): Promise<Removed> => {
  const removed: Record<Passing, number> = { refusals: 0, answers: 0, messages: 0, accesses: 0, sessions: 0, signIns: 0 };
  for (const { realm, jurisdiction } of await house.realms()) {
    try {
      await house.salt(realm, atOnce);
      for (const [what, rule] of Object.entries(KEPT_BY) as [Passing, string][])
        removed[what] += await house.remove(what, realm, days(jurisdiction, rule), atOnce);
    } catch (error) {
      log('warn', 'a realm could not be tidied', { realm, jurisdiction, cause: saying(error) });
    }
  }
  return removed;
};

/** Each hour, in one process at a time. */
export const housekeeping = (parts: HousekeepingParts, everyMs = EVERY_MS): Rounds => {
  const round = async (): Promise<boolean> => {
    const removed = await parts.recovery.alone(HOUSEKEEPING_LOCK, () => keepHouse(parts));
    if (removed && Object.values(removed).some((rows) => rows > 0))
      parts.log('info', 'what was kept for its time was removed', { ...removed });
    return false;
  };
  return new Rounds(round, everyMs, (error) => parts.log('warn', 'housekeeping waits', { cause: saying(error) }));
};
