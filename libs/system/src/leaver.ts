import { type CaseId, isRefusal } from '@goufu/domain';
import type { ActingPerson, Engine } from '@goufu/engine';
import { Rounds, saying, type Log } from '@goufu/relay';
import type { RecoveryStore } from '@goufu/persistence';

interface Dismissal {
  readonly realm: string;
  readonly person: string;
  readonly organisations: readonly CaseId[];
  readonly acting: ActingPerson | 'system';
  /** Of the request that disabled them; each organisation hears it under a key of its own. */
  readonly key: string | null;
  readonly requestId: string | null;
}

/** Ends every post of somebody, one organisation after the other; one that has ended already is left as it is. */
export const dismissEverywhere = async (engine: Engine, { person, organisations, key, ...given }: Dismissal): Promise<void> => {
  for (const caseId of organisations) {
    const answer = await engine.execute({
      ...given,
      kind: 'organisation',
      caseId,
      type: 'dismiss',
      data: { person },
      key: key === null ? null : `${key} ${caseId}`,
    });
    if (isRefusal(answer) && answer.refused !== 'organisation.nothing_changed')
      throw new Error(`${person} could not be dismissed from ${caseId}: ${answer.refused}`);
  }
};

const EVERY_MS = 5_000;
const AT_ONCE = 50;

/** Whoever is disabled holds no post for long, also when the process that disabled them died in between. */
export class LeaverGuard extends Rounds {
  constructor(recovery: RecoveryStore, engine: Engine, log: Log) {
    const round = async (): Promise<boolean> => {
      for (const { realm, person, organisation } of await recovery.leftInPosts(AT_ONCE)) {
        log('warn', 'a disabled person still held a post', { realm, caseId: organisation });
        await dismissEverywhere(engine, { realm, person, organisations: [organisation], acting: 'system', key: null, requestId: null });
      }
      return false;
    };
    super(round, EVERY_MS, (error) => log('warn', 'the guard of posts waits', { cause: saying(error) }));
  }
}
