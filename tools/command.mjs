// `npm run backup|restore|realm|recover|rebuild|reconcile|verify|scenario -- [--data DIR] ...`: runs the compiled script `cli.NAME.js` against a database and
// servers: those of the environment (DATABASE_URL), else the system that `npm start` runs here; a scenario starts its own if none runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, filesBelow, nodeBinary, root, run, say } from './tree.mjs';

const OWN_SYSTEM = ['scenario'];
/** They work on a data directory, whether or not a system runs in it. */
const ON_DIRECTORY = ['backup', 'restore'];
const [name, ...given] = process.argv.slice(2);
const at = given.indexOf('--data');
const asked = at === -1 ? undefined : given[at + 1];
const args = at === -1 ? given : given.toSpliced(at, 2);

const local = (file) => import(join(dist, 'apps/local/src', file));
const pause = () => new Promise((done) => setTimeout(done, 100));

/** The environment of the system that runs in a data directory, or null. */
const runningIn = async (data) => {
  const { isAlive } = await local('identity.js');
  const [launcher, environment] = ['launcher.json', 'environment.json'].map((file) => join(data, 'run', file));
  if (!existsSync(launcher) || !existsSync(environment)) return null;
  const mark = JSON.parse(readFileSync(launcher, 'utf8'));
  return mark.phase === 'ready' && isAlive(mark) ? JSON.parse(readFileSync(environment, 'utf8')) : null;
};

/** A system of its own in a throw-away directory, for as long as the work takes. */
const withOwnSystem = async (work) => {
  const data = mkdtempSync(join(tmpdir(), 'goufu-own-'));
  say('nothing runs here: starting a system for this run ...');
  const options = ['--data', data, '--port', '0', '--quiet', '--bare'];
  const child = spawn(nodeBinary(), [join(root, 'tools/start.mjs'), ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  try {
    let env = null;
    while (!over && !env) [env] = await Promise.all([runningIn(data), pause()]);
    return env ? await work(env) : 1;
  } finally {
    if (!over) child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
};

const main = async () => {
  await ensureInstalled();
  await ensureBuilt();
  const script = ['dist/apps', 'dist/libs'].flatMap(filesBelow).find((path) => path.endsWith(`/src/cli.${name}.js`));
  if (!script) throw new Error(`there is no command ${name}`);
  const work = async (env) =>
    (await run(nodeBinary(), ['--enable-source-maps', join(root, script), ...args], { env, stdio: 'inherit' })).code;
  if (ON_DIRECTORY.includes(name)) {
    if (asked) args.push('--data', asked);
    return work({});
  }
  if (name === 'scenario') {
    // A typing error is told before a whole system is started for it.
    const { scenarioOptions } = await local('scenario/options.js');
    const asked = scenarioOptions(args);
    if ('usage' in asked) {
      say(asked.usage);
      return asked.wrong ? 2 : 0;
    }
  }
  if (process.env.DATABASE_URL) return work({});
  const { defaultData } = await local('options.js');
  const data = asked ? resolve(asked) : defaultData();
  const env = await runningIn(data);
  if (env) return work(env);
  if (OWN_SYSTEM.includes(name)) return withOwnSystem(work);
  throw new Error(
    `${data} 中没有运行中的系统：请先执行 npm start，或设置 DATABASE_URL 等变量。\nNothing runs in ${data}: npm start first (or --data DIR), or set DATABASE_URL and its kin.`,
  );
};

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
