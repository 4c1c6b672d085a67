// `node dist/libs/temporal/src/cli.namespace.js`: registers the namespace at a Temporal of your own, once; waits up to a minute until it can be used.
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment, temporalOf } from '@goufu/config';
import { ensureNamespace } from './client/index.js';

const WITHIN_MS = 60_000;
const PAUSE_MS = 500;

try {
  // The database is not asked: whoever prepares Temporal need not know it.
  const place = temporalOf(readEnvironment({ ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? 'postgres://localhost' }));
  for (const until = Date.now() + WITHIN_MS; ; await sleep(PAUSE_MS)) {
    try {
      await ensureNamespace(place);
      break;
    } catch (error) {
      if (Date.now() > until)
        throw new Error(
          `连不上 ${place.address} 的Temporal。Temporal at ${place.address} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
    }
  }
  console.log(JSON.stringify({ namespace: place.namespace }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
