import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import { LifecycleClient } from '@goufu/temporal/client';
import { type Issuer, startIssuer } from '../../apps/local/src/issuer.js';
import { freePort } from '../../apps/local/src/ports.js';
import { answers, initialiseCluster, serverArguments } from '../../apps/local/src/postgres.js';
import { postgresProgram } from '../../apps/local/src/postgres-program.js';
import { temporalOf } from '@goufu/config';
import { checkout } from '../../apps/local/src/checkout.js';
import { compose, deployFolder, environmentOf, stages, variablesOf } from '../support/deployed.js';
import { type Child, RunChildren } from './children.js';
import type { BuiltTemporal } from './temporal-build.js';

const ROLES = ['postgres', 'owner', 'app', 'monitor', 'backup', 'temporal'] as const;
type Role = (typeof ROLES)[number];
const healthy = async (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Temporal keeps the ports of its services in two bytes with a sign. */
const lowPort = async (): Promise<number> => {
  for (;;) {
    const port = await freePort(16_000 + Math.floor(Math.random() * 16_000));
    if (port < 32_768) return port;
  }
};

/** One API or worker process, out of the image, as `compose.yaml` runs it. */
export interface Process extends Child {
  readonly url: string;
  readonly operations: string;
}

/** The shape of `deploy/compose.yaml` without a container engine: its certificates, roles, environments, commands and image, on free ports of loopback. */
export class ProductionPlace {
  readonly apis: Process[] = [];
  readonly workers: Process[] = [];
  readonly passwords: Readonly<Record<Role, string>>;
  treasury = '';
  private issuer: Issuer | null = null;
  private postgresPort = 0;
  private temporalPort = 0;
  private temporal: Child | null = null;
  private temporalEnvironment: Readonly<Record<string, string>> = {};
  private readonly program;
  private readonly image: string;
  private readonly certificates: string;

  constructor(
    private readonly folder: string,
    private readonly built: BuiltTemporal,
    readonly children: RunChildren,
    private readonly say: (line: string) => void,
  ) {
    this.program = postgresProgram(folder);
    this.image = join(folder, 'image');
    this.certificates = join(folder, 'certificates');
    this.passwords = Object.fromEntries(ROLES.map((role) => [role, crypto.randomUUID().replaceAll('-', '')])) as Record<Role, string>;
  }

  /** The connection string of a role, encrypted and with the server known unless said otherwise. */
  url(role: Role, database = 'goufu', mode = `verify-full&sslrootcert=${this.certificates}/goufu/ca.pem`): string {
    return `postgres://${role}:${this.passwords[role]}@localhost:${this.postgresPort}/${database}?sslmode=${mode}`;
  }
  get issuerUrl(): string {
    return this.issuer?.url ?? '';
  }

  async makeCertificates(): Promise<void> {
    const { code, said } = await this.children.finish('sh', [join(deployFolder, 'certificates.sh'), this.certificates]);
    if (code !== 0) throw new Error(`certificates.sh ended with ${code}:\n${said}`);
    // As a mount does: whoever runs reaches its own folder.
    chmodSync(this.certificates, 0o755);
  }

  /** A server of its own: initialised, its roles made by `roles.sql`, entered only as `pg_hba.conf` says. */
  async startPostgres(): Promise<void> {
    const data = join(this.folder, 'postgres', 'data');
    await initialiseCluster(this.program, data, this.passwords.postgres, true);
    this.postgresPort = await freePort();
    const own = (name: string, from: string): string => {
      const file = join(data, name);
      cpSync(from, file);
      chmodSync(file, 0o600);
      if (this.program.user) chownSync(file, this.program.user.uid, this.program.user.gid);
      return file;
    };
    const settings = {
      ssl: 'on',
      ssl_cert_file: own('server.pem', join(this.certificates, 'postgres/cert.pem')),
      ssl_key_file: own('server-key.pem', join(this.certificates, 'postgres/key.pem')),
      hba_file: own('entered.conf', join(deployFolder, 'postgres/pg_hba.conf')),
    };
    const args = [
      ...serverArguments(data, this.postgresPort, true),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    await this.children.start('postgres', this.program.postgres, args, { cwd: this.folder, ...this.program.user }, () =>
      answers(this.url('postgres', 'postgres')),
    );
    const client = new pg.Client({ connectionString: this.url('postgres', 'postgres') });
    await client.connect();
    const text = readFileSync(join(deployFolder, 'postgres/roles.sql'), 'utf8')
      .replaceAll(/^--.*$/gm, '')
      .replaceAll(/:'(\w+)_password'/g, (_, role: string) => client.escapeLiteral(this.passwords[role as Role]));
    // One at a time: a database is not made within a transaction.
    for (const statement of text.split(';').filter((one) => one.trim() !== '')) await client.query(statement);
    await client.end();
  }

  /** Tables by the official tool, then the server, configured by the environment of `compose.yaml` alone. */
  async startTemporal(): Promise<void> {
    const tls = ['--tls', '--tls-ca-file', `${this.certificates}/temporal/ca.pem`, '--tls-server-name', 'postgres'];
    for (const [database, schema] of [
      ['temporal', 'temporal'],
      ['temporal_visibility', 'visibility'],
    ]) {
      const place = ['--plugin', 'postgres12_pgx', '--ep', '127.0.0.1', '-p', String(this.postgresPort), '-u', 'temporal'];
      const as = [...place, '--pw', this.passwords.temporal, '--db', database ?? '', ...tls];
      for (const step of [
        ['setup-schema', '-v', '0.0'],
        ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
      ]) {
        const { code, said } = await this.children.finish(this.built.sql, [...as, ...step]);
        if (code !== 0) throw new Error(`temporal-sql-tool ${step[0]} of ${database} ended with ${code}:\n${said.slice(-2000)}`);
      }
    }
    this.temporalPort = await lowPort();
    const ports: Record<string, string> = {};
    for (const name of [
      'FRONTEND_HTTP_PORT',
      ...['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'].map((service) => `${service}_MEMBERSHIP_PORT`),
      ...['HISTORY', 'MATCHING', 'WORKER'].map((service) => `${service}_GRPC_PORT`),
    ])
      ports[name] = String(await lowPort());
    this.temporalEnvironment = {
      ...this.environment('temporal', 'temporal'),
      ...ports,
      POSTGRES_SEEDS: '127.0.0.1',
      DB_PORT: String(this.postgresPort),
      FRONTEND_GRPC_PORT: String(this.temporalPort),
      BIND_ON_IP: '127.0.0.1',
      PROMETHEUS_ENDPOINT: `127.0.0.1:${await freePort()}`,
      DYNAMIC_CONFIG_FILE_PATH: join(deployFolder, 'temporal/dynamic.yaml'),
      // As many as one machine needs: the number is fixed for the life of these tables.
      NUM_HISTORY_SHARDS: '4',
    };
    await this.temporalUp();
    await this.run('namespace');
  }

  private async temporalUp(): Promise<void> {
    const { PATH = '' } = process.env;
    this.temporal = await this.children.start(
      'temporal',
      this.built.server,
      ['start'],
      { env: { PATH, ...this.temporalEnvironment } },
      async () => {
        // Its system namespace answers before ours is made.
        const client = this.lifecycles('temporal-system');
        try {
          return await client.answers(2_000);
        } finally {
          await client.close();
        }
      },
    );
  }
  /** Killed, and started again on what PostgreSQL holds of it. */
  async killTemporal(): Promise<void> {
    this.temporal?.process.kill('SIGKILL');
    await this.temporal?.ended;
    await this.temporalUp();
  }

  /** A client of Temporal with our certificate; `tls` says otherwise. */
  lifecycles(namespace: string, certificates: 'ours' | 'none' | 'theirs alone' = 'ours'): LifecycleClient {
    const pem = (name: string): string => join(this.certificates, 'goufu', name);
    const told = {
      temporalAddress: `localhost:${this.temporalPort}`,
      temporalNamespace: namespace,
      temporalTaskQueue: undefined,
      temporalTlsCa: certificates === 'none' ? undefined : pem('ca.pem'),
      temporalTlsCert: certificates === 'ours' ? pem('cert.pem') : undefined,
      temporalTlsKey: certificates === 'ours' ? pem('key.pem') : undefined,
      temporalTlsServerName: undefined,
    };
    return new LifecycleClient({ ...temporalOf(told), taskQueue: 'none' });
  }

  /** What the last stage of the Containerfile holds, from the checkout and from the packages that it installs. */
  async makeImage(): Promise<void> {
    const last = stages().at(-1);
    mkdirSync(this.image, { mode: 0o755 });
    chmodSync(this.image, 0o755);
    for (const { sources, to } of last?.copies ?? [])
      for (const source of sources) {
        const path = source.replace('/goufu/', '');
        if (path === 'node_modules') await this.install();
        else cpSync(join(checkout(), path), to === './' ? join(this.image, basename(path)) : join(this.image, to), { recursive: true });
      }
  }
  /** As the build stage does it last. */
  private async install(): Promise<void> {
    const build = join(this.folder, 'build');
    mkdirSync(build);
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(checkout(), name), join(build, name));
    const { code, said } = await this.children.finish('npm', ['ci', '--omit=dev', '--omit=optional'], { cwd: build });
    if (code !== 0) throw new Error(`npm ci ended with ${code}:\n${said.slice(-2000)}`);
    const { code: moved } = await this.children.finish('mv', [join(build, 'node_modules'), join(this.image, 'node_modules')]);
    if (moved !== 0) throw new Error('the packages were not moved');
  }

  /** The environment of a service, with where things really are. */
  private environment(service: string, mount: string): Record<string, string> {
    const found = compose().services[service];
    if (!found) throw new Error(`compose.yaml has no ${service}`);
    const passwords = Object.fromEntries(ROLES.map((role) => [`${role.toUpperCase()}_PASSWORD`, this.passwords[role]]));
    const own = {
      ...passwords,
      RELEASE: 'production-test',
      REALM: 'production',
      TOKEN_ISSUER: this.issuerUrl,
      JWKS_URL: this.issuer?.jwksUrl ?? '',
      TREASURY_URL: this.treasury,
    };
    return Object.fromEntries(
      Object.entries(environmentOf(found, own)).map(([name, value]) => [
        name,
        value
          .replaceAll('/certificates/', `${this.certificates}/${mount}/`)
          .replaceAll('@postgres:5432', `@localhost:${this.postgresPort}`)
          .replaceAll(/^temporal:7233$/g, `localhost:${this.temporalPort}`),
      ]),
    );
  }
  private command(service: string): readonly string[] {
    return compose().services[service]?.command?.slice(1) ?? [];
  }
  private get inImage() {
    const { PATH = '' } = process.env;
    // Nobody's account: as in the image, it may read what it runs and write its files.
    return { cwd: this.image, env: { PATH, ...variablesOf(stages().at(-1) as never) }, ...this.program.user };
  }

  /** A service that ends: migrations, the namespace. */
  async run(service: string): Promise<void> {
    const { env, ...options } = this.inImage;
    const { code, said } = await this.children.finish(process.execPath, this.command(service), {
      ...options,
      env: { ...env, ...this.environment(service, 'goufu') },
    });
    if (code !== 0) throw new Error(`${service} ended with ${code}:\n${said.slice(-2000)}`);
    this.say(`  ${service}: ${said.trim().split('\n').at(-1)}`);
  }

  /** A script of the image with what the worker is told. */
  script(path: string, ...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
    const { env, ...options } = this.inImage;
    return this.children.finish(process.execPath, [path, ...args], { ...options, env: { ...env, ...this.environment('worker', 'goufu') } });
  }

  async startOutside(): Promise<void> {
    const keep = join(this.folder, 'outside');
    mkdirSync(keep);
    writeFileSync(join(keep, 'people.json'), '[]');
    this.issuer = await startIssuer({ port: 0, audience: 'goufu', keyFile: join(keep, 'key.json'), peopleFile: join(keep, 'people.json') });
    const port = await freePort();
    this.treasury = `http://127.0.0.1:${port}`;
    const env = { ...process.env, TREASURY_PORT: String(port), TREASURY_DATA: keep };
    await this.children.start('treasury', process.execPath, [join(checkout(), 'dist/apps/treasury/src/main.js')], { env }, () =>
      healthy(`${this.treasury}/health`),
    );
  }

  async start(service: 'api' | 'worker'): Promise<Process> {
    const [port, operationsPort] = [await freePort(), await freePort()];
    const files = join(this.folder, 'files');
    mkdirSync(files, { recursive: true });
    if (this.program.user) chownSync(files, this.program.user.uid, this.program.user.gid);
    const { env, ...options } = this.inImage;
    const here = { API_HOST: '127.0.0.1', API_PORT: String(port), OPERATIONS_HOST: '127.0.0.1', OPERATIONS_PORT: String(operationsPort) };
    const limits = { REQUESTS_PER_MINUTE: '1000000', ANONYMOUS_REQUESTS_PER_MINUTE: '1000000' };
    const whole = { ...env, ...this.environment(service, 'goufu'), ...here, ...limits, FILES_DIR: files };
    const operations = `http://127.0.0.1:${operationsPort}`;
    const list = service === 'api' ? this.apis : this.workers;
    const child = await this.children.start(
      `${service}-${list.length + 1}`,
      process.execPath,
      this.command(service),
      { ...options, env: whole },
      () => healthy(`${operations}/health/ready`),
    );
    const started = { ...child, url: `http://127.0.0.1:${port}`, operations };
    list.push(started);
    return started;
  }

  async end(): Promise<void> {
    await this.children.end();
    await this.issuer?.close();
  }
}
