// `npm run bench [-- --only NAME,...] [--write] [--json FILE] [--data DIR] [--cases N]`: how fast it is, as ratios within one run. See
// docs/performance.md. With a data directory a run that was broken off goes on with the parts that are missing there.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chartSvg } from './charts.js';
import { goalsOf } from './goals.js';
import { page } from './page.js';
import { flameIn, type PartName, partNames, parts } from './parts.js';
import type { Part, Results } from './results.js';
import { BenchServer } from './servers.js';
import { goalTable, tablesOf } from './tables.js';

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
    data: { type: 'string' },
    cases: { type: 'string', default: '100000' },
  },
});
const tree = join(import.meta.dirname, '../../..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const from = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);

const chosen = (): readonly PartName[] | null => {
  if (asked.only === undefined) return null;
  const names = asked.only.split(',');
  const unknown = names.find((name) => !partNames.includes(name as PartName));
  if (unknown !== undefined) throw new Error(`no part is called ${unknown}: ${partNames.join(', ')}`);
  return names as PartName[];
};

const measure = async (name: PartName, server: BenchServer): Promise<Part<unknown>> => {
  say(`--- ${name}`);
  const load = loadavg()[0] ?? 0;
  const began = performance.now();
  const found = await parts[name]({ server, cases: Number(asked.cases), say });
  return {
    found,
    at: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    load,
    seconds: Math.round((performance.now() - began) / 1000),
  };
};

const docs = join(tree, 'docs');
const PAGE = join(docs, 'performance.json');

/** What stands there: of this data directory, or what was written last when one part of it is to be renewed. */
const known = (kept: string): Results => {
  const file = [kept, ...(asked.only !== undefined && asked.write ? [PAGE] : [])].find(existsSync);
  return file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Results);
};

const write = (results: Results): void => {
  writeFileSync(PAGE, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(docs, 'performance.md'), page(results));
  writeFileSync(join(docs, 'performance.svg'), chartSvg(results));
};

const main = async (): Promise<boolean> => {
  const only = chosen();
  const server = await BenchServer.start(asked.data === undefined ? null : from(asked.data));
  // Whoever breaks it off leaves no server behind, and what has been measured is kept.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void server.stop().then(() => process.exit(1)));
  const kept = join(server.folder, 'results.json');
  let results = known(kept);
  try {
    // What is asked for by name is measured again.
    for (const name of only ?? partNames.filter((one) => results[one] === undefined)) {
      results = { ...results, [name]: await measure(name, server) };
      writeFileSync(kept, JSON.stringify(results));
    }
    if (asked.write && existsSync(flameIn(server))) copyFileSync(flameIn(server), join(docs, 'performance-flame.svg'));
  } catch (error) {
    console.error(error); // before the server goes, whose end is an error of its own to whoever is still connected
    throw error;
  } finally {
    await server.stop();
  }
  const goals = goalsOf(results);
  console.log([...tablesOf(results), goalTable(goals)].join('\n\n'));
  if (asked.json) writeFileSync(from(asked.json), `${JSON.stringify({ ...results, goals }, null, 2)}\n`);
  if (asked.write) write(results);
  return goals.every(({ met }) => met);
};

process.exitCode = (await main()) ? 0 : 1;
