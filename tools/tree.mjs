// The checkout itself: which node runs it, whether its packages are installed, whether its build is fresh.
// Uses nothing but Node, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

export const root = dirname(import.meta.dirname);
export const dist = join(root, 'dist');

/** Says one line of progress on the error stream: the output stream belongs to results. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** The node that runs everything after the bootstrap: the pinned one when it is installed and works here. */
export const nodeBinary = () => {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  return existsSync(pinned) && spawnSync(pinned, ['--version'], { stdio: 'ignore' }).status === 0 ? pinned : process.execPath;
};

/** Runs a program to its end and answers its exit code and, unless it writes to our own streams, what it said. */
export const run = (command, args, { env, cwd = root, stdio = 'pipe', onLine, signal } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      stdio: stdio === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', stdio, stdio],
    });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      onLine?.(String(chunk));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}ended by ${signal}\n` : output }));
  });

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Whether what npm says it installed is what the lock asks for; an optional package may be missing on this platform. */
const installedMatchesLock = () => {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === entry.version && existsSync(join(root, path)) : entry.optional === true || entry.peer === true;
  });
};

/** Installs the packages of the lock when they are missing or others; throws with what npm said. */
export const ensureInstalled = async () => {
  const stampFile = join(root, 'node_modules', '.goufu-lock');
  const stamp = sha256(readFileSync(join(root, 'package-lock.json')));
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!installedMatchesLock()) {
    say('installing packages (npm ci; about half a minute the first time) ...');
    const began = Date.now();
    const ticking = setInterval(() => say(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
    const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    clearInterval(ticking);
    if (code !== 0) throw new Error(`npm ci failed (exit ${code}). Check the network and the npm registry, then run again.\n${output}`);
    say(`packages installed in ${Math.round((Date.now() - began) / 1000)} s`);
  }
  try {
    writeFileSync(stampFile, stamp);
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes(error.code)) throw error; // somebody else's checkout: it is only looked at again next time
  }
};

const SOURCES = ['apps', 'libs', 'workflows', 'activities'];
const skipped = (name) => name === 'node_modules' || name === 'dist' || name.startsWith('.');

/** Every file below a folder of the checkout, as paths relative to the checkout, sorted. */
export const filesBelow = (folder) => {
  const base = join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(base, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((path) => !path.split('/').some(skipped))
    .map((path) => `${folder}/${path}`)
    .sort();
};

const compiled = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.endsWith('spec.ts') && !path.startsWith('apps/web/');
const emitted = (path) => `${path.slice(0, -'.ts'.length)}.js`;

const stampOf = (paths) =>
  sha256(
    paths
      .map((path) => {
        const { size, mtimeMs } = statSync(join(root, path));
        return `${path} ${size} ${mtimeMs}`;
      })
      .join('\n'),
  );

/** Removes what an earlier build left of files that are gone. */
const removeOrphans = (sources) => {
  const wanted = new Set(sources.map(emitted));
  for (const folder of SOURCES)
    for (const path of filesBelow(`dist/${folder}`)) {
      const source = path.slice('dist/'.length).replace(/\.map$/, '');
      if (source.endsWith('.js') && !wanted.has(source)) rmSync(join(root, path), { force: true });
    }
};

/** The bundle of the workflows, when what goes into it has changed. */
const bundleWorkflows = async (force) => {
  const bundler = join(dist, 'apps/worker/src/bundle.js');
  const entry = join(dist, 'workflows/index.js');
  const bundle = join(dist, 'workflow-bundle.js');
  if (!existsSync(bundler) || !existsSync(entry)) return;
  const inputs = [...filesBelow('workflows'), ...filesBelow('libs/messages'), 'apps/worker/src/bundle.ts', 'package-lock.json'];
  const stampFile = join(dist, '.bundle-stamp');
  const stamp = stampOf(inputs);
  if (!force && existsSync(bundle) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const { code, output } = await run(nodeBinary(), [bundler, entry, bundle]);
  if (code !== 0) throw new Error(`bundling the workflows failed:\n${output}`);
  writeFileSync(stampFile, stamp);
};

/** The console, when anything of it has changed. */
const buildConsole = async (force) => {
  const stampFile = join(dist, '.web-stamp');
  const stamp = stampOf([...filesBelow('apps/web'), ...filesBelow('libs/labels'), 'libs/domain/src/kernel/money.ts', 'package-lock.json']);
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await run(nodeBinary(), [vite, 'build', 'apps/web', '-c', 'apps/web/vite.config.ts', '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`the build of the console failed:\n${output}`);
  writeFileSync(stampFile, stamp);
};

/** Compiles the sources to `dist`, builds the console and bundles the workflows, when anything changed since the last build or `force` is set. */
export const ensureBuilt = async ({ force = false } = {}) => {
  const sources = SOURCES.flatMap(filesBelow).filter(compiled);
  if (sources.length === 0) return;
  mkdirSync(dist, { recursive: true });
  await buildConsole(force);
  const stampFile = join(dist, '.stamp');
  const stamp = stampOf([...sources, '.swcrc', 'package-lock.json']);
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  rmSync(stampFile, { force: true });
  const folders = SOURCES.filter((folder) => sources.some((path) => path.startsWith(`${folder}/`)));
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const ignored = '**/*.spec.ts,**/*.d.ts,apps/web/**';
  const { code, output } = await run(nodeBinary(), [swc, ...folders, '-d', 'dist', '--ignore', ignored, '--quiet']);
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
  removeOrphans(sources);
  await bundleWorkflows(force);
  writeFileSync(stampFile, stamp);
};
