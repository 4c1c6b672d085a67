import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { poolFor } from '@goufu/persistence';
import { Client, Connection } from '@temporalio/client';
import type pg from 'pg';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { type Acting, addressOf, type Answer, type Door } from '../../apps/local/src/scenario/door.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../apps/local/src/scenario/judging.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { WholeSystem } from '../support/whole-system.js';

const REALM = 'canaries';
const operator = { person: WORLD_OPERATOR, appointment: '' };
/** Prices that stand nowhere else. */
const PRICES = ['4012345.67', '3798765.43', '3923456.78'];
const input = { ...justiceBureau2025, bids: justiceBureau2025.bids.map((bid, n) => ({ ...bid, price: PRICES[n] ?? bid.price })) };
/** As it is written by people, in fen, and between separators. */
const written = (price: string): string[] => [price, price.replace('.', ''), Number(price.split('.')[0]).toLocaleString('en-US')];
const PERSON = { name: '金丝雀王小明', phone: '13900001111', email: 'canary-wang@example.org' };
const DRAFT = '草稿金丝雀';

/** What people write, and what is theirs alone until its moment, may stand here. */
const SEALED = ['content', 'draft', 'person'];
/** Nobody who bids, buys, arranges, supervises or audits knows what is sealed; nor does anybody else. */
const CURIOUS = ['zhang-min', 'sun-li', 'tang-lin', 'wu-qiang', 'xu-yan', 'gao-feng', WORLD_OPERATOR];
/** Whom nobody tells whom the purchaser has called to judge. */
const OUTSIDE = ['agent-a', 'agent-b', 'gao-feng'];

type Said = readonly { readonly where: string; readonly text: string }[];

/** A door that lets somebody look around just before a command. */
class Watched {
  private readonly looks = new Map<string, () => Promise<void>>();
  constructor(readonly door: HttpDoor) {}
  before(command: string, look: () => Promise<void>): void {
    this.looks.set(command, look);
  }
  as(): Door {
    const command = async (who: Acting, path: string, body: object, key: string): Promise<Answer> => {
      const name = path.split('/').at(-1) ?? '';
      const look = this.looks.get(name);
      this.looks.delete(name);
      await look?.();
      return this.door.command(who, path, body, key);
    };
    const { door } = this;
    return {
      command,
      show: (who, path) => door.show(who, path),
      get: (who, path) => door.get(who, path),
      store: (who, name, text) => door.store(who, name, text),
      now: () => door.now(),
      advance: (to) => door.advance(to),
      settle: () => door.settle(),
      duty: (who, caseId, name) => door.duty(who, caseId, name),
    };
  }
}

describe('every byte that leaves, from an API and a worker as they are run', () => {
  let system: WholeSystem;
  let pool: pg.Pool;
  let connection: Connection;
  let client: Client;
  let play: Play;
  let drawn: readonly string[] = [];
  const streams: { text: string }[] = [];
  const leaving = new AbortController();
  const found = new Map<string, readonly string[]>();

  const headersOf = async (person: string | null): Promise<Record<string, string>> => {
    if (person === null) return { realm: REALM };
    const post: Record<string, string> = person === WORLD_OPERATOR ? {} : { 'acting-post': play.cast.as(person).appointment };
    return { authorization: `Bearer ${await system.token(person, REALM)}`, ...post };
  };
  const send = async (person: string | null, method: string, path: string, body?: object | string): Promise<string> => {
    const headers = {
      ...(await headersOf(person)),
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    };
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const response = await fetch(`${system.apis[0]?.url}/v1/${path}`, { method, headers, ...(text ? { body: text } : {}) });
    return `${response.status} ${[...response.headers].join('\n')}\n${await response.text()}`;
  };

  const processes = async (): Promise<Said> => {
    const said: { where: string; text: string }[] = [];
    for (const [n, { lines, operations }] of [...system.apis, ...system.workers].entries()) {
      said.push({ where: `log ${n}`, text: lines.join('\n') });
      for (const path of ['/metrics', '/stuck', '/health/ready'])
        said.push({ where: `${n}${path}`, text: await (await fetch(`${operations}${path}`)).text() });
    }
    return said;
  };
  const histories = async (): Promise<Said> => {
    const said: { where: string; text: string }[] = [];
    for await (const { workflowId, runId, memo, searchAttributes } of client.workflow.list()) {
      if (!workflowId.includes(REALM)) continue;
      const parts: string[] = [JSON.stringify([memo, searchAttributes])];
      const hear = (value: unknown): void => {
        if (value instanceof Uint8Array) parts.push(Buffer.from(value).toString());
        else if (typeof value === 'string') parts.push(value);
        else if (Array.isArray(value)) value.forEach(hear);
        else if (typeof value === 'object' && value !== null) Object.values(value).forEach(hear);
      };
      hear(await client.workflow.getHandle(workflowId, runId).fetchHistory());
      said.push({ where: `history of ${workflowId}`, text: parts.join('\n') });
    }
    return said;
  };
  const tables = async (names?: readonly string[]): Promise<Said> => {
    const all = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'realm_id' order by 1`,
    );
    const said: { where: string; text: string }[] = [];
    for (const { name } of all.rows.filter((one) => names?.includes(one.name) ?? !SEALED.includes(one.name))) {
      const { rows } = await pool.query<{ text: string }>(`select to_jsonb(t)::text as text from ${name} t where realm_id = $1`, [REALM]);
      said.push({ where: `table ${name}`, text: rows.map(({ text }) => text).join('\n') });
    }
    return said;
  };
  const answers = async (people: readonly (string | null)[]): Promise<Said> => {
    const said: { where: string; text: string }[] = [];
    const purchase = addressOf(play.purchase);
    const bids = [...play.bids.values()].map(addressOf);
    const searches = [...PRICES, input.title, '专家', PERSON.name].map((words) => `search?q=${encodeURIComponent(words)}`);
    const paths = [purchase, `${purchase}/timeline`, 'purchases', 'bids', 'tasks?limit=100', 'notices', 'me', 'expert-pools', ...searches];
    for (const person of people)
      for (const path of [...paths, ...bids, ...bids.map((bid) => `${bid}/drafts/offer`)])
        said.push({
          where: `${person ?? 'anybody'} at ${path}`,
          text: (await send(person, 'GET', path)).replaceAll(encodeURIComponent(path), ''),
        });
    said.push(...streams.map(({ text }, n) => ({ where: `stream ${n}`, text })));
    return said;
  };
  /** Where one of the words stands. */
  const leaks = (said: Said, words: readonly (string | RegExp)[]): readonly string[] =>
    said.flatMap(({ where, text }) =>
      words.filter((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))).map((word) => `${where}: ${word}`),
    );

  beforeAll(async () => {
    system = await WholeSystem.start(1, 1);
    pool = poolFor(system.database.appUrl, 2, '*');
    connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
    client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu' });
    const watched = new Watched(await system.world(REALM, `${input.startsOn}T08:00:00+08:00`));
    const door = watched.as();
    const cast = new Cast(door);
    await cast.stand(operator, '2020-01-01');
    play = new Play(cast, input, new Timeline(door), null, 'closed');
    for (const person of [null, 'tang-lin']) {
      const stream = { text: '' };
      streams.push(stream);
      const response = await fetch(`${system.apis[0]?.url}/v1/hints`, { headers: await headersOf(person), signal: leaving.signal });
      void (async () => {
        try {
          for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) stream.text += Buffer.from(chunk).toString();
        } catch {
          // we left
        }
      })();
    }
    await send(WORLD_OPERATOR, 'POST', 'people', { id: 'canary', ...PERSON });

    watched.before('open-bids', async () => {
      const [bid = ''] = [...play.bids.values()].map(addressOf);
      // What goes wrong is told too: a body that is broken, a field that is unknown, a draft that is put down.
      await send('agent-a', 'POST', `${bid}/replace`, `{"documentVersion":1,"offer":{"price":"${PRICES[0]}"`);
      await send('agent-a', 'POST', `${bid}/replace`, { documentVersion: 1, [PRICES[0] ?? '']: PRICES[0] });
      await send('agent-a', 'PUT', `${bid}/drafts/offer`, { price: PRICES[0], text: DRAFT });
      const said = [...(await processes()), ...(await histories()), ...(await tables()), ...(await answers([null, ...CURIOUS]))];
      found.set('price', leaks(said, [...PRICES.flatMap(written), DRAFT]));
      found.set('price sealed', leaks(await tables(SEALED), PRICES));
      found.set('person', leaks([...said, ...(await answers(OUTSIDE))], Object.values(PERSON)));
      found.set('person kept', leaks(await tables(SEALED), [PERSON.name]));
    });
    watched.before('declare-conflict', async () => {
      const { view } = await play.seen('tang-lin');
      drawn = (view.evaluation?.panel?.members ?? []).map(({ person }) => person);
      const names = drawn.map((person) => cast.player(person).name);
      const outbound = [...(await histories()), ...(await tables(['outbox', 'effect', 'notice', 'case_view', 'command', 'refusal']))];
      found.set(
        'expert',
        leaks([...(await answers([null, ...OUTSIDE])), ...outbound], [...drawn.map((one) => new RegExp(`"${one}"`)), ...names]),
      );
      found.set('expert kept', leaks(await tables(['event', 'task']), drawn));
    });
    const scores = /\\?"t1\\?":\s*\\?"[\d.]+\\?",\s*\\?"t2\\?":/;
    watched.before('submit-sheet', async () => {
      await play.cast.door.settle();
      watched.before('submit-sheet', async () => {
        // One of five has scored: nobody may know how.
        const said = [...(await processes()), ...(await histories()), ...(await tables())];
        const others = drawn.slice(1);
        found.set('score', leaks([...said, ...(await answers([null, ...CURIOUS, ...OUTSIDE, ...others]))], [scores]));
        found.set('score kept', leaks(await tables(SEALED), [scores]));
      });
    });
    await play.time.play([
      async () => {
        await prepare(play);
        await planning(play);
        await tender(play, 1, input.bids);
        await evaluation(play, 0);
        await award(play, 1, 0);
      },
    ]);
  }, 600_000);
  afterAll(async () => {
    leaving.abort();
    await connection?.close();
    await pool?.end();
    await system?.stop();
  }, 60_000);

  it('holds no price before the bids are opened: no log, metric, history, message, table, answer or hint; then those who may read it do', async () => {
    expect(found.get('price')).toEqual([]);
    expect(found.get('price sealed')).not.toEqual([]);
    expect(leaks(await answers(['tang-lin']), PRICES)).not.toEqual([]);
  });

  it('holds no score before the sheets are in', () => {
    expect(found.get('score')).toEqual([]);
    expect(found.get('score kept')).not.toEqual([]);
  });

  it('names no expert to bidders or the public before the result is announced', () => {
    expect(drawn.length).toBeGreaterThanOrEqual(5);
    expect(found.get('expert')).toEqual([]);
    expect(found.get('expert kept')).not.toEqual([]);
  });

  it('holds nothing of a person but where people are kept', () => {
    expect(found.get('person')).toEqual([]);
    expect(found.get('person kept')).not.toEqual([]);
  });
});
