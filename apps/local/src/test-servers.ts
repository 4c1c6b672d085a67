// One throw-away PostgreSQL and one Temporal for a test run. Prints one line of JSON when both answer and stays until its
// input closes, which also happens when whoever started it is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled, nodeProgram } from './checkout.js';
import { Complaint } from './complaint.js';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';
import { answers, copyDatabase, initialiseCluster, prepareDatabase, serverArguments, urlsOf } from './postgres.js';
import { mayEnter, postgresProgram } from './postgres-program.js';
import { findTemporal } from './temporal-program.js';
import { namespaceAnswers, serverArguments as temporalArguments } from './temporal-server.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const children: ChildProcess[] = [];
/** Migrated once and never connected to again: spec files take copies of it. */
const TEMPLATE = 'goufu_template';

/** A folder that the user of PostgreSQL may enter too: a private TMPDIR is passed over. */
const scratch = (): string => {
  const folders = [tmpdir(), '/tmp', '/var/tmp'];
  for (const parent of folders) {
    const folder = mkdtempSync(join(parent, 'goufu-test-'));
    chmodSync(folder, 0o755);
    const { user } = postgresProgram(folder);
    if (mayEnter(folder, user)) return folder;
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error(`no temporary folder may be entered by the user of PostgreSQL: ${folders.join(', ')}`);
};
const folder = scratch();

const start = async (name: string, command: string, args: readonly string[], ready: () => Promise<boolean>, user: object | null) => {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user });
  children.push(child);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  });
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  if (!(await eventually(ready, 60_000, () => over))) throw new Error(`${name} did not start:\n${said}`);
};

const startPostgres = async () => {
  const program = postgresProgram(folder);
  const passwords = { superuser: 'postgres', owner: 'owner', app: 'app' };
  const data = join(folder, 'postgres');
  await initialiseCluster(program, data, passwords.superuser, false);
  const port = await freePort();
  const urls = urlsOf(port, passwords, TEMPLATE);
  await start('PostgreSQL', program.postgres, serverArguments(data, port, false), () => answers(urls.superuser), program.user);
  await prepareDatabase(urls, passwords, TEMPLATE, true);
  await migrated(urls.owner);
  await copyDatabase(urls.superuser, TEMPLATE, 'goufu');
  return urlsOf(port, passwords, 'goufu');
};

const startTemporal = async () => {
  if (process.env.TEMPORAL_ADDRESS) {
    const address = process.env.TEMPORAL_ADDRESS;
    if (!(await eventually(() => namespaceAnswers(address), 20_000))) throw new Error(`no Temporal server answers at ${address}`);
    return { address, binary: '' };
  }
  const { binary } = await findTemporal(say);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  await start('Temporal', binary, temporalArguments({ port, uiPort: null, file: null }), () => namespaceAnswers(address), null);
  return { address, binary };
};

const migrated = async (ownerUrl: string): Promise<void> => {
  const script = compiled('libs/persistence/src/cli.migrate.js');
  if (!existsSync(script)) return;
  const env = { ...process.env, DATABASE_OWNER_URL: ownerUrl };
  const code = await new Promise((resolve) => {
    spawn(nodeProgram(), [script], { env, stdio: ['ignore', 'ignore', 'inherit'] }).once('close', resolve);
  });
  if (code !== 0) throw new Error(`the migrations ended with exit ${String(code)}`);
};

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGINT'); // for PostgreSQL: disconnect everybody
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
  });

let ending: Promise<void> | null = null;
const endAll = (code: number): Promise<void> => {
  ending ??= Promise.all(children.map(end)).then(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  });
  return ending;
};
process.stdin.resume().once('close', () => void endAll(0));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void endAll(0));

try {
  const [urls, temporal] = await Promise.all([startPostgres(), startTemporal()]);
  const { owner: ownerUrl, app: appUrl, superuser: superUrl } = urls;
  console.log(JSON.stringify({ ownerUrl, appUrl, superUrl, temporalAddress: temporal.address, temporalBinary: temporal.binary }));
} catch (error) {
  say(error instanceof Complaint ? error.message : String((error as Error).stack));
  await endAll(1);
}
