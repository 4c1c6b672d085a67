import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@goufu/engine';
import { type Outage, poolFor, RecordStore } from '@goufu/persistence';
import pg from 'pg';
import { eventually } from '../../apps/local/src/eventually.js';
import type { ProblemBody } from './http/api.js';
import { county, type County, proposal, Realm } from '../support/engine.js';
import { type ShortDisk, shortDisk } from '../support/short-disk.js';
import { type Started, WholeSystem } from '../support/whole-system.js';
import { OwnPostgres } from '../workflow/own-postgres.js';

interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: ProblemBody & { readonly id?: string };
}

// One API and one worker as they run in production, on a PostgreSQL whose disk, connections and tables are taken away and given back.
describe('a system whose database runs short', () => {
  let disk: ShortDisk;
  let postgres: OwnPostgres;
  let system: WholeSystem;
  let api: Started;
  let realm: Realm;
  let people: County;
  let token: string;
  let superuser: pg.Client;
  /** Keys of proposals that somebody was told are in. */
  const accepted = new Set<string>();

  const asSuperuser = async (): Promise<pg.Client> => {
    const { superuser: url, app } = postgres.urls;
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: new URL(app).pathname }).href });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  beforeAll(async () => {
    disk = shortDisk(() => postgres.urls.owner);
    process.stderr.write(`short of: ${disk.what}\n`);
    postgres = await OwnPostgres.start(true, disk.path);
    const { app, owner } = postgres.urls;
    system = await WholeSystem.start(1, 1, {}, { name: 'short', appUrl: app, ownerUrl: owner, drop: () => Promise.resolve() });
    api = system.apis[0] as Started;
    realm = await Realm.open(app);
    realm.pool.on('error', () => undefined);
    people = await county(realm);
    token = await system.token(people.handler.person, realm.id);
    superuser = await asSuperuser();
  }, 240_000);
  afterAll(async () => {
    await superuser?.end().catch(() => undefined);
    await Realm.closeAll();
    await system?.stop();
    await postgres?.remove();
    disk?.remove();
  }, 180_000);

  const ask = async (method: string, path: string, key?: string, body?: object): Promise<Answered> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'acting-post': people.handler.appointment ?? '' };
    if (key) Object.assign(headers, { 'idempotency-key': key, 'content-type': 'application/json' });
    const response = await fetch(`${api.url}/v1/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as Answered['body'] };
  };
  /** Long enough that no page has room for it. */
  const WORDS = Array.from({ length: 100 }, () => randomUUID()).join(' ');
  const propose = async (key: string): Promise<Answered> => {
    const answer = await ask('POST', 'catalogue-items', key, proposal(people, { title: `服务${key}`, standard: WORDS }));
    if (answer.status === 201) accepted.add(key);
    return answer;
  };
  const read = async (): Promise<number> => (await ask('GET', 'catalogue-items?limit=1')).status;
  const outages = async (outage: Outage): Promise<number> => {
    const text = await (await fetch(`${api.operations}/metrics`)).text();
    return Number(new RegExp(`^goufu_database_outages_total\\{outage="${outage}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  };
  /** A clear refusal, to the person and to the operator. */
  const isTold = async ({ status, retryAfter, body }: Answered, code: string, outage: Outage | null, before: number): Promise<void> => {
    expect([status, body.code]).toEqual([503, code]);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect([body.details.zh, body.details.en]).toEqual([expect.stringMatching(/请稍后再试/), expect.stringMatching(/try again/)]);
    // Lines of a process arrive a moment after its answers.
    const said = () => api.lines.find((one) => one.includes(body.requestId) && one.includes('answered 503'));
    expect(await eventually(() => said() !== undefined, 5_000)).toBe(true);
    expect(said()).toContain(outage ? `"outage":"${outage}"` : `"code":"${code}"`);
    if (outage) expect(await outages(outage)).toBeGreaterThan(before);
  };
  /** Sent again under its key until it is answered otherwise than with an outage: nobody has to do anything else. */
  const recovers = async (key: string): Promise<void> => {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
      const { status } = await propose(key);
      if (status === 201) return;
      expect(status).toBe(503);
    }
    throw new Error(`${key} is not taken although nothing is short any more`);
  };
  const holds = async (): Promise<void> => {
    const stored = await realm.sql<{ key: string }>(`select key from command where key like 'short-%' order by key`);
    expect(stored.map(({ key }) => key)).toEqual([...accepted].sort());
    const pool = poolFor(postgres.urls.app, 2, '*');
    expect(await verify(new RecordStore(pool))).toMatchObject({ broken: null });
    await pool.end();
  };

  it('of disk: commands are refused, reads are answered, and with room again it goes on by itself', async () => {
    const before = await outages('disk');
    await disk.fill();
    let answer = await propose('short-disk-0');
    for (let n = 1; answer.status === 201 && n < 500; n += 1) answer = await propose(`short-disk-${n}`);
    await isTold(answer, 'system.unavailable', 'disk', before);
    expect(await read()).toBe(200);
    const refused = `short-disk-${accepted.size}`;
    expect(accepted).not.toContain(refused);
    await holds();
    await disk.makeRoom();
    await recovers(refused);
    await holds();
  }, 180_000);

  it('of disk for its log: the server gives itself up, and what it had acknowledged is there when it is back', async () => {
    await propose('short-log-before');
    if (disk.path) await disk.fill();
    else await postgres.down();
    let answer = await propose('short-log-0');
    for (let n = 1; answer.status === 201 && n < 100; n += 1) {
      // Each switch begins a new piece of the log, for which there is no room.
      await superuser.query('select pg_switch_wal()').catch(() => null);
      answer = await propose(`short-log-${n}`);
    }
    await isTold(answer, 'system.unavailable', null, 0);
    const refused = answer.body.requestId;
    expect(api.lines.some((line) => line.includes(refused) && line.includes('"outage":"'))).toBe(true);
    if (disk.path) await disk.makeRoom();
    if (!postgres.isUp) await postgres.up();
    await recovers('short-log-again');
    await superuser.end().catch(() => undefined);
    superuser = await asSuperuser();
    await holds();
  }, 240_000);

  it('of connections: who has none is refused at once, and served when there are some again', async () => {
    const before = await outages('connections');
    const holding: pg.Client[] = [];
    const pids: (number | undefined)[] = [];
    /** Takes every connection that there is, those of the system too. */
    const crowdOut = async (): Promise<void> => {
      await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app' and pid <> all($1)`, [pids]);
      for (;;) {
        const client = new pg.Client({ connectionString: postgres.urls.app });
        client.on('error', () => undefined);
        try {
          await client.connect();
        } catch (error) {
          if ((error as { code?: string }).code !== '53300') throw error;
          return;
        }
        holding.push(client);
        pids.push((await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid);
      }
    };
    let answer = await propose('short-connections-0');
    for (let n = 1; (await outages('connections')) === before && n < 50; n += 1) {
      await crowdOut();
      answer = await propose(`short-connections-${n}`);
    }
    await isTold(answer, 'system.unavailable', 'connections', before);
    await Promise.all(holding.map((client) => client.end().catch(() => undefined)));
    await recovers('short-connections-last');
    await holds();
  }, 180_000);

  it('of a table that somebody has locked: commands are refused after a while, reads elsewhere go on, and all is well when it is let go', async () => {
    await superuser.query('begin');
    await superuser.query('lock table event in access exclusive mode');
    try {
      const refused = propose('short-lock');
      expect(await read()).toBe(200);
      await isTold(await refused, 'system.busy', null, 0);
    } finally {
      await superuser.query('rollback');
    }
    await recovers('short-lock');
    await holds();
  }, 180_000);

  it('of speed: while the disk stalls commands are refused in time; what was written when it goes on was done once', async () => {
    const before = await outages('slow');
    await disk.stall();
    try {
      await isTold(await propose('short-speed'), 'system.unavailable', 'slow', before);
    } finally {
      await disk.goOn();
    }
    await recovers('short-speed');
    await holds();
    const [made] = await realm.sql<{ n: number }>(`select count(*)::int as n from cases where kind = 'catalogue'`);
    expect(made?.n).toBe(accepted.size);
  }, 180_000);

  /** Slows the disk while `work` is done; says so where nobody may. */
  const slowed = async (bytesPerSecond: number, work: () => Promise<void>): Promise<void> => {
    if (!(await disk.slowDown(bytesPerSecond))) {
      process.stderr.write('short of: this kernel lets nobody slow a disk here, so a slow one is not tried\n');
      return;
    }
    try {
      await work();
    } finally {
      await disk.speedUp();
    }
  };

  it('of a fast disk: people wait, and each is served or told to try again; reads are answered', async () => {
    const keys = Array.from({ length: 8 }, (_, n) => `short-slow-${n}`);
    const before = await outages('slow');
    const began = Date.now();
    await slowed(65_536, async () => {
      const waiting = Promise.all(keys.map(propose));
      expect(await read()).toBe(200);
      for (const answer of await waiting) if (answer.status !== 201) await isTold(answer, 'system.unavailable', 'slow', before);
      expect(Date.now() - began).toBeGreaterThan(1_000);
    });
    for (const key of keys) await recovers(key);
    await holds();
  }, 180_000);

  it('of a disk that writes at all: commands are refused in time, the operator is told, and with its speed it goes on by itself', async () => {
    const before = await outages('slow');
    await slowed(128, async () => {
      const refused = propose('short-slowest');
      expect(await read()).toBe(200);
      await isTold(await refused, 'system.unavailable', 'slow', before);
    });
    await recovers('short-slowest');
    await holds();
  }, 180_000);
});
