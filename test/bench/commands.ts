import { randomUUID } from 'node:crypto';
import type { CaseId, Instant } from '@goufu/domain';
import { type ActingPerson, Engine, Registry } from '@goufu/engine';
import { EngineStore, poolFor } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import pg from 'pg';
import type { Issuer } from '../../apps/local/src/issuer.js';
import { law } from '../support/engine.js';
import { type App, tokenOf } from './apps.js';
import { BenchCounty } from './county.js';
import { HttpClient } from './http.js';
import { alone, median, type Times, together } from './measure.js';
import { useOf } from './processes.js';
import type { BenchServer } from './servers.js';

export const CLIENTS = 16;
/** The realm in which votes are measured. */
export const VOTES = 'votes';
/** Votes of each way before any counts: plans, pools and compiled code are there. */
const WARM = 100;

/** Items that wait for the officer's vote, each voted on once. */
export interface Ballots {
  readonly officer: ActingPerson;
  next(): { readonly item: CaseId; readonly hash: string };
}

/** A realm with so many items under review. */
export const ballots = async (superUrl: string, count: number): Promise<Ballots> => {
  const county = await BenchCounty.open(superUrl, VOTES, Date.now() as Instant);
  county.pace = 0;
  const waiting: { item: CaseId; hash: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    const item = await county.item(n, 'review');
    waiting.push({ item, hash: county.hashOf(item) });
    county.memory.letGo(item);
    if (n % 500 === 0) await county.loader.breathe();
  }
  await county.close();
  return {
    officer: county.officer,
    next: () => {
      const one = waiting.pop();
      if (!one) throw new Error('there are too few items to vote on');
      return one;
    },
  };
};

type Vote = (client: number) => Promise<void>;

const engineVote = (pool: pg.Pool, { officer, next }: Ballots): Vote => {
  const engine = new Engine(new Registry(kinds), new EngineStore(pool), law());
  return async () => {
    const { item, hash } = next();
    const data = { verb: 'approve', hash };
    const answer = await engine.execute({
      realm: VOTES,
      kind: 'catalogue',
      caseId: item,
      type: 'review',
      data,
      acting: officer,
      key: randomUUID(),
      requestId: randomUUID(),
    });
    if ('refused' in answer) throw new Error(`a vote was refused: ${answer.refused}`);
  };
};

interface Written {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
/** Every statement that the engine would write a vote with, taken down and not sent: no page is touched before its time counts. */
const statements = async (url: string, papers: Ballots, count: number): Promise<Written[]> => {
  const pool = poolFor(url, 1);
  const taken: Written[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const listen = (...args: unknown[]): unknown => {
      const [first] = args as [string | Written];
      if (typeof first === 'string') return query(first.trim() === 'commit' ? 'rollback' : first);
      if (!first.text.startsWith('with ')) return query(...args);
      taken.push(first);
      return Promise.resolve({ rows: [] });
    };
    Object.assign(client, { query: listen });
  });
  const vote = engineVote(pool, papers);
  for (let n = 0; n < count; n += 1) await vote(0);
  await pool.end();
  return taken;
};

/** The floor: the same rows and bytes by one prepared statement in one round trip, on connections of their own. */
const floorVote = async (url: string, papers: Ballots, count: number): Promise<{ vote: Vote; end: () => Promise<void> }> => {
  const taken = await statements(url, papers, count);
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`select set_config('app.realms', $1, false)`, [VOTES]);
      return client;
    }),
  );
  return {
    vote: async (client) => {
      const statement = taken.pop();
      if (!statement) throw new Error('there are too few statements');
      await clients[client]?.query({ ...statement, values: [...statement.values] });
    },
    end: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
};

const apiVote = async (api: App, issuer: Issuer, { officer, next }: Ballots): Promise<{ vote: Vote; end: () => void }> => {
  const client = new HttpClient(api.url, CLIENTS);
  const caller = { token: await tokenOf(issuer, officer.person, VOTES), post: officer.appointment ?? '' };
  const vote: Vote = () => {
    const { item, hash } = next();
    return client.done(caller, `catalogue-items/${item.slice(item.indexOf('/') + 1)}/review`, { verb: 'approve', hash });
  };
  return { vote, end: () => client.close() };
};

export interface Way extends Times {
  /** A second, with 16 clients. */
  readonly rate: number;
  /** Processor milliseconds of one command with 16 clients: of the process that sends or serves it, and of PostgreSQL. Hardly moved by others on the machine. */
  readonly nodeMs: number;
  readonly postgresMs: number;
}
export interface CommandTimes {
  readonly floor: Way;
  readonly engine: Way;
  readonly api: Way;
  readonly selectOne: Way;
}

export interface Rounds {
  readonly alone: number;
  readonly together: number;
  /** Each way is measured so many times, in turn; the median counts. */
  readonly turns: number;
}
export const papersFor = ({ alone: one, together: many, turns }: Rounds): number => ((one + many) * turns + WARM) * 3 + WARM + CLIENTS;

/** The approve command through the API, through the engine alone, and the least that writes the same. */
export const measureCommands = async (
  url: string,
  papers: Ballots,
  { api: running, issuer, server }: { readonly api: App; readonly issuer: Issuer; readonly server: BenchServer },
  rounds: Rounds,
  ways: readonly (keyof CommandTimes)[] = ['selectOne', 'floor', 'engine', 'api'],
): Promise<CommandTimes> => {
  const pool = poolFor(url, CLIENTS);
  const bare = poolFor(url, CLIENTS);
  const each = (rounds.alone + rounds.together) * rounds.turns;
  const floor = await floorVote(url, papers, ways.includes('floor') ? each + WARM : 0);
  const api = ways.includes('api') ? await apiVote(running, issuer, papers) : null;
  const votes: Readonly<Record<keyof CommandTimes, Vote>> = {
    floor: floor.vote,
    engine: engineVote(pool, papers),
    api: api?.vote ?? (() => Promise.reject(new Error('nobody votes through the API'))),
    selectOne: async () => void (await bare.query({ name: 'one', text: 'select 1' })),
  };
  const found: Record<keyof CommandTimes, Way[]> = { selectOne: [], floor: [], engine: [], api: [] };
  for (const name of ways) await together(CLIENTS, WARM, (_, client) => votes[name](client));
  for (let turn = 0; turn < rounds.turns; turn += 1)
    for (const name of ways) {
      const times = await alone(rounds.alone, () => votes[name](0));
      const used = (): number =>
        name === 'api' ? useOf(running.pid).cpuSeconds : process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
      const [postgres, node] = [useOf(server.pid).cpuSeconds, used()];
      const rate = await together(CLIENTS, rounds.together, (_, client) => votes[name](client));
      const nodeMs = ((used() - node) / rounds.together) * 1000;
      const postgresMs = ((useOf(server.pid).cpuSeconds - postgres) / rounds.together) * 1000;
      found[name].push({ ...times, rate, nodeMs, postgresMs });
    }
  api?.end();
  await Promise.all([floor.end(), pool.end(), bare.end()]);
  const middle = (turns: readonly Way[]): Way => ({
    p50: median(turns.map(({ p50 }) => p50)),
    p95: median(turns.map(({ p95 }) => p95)),
    rate: median(turns.map(({ rate }) => rate)),
    nodeMs: median(turns.map(({ nodeMs }) => nodeMs)),
    postgresMs: median(turns.map(({ postgresMs }) => postgresMs)),
  });
  return { floor: middle(found.floor), engine: middle(found.engine), api: middle(found.api), selectOne: middle(found.selectOne) };
};
