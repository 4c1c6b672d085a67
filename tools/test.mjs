// `npm test`: everything that is checked, on a fresh clone too. The last line is `N passed, N failed`.
// `npm test -- PATTERN ...` runs only the spec files whose path matches a pattern.
import { ensureBrowser } from './browser.mjs';
import { staticChecks } from './checks.mjs';
import { jest } from './jest.mjs';
import { startTestServers } from './test-servers.mjs';
import { ensureBuilt, ensureInstalled, nodeBinary, run, say } from './tree.mjs';

const SERVERLESS = ['unit', 'architecture', 'replay'];
const SERVED = ['integration', 'workflow', 'e2e'];
const patterns = process.argv.slice(2);
let passed = 0;
const failed = [];

const timed = async (title, work) => {
  const began = Date.now();
  try {
    return await work();
  } finally {
    say(`${title}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
};
const add = (result) => {
  passed += result.passed;
  failed.push(...result.failed);
};

/** One check that is no jest test: it passes, or its output and title are reported. */
const single = async (title, work) => {
  try {
    await timed(title, work);
    passed += 1;
    return true;
  } catch (error) {
    say(error.message);
    failed.push(title);
    return false;
  }
};

/** A broken tree says the same thing a thousand times: the first lines tell it. */
const shortened = (output, lines = 200) => {
  const all = output.trimEnd().split('\n');
  return all.length > lines ? [...all.slice(0, lines), `... and ${all.length - lines} lines more`].join('\n') : all.join('\n');
};

const checkAll = async () => {
  const queue = staticChecks();
  const worker = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const { title, args } = check;
      await single(title, async () => {
        const { code, output } = await run(nodeBinary(), args);
        for (const line of output.split('\n')) if (line.startsWith('notice: ')) say(line);
        if (code !== 0) throw new Error(`--- ${title}: exit ${code}\n${shortened(output)}`);
      });
    }
  };
  await Promise.all([worker(), worker()]); // two at a time: each uses more than one core by itself
};

const withServers = async (work) => {
  let servers;
  const browser = {};
  await single('a browser is there', async () => {
    browser.BROWSER_PATH = await ensureBrowser();
  });
  if (
    !(await single('PostgreSQL and Temporal start', async () => {
      servers = await startTestServers();
    }))
  )
    return;
  try {
    await work({ ...servers.env, ...browser });
  } finally {
    await servers.stop();
  }
};

const everything = async () => {
  const built = await single('the build succeeds', () => ensureBuilt({ force: true }));
  await checkAll();
  add(await timed('tiers without a server', () => jest('rules, architecture, replay', { projects: SERVERLESS })));
  if (!built) return;
  await withServers(async (env) => {
    // e2e specs start processes of their own: a file a core at a time is enough
    add(await timed('tiers with servers', () => jest('integration, workflow, e2e', { projects: SERVED, env })));
    const again = { projects: ['unit', 'integration', 'workflow'], env: { ...env, TZ: 'America/Los_Angeles' } };
    const paths = ['libs/(rules|domain)/', 'test/(integration|workflow)/'];
    add(await timed('once more in Los Angeles', () => jest('America/Los_Angeles', { ...again, patterns: paths })));
  });
};

const some = async () => {
  await ensureBuilt();
  await withServers(async (env) => add(await jest('selection', { patterns, env })));
};

try {
  await ensureInstalled();
  await (patterns.length > 0 ? some() : everything());
} catch (error) {
  say(error.stack);
  failed.push(`the run itself: ${error.message}`);
}
if (failed.length > 0) say(`\nfailed:\n${failed.map((title) => `  ${title}`).join('\n')}`);
say('');
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
