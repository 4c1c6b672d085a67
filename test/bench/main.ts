// `npm run bench [-- --write] [--json FILE] [--data DIR] [--cases N]`: how fast it is, as ratios within one run. See docs/performance.md.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rebuild, Registry, verify } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import { ballots, type CommandTimes, measureCommands, papersFor, VOTES } from './commands.js';
import { flameSvg, type Frame, framesOf, sharesOf } from './flame.js';
import { alone, type Times } from './measure.js';
import { populate, type Population } from './population.js';
import { chartSvg, commandTable, type Found, goalsOf, goalTable, page, screenTable } from './report.js';
import { measureScreens } from './screens.js';
import { BenchServer, startApi } from './servers.js';
import { forgetStatements, type Slow, slowest } from './slowest.js';

const { values: asked } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
    data: { type: 'string' },
    cases: { type: 'string', default: '100000' },
  },
});
const tree = join(import.meta.dirname, '../../..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const ROUNDS = { alone: 200, together: 600, turns: 3 };
const EVENTS_A_CASE = 10;
const SCREENS = 'bench_screens';
const COMMANDS = 'bench_commands';

/** What it takes until 8 kB are safe on this disk. */
const fsyncTimes = (folder: string): Promise<Times> => {
  const file = openSync(join(folder, 'fsync'), 'w');
  const block = Buffer.alloc(8192, 7);
  return alone(200, async () => {
    writeSync(file, block, 0, block.length, 0);
    fdatasyncSync(file);
  }).finally(() => closeSync(file));
};

const verified = async (url: string): Promise<boolean> => {
  const pool = poolFor(url, 2, '*');
  const { broken, cases } = await verify(new RecordStore(pool));
  await pool.end();
  return broken === null && cases > 0;
};

/** Folds the realm of the votes anew and compares to-do lists and lists with what stood there. */
const rebuilt = async (server: BenchServer): Promise<boolean> => {
  const standing = () =>
    server.ask<object>(
      COMMANDS,
      `select (select md5(string_agg(v::text, '' order by v.key)) from case_view v where realm_id = $1) as views,
              (select md5(string_agg(t::text, '' order by t.case_id, t.key)) from task t where realm_id = $1) as tasks`,
      [VOTES],
    );
  const before = await standing();
  const pool = poolFor(server.urls(COMMANDS).app, 2, '*');
  const folded = await rebuild(new Registry(kinds), new RecordStore(pool), VOTES);
  await pool.end();
  return folded > 0 && JSON.stringify(before) === JSON.stringify(await standing());
};

/** The population of a data directory that was kept, or a new one. */
const populated = async (server: BenchServer, cases: number): Promise<Population & { readonly verified: boolean }> => {
  const kept = join(server.folder, `population-${cases}.json`);
  if (existsSync(kept)) {
    await server.database(SCREENS);
    return JSON.parse(readFileSync(kept, 'utf8')) as Population & { readonly verified: boolean };
  }
  await server.drop(SCREENS);
  await server.database(SCREENS);
  say(`making ${cases} cases ...`);
  const made = await populate(server.urls(SCREENS).superuser, { cases, events: cases * EVENTS_A_CASE, postings: cases / 20 }, say);
  say(`made in ${made.seconds} s; verifying ...`);
  await server.ask(SCREENS, 'vacuum analyze');
  const population = { ...made, verified: await verified(server.urls(SCREENS).app) };
  writeFileSync(kept, JSON.stringify(population));
  return population;
};

const commandsOf = async (
  server: BenchServer,
  folder: string,
): Promise<{ commands: CommandTimes; slow: readonly Slow[]; frames: Frame; isRebuilt: boolean }> => {
  await server.drop(COMMANDS);
  await server.database(COMMANDS);
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  const urls = server.urls(COMMANDS);
  say('making items to vote on ...');
  const rounds = ROUNDS;
  const papers = await ballots(urls.superuser, papersFor(rounds) + rounds.together);
  await server.ask(COMMANDS, 'vacuum analyze');
  await server.ask(COMMANDS, 'checkpoint');
  await forgetStatements(server, COMMANDS);
  say('measuring commands ...');
  const api = await startApi(urls.app, folder, null);
  let commands: CommandTimes;
  try {
    commands = await measureCommands(urls.app, papers, api, rounds);
  } finally {
    await api.stop();
  }
  // Looking where the time goes slows it: another process, after what counts.
  const watched = await startApi(urls.app, folder, profile);
  const since = Number(process.hrtime.bigint() / 1000n);
  try {
    await measureCommands(urls.app, papers, watched, { alone: 1, together: rounds.together, turns: 1 }, ['api']);
  } finally {
    await watched.stop();
  }
  const slow = await slowest(server, COMMANDS);
  say('folding them anew ...');
  return { commands, slow, frames: framesOf(profile, since), isRebuilt: await rebuilt(server) };
};

const main = async (): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-bench-run-'));
  const load = loadavg()[0] ?? 0;
  const server = await BenchServer.start(asked.data ?? null);
  // Whoever breaks it off leaves no server behind.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void server.stop().then(() => process.exit(1)));
  try {
    const fsyncMs = await fsyncTimes(server.folder);
    const { commands, slow, frames, isRebuilt } = await commandsOf(server, folder);
    say(commandTable(commands));
    const population = await populated(server, Number(asked.cases));
    await forgetStatements(server, SCREENS);
    say('measuring screens ...');
    const { floor: screenFloor, screens } = await measureScreens(server.urls(SCREENS).app, population, 100);
    const all = [...slow, ...(await slowest(server, SCREENS))].toSorted((a, b) => b.meanMs - a.meanMs).slice(0, 10);
    const found: Found = {
      at: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, PostgreSQL, API and clients together`,
      load,
      fsyncMs,
      commands,
      population,
      isRebuilt,
      screenFloor,
      screens,
      slow: all,
      shares: sharesOf(frames),
    };
    const goals = goalsOf(found);
    console.log([commandTable(commands), screenTable(found), goalTable(goals)].join('\n\n'));
    if (asked.json) writeFileSync(asked.json, `${JSON.stringify({ ...found, goals }, null, 2)}\n`);
    if (asked.write) {
      writeFileSync(join(tree, 'docs/performance.md'), page(found));
      writeFileSync(join(tree, 'docs/performance.svg'), chartSvg(found));
      writeFileSync(join(tree, 'docs/performance-flame.svg'), flameSvg(frames));
    }
    return goals.every(({ met }) => met);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

process.exitCode = (await main()) ? 0 : 1;
