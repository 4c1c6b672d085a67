import { condition, defineSignal, proxyActivities, setHandler, workflowInfo, continueAsNew } from '@temporalio/workflow';
import { ANSWERED, effectQueueOf, type EffectRef } from '@goufu/messages';
import type { EffectActivities } from '../activities/effects/effect-activities.js';

const answered = defineSignal(ANSWERED);

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/** Carries one effect to the outside: asks by its key, sends, asks again by the same key until the answer is recorded. Never a new key. */
export async function effect(start: EffectRef): Promise<void> {
  const { carry } = proxyActivities<EffectActivities>({
    taskQueue: effectQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '60s',
    // a worker that was killed in the middle is found out after this
    heartbeatTimeout: '10s',
    retry: { initialInterval: '500ms', maximumInterval: '60s' },
  });
  let asked = 0;
  setHandler(answered, () => {
    asked += 1;
  });
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const before = asked;
    if ((await carry(start)) === 'over') return;
    await condition(() => asked > before, pause);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof effect>(start);
  }
}
