// What this project takes from others: `node tools/dependencies.mjs` looks at licences and at the lock, without a network. With `--advisories` it asks
// the registry what is known against the packages that run: a registry that answers and knows something fails, one that gives no answer is named.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from './tree.mjs';

const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];
/** Packages under another licence, with the reason why they may be used all the same. */
const EXCEPTIONS = {
  argparse: ['Python-2.0', 'as permissive as BSD; part of the reader of YAML'],
  'caniuse-lite': ['CC-BY-4.0', 'data about browsers that the build looks at; nothing of it is passed on'],
  // and its builds for each platform
  'lightningcss*': ['MPL-2.0', 'builds the style sheets of the console, unchanged; nothing of it is part of what is served'],
  'fs-monkey': ['Unlicense', 'in the public domain; part of the bundler'],
  unionfs: ['Unlicense', 'in the public domain, as its LICENSE says, though its package.json says nothing; part of the bundler'],
};
/** Advisories that do not touch us, each with the reason and until when that was looked at. None so far. */
const ACCEPTED = {};
const SERIOUS = ['high', 'critical'];

const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const nameOf = (path) => path.replace(/^.*node_modules\//, '');
const plain = (expression) => expression.replaceAll(/[()]/g, '').trim();
const isAllowed = (expression) =>
  plain(expression)
    .split(' OR ')
    .some((one) => one.split(' AND ').every((licence) => ALLOWED.includes(licence.trim())));

/** The licence that a package names; where the lock says nothing, what is installed says it. */
const licenceOf = (path, entry) => {
  const manifest = join(path, 'package.json');
  const { license, licenses } = entry.license || !existsSync(join(root, manifest)) ? entry : read(manifest);
  if (typeof license === 'string') return license;
  if (license?.type) return license.type;
  return Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : null;
};

const faultsOfLicences = (packages) => {
  const met = new Set();
  const faults = packages.flatMap(([path, entry]) => {
    const name = nameOf(path);
    const licence = licenceOf(path, entry);
    if (licence !== null && isAllowed(licence)) return [];
    const key = Object.keys(EXCEPTIONS).find((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
    if (key && (licence ?? EXCEPTIONS[key][0]) === EXCEPTIONS[key][0]) {
      met.add(key);
      return [];
    }
    return [`${path}: ${licence ?? 'names no licence'}: not on the list of licences that are allowed, and no exception with a reason`];
  });
  const idle = Object.keys(EXCEPTIONS).filter((name) => !met.has(name));
  return [...faults, ...idle.map((name) => `${name}: an exception that nothing needs any more`)];
};

const faultsOfLock = (packages, lock, manifest) => {
  const present = new Set(packages.map(([path]) => nameOf(path)));
  const faults = [];
  for (const part of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[part] ?? {}))
      if (!/^(npm:[@\w/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) faults.push(`${name}: ${version} is no exact version`);
    if (JSON.stringify(manifest[part] ?? {}) !== JSON.stringify(lock.packages[''][part] ?? {}))
      faults.push(`${part}: package.json and the lock differ`);
  }
  for (const [path, entry] of packages) {
    if (!entry.integrity?.startsWith('sha512-')) faults.push(`${path}: no hash by which it could be known again`);
    if (entry.resolved !== undefined) faults.push(`${path}: the lock names a place to fetch it from; every registry has the same hash`);
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      if (!present.has(name)) faults.push(`${path}: its optional ${name} is missing from the lock: npm ci refuses such a lock elsewhere`);
  }
  return faults;
};

const checkWhatIsHere = () => {
  const lock = read('package-lock.json');
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  return [...faultsOfLicences(packages), ...faultsOfLock(packages, lock, read('package.json'))];
};

/** What the registry knows against what runs; null: it gave no answer. */
const advisories = async () => {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=15000'], {
    signal: AbortSignal.timeout(30_000),
  });
  const json = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  try {
    return Object.values(JSON.parse(json).vulnerabilities).flatMap(({ name, severity, via }) =>
      via.filter((one) => typeof one === 'object').map(({ url, title }) => ({ name, severity, url, title })),
    );
  } catch {
    return null;
  }
};

const faults = [];
if (process.argv.includes('--advisories')) {
  const known = await advisories();
  if (known === null) {
    say('notice: the registry gave no answer about advisories (npm audit): nothing was checked. Where it answers: npm run audit');
    if (process.argv.includes('--demand')) process.exit(2);
  }
  for (const { name, severity, url, title } of known ?? [])
    if (!SERIOUS.includes(severity) || ACCEPTED[url]) say(`notice: ${name} (${severity}): ${title} ${url}`);
    else faults.push(`${name} (${severity}): ${title} ${url}`);
  if (known?.length === 0) say('notice: the registry knows no advisory against what runs');
} else faults.push(...checkWhatIsHere());
for (const fault of faults) say(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
