import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Issuer, startIssuer } from '../../apps/local/src/issuer.js';

const tree = join(import.meta.dirname, '../../..');
const AUDIENCE = 'goufu';

/** Waits until a process has ended. */
export const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve()));

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
/** Whoever is broken off leaves no process behind. */
export const endingWithUs = (child: ChildProcess): ChildProcess => {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

/** One compiled API or worker, as a process of its own. */
export interface App {
  readonly pid: number;
  /** Where the API answers people; empty for a worker. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Where the apps of a bench find their database and servers. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** Null: nobody has to be told of an ended stage. */
  readonly temporalAddress: string | null;
  readonly taskQueue: string;
  readonly issuer: Issuer;
  readonly folder: string;
}

const environmentOf = ({
  databaseUrl,
  temporalAddress,
  taskQueue,
  issuer,
  folder,
}: Surroundings): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress ?? '127.0.0.1:1',
  TEMPORAL_TASK_QUEUE: taskQueue,
  WORKFLOW_BUNDLE: join(tree, 'dist/workflow-bundle.js'),
  API_PORT: '0',
  OPERATIONS_PORT: '0',
  JWKS_URL: issuer.jwksUrl,
  TOKEN_ISSUER: issuer.url,
  TOKEN_AUDIENCE: AUDIENCE,
  FILES_DIR: join(folder, 'files'),
  REQUESTS_PER_MINUTE: '1000000',
  ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
  LOG_LEVEL: 'info',
});

export const issuerIn = (folder: string): Promise<Issuer> =>
  startIssuer({ port: 0, audience: AUDIENCE, keyFile: join(folder, 'key.json'), peopleFile: join(folder, 'people.json') });

/** A bearer token of a person in a realm. */
export const tokenOf = async (issuer: Issuer, person: string, realm: string): Promise<string> => {
  const response = await fetch(`${issuer.url}/token`, { method: 'POST', body: JSON.stringify({ person, realm }) });
  return ((await response.json()) as { token: string }).token;
};

/** Starts the compiled app; with a folder for it, a processor profile is written there when it ends. */
export const startApp = async (app: 'api' | 'worker', around: Surroundings, profile: string | null = null): Promise<App> => {
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, '--cpu-prof-interval=500'];
  const child = spawn(process.execPath, [...profiling, join(tree, `dist/apps/${app}/src/main.js`)], {
    env: environmentOf(around),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endingWithUs(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the ${app} did not start`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { msg?: string; message?: string; url?: string };
      const said = told.msg ?? told.message;
      if (said === 'the API listens' || said === 'the worker has begun') resolve(told.url ?? '');
    });
  });
  return {
    pid: child.pid ?? 0,
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited(child);
    },
  };
};

/** Runs a compiled command of ours to its end; throws what it said when it failed. */
export const runCommand = async (script: string, args: readonly string[], around: Surroundings): Promise<void> => {
  const child = spawn(process.execPath, [join(tree, 'dist', script), ...args], {
    env: environmentOf(around),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await exited(child);
  if (child.exitCode !== 0) throw new Error(`${script} ended with exit ${child.exitCode}:\n${said.slice(-2_000)}`);
};
