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
import { join } from 'node:path';
import { rebuild, Registry, verify } from '@goufu/engine';
import { poolFor, RecordStore } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import { type App, issuerIn, startApp, type Surroundings } from './apps.js';
import { ballots, type CommandTimes, measureCommands, papersFor, type Rounds, VOTES } from './commands.js';
import { measureDeadline } from './deadline.js';
import { flameSvg, framesOf, sharesOf } from './flame.js';
import { alone, type Times } from './measure.js';
import { populate, type Population } from './population.js';
import { measureRecovery, measureResting } from './recovery.js';
import type { CommandsFound, Results, ScreensFound } from './results.js';
import { measureScreens } from './screens.js';
import type { BenchServer } from './servers.js';
import { forgetStatements, slowest } from './slowest.js';
import { measureStages } from './stages.js';
import { measureStart } from './start.js';

export interface Ground {
  readonly server: BenchServer;
  /** Cases of the population that the screens are asked about. */
  readonly cases: number;
  readonly say: (line: string) => void;
}

const ROUNDS = { alone: 200, together: 600, turns: 3 };
const EVENTS_A_CASE = 10;
const SCREENS = 'bench_screens';
const COMMANDS = 'bench_commands';

/** Where the part `commands` leaves its picture of the API's processor time. */
export const flameIn = ({ folder }: BenchServer): string => join(folder, 'flame.svg');

/** What it takes until 8 kB are safe on this disk: what pg_test_fsync measures with PostgreSQL's own method, fdatasync. */
const fsyncTimes = (folder: string): Promise<Times> => {
  const name = join(folder, 'fsync');
  const file = openSync(name, 'w');
  const block = Buffer.alloc(8192, 7);
  return alone(200, async () => {
    writeSync(file, block, 0, block.length, 0);
    fdatasyncSync(file);
  }).finally(() => {
    closeSync(file);
    rmSync(name);
  });
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

const commands = async ({ server, say }: Ground): Promise<CommandsFound> => {
  await server.drop(COMMANDS);
  await server.database(COMMANDS);
  const folder = mkdtempSync(join(server.folder, 'commands-'));
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  const urls = server.urls(COMMANDS);
  say('making items to vote on ...');
  const papers = await ballots(urls.superuser, papersFor(ROUNDS) + ROUNDS.together);
  await server.ask(COMMANDS, 'vacuum analyze');
  await server.ask(COMMANDS, 'checkpoint');
  await forgetStatements(server, COMMANDS);
  const fsyncMs = await fsyncTimes(server.folder);
  const issuer = await issuerIn(folder);
  // Nothing here ends a stage: nobody has to be told.
  const around: Surroundings = { databaseUrl: urls.app, temporalAddress: null, taskQueue: COMMANDS, issuer, folder };
  try {
    say('measuring commands ...');
    const through = async (api: App, rounds: Rounds, ways?: readonly (keyof CommandTimes)[]): Promise<CommandTimes> => {
      try {
        return await measureCommands(urls.app, papers, { api, issuer, server }, rounds, ways);
      } finally {
        await api.stop();
      }
    };
    const times = await through(await startApp('api', around), ROUNDS);
    // Looking where the time goes slows it: another process, after what counts.
    const watched = await startApp('api', around, profile);
    const since = Number(process.hrtime.bigint() / 1000n);
    await through(watched, { alone: 1, together: ROUNDS.together, turns: 1 }, ['api']);
    const slow = await slowest(server, COMMANDS);
    say('folding them anew ...');
    const isRebuilt = await rebuilt(server);
    const frames = framesOf(profile, since);
    writeFileSync(flameIn(server), flameSvg(frames));
    return { fsyncMs, times, slow, isRebuilt, shares: sharesOf(frames) };
  } finally {
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
    await server.drop(COMMANDS);
  }
};

/** The population of a data directory that was kept, or a new one. */
const populated = async ({ server, cases, say }: Ground): Promise<Population & { readonly verified: boolean }> => {
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

const screens = async (ground: Ground): Promise<ScreensFound> => {
  const population = await populated(ground);
  const { server, say } = ground;
  await forgetStatements(server, SCREENS);
  say('measuring screens ...');
  const measured = await measureScreens(server.urls(SCREENS).app, population, 100);
  return { population, ...measured, slow: await slowest(server, SCREENS) };
};

/** Every part of a run, by its name, in the order in which they are measured. */
export const parts: { readonly [Name in keyof Results]-?: (ground: Ground) => Promise<NonNullable<Results[Name]>['found']> } = {
  commands,
  screens,
  stages: ({ server, say }) => measureStages(server, say),
  deadline: ({ server, say }) => measureDeadline(server, say),
  recovery: ({ server, say }) => measureRecovery(server, say),
  resting: ({ server, say }) => measureResting(server, say),
  start: ({ say }) => measureStart(say),
};
export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly PartName[];
