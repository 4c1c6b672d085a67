import { EnvironmentRefused, readEnvironment, releaseOf, temporalOf } from '@goufu/config';
import { calledAs, DirectoryViews, logRefusals, Reading } from '@goufu/persistence';
import { createSystem, logTo, loggerOf } from '@goufu/system';
import { createApi } from './app.js';
import { Metrics } from './operations/metrics.js';
import { startOperations } from './operations/operations-server.js';
import { runningOf } from './operations/running.js';
import { RefusalWriter } from './operations/refusal-writer.js';
import { settingsOf } from './settings.js';
import { worldsOf } from './worlds/worlds.js';

const READ_POOL = 8;
const CLOSE_WITHIN_MS = 20_000;

/** Boots with PostgreSQL or Temporal down: nothing connects before it is used, and whatever is away is asked again. */
const start = async (): Promise<void> => {
  const environment = readEnvironment(process.env);
  const settings = settingsOf(environment);
  const logger = loggerOf('api', environment.logLevel);
  const log = logTo(logger);
  const metrics = new Metrics();
  const release = releaseOf(environment);
  const databaseUrl = calledAs(environment.databaseUrl, 'api', release, process.pid);
  const reading = new Reading(databaseUrl, READ_POOL);
  const refusals = new RefusalWriter((batch) => logRefusals(reading, batch));
  const system = createSystem({
    databaseUrl,
    databasePool: environment.databasePool,
    temporal: temporalOf(environment),
    packsDir: environment.packsDir,
    calendarsDir: environment.calendarsDir,
    noticeWebhookUrl: environment.noticeWebhookUrl,
    log,
    hooks: {
      ...metrics.hooks,
      refused: (request, refusal) => {
        metrics.hooks.refused?.(request, refusal);
        refusals.refused(request, refusal);
      },
    },
  });
  const { registry, engine, hints } = system;
  const api = await createApi({
    settings,
    registry,
    engine,
    law: system.law,
    library: system.library,
    hints,
    worlds: worldsOf(system, new DirectoryViews(reading)),
    reading,
    metrics,
    running: runningOf(system, { release, namespace: environment.temporalNamespace }),
    log,
  });
  system.start();
  const operations = await startOperations({ host: environment.operationsHost, port: environment.operationsPort, metrics, reading });
  await api.listen({ host: environment.apiHost, port: environment.apiPort });
  log('info', 'the API listens', { url: await api.getUrl(), operations: operations.port });

  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log('info', 'ending', { signal });
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    await api.close();
    await refusals.flush();
    await operations.close();
    await system.stop();
    await reading.close();
    logger.flush();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
};

try {
  await start();
} catch (error) {
  console.error(error instanceof EnvironmentRefused ? error.message : error);
  process.exit(1);
}
