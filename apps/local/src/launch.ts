import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { banner } from './banner.js';
import { compiled, nodeProgram } from './checkout.js';
import { Children, Ended, endOrphans, type Plan } from './children.js';
import { Complaint } from './complaint.js';
import { type DataDirectory, openDataDirectory, writeWhole } from './data-directory.js';
import { eventually } from './eventually.js';
import { type Issuer, startIssuer } from './issuer.js';
import type { Options } from './options.js';
import { freePort, portAskedFor } from './ports.js';
import { answers, DATABASE, endStray, initialiseCluster, prepareDatabase, serverArguments, type Urls, urlsOf } from './postgres.js';
import { archiving } from './postgres-archive.js';
import { postgresProgram } from './postgres-program.js';
import { demandWholeRestore } from './restore.js';
import { AUDIENCE, choosePorts, environmentOf, planApps, type Ports, publicUrlOf } from './system.js';
import { signInSecrets } from './sign-in/provider.js';
import { findTemporal } from './temporal-program.js';
import { namespaceAnswers, serverArguments as temporalArguments, unreachable } from './temporal-server.js';

/** A running system. */
export interface System {
  /** Starts API, worker and treasury anew: after a build. */
  renewApps(): Promise<void>;
  end(): Promise<void>;
}

const NEWER = 3;

/** Starts the directory's PostgreSQL, whose log is archived from its first day on: `backup.ts`. */
export const startPostgres = async (data: DataDirectory, children: Children, port: number): Promise<Urls> => {
  const passwords = data.passwords();
  const program = postgresProgram(data.inside('bin'));
  const cluster = data.inside('postgres', 'data');
  await initialiseCluster(program, cluster, passwords.superuser, true);
  await endStray(cluster);
  const urls = urlsOf(port, passwords, DATABASE);
  await children.start({
    name: 'postgres',
    order: 0,
    command: program.postgres,
    args: [...serverArguments(cluster, port, true), ...archiving(cluster, program.user)],
    user: program.user,
    ready: () => answers(urls.superuser),
    readyWithinMs: 120_000, // after a crash it first replays its log
    end: 'SIGINT', // disconnects everybody, writes a checkpoint
    endWithinMs: 30_000,
  });
  await prepareDatabase(urls, passwords, DATABASE, false);
  return urls;
};

/** Answers the server's address: one that is running elsewhere, or our own. */
const startTemporal = async (data: DataDirectory, children: Children, ports: Ports, say: (line: string) => void): Promise<string> => {
  const elsewhere = process.env.TEMPORAL_ADDRESS;
  if (elsewhere) {
    if (await eventually(() => namespaceAnswers(elsewhere, process.env.TEMPORAL_NAMESPACE), 20_000)) return elsewhere;
    throw unreachable(elsewhere);
  }
  const { binary, server } = await findTemporal(say);
  const address = `127.0.0.1:${ports.temporal}`;
  const file = join(data.folder('temporal', server), 'temporal.db');
  await children.start({
    name: 'temporal',
    order: 1,
    command: binary,
    args: temporalArguments({ port: ports.temporal, uiPort: ports.temporalUi, file }),
    ready: () => namespaceAnswers(address),
    readyWithinMs: 60_000,
    end: 'SIGTERM',
    endWithinMs: 15_000,
  });
  return address;
};

/** Runs a compiled script of ours to its end, its lines as progress; does nothing where the script is absent. */
const runScript = async (
  path: string,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
  told: AbortSignal,
): Promise<void> => {
  const script = compiled(path);
  if (!existsSync(script)) return;
  const child = spawn(nodeProgram(), ['--enable-source-maps', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: told,
  });
  child.on('error', () => {}); // it was told to end
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      if (!line.startsWith('{')) say(`  ${line}`);
    });
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
  if (told.aborted) throw new Ended();
  if (code === 0) return;
  const said = last.join('\n');
  if (code === NEWER) throw new Complaint(`数据由更新的版本写入。${said}`, 'The data were written by a newer release: start that release.');
  throw new Complaint(`${path} 失败（退出码 ${code}）：\n${said}`, `${path} failed with exit ${code}.`);
};

/** Starts the whole system in its data directory and answers how to end it. On a complaint everything started is ended first. */
export const launch = async (options: Options, print: (text: string) => void, told: AbortSignal): Promise<System> => {
  const say = options.quiet ? (): void => {} : print;
  const data = openDataDirectory(options.data, options.fresh);
  await data.lock();
  const children = new Children(data, print);
  let issuer: Issuer | null = null;
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => {
    ending ??= (async () => {
      data.mark('ending');
      await children.end();
      await issuer?.close();
      data.unlock();
    })();
    return ending;
  };
  told.addEventListener('abort', () => void end().finally(() => process.exit(0)), { once: true });
  try {
    const orphans = await endOrphans(data);
    if (orphans.length > 0) say(`ended what an earlier start left running: ${orphans.join(', ')}`);
    const api = options.port === 0 ? await freePort() : await portAskedFor(options.port);
    if (options.fresh) data.clear();
    const ports = await choosePorts(api, options.port);
    demandWholeRestore(data);
    say(`starting in ${data.path} ...`);
    const [urls, temporal] = await Promise.all([startPostgres(data, children, ports.postgres), startTemporal(data, children, ports, say)]);
    const secrets = signInSecrets(data.inside('sign-in.json'));
    const env = environmentOf(data, ports, urls, temporal, secrets);
    say('bringing the database up to date ...');
    const owner = { ...env, DATABASE_OWNER_URL: urls.owner };
    await runScript('libs/persistence/src/cli.migrate.js', owner, say, told);
    issuer = await startIssuer({
      port: ports.issuer,
      audience: AUDIENCE,
      keyFile: data.inside('issuer-key.json'),
      peopleFile: data.inside('people.json'),
      console: { publicUrl: publicUrlOf(ports), secrets },
    });
    const apps: readonly Plan[] = await planApps(env, ports);
    say(`starting ${apps.map(({ name }) => name).join(', ')} ...`);
    await Promise.all(apps.map((plan) => children.start(plan)));
    writeWhole(join(data.run, 'environment.json'), owner);
    if (!options.bare) await seed(data, env, say, told);
    data.mark('ready');
    if (!options.quiet) print(banner(data, env, ports));
    return { end, renewApps: async () => void (await Promise.all(apps.map(({ name }) => children.renew(name)))) };
  } catch (error) {
    await end();
    throw error;
  }
};

/** Plays the demo through the API until it has once been played to its end; the script goes on where a kill left it. */
const seed = async (
  data: DataDirectory,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
  told: AbortSignal,
): Promise<void> => {
  const mark = data.inside('demo.json');
  if (existsSync(mark) && (JSON.parse(readFileSync(mark, 'utf8')) as { done?: boolean }).done) return;
  if (!existsSync(compiled('apps/local/src/seed.js'))) return;
  say('playing the demo data through the API (up to a minute, once) ...');
  await runScript('apps/local/src/seed.js', env, say, told);
  writeWhole(mark, { done: true });
};
