import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { migrate } from '@goufu/persistence';
import { checkout, compiled, nodeProgram } from '../../apps/local/src/checkout.js';
import { endOrphans, type Plan } from '../../apps/local/src/children.js';
import { type DataDirectory, openDataDirectory } from '../../apps/local/src/data-directory.js';
import { type Issuer, startIssuer } from '../../apps/local/src/issuer.js';
import { freePort } from '../../apps/local/src/ports.js';
import {
  answers,
  DATABASE,
  endStray,
  initialiseCluster,
  prepareDatabase,
  serverArguments,
  type Urls,
  urlsOf,
} from '../../apps/local/src/postgres.js';
import { postgresProgram } from '../../apps/local/src/postgres-program.js';
import { signInSecrets } from '../../apps/local/src/sign-in/provider.js';
import { AUDIENCE, choosePorts, environmentOf, planApps, type Ports } from '../../apps/local/src/system.js';
import { findTemporal } from '../../apps/local/src/temporal-program.js';
import { namespaceAnswers, serverArguments as temporalArguments } from '../../apps/local/src/temporal-server.js';
import { CuttingProxy } from './cutting-proxy.js';
import { KeptProcess } from './kept-process.js';

/** The clocks of the API processes, in minutes beside the machine's. */
const CLOCKS_MINUTES = [7, -6];
const WORKERS = 2;

export const LINES = ['postgres', 'temporal', 'treasury'] as const;
export type Line = (typeof LINES)[number];

/** All processes of an installation, on ports and a directory of its own, with a proxy on each line that its processes speak over. */
export class Ground {
  private constructor(
    readonly data: DataDirectory,
    readonly urls: Urls,
    readonly ports: Ports,
    /** What a process is told that speaks over no proxy. */
    readonly env: Readonly<Record<string, string>>,
    readonly processes: readonly KeptProcess[],
    readonly lines: Readonly<Record<Line, CuttingProxy>>,
    readonly issuer: Issuer,
    readonly apis: readonly string[],
    private readonly temporalFolder: string,
  ) {}

  /** Starts everything in the folder, or starts it again there. */
  static async open(folder: string, say: (line: string) => void): Promise<Ground> {
    const data = openDataDirectory(folder);
    await endOrphans(data);
    try {
      return await Ground.begin(data, say);
    } catch (error) {
      await endOrphans(data); // a start that failed leaves nothing running
      throw error;
    }
  }

  private static async begin(data: DataDirectory, say: (line: string) => void): Promise<Ground> {
    const ports = await choosePorts(await freePort(), 0);
    const passwords = data.passwords();
    const urls = urlsOf(ports.postgres, passwords, DATABASE);
    const { binary, server } = await findTemporal(say);
    const [postgres, temporal] = [await postgresPlan(data, ports.postgres, urls), temporalPlan(data, ports.temporal, binary, server)];
    const servers = [postgres, temporal].map((plan) => new KeptProcess(plan, data));
    await Promise.all(servers.map((one) => one.up()));
    await prepareDatabase(urls, passwords, DATABASE, true);
    await migrate(urls.owner);
    const lines = {
      postgres: await CuttingProxy.start(ports.postgres),
      temporal: await CuttingProxy.start(ports.temporal),
      treasury: await CuttingProxy.start(ports.treasury),
    };
    const issuer = await startIssuer({
      port: ports.issuer,
      audience: AUDIENCE,
      keyFile: data.inside('issuer-key.json'),
      peopleFile: data.inside('people.json'),
    });
    const env = environmentOf(data, ports, urls, `127.0.0.1:${ports.temporal}`, signInSecrets(data.inside('sign-in.json')));
    const plans = await appPlans(env, ports, lines);
    const apps = plans.map((plan) => new KeptProcess(plan, data));
    await Promise.all(apps.map((one) => one.up()));
    const apis = plans.filter(({ name }) => name.startsWith('api')).map(({ env: own }) => `http://127.0.0.1:${own?.API_PORT}`);
    return new Ground(data, urls, ports, env, [...servers, ...apps], lines, issuer, apis, data.folder('temporal', server));
  }

  named(name: string): KeptProcess {
    const found = this.processes.find((one) => one.name === name);
    if (!found) throw new Error(`no process is called ${name}`);
    return found;
  }

  /** All that Temporal ever knew is gone; what `npm run recover -- --all` does brings it back. */
  async wipeTemporal(): Promise<void> {
    const temporal = this.named('temporal');
    await temporal.down();
    rmSync(this.temporalFolder, { recursive: true, force: true });
    this.data.folder('temporal', this.temporalFolder.split('/').at(-1) ?? '');
    if (await temporal.up()) await this.recovered();
  }

  /** The command for operators, given again until it succeeds: what it needs may be killed under it. */
  async recovered(): Promise<void> {
    while (!(await this.runs('apps/worker/src/cli.recover.js', ['--all', '--per-second', '200']))) await sleep(500);
  }

  /** Everything runs, nothing is stopped, no connection is to be cut. */
  async heal(): Promise<void> {
    for (const line of LINES) this.lines[line].spare();
    for (const one of this.processes) one.goOn();
    await Promise.all(this.processes.map((one) => (one.state === 'down' ? one.up() : Promise.resolve(true))));
    for (const one of this.processes) while (one.state === 'starting') await sleep(50);
  }

  /** Ends everything but PostgreSQL: nobody writes any more. */
  async rest(): Promise<void> {
    for (const one of this.processes) one.goOn();
    for (const one of this.processes.toReversed()) if (one.name !== 'postgres') await one.down(one.plan.end);
  }

  async close(): Promise<void> {
    await this.rest();
    await this.named('postgres').down('SIGINT');
    await Promise.all(LINES.map((line) => this.lines[line].close()));
    await this.issuer.close();
  }

  private runs(script: string, args: readonly string[]): Promise<boolean> {
    const options = { env: { ...process.env, ...this.env }, stdio: 'ignore' as const };
    const child = spawn(nodeProgram(), [compiled(script), ...args], options);
    return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
  }
}

/** With fsync on: what was acknowledged outlives whoever is killed. */
const postgresPlan = async (data: DataDirectory, port: number, urls: Urls): Promise<Plan> => {
  const program = postgresProgram(data.inside('bin'));
  const cluster = data.inside('postgres', 'data');
  await initialiseCluster(program, cluster, data.passwords().superuser, false);
  await endStray(cluster);
  return {
    name: 'postgres',
    order: 0,
    command: program.postgres,
    args: serverArguments(cluster, port, true),
    user: program.user,
    ready: () => answers(urls.superuser),
    readyWithinMs: 120_000,
    end: 'SIGINT',
    endWithinMs: 30_000,
  };
};

const temporalPlan = (data: DataDirectory, port: number, binary: string, server: string): Plan => ({
  name: 'temporal',
  order: 1,
  command: binary,
  args: temporalArguments({ port, uiPort: null, file: join(data.folder('temporal', server), 'temporal.db') }),
  ready: () => namespaceAnswers(`127.0.0.1:${port}`),
  readyWithinMs: 60_000,
  end: 'SIGTERM',
  endWithinMs: 15_000,
});

const appPlans = async (
  env: Readonly<Record<string, string>>,
  ports: Ports,
  lines: Readonly<Record<Line, CuttingProxy>>,
): Promise<readonly Plan[]> => {
  const through = {
    DATABASE_URL: Object.assign(new URL(env.DATABASE_URL ?? ''), { port: String(lines.postgres.port) }).href,
    TEMPORAL_ADDRESS: `127.0.0.1:${lines.temporal.port}`,
    TREASURY_URL: `http://127.0.0.1:${lines.treasury.port}`,
    REQUESTS_PER_MINUTE: '1000000',
    ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'warn',
  };
  const skewed = pathToFileURL(join(checkout(), 'test/chaos/skewed-clock.mjs')).href;
  const plans = await planApps(env, ports, CLOCKS_MINUTES.length, WORKERS);
  let apis = 0;
  return plans.map((plan) => {
    if (!plan.name.startsWith('api')) return { ...plan, env: { ...plan.env, ...through } };
    const minutes = CLOCKS_MINUTES[apis++] ?? 0;
    const clock = { NODE_OPTIONS: `--import=${skewed}`, CLOCK_SKEW_MS: String(minutes * 60_000) };
    return { ...plan, env: { ...plan.env, ...through, ...clock } };
  });
};
