import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, compiled, nodeProgram } from './checkout.js';
import type { Plan } from './children.js';
import type { DataDirectory } from './data-directory.js';
import { freePort } from './ports.js';
import type { Urls } from './postgres.js';
import { CONSOLE, type SignInSecrets } from './sign-in/provider.js';
import { NAMESPACE } from './temporal-server.js';

export const AUDIENCE = 'goufu';

/** Where every part of the system listens. */
export interface Ports {
  readonly api: number;
  readonly treasury: number;
  readonly issuer: number;
  readonly temporalUi: number;
  readonly temporal: number;
  readonly postgres: number;
  readonly operations: number;
}

/** The API's port as asked for; the others follow it where those are free, so that they stay the same from start to start. */
export const choosePorts = async (api: number, asked: number): Promise<Ports> => {
  const next = (offset: number) => freePort(asked === 0 ? 0 : api + offset);
  return {
    api,
    treasury: await next(1),
    issuer: await next(2),
    temporalUi: await next(3),
    operations: await next(4),
    temporal: await next(5),
    postgres: await next(6),
  };
};

/** The address under which browsers reach the API. */
export const publicUrlOf = (ports: Ports): string => `http://127.0.0.1:${ports.api}`;

/** What everything but the migrations is told by its environment (`libs/config`). */
export const environmentOf = (
  data: DataDirectory,
  ports: Ports,
  urls: Urls,
  temporalAddress: string,
  secrets: SignInSecrets,
): Readonly<Record<string, string>> => ({
  DATABASE_URL: urls.app,
  TEMPORAL_ADDRESS: temporalAddress,
  TEMPORAL_NAMESPACE: process.env.TEMPORAL_NAMESPACE ?? NAMESPACE,
  WORKFLOW_BUNDLE: compiled('workflow-bundle.js'),
  API_HOST: '127.0.0.1',
  API_PORT: String(ports.api),
  API_URL: `http://127.0.0.1:${ports.api}`,
  TREASURY_URL: `http://127.0.0.1:${ports.treasury}`,
  TREASURY_PORT: String(ports.treasury),
  TREASURY_DATA: data.folder('treasury'),
  ISSUER_URL: `http://127.0.0.1:${ports.issuer}`,
  JWKS_URL: `http://127.0.0.1:${ports.issuer}/jwks`,
  TOKEN_ISSUER: `http://127.0.0.1:${ports.issuer}`,
  TOKEN_AUDIENCE: AUDIENCE,
  OIDC_ISSUER: `http://127.0.0.1:${ports.issuer}`,
  OIDC_CLIENT_ID: CONSOLE,
  OIDC_CLIENT_SECRET: secrets.console,
  PUBLIC_URL: publicUrlOf(ports),
  PACKS_DIR: join(checkout(), 'libs', 'rules', 'packs'),
  CALENDARS_DIR: join(checkout(), 'libs', 'rules', 'calendars'),
  FILES_DIR: data.folder('files'),
  PEOPLE_FILE: data.inside('people.json'),
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
});

const healthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const several = (name: string): number => Math.max(1, Number(process.env[name] ?? 1) || 1);

/** A process of ours: compiled, run by the pinned node, ended by SIGTERM. */
const ours = (name: string, order: number, app: string, env: Readonly<Record<string, string>>, ready: () => Promise<boolean>): Plan => ({
  name,
  order,
  command: nodeProgram(),
  args: ['--enable-source-maps', compiled(`apps/${app}/src/main.js`)],
  env,
  ready,
  readyWithinMs: 90_000,
  end: 'SIGTERM',
  endWithinMs: 25_000,
});

/** Treasury, API and worker processes in the order in which they start; how many of the last two: API_PROCESSES, WORKER_PROCESSES. */
export const planApps = async (
  env: Readonly<Record<string, string>>,
  ports: Ports,
  apis = several('API_PROCESSES'),
  workers = several('WORKER_PROCESSES'),
): Promise<readonly Plan[]> => {
  const plans = [ours('treasury', 2, 'treasury', env, () => healthy(`${env.TREASURY_URL}/health`))];
  let operations = ports.operations;
  const own = async (): Promise<string> => {
    const port = operations;
    operations = await freePort(0);
    return String(port);
  };
  for (let n = 1; n <= apis; n += 1) {
    const port = n === 1 ? ports.api : await freePort(ports.api + 9 + n);
    const listening = { ...env, API_PORT: String(port), OPERATIONS_PORT: await own() };
    plans.push(ours(n === 1 ? 'api' : `api-${n}`, 4, 'api', listening, () => healthy(`http://127.0.0.1:${port}/health/live`)));
  }
  for (let n = 1; n <= workers; n += 1) {
    const port = await own();
    // a hint alone: the worker asks for the statement anyway
    const listening = { ...env, OPERATIONS_PORT: port, TREASURY_CALLBACK_URL: `http://127.0.0.1:${port}/callbacks/treasury` };
    plans.push(ours(n === 1 ? 'worker' : `worker-${n}`, 3, 'worker', listening, () => healthy(`http://127.0.0.1:${port}/health/live`)));
  }
  return plans.filter(({ args }) => args.every((arg) => arg.startsWith('--') || existsSync(arg)));
};
