import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Dice } from '../../apps/local/src/scenario/dice.js';
import type { Cut } from './cutting-proxy.js';
import { type Ground, LINES } from './ground.js';
import type { KeptProcess } from './kept-process.js';

/** What is done to the system; `kill`, `session` and `wipe` end something by SIGKILL and count as kills. */
export type Stroke =
  | { readonly what: 'kill'; readonly whom: string; readonly awayMs: number }
  /** The server of one connection of PostgreSQL, which then recovers as a whole. */
  | { readonly what: 'session'; readonly n: number }
  | { readonly what: 'wipe' }
  | { readonly what: 'stop'; readonly whom: string; readonly forMs: number }
  | { readonly what: 'restart'; readonly whom: string; readonly awayMs: number }
  | { readonly what: 'cut'; readonly line: (typeof LINES)[number]; readonly when: Cut; readonly sharePercent: number }
  | { readonly what: 'terminate'; readonly n: number };

export const isKill = ({ what }: Stroke): boolean => what === 'kill' || what === 'session' || what === 'wipe';
export const wordOf = (stroke: Stroke): string => {
  switch (stroke.what) {
    case 'kill':
      return `SIGKILL ${stroke.whom.replace(/-\d$/, '')}`;
    case 'session':
      return 'SIGKILL of one session of postgres';
    case 'wipe':
      return 'SIGKILL temporal, its data wiped, recover --all';
    case 'stop':
      return `SIGSTOP ${stroke.whom.replace(/-\d$/, '')}`;
    case 'restart':
      return `restart of ${stroke.whom.replace(/-\d$/, '')}`;
    case 'cut':
      return `connections to ${stroke.line} cut${stroke.when === 'now' ? '' : ' in mid-exchange'}`;
    case 'terminate':
      return 'pg_terminate_backend in a transaction';
  }
};

const KILLED = ['worker', 'worker-2', 'api', 'api-2', 'temporal', 'postgres', 'treasury'];
/** Out of a hundred. */
const SHARES: readonly (readonly [Stroke['what'], number])[] = [
  ['kill', 55],
  ['session', 4],
  ['wipe', 3],
  ['stop', 12],
  ['restart', 6],
  ['cut', 12],
  ['terminate', 8],
];
const LONGEST_AWAY_MS = 2_000;
const LONGEST_STOP_MS = 5_000;

/** The n-th stroke of a seed: the same whenever it is drawn. */
export const strokeOf = (seed: number, n: number): Stroke => {
  const dice = new Dice(seed * 100_003 + n);
  let left = dice.from(1, 100);
  const what = SHARES.find(([, share]) => (left -= share) <= 0)?.[0] ?? 'kill';
  switch (what) {
    case 'kill':
      return { what, whom: dice.one(KILLED), awayMs: dice.from(0, LONGEST_AWAY_MS) };
    case 'restart':
      return { what, whom: dice.one(KILLED), awayMs: dice.from(0, LONGEST_AWAY_MS) };
    case 'stop':
      return { what, whom: dice.one(KILLED), forMs: dice.from(100, LONGEST_STOP_MS) };
    case 'cut':
      return { what, line: dice.one(LINES), when: dice.one(['now', 'asked', 'answered'] as const), sharePercent: dice.one([25, 50, 100]) };
    case 'session':
    case 'terminate':
      return { what, n: dice.from(0, 1_000) };
    case 'wipe':
      return { what };
  }
};
export const pauseOf = (seed: number, n: number, [least, most]: readonly [number, number]): number =>
  new Dice(seed * 200_003 + n).from(least, most);

/** What a stroke needs to find for it to be one. */
const standing = (one: KeptProcess): boolean => one.state === 'up' || one.state === 'starting';

/** Strikes. The system is left to itself; `done` settles when what was taken away is there again. Null: there was nothing to strike. */
export const strike = async (ground: Ground, stroke: Stroke): Promise<{ readonly done: Promise<unknown> } | null> => {
  switch (stroke.what) {
    case 'kill':
    case 'restart': {
      const one = ground.named(stroke.whom);
      if (!standing(one) && one.state !== 'stopped') return null;
      if (stroke.what === 'restart' && one.state !== 'up') return null;
      const down = one.down(stroke.what === 'kill' ? 'SIGKILL' : one.plan.end);
      if (stroke.what === 'kill') await down;
      return { done: down.then(() => sleep(stroke.awayMs)).then(() => (one.state === 'down' ? one.up() : true)) };
    }
    case 'stop': {
      const one = ground.named(stroke.whom);
      if (one.state !== 'up') return null;
      one.stop();
      return { done: sleep(stroke.forMs).then(() => one.goOn()) };
    }
    case 'session': {
      const postgres = ground.named('postgres');
      if (postgres.state !== 'up') return null;
      return postgres.killChild((n) => stroke.n % Math.max(1, n)) ? { done: Promise.resolve() } : null;
    }
    case 'wipe':
      return ground.named('temporal').state === 'up' ? { done: ground.wipeTemporal() } : null;
    case 'cut': {
      const dice = new Dice(stroke.sharePercent);
      return ground.lines[stroke.line].cut(stroke.when, () => dice.from(1, 100) <= stroke.sharePercent) > 0
        ? { done: Promise.resolve() }
        : null;
    }
    case 'terminate':
      return (await terminated(ground, stroke.n)) ? { done: Promise.resolve() } : null;
  }
};

/** Ends one session that is in a transaction, if any is. */
const terminated = async (ground: Ground, n: number): Promise<boolean> => {
  const client = new pg.Client({ connectionString: ground.urls.superuser, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where usename = 'app' and xact_start is not null order by pid`,
    );
    const one = rows[n % Math.max(1, rows.length)];
    if (!one) return false;
    await client.query('select pg_terminate_backend($1)', [one.pid]);
    return true;
  } catch {
    return false; // PostgreSQL is away
  } finally {
    await client.end().catch(() => undefined);
  }
};
