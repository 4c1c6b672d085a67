import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkout } from '../../apps/local/src/checkout.js';
import { type Issuer, startIssuer } from '../../apps/local/src/issuer.js';
import { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { openWorld, WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { type Database, freshDatabase } from './database.js';

const AUDIENCE = 'goufu';
const tree = checkout();
/** Said by a process of ours when it is ready: where it listens. */
const READY: Readonly<Record<string, true>> = { 'the API listens': true, 'the worker has begun': true };

/** One API or worker process, as it is run in production. */
export interface Started {
  readonly child: ChildProcess;
  /** Where it answers people; empty for a worker. */
  readonly url: string;
  /** Where it answers operators. */
  readonly operations: string;
  readonly ended: Promise<void>;
  /** Every line that it has logged. */
  readonly lines: readonly string[];
}

/** Real processes on a database and a task queue of their own, on the PostgreSQL and Temporal that the run shares. */
export class WholeSystem {
  readonly apis: Started[] = [];
  readonly workers: Started[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'goufu-whole-'));
  readonly taskQueue = `spec-${randomBytes(4).toString('hex')}`;

  private constructor(
    readonly database: Database,
    readonly issuer: Issuer,
    private readonly more: Readonly<Record<string, string>>,
  ) {}

  /** Whatever else its processes are told stands in `more`. */
  static async start(
    apis: number,
    workers: number,
    more: Readonly<Record<string, string>> = {},
    database?: Database,
  ): Promise<WholeSystem> {
    const folder = mkdtempSync(join(tmpdir(), 'goufu-issuer-'));
    const place = { port: 0, audience: AUDIENCE, keyFile: join(folder, 'key.json'), peopleFile: join(folder, 'people.json') };
    const issuer = await startIssuer(place);
    rmSync(folder, { recursive: true });
    const system = new WholeSystem(database ?? (await freshDatabase()), issuer, more);
    await Promise.all([
      ...Array.from({ length: apis }, () => system.startApi()),
      ...Array.from({ length: workers }, () => system.startWorker()),
    ]);
    return system;
  }

  /** `of`: the tree of another release, built. */
  async startApi(of = tree): Promise<Started> {
    const api = await this.run('api', of);
    this.apis.push(api);
    return api;
  }
  async startWorker(of = tree): Promise<Started> {
    const worker = await this.run('worker', of);
    this.workers.push(worker);
    return worker;
  }

  private async run(app: 'api' | 'worker', of: string): Promise<Started> {
    const env = {
      ...process.env,
      DATABASE_URL: this.database.appUrl,
      TEMPORAL_TASK_QUEUE: this.taskQueue,
      WORKFLOW_BUNDLE: join(of, 'dist/workflow-bundle.js'),
      API_PORT: '0',
      OPERATIONS_PORT: '0',
      JWKS_URL: this.issuer.jwksUrl,
      TOKEN_ISSUER: this.issuer.url,
      TOKEN_AUDIENCE: AUDIENCE,
      FILES_DIR: this.folder,
      REQUESTS_PER_MINUTE: '1000000',
      ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'info',
      ...this.more,
    };
    const child = spawn(process.execPath, ['--enable-source-maps', join(of, `dist/apps/${app}/src/main.js`)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const lines: string[] = [];
    const said = await new Promise<{ url?: string; operations?: number; operationsPort?: number }>((resolve, reject) => {
      void ended.then(() => reject(new Error(`the ${app} did not start`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        const told = JSON.parse(line) as { msg?: string; message?: string; url?: string; operations?: number; operationsPort?: number };
        if (READY[told.msg ?? told.message ?? '']) resolve(told);
      });
    });
    return { child, url: said.url ?? '', operations: `http://127.0.0.1:${said.operations ?? said.operationsPort}`, ended, lines };
  }

  /** A rehearsal world whose clock begins at an instant, and its door at one of the API processes. */
  async world(id: string, startsAt: string, api = this.apis[0]): Promise<HttpDoor> {
    const place = {
      databaseUrl: this.database.appUrl,
      temporalAddress: process.env.TEMPORAL_ADDRESS ?? '',
      temporalNamespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
    };
    await openWorld(place, { id, name: id, jurisdiction: 'demo-county', startsAt });
    return this.door(id, api);
  }
  door(realm: string, api = this.apis[0]): HttpDoor {
    const operator = { person: WORLD_OPERATOR, appointment: '' };
    return new HttpDoor({ api: api?.url ?? '', issuer: this.issuer.url, realm, operator });
  }

  /** A bearer token of a person in a realm. */
  async token(person: string, realm: string): Promise<string> {
    const response = await fetch(`${this.issuer.url}/token`, { method: 'POST', body: JSON.stringify({ person, realm }) });
    return ((await response.json()) as { token: string }).token;
  }

  async stop(): Promise<void> {
    const all = [...this.workers, ...this.apis];
    for (const { child } of all) child.kill('SIGTERM');
    await Promise.all(all.map(({ ended }) => ended));
    await this.issuer.close();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
