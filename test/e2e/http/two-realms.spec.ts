import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActingPerson } from '@goufu/engine';
import { poolFor } from '@goufu/persistence';
import type pg from 'pg';
import { Cast } from '../../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 as input } from '../../../apps/local/src/scenario/input.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { story } from '../../../apps/local/src/scenario/story.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { EnginePlace } from '../../support/engine-door.js';
import { itemIn, proposal } from '../../support/engine.js';
import { type BodySchema, type Named, sampleBody } from '../../support/sample-body.js';
import { plainly, told, type Told, withoutMachine } from '../../support/transcript.js';
import { Api } from './api.js';

const THEIRS = 'their-county';
const SINCE = '2020-01-02';
const operator = { person: 'operator', appointment: '' };
const PLURALS: Readonly<Record<string, string>> = {
  'catalogue-items': 'catalogue',
  'budget-lines': 'budget',
  purchases: 'purchase',
  bids: 'bid',
  disbursements: 'disbursement',
  organisations: 'organisation',
  'expert-pools': 'expert-pool',
  batches: 'batch',
};

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: BodySchema }>> };
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Named };
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}
/** What is asked for twice: with a thing of theirs, and with one that nobody has. */
type Twice = (of: 'theirs' | 'nobodys') => string;

// One installation, two realms: a county of ours, and one in which a purchase is played from its catalogue item to its last payment.
describe('a realm beside another one', () => {
  let api: Api;
  let place: EnginePlace;
  let play: Play;
  let pool: pg.Pool;
  let description: Description;
  let own: string;
  let before: readonly Told[];
  let theirFile: string;
  let theirPerson: string;
  const heard = new Map<string, () => string>();
  const leaving = new AbortController();
  /** A case of theirs by its kind, and one that could be. */
  const cases = new Map<string, { readonly theirs: string; readonly nobodys: string }>();

  const viewers = (): readonly (readonly [string, ActingPerson | null])[] => {
    const { operator: op, officer, handler, agent, auditor } = api.people;
    return [
      ['operator', op],
      ['officer', officer],
      ['handler', handler],
      ['agent', agent],
      ['auditor', auditor],
      ['anybody', null],
    ];
  };
  /** Whoever asks from our realm says as well that they mean the other one, wherever a header may say so. */
  const send = async (
    as: ActingPerson | null,
    method: string,
    path: string,
    more: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const headers: Record<string, string> = { ...more.headers, realm: as ? THEIRS : api.realm.id };
    if (as) {
      headers.authorization = `Bearer ${await api.issuer.token(as.person)}`;
      headers['acting-post'] ??= as.appointment ?? '';
    }
    if (method !== 'GET') headers['idempotency-key'] ??= randomUUID();
    if (more.body !== undefined) headers['content-type'] ??= 'application/json';
    const body = more.body === undefined ? undefined : typeof more.body === 'string' ? more.body : JSON.stringify(more.body);
    return told(`${method} ${path}`, await fetch(`${api.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) }));
  };
  const listen = async (name: string, headers: Record<string, string>): Promise<void> => {
    const response = await fetch(`${api.url}/v1/hints`, { headers, signal: leaving.signal });
    let text = '';
    heard.set(name, () => text.replaceAll(/^: .*\n\n/gm, ''));
    void (async () => {
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
      } catch {
        // we left
      }
    })();
  };

  /** Every route that reads what a realm has, for somebody of our realm, with things of our own. */
  const READS = () => {
    const [item, bureau] = [own, api.people.bureau].map((id) => id.split('/')[1]);
    return {
      '/health/live': ['/health/live'],
      '/health/ready': ['/health/ready'],
      '/v1/me': ['/v1/me'],
      '/v1/sessions': ['/v1/sessions'],
      '/v1/sessions/current': ['/v1/sessions/current'],
      '/v1/tasks': ['/v1/tasks'],
      '/v1/people': ['/v1/people', '/v1/people?limit=1', `/v1/people?q=${encodeURIComponent('张')}`],
      '/v1/operations': ['/v1/operations'],
      '/v1/notices': ['/v1/notices', '/v1/notices?limit=1'],
      '/v1/search': [input.title, '社区矫正', 'a', '1'].map((words) => `/v1/search?q=${encodeURIComponent(words)}`),
      '/v1/calculators': ['/v1/calculators'],
      '/v1/rules': ['/v1/rules', '/v1/rules?limit=1', '/v1/rules?jurisdiction=demo-county&on=2025-03-10&topic=bonds'],
      '/v1/rules/{id}': ['/v1/rules/contract.sign', '/v1/rules/contract.sign?jurisdiction=demo-county'],
      '/v1/rules/diff': ['/v1/rules/diff?from=national@2022-06-30&to=national@2022-07-01'],
      '/v1/hints': [],
      // the same for everybody: it holds nothing of a realm
      '/v1/imports/template': [],
      ...Object.fromEntries(Object.keys(PLURALS).map((plural) => [`/v1/${plural}`, [`/v1/${plural}`, `/v1/${plural}?limit=1`]])),
      '/v1/catalogue-items/{id}': [`/v1/catalogue-items/${item}`],
      '/v1/catalogue-items/{id}/timeline': [`/v1/catalogue-items/${item}/timeline`],
      '/v1/organisations/{id}': [`/v1/organisations/${bureau}`],
    } as Readonly<Record<string, readonly string[]>>;
  };
  const transcript = async (): Promise<readonly Told[]> => {
    const all: Told[] = [];
    for (const [, as] of viewers())
      for (const paths of Object.values(READS()))
        for (const path of paths)
          all.push(path === '/v1/operations' ? withoutMachine(await send(as, 'GET', path)) : await send(as, 'GET', path));
    return all;
  };
  /** Every row of a realm, table by table: what nobody else may change. */
  const digest = async (realm: string): Promise<string> => {
    const { rows } = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'realm_id' order by 1`,
    );
    const sums = await Promise.all(
      rows.map(async ({ name }) => {
        const found = await pool.query<{ sum: string }>(
          `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t where realm_id = $1`,
          [realm],
        );
        return `${name} ${found.rows[0]?.sum}`;
      }),
    );
    return sums.join('\n');
  };
  const routes = (): readonly Route[] =>
    Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );

  beforeAll(async () => {
    api = await Api.start();
    own = await itemIn(api.realm, api.people, 'listing');
    description = (await api.get<Description>('/openapi.json')).body;
    before = await transcript();
    await listen('handler', { authorization: `Bearer ${await api.issuer.token(api.people.handler.person)}`, realm: THEIRS });
    await listen('anybody', { realm: api.realm.id });

    place = new EnginePlace(api.database.appUrl);
    pool = poolFor(api.database.appUrl, 4, '*');
    const door = await place.open(THEIRS, input.jurisdiction, `${SINCE}T09:00:00+08:00`, operator.person);
    const cast = new Cast(door);
    await cast.stand(operator, SINCE);
    play = new Play(cast, input, new Timeline(door), null, 'closed');
    await play.time.play([
      async () => {
        await play.time.until(`${input.startsOn}T08:00:00+08:00`);
        await story(play);
      },
    ]);
    // What is left of their life goes over HTTP, where everybody who listens could hear it.
    await listen('theirs', {
      authorization: `Bearer ${await api.issuer.token('zhang-min', { realm: THEIRS })}`,
      'acting-post': cast.as('zhang-min').appointment,
    });
    const as = { as: cast.as('zhang-min'), realm: THEIRS };
    const file = await api.ask<{ file: string }>('PUT', '/v1/files', {
      ...as,
      raw: '%PDF-1.4 theirs',
      headers: { 'content-type': 'application/pdf' },
    });
    theirFile = file.body.file;
    const bodies = { department: cast.id('justice'), finance: cast.id('finance'), proposer: cast.id('justice') };
    const proposed = await api.post(
      '/v1/catalogue-items',
      proposal({ bureau: cast.id('justice'), finance: cast.id('finance') }, bodies),
      as,
    );
    if (file.status !== 200 || proposed.status !== 201) throw new Error(`${file.text} ${proposed.text}`);

    const persons = await pool.query<{ person: string }>(
      `select person from appointment t where realm_id = $1 and not exists (select 1 from appointment o where o.realm_id = $2 and o.person = t.person) order by person limit 1`,
      [THEIRS, api.realm.id],
    );
    theirPerson = persons.rows[0]?.person ?? '';

    const { rows } = await pool.query<{ id: string; kind: string }>(
      'select distinct on (kind) id, kind from cases where realm_id = $1 order by kind, created_at desc',
      [THEIRS],
    );
    const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
    for (const { id, kind } of rows) {
      const nobodys = UUID.test(id) ? id.replace(UUID, randomUUID()) : `${id.slice(0, -1)}${id.endsWith('x') ? 'y' : 'x'}`;
      cases.set(kind, { theirs: id, nobodys });
    }
  }, 400_000);
  afterAll(async () => {
    leaving.abort();
    await place?.close();
    await pool?.end();
    await api?.stop();
  }, 180_000);

  const caseOf = (kind: string, of: 'theirs' | 'nobodys'): string => {
    const known = cases.get(kind) ?? { theirs: `${kind}/2026`, nobodys: `${kind}/2027` };
    return known[of];
  };
  /** The route's address with a thing in it; null: it has none. */
  const addressed = ({ path }: Route): Twice | null => {
    if (!path.includes('{')) return null;
    if (path === '/v1/notices/{key}') return (of) => `/v1/notices/${encodeURIComponent(`${caseOf('purchase', of)}:tenderNotice:1`)}`;
    if (path === '/v1/files/{hash}') return (of) => `/v1/files/${of === 'theirs' ? theirFile : theirFile.replaceAll(/[0-9]/g, '7')}`;
    // Nobody signs in at this API: whose session is whose is shown where sessions are.
    if (path === '/v1/sessions/{label}') return () => `/v1/sessions/${randomUUID()}`;
    if (path === '/v1/worlds/{id}/advance') return (of) => `/v1/worlds/${of === 'theirs' ? THEIRS : 'no-county'}/advance`;
    // Somebody who holds a post there and none here.
    if (path.startsWith('/v1/people/{id}')) return (of) => path.replace('{id}', of === 'theirs' ? theirPerson : 'no-such-person');
    // The law is no realm's: whoever asks is answered alike, as `READS` shows.
    if (path === '/v1/rules/{id}') return null;
    const kind = PLURALS[path.split('/')[2] ?? ''];
    if (!kind) throw new Error(`${path}: say here what of theirs it could show`);
    const filled = path.replace('{name}', 'offer').replace('{command}', 'withdraw').replace('{year}', '2025');
    return (of) =>
      filled.replace(
        '{id}',
        caseOf(kind, of)
          .slice(kind.length + 1)
          .replaceAll('/', '~'),
      );
  };
  const bodyOf = ({ operation }: Route, of: 'theirs' | 'nobodys'): { body?: unknown; headers: Record<string, string> } => {
    const needed = operation.parameters?.some(({ name, required }) => name === 'If-Match' && required === true);
    const headers: Record<string, string> = needed ? { 'if-match': '"1"' } : {};
    const content = operation.requestBody?.content;
    const schema = content?.['application/json']?.schema;
    if (schema) return { body: sampleBody(schema, description.components.schemas, (kind) => caseOf(kind, of)), headers };
    return content ? { body: '%PDF-1.4', headers: { ...headers, 'content-type': 'application/pdf' } } : { headers };
  };
  /** What was answered, with the thing asked for and the request's own number taken out. */
  const worded = (answer: Told, of: 'theirs' | 'nobodys', address: string): string => {
    const names = [...cases.values()].map((one) => one[of]).flatMap((id) => [id, id.replaceAll('/', '~'), id.slice(id.indexOf('/') + 1)]);
    const text = [String(answer.status), ...answer.headers.filter((line) => !line.startsWith('x-request-id')), answer.body].join('\n');
    return [address, encodeURI(address), theirFile, theirPerson, 'no-such-person', ...names]
      .filter((name) => name !== '')
      .toSorted((one, other) => other.length - one.length)
      .reduce((all, name) => all.replaceAll(name, '<it>'), text)
      .replaceAll(/"requestId":"[^"]*"/g, '')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>');
  };

  it('knows every route that there is: a new one needs a case here', () => {
    const reads = READS();
    const untold = routes().filter((route) => addressed(route) === null && route.method === 'GET' && !reads[route.path]);
    expect(untold.map(({ path }) => path)).toEqual([]);
    expect([...cases.keys()].sort()).toEqual(
      expect.arrayContaining(['bid', 'budget', 'catalogue', 'disbursement', 'expert-pool', 'organisation', 'purchase']),
    );
    expect(routes().length).toBeGreaterThan(200);
  });

  it('reads, counts, searches and lists the same as before the other one was there', async () => {
    const now = await transcript();
    const [first, second] = [plainly(api.realm.id, before), plainly(api.realm.id, now)];
    first.forEach(({ lines }, n) => expect(second[n]?.lines).toEqual(lines));
    expect(now.some(({ body }) => body.includes(own))).toBe(true);
    for (const { theirs } of cases.values())
      for (const { asked, body } of now) expect([asked, body.includes(theirs)]).toEqual([asked, false]);
  }, 180_000);

  it('hears nothing of what happens in the other one, while that one hears it', async () => {
    const theirs = () => heard.get('theirs')?.() ?? '';
    for (const end = Date.now() + 10_000; !theirs().includes('catalogue/') && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(theirs()).toContain('catalogue/');
    for (const name of ['handler', 'anybody'])
      expect([name, heard.get(name)?.()]).toEqual([name, expect.not.stringMatching(/event: case|data: .*\//)]);
  });

  it('is answered over every route as if what the other one has were not there, and changes nothing of it', async () => {
    const stood = await digest(THEIRS);
    const apart: string[] = [];
    const unread: string[] = [];
    for (const route of routes()) {
      const address = addressed(route);
      // What has no address names what it is about in its body alone.
      if (!address && route.method === 'GET') continue;
      const few = route.method === 'GET' ? viewers() : viewers().filter(([name]) => ['operator', 'handler', 'agent'].includes(name));
      for (const [name, as] of few) {
        const answers: string[] = [];
        for (const whose of ['theirs', 'nobodys'] as const) {
          const path = address?.(whose) ?? route.path;
          const answer = await send(as, route.method, path, bodyOf(route, whose));
          answers.push(worded(answer, whose, path));
          // A body that is not even read proves nothing of what would be done with it.
          if (answer.status >= 500 || /"input\.|request\.(?!no_such)/.test(answer.body))
            unread.push(`${name} ${answer.asked}: ${answer.body.slice(0, 300)}`);
          else if (address && answer.status < 400) unread.push(`${name} ${answer.asked}: ${answer.status}`);
        }
        if (answers[0] !== answers[1]) apart.push(`${name} ${route.method} ${route.path}\n${answers.join('\n')}`);
      }
    }
    expect(unread).toEqual([]);
    expect(apart).toEqual([]);
    expect(await digest(THEIRS)).toBe(stood);
  }, 400_000);

  it('cannot act in the other one by a post, a key or a world of it', async () => {
    const stood = await digest(THEIRS);
    const { handler, operator: op } = api.people;
    const post = (appointment: string) => send({ ...handler, appointment }, 'GET', '/v1/tasks');
    const [theirs, nobodys] = await Promise.all([post(play.cast.as('zhang-min').appointment), post(`${randomUUID()}.x.zhang-min`)]);
    expect(worded(theirs, 'theirs', '')).toBe(worded(nobodys, 'nobodys', ''));
    expect(theirs.status).toBe(403);

    // The same person's key, used there for another thing, is a fresh one here.
    const { rows } = await pool.query<{ key: string }>(`select key from command where realm_id = $1 and actor = 'zhang-min' limit 1`, [
      THEIRS,
    ]);
    const used = { 'idempotency-key': rows[0]?.key ?? '' };
    expect((await send(handler, 'POST', '/v1/catalogue-items', { body: proposal(api.people), headers: used })).status).toBe(201);

    // Not even whoever knows all that stands of a world is taken for its operator.
    const world = { id: THEIRS, name: THEIRS, jurisdiction: input.jurisdiction, startsAt: `${SINCE}T09:00:00+08:00` };
    const asked = await send(op, 'POST', '/v1/worlds', { body: world });
    expect([asked.status, JSON.parse(asked.body)]).toEqual([409, expect.objectContaining({ code: 'world.exists' })]);
    const otherwise = await send(op, 'POST', '/v1/worlds', { body: { ...world, name: 'something else' } });
    expect(worded(otherwise, 'theirs', '')).toBe(worded(asked, 'theirs', ''));
    expect(await digest(THEIRS)).toBe(stood);
  }, 60_000);
});
