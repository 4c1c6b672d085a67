import { readEnvironment } from '@goufu/config';
import { saying } from '@goufu/relay';
import { logTo, loggerOf } from '@goufu/system';
import { WorkerProcess } from './worker.js';

const main = async (): Promise<void> => {
  const environment = readEnvironment(process.env);
  const logger = loggerOf('worker', environment.logLevel);
  const log = logTo(logger);
  const worker = new WorkerProcess(environment, log);
  let stopping: Promise<void> | null = null;
  const stop = (signal: string): void => {
    stopping ??= worker.stop().then(
      () => log('info', 'stopped', { signal }),
      (error: unknown) => {
        log('error', 'could not stop in order', { cause: saying(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // What nobody awaited is a bug: better to begin again than to go on in an unknown state.
  process.on('unhandledRejection', (error) => {
    log('error', 'ends: a promise was rejected unheard', { cause: saying(error) });
    process.exit(1);
  });
  const { port } = await worker.start();
  log('info', 'the worker has begun', { operationsPort: port });
};

main().catch((error: unknown) => {
  console.error(saying(error));
  process.exit(1);
});
