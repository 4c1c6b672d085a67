import { workflowIdOf } from '@goufu/messages';
import type { CaseKey, EffectStore, RecoveryStore } from '@goufu/persistence';
import type { LifecycleClient } from '@goufu/temporal/client';
import { sweep, type SweepParts } from './guards.js';

export interface RecoverParts extends SweepParts {
  readonly recovery: RecoveryStore;
  readonly effects: EffectStore;
  readonly lifecycles: Pick<LifecycleClient, 'running' | 'moved' | 'end' | 'restart'>;
}
export interface RecoverOptions {
  /** Every open case begins anew, also those whose workflow runs: after a deploy. Else only what is missing or needless. */
  readonly all: boolean;
  /** Go on after this case: where an earlier recovery stopped. */
  readonly after?: CaseKey;
  readonly perSecond?: number;
  readonly progress?: (done: number, total: number, at: CaseKey) => void;
}

const PAGE = 200;
const AT_ONCE = 8;

/** Ends and starts workflows from Postgres. A run holds nothing, so it may be done at any time, and stopped and gone on with. */
export const recover = async (
  parts: RecoverParts,
  options: RecoverOptions,
): Promise<{ restarted: number; started: number; ended: number }> => {
  const restarted = options.all ? await restartAll(parts, options) : 0;
  await parts.effects.wakeAll();
  return { restarted, ...(await sweep(parts)) };
};

const restartAll = async (parts: RecoverParts, options: RecoverOptions): Promise<number> => {
  const total = await parts.recovery.countOpen();
  const perSecond = options.perSecond ?? 50;
  const began = performance.now();
  let done = 0;
  let after = options.after ?? null;
  for (;;) {
    const page = await parts.recovery.openCases(after, PAGE);
    for (let i = 0; i < page.length; i += AT_ONCE) {
      const some = page.slice(i, i + AT_ONCE);
      await Promise.all(some.map((open) => restart(parts, open)));
      done += some.length;
      const last = some.at(-1);
      if (last) options.progress?.(done, total, last);
      const early = (done / perSecond) * 1000 - (performance.now() - began);
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    }
    after = page.at(-1) ?? null;
    if (after === null || page.length < PAGE) return done;
  }
};

const restart = async ({ lifecycles, log }: RecoverParts, { realm, caseId }: CaseKey): Promise<void> => {
  await lifecycles.restart({ realm, caseId });
  log('debug', 'a workflow began anew', { workflowId: workflowIdOf({ realm, caseId }) });
};
