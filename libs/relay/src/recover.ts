import { workflowIdOf } from '@goufu/messages';
import type { CaseKey, EffectStore, RecoveryStore } from '@goufu/persistence';
import type { LifecycleClient } from '@goufu/temporal/client';
import { sweep, type Swept, type SweepParts, type Unmoved, unlessUnmoved } from './guards.js';
import { saying } from './rounds.js';

export interface RecoverParts extends SweepParts {
  readonly recovery: RecoveryStore;
  readonly effects: EffectStore;
  readonly lifecycles: Pick<LifecycleClient, 'running' | 'moved' | 'end' | 'restart' | 'answers'>;
}
export interface RecoverOptions {
  /** Every open case begins anew, also those whose workflow runs: after a deploy. Else only what is missing or needless. */
  readonly all: boolean;
  /** Go on after this case: where an earlier recovery stopped. */
  readonly after?: CaseKey;
  readonly perSecond?: number;
  readonly progress?: (done: number, total: number, at: CaseKey) => void;
}
export interface Recovered extends Swept {
  readonly restarted: number;
}

const PAGE = 200;
const AT_ONCE = 8;

/**
 * Ends and starts workflows from Postgres. A run holds nothing, so it may be done at any time, and stopped and gone on with. One workflow that Temporal
 * does not begin or end in time hinders no other: it is in `failed`. Throws when Temporal does not answer at all.
 */
export const recover = async (parts: RecoverParts, options: RecoverOptions): Promise<Recovered> => {
  const { restarted, failed } = options.all ? await restartAll(parts, options) : { restarted: 0, failed: [] };
  await parts.effects.wakeAll();
  const unmoved = new Map(failed.map((one) => [one.workflowId, one]));
  const begun = async (cases: readonly CaseKey[]): Promise<void> => cases.forEach((key) => void unmoved.delete(workflowIdOf(key)));
  const swept = await sweep({ ...parts, begun });
  for (const one of swept.failed) unmoved.set(one.workflowId, one);
  return { restarted, ...swept, failed: [...unmoved.values()] };
};

const restartAll = async (parts: RecoverParts, options: RecoverOptions): Promise<Pick<Recovered, 'restarted' | 'failed'>> => {
  const total = await parts.recovery.countOpen();
  const perSecond = options.perSecond ?? 50;
  const began = performance.now();
  const failed: Unmoved[] = [];
  let done = 0;
  let after = options.after ?? null;
  for (;;) {
    const page = await parts.recovery.openCases(after, PAGE);
    for (let i = 0; i < page.length; i += AT_ONCE) {
      const some = page.slice(i, i + AT_ONCE);
      try {
        for (const unmoved of await Promise.all(some.map((open) => unlessUnmoved(parts, open, () => parts.lifecycles.restart(open)))))
          failed.push(...unmoved);
      } catch (error) {
        throw new Error(`${saying(error)}; to go on from here: --all${after ? ` --after ${workflowIdOf(after)}` : ''}`, { cause: error });
      }
      done += some.length;
      after = some.at(-1) ?? after;
      if (after) options.progress?.(done, total, after);
      const early = (done / perSecond) * 1000 - (performance.now() - began);
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    }
    if (page.length < PAGE) return { restarted: done - failed.length, failed };
  }
};
