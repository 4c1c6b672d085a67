// `npm run chaos -- races | schemas [--repetitions N] [--examples N] [--seed N] [--only WORDS] [--json FILE]`: see the READMEs in `test/chaos`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jest } from './jest.mjs';
import { startTestServers } from './test-servers.mjs';
import { ensureBuilt, ensureInstalled, say } from './tree.mjs';

const OPTIONS = { repetitions: '10000', examples: '50', seed: '1', only: '', json: '' };

/** Runs a part that is a specification, at length, on servers of its own. */
const specified = async (part, values) => {
  await ensureInstalled();
  await ensureBuilt();
  const servers = await startTestServers();
  try {
    const json = values.json === '' ? '' : resolve(process.env.INIT_CWD ?? '.', values.json);
    const env = { ...servers.env, CHAOS: JSON.stringify({ ...values, json }) };
    const { failed } = await jest(part, { projects: ['chaos'], patterns: [`test/chaos/${part}/`], env });
    for (const title of failed) say(title);
    process.exitCode = failed.length > 0 ? 1 : 0;
  } finally {
    await servers.stop();
  }
};

const [part = '', ...rest] = process.argv.slice(2);
if (['races', 'schemas'].includes(part)) {
  const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, preset]) => [name, { type: 'string', default: preset }]));
  await specified(part, parseArgs({ args: rest, options }).values);
} else {
  say('say what: npm run chaos -- races, or npm run chaos -- schemas');
  process.exitCode = 1;
}
