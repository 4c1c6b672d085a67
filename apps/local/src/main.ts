// `npm start` ends here: starts everything in one data directory and stays until it is told to end.
import { Ended } from './children.js';
import { Complaint } from './complaint.js';
import { launch, type System } from './launch.js';
import { readOptions } from './options.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const told = new AbortController();
let standing: System | null = null;

const finish = async (code: number): Promise<never> => {
  await standing?.end();
  process.exit(code);
};
const tell = (): void => {
  if (told.signal.aborted) return;
  print('ending ...');
  told.abort(); // ends the process when everything else has ended
};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, tell);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}); // whoever read it has gone
for (const name of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(name, (error: unknown) => {
    console.error(error);
    void finish(1);
  });

const start = async (): Promise<System> => {
  try {
    standing = await launch(readOptions(process.argv.slice(2)), print, told.signal);
  } catch (error) {
    if (error instanceof Ended) return await new Promise(() => {}); // whoever told us ends the process
    console.error(error instanceof Complaint ? error.message : error);
    process.exit(1);
  }
  return standing;
};

/** The running system: the watcher of `npm run dev` renews its processes. */
export const system: System = await start();
