// `npm run chaos [-- ...]`: kills, the treasury's faults (`treasury`), `races` and `schemas`, at length. See the READMEs in `test/chaos`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from './compiled-tests.mjs';
import { jest } from './jest.mjs';
import { startTestServers } from './test-servers.mjs';
import { ensureBuilt, ensureInstalled, say } from './tree.mjs';

const OPTIONS = { repetitions: '10000', examples: '50', seed: '1', only: '', json: '' };
const [part = '', ...rest] = process.argv.slice(2);

/** With the servers of a test run: what kills our own processes alone, or none. */
const borrowed = async (work) => {
  await ensureInstalled();
  await ensureBuilt();
  const servers = await startTestServers();
  try {
    await work(servers.env);
  } finally {
    await servers.stop();
  }
};

/** Runs a part that is a specification, at length. */
const specified = async (env) => {
  const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, preset]) => [name, { type: 'string', default: preset }]));
  const { values } = parseArgs({ args: rest, options });
  const json = values.json === '' ? '' : resolve(process.env.INIT_CWD ?? '.', values.json);
  const told = { ...env, CHAOS: JSON.stringify({ ...values, json }) };
  const { failed } = await jest(part, { projects: ['chaos'], patterns: [`test/chaos/${part}/`], env: told });
  for (const title of failed) say(title);
  process.exitCode = failed.length > 0 ? 1 : 0;
};

if (['races', 'schemas'].includes(part)) await borrowed(specified);
else if (part === 'treasury')
  await borrowed(async (env) => {
    Object.assign(process.env, env);
    await runTests('chaos');
  });
else await runTests('chaos');
