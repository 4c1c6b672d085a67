// `npm run test:install`: `npm start` as the superuser and as an ordinary user, from a checkout under a directory that nobody else may enter, on the
// Node that runs this and on those named (`npm run test:install -- 20 24`, from the registry). What is built and installed here is copied.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, say } from './tree.mjs';

const LIMIT_MS = 120_000;
const ORDINARY = 'nobody';
const SOURCES = ['apps', 'libs', 'workflows', 'activities', 'tools', 'dist', 'node_modules'];
const FILES = ['package.json', 'package-lock.json', 'nest-cli.json', '.swcrc'];
const isSuperuser = process.getuid?.() === 0;

const done = (command, args, options = {}) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit ${status}:\n${stderr}`);
  return stdout.trim();
};
const idOf = (flag) => Number(done('id', [flag, ORDINARY]));

/** The program of one major version, by npm; the one that runs this where none is named. */
const nodeOf = (folder, major) => {
  if (major === undefined) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  done('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${major}`]);
  return join(folder, 'node_modules', name, 'bin', 'node');
};

/** A checkout of its own, closed to everybody but its owner; the node that it is to run on is the only one in it. */
const checkoutFor = (folder, node) => {
  mkdirSync(folder, { mode: 0o700 });
  const tree = join(folder, 'goufu');
  mkdirSync(tree);
  for (const name of SOURCES) done('cp', ['-a', join(root, name), tree]);
  for (const name of FILES) if (existsSync(join(root, name))) cpSync(join(root, name), join(tree, name), { preserveTimestamps: true });
  const pinned = join(tree, 'node_modules', '.bin', 'node');
  rmSync(pinned, { force: true });
  cpSync(node, pinned);
  chmodSync(pinned, 0o755);
  return tree;
};

/** Starts, waits until everything answers, and ends it; throws with all that it said. */
const started = async (tree, home, owner) => {
  const data = join(home, 'data');
  const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', XDG_CACHE_HOME: process.env.GOUFU_TEST_CACHE ?? join(home, '.cache') };
  const args = [join(tree, 'tools/start.mjs'), '--data', data, '--port', '0', '--bare'];
  const child = spawn(join(tree, 'node_modules', '.bin', 'node'), args, { cwd: tree, env, stdio: ['ignore', 'pipe', 'pipe'], ...owner });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const read = (name) => JSON.parse(readFileSync(join(data, 'run', name), 'utf8'));
  const isReady = () => existsSync(join(data, 'run', 'environment.json')) && read('launcher.json').phase === 'ready';
  const until = Date.now() + LIMIT_MS;
  while (!isReady() && child.exitCode === null && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  if (!isReady()) {
    child.kill('SIGKILL');
    throw new Error(`it does not stand:\n${said}`);
  }
  const { API_URL: url } = read('environment.json');
  const answer = await fetch(`${url}/openapi.json`);
  child.kill('SIGINT');
  const code = await ended;
  if (!answer.ok || code !== 0) throw new Error(`the API answered ${answer.status}, the launcher ended with ${code}:\n${said}`);
};

await ensureInstalled();
await ensureBuilt();
const versions = process.argv.slice(2);
const ordinary = isSuperuser ? { uid: idOf('-u'), gid: idOf('-g') } : null;
const owners = isSuperuser ? [null, ordinary] : [null];
let passed = 0;
let failed = 0;
for (const major of versions.length > 0 ? versions : [undefined]) {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-install-'));
  chmodSync(folder, 0o755); // entered by all; the checkout below is not
  try {
    const node = nodeOf(join(folder, 'node'), major);
    const closed = join(folder, 'closed');
    const tree = checkoutFor(closed, node);
    for (const owner of owners) {
      const title = `node ${done(node, ['--version'])}, ${owner ? 'an ordinary user' : isSuperuser ? 'the superuser' : 'this user'}`;
      const home = join(folder, owner ? 'home' : 'own');
      mkdirSync(home, { mode: 0o755 });
      if (owner) for (const path of [home, closed]) done('chown', ['-R', `${owner.uid}:${owner.gid}`, path]);
      const began = Date.now();
      try {
        await started(tree, home, owner ?? {});
        passed += 1;
        say(`passed: ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed += 1;
        say(`failed: ${title}\n${error.message}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
