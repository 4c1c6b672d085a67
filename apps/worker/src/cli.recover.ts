// `npm run recover [-- --all] [--after REALM/CASE] [--per-second N]`: ends and starts workflows from what Postgres says.
import { parseArgs } from 'node:util';
import { readEnvironment, temporalOf } from '@goufu/config';
import { caseOfWorkflow, workflowIdOf } from '@goufu/messages';
import { recover, saying } from '@goufu/relay';
import { createSystem } from '@goufu/system';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { all: { type: 'boolean', default: false }, after: { type: 'string' }, 'per-second': { type: 'string', default: '50' } },
  });
  const perSecond = Number(values['per-second']);
  const after = values.after === undefined ? undefined : caseOfWorkflow(values.after);
  if (after === null || !(perSecond > 0)) throw new Error('usage: npm run recover -- [--all] [--after REALM/CASE] [--per-second N]');
  const environment = readEnvironment(process.env);
  const log = (level: string, message: string, meta: object = {}): void => {
    if (level === 'warn' || level === 'error') console.error(message, JSON.stringify(meta));
  };
  const system = createSystem({ ...environment, temporal: temporalOf(environment), log });
  const { recovery, effects, lifecycles } = system;
  let shown = 0;
  try {
    const done = await recover(
      { recovery, effects, lifecycles, log },
      {
        all: values.all,
        perSecond,
        ...(after ? { after } : {}),
        progress: (count, total, at) => {
          const now = performance.now();
          if (now - shown < 1_000 && count < total) return;
          shown = now;
          console.log(`${count} of ${total}; to go on from here: --all --after ${workflowIdOf(at)}`);
        },
      },
    );
    const { failed, ...figures } = done;
    console.log(JSON.stringify({ ...figures, failed: failed.length }));
    if (failed.length === 0) return;
    console.error(`${failed.length} workflows could not be begun or ended; all others were. Do it again, or look at these in Temporal:`);
    for (const { workflowId, cause } of failed) console.error(`  ${workflowId}: ${cause}`);
    process.exitCode = 1;
  } finally {
    await system.stop();
  }
};

main().catch((error: unknown) => {
  console.error(saying(error));
  process.exitCode = 1;
});
