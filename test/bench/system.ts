import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LifecycleClient } from '@goufu/temporal/client';
import { Client, Connection } from '@temporalio/client';
import { eventually } from '../../apps/local/src/eventually.js';
import type { Issuer } from '../../apps/local/src/issuer.js';
import { freePort } from '../../apps/local/src/ports.js';
import { findTemporal } from '../../apps/local/src/temporal-program.js';
import { NAMESPACE, namespaceAnswers, serverArguments } from '../../apps/local/src/temporal-server.js';
import { type App, endingWithUs, exited, issuerIn, runCommand, startApp, type Surroundings, tokenOf } from './apps.js';
import type { BenchServer } from './servers.js';

/** The whole system on a database of the bench's PostgreSQL: a real Temporal server, API and worker processes. */
export class BenchSystem {
  private temporal: ChildProcess | null = null;
  private generation = 1;

  private constructor(
    readonly server: BenchServer,
    readonly database: string,
    private readonly port: number,
    private readonly binary: string,
    private readonly folder: string,
    private readonly around: Surroundings,
    readonly api: App,
    readonly worker: App,
    readonly client: Client,
  ) {}

  /** `prepare`: fills the new database before anything runs on it. */
  static async start(server: BenchServer, database: string, prepare: () => Promise<void> = async () => undefined): Promise<BenchSystem> {
    await server.drop(database);
    await server.database(database);
    await prepare();
    await server.ask(database, 'vacuum analyze');
    const folder = mkdtempSync(join(server.folder, 'system-'));
    const [port, { binary }] = [await freePort(), await findTemporal((line) => void process.stderr.write(`${line}\n`))];
    const temporal = await startTemporal(binary, port, fileOf(folder, 1));
    const address = `127.0.0.1:${port}`;
    const issuer = await issuerIn(folder);
    const around: Surroundings = {
      databaseUrl: server.urls(database).app,
      temporalAddress: address,
      taskQueue: database,
      issuer,
      folder,
    };
    const [api, worker] = await Promise.all([startApp('api', around), startApp('worker', around)]);
    const client = new Client({ connection: Connection.lazy({ address }), namespace: NAMESPACE });
    const system = new BenchSystem(server, database, port, binary, folder, around, api, worker, client);
    system.temporal = temporal;
    return system;
  }

  get issuer(): Issuer {
    return this.around.issuer;
  }
  get temporalAddress(): string {
    return `127.0.0.1:${this.port}`;
  }
  get temporalPid(): number {
    return this.temporal?.pid ?? 0;
  }
  token(person: string, realm: string): Promise<string> {
    return tokenOf(this.issuer, person, realm);
  }

  /** `npm run recover -- --all`, to its end. */
  async recover(perSecond?: number): Promise<void> {
    const pace = perSecond === undefined ? [] : ['--per-second', String(perSecond)];
    await runCommand('apps/worker/src/cli.recover.js', ['--all', ...pace], this.around);
  }

  /** Some workflows begin anew, as after `recover`: whoever set a clock by hand has told nobody. */
  async beginAnew(cases: readonly { readonly realm: string; readonly caseId: string }[]): Promise<void> {
    const lifecycles = new LifecycleClient({ address: this.temporalAddress, namespace: NAMESPACE, taskQueue: this.database });
    for (const { realm, caseId } of cases) await lifecycles.restart({ realm, caseId });
    await lifecycles.close();
  }

  /** Temporal is killed, all that it knew is gone, and an empty one answers at the same address. */
  async loseTemporal(): Promise<void> {
    this.temporal?.kill('SIGKILL');
    if (this.temporal) await exited(this.temporal);
    this.generation += 1;
    this.temporal = await startTemporal(this.binary, this.port, fileOf(this.folder, this.generation));
  }

  async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.worker.stop()]);
    await this.client.connection.close();
    await this.issuer.close();
    this.temporal?.kill('SIGTERM');
    if (this.temporal) await exited(this.temporal);
    rmSync(this.folder, { recursive: true, force: true });
    await this.server.drop(this.database);
  }
}

const fileOf = (folder: string, generation: number): string => join(folder, `temporal-${generation}`, 'temporal.db');

/** As `npm start` runs it. */
const startTemporal = async (binary: string, port: number, file: string): Promise<ChildProcess> => {
  mkdirSync(join(file, '..'), { recursive: true });
  const child = spawn(binary, [...serverArguments({ port, uiPort: null, file })], { stdio: 'ignore' });
  endingWithUs(child);
  if (
    !(await eventually(
      () => namespaceAnswers(`127.0.0.1:${port}`),
      60_000,
      () => child.exitCode !== null,
    ))
  )
    throw new Error('Temporal did not start');
  return child;
};

/** Runs a part on a system of its own, which ends with it. */
export const withSystem = async <T>(
  server: BenchServer,
  database: string,
  prepare: () => Promise<void>,
  work: (system: BenchSystem) => Promise<T>,
): Promise<T> => {
  const system = await BenchSystem.start(server, database, prepare);
  try {
    return await work(system);
  } finally {
    await system.stop();
  }
};
