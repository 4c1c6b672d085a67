import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { poolFor, RecoveryStore, stuckKinds } from '@goufu/persistence';
import pg from 'pg';
import { county, type County, itemIn, Realm } from '../../support/engine.js';
import { Api, type ProblemBody } from './api.js';

interface Words {
  readonly zh: string;
  readonly en: string;
}
interface Stuck {
  readonly case: { readonly id: string; readonly href: string | null };
  readonly what: string;
  readonly says: Words;
  readonly detail: string | null;
  readonly seconds: number;
  readonly remedy: Words;
}
interface Waiting {
  readonly count: { readonly value: number; readonly more: boolean; readonly text: string };
  readonly oldestSeconds: number;
}
interface Page {
  readonly now: string;
  readonly held: boolean;
  readonly stuck: readonly Stuck[];
  readonly overdue: Waiting;
  readonly outbox: Waiting;
  readonly effects: Waiting;
  readonly unknown: readonly { readonly key: string; readonly case: { readonly id: string }; readonly attempts: number }[];
  readonly batches: readonly object[];
  readonly versions: {
    readonly release: string;
    readonly schema: { readonly version: string; readonly newer: readonly string[]; readonly missing: readonly string[] };
    readonly packs: readonly { readonly jurisdiction: string; readonly hash: string }[];
    readonly calendar: string;
    readonly kinds: Readonly<Record<string, { readonly fold: string; readonly lifecycle: number | null }>>;
  };
  readonly temporal: { readonly reachable: boolean };
  readonly capacity: { readonly connections: { used: number; most: number }; databaseMiB: number; filesFreeMiB: number };
}

describe('the operator’s page', () => {
  let api: Api;
  let elsewhere: Realm;
  let others: County;
  beforeAll(async () => {
    api = await Api.start();
    elsewhere = await Realm.open(api.database.appUrl);
    others = await county(elsewhere);
  }, 60_000);
  afterAll(() => api.stop());

  const page = async (realm?: string): Promise<Page> => {
    const as = realm === undefined ? api.people.operator : others.operator;
    const { status, body } = await api.get<Page>('/v1/operations', { as, ...(realm === undefined ? {} : { realm }) });
    expect(status).toBe(200);
    return body;
  };
  const told = () => api.realm.sql(`update outbox set done_at = clock_timestamp() where done_at is null`, [], '*');

  it.each([
    ['the handler of a bureau', () => api.people.handler],
    ['an auditor', () => api.people.auditor],
    ['a finance leader', () => api.people.leader],
    ['a bidder', () => api.people.agent],
  ])('is not for %s', async (_title, who) => {
    const { status, body } = await api.get('/v1/operations', { as: who() });
    expect(status).toBe(403);
    expect(body as unknown as ProblemBody).toMatchObject({
      code: 'access.role_missing',
      details: { zh: expect.stringContaining('系统管理员'), en: expect.stringContaining('operator') },
    });
  });

  it('is not for whoever brings no token, nor for an operator of elsewhere in this realm', async () => {
    expect((await api.get('/v1/operations')).status).toBe(401);
    const foreign = await api.get('/v1/operations', { as: others.operator });
    expect([foreign.status, (foreign.body as unknown as ProblemBody).code]).toEqual([403, 'access.appointment_not_yours']);
  });

  it('of a quiet system lists nothing to do, and says what runs', async () => {
    await told();
    const { stuck, overdue, outbox, effects, unknown, batches, held, versions, temporal, capacity } = await page();
    expect({ stuck, unknown, batches, held }).toEqual({ stuck: [], unknown: [], batches: [], held: false });
    expect([overdue, outbox, effects].map(({ count }) => count.text)).toEqual(['0', '0', '0']);
    // Temporal is down throughout: the page answers all the same.
    expect(temporal.reachable).toBe(false);
    expect(versions.release).toBe('0.0.0');
    expect(versions.schema).toMatchObject({ newer: [], missing: [] });
    expect(versions.packs.map(({ jurisdiction }) => jurisdiction)).toContain('demo-county');
    for (const { hash } of versions.packs) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(versions.kinds.purchase).toMatchObject({ fold: expect.stringMatching(/^[0-9a-f]{64}$/), lifecycle: expect.any(Number) });
    expect(versions.kinds.bid).toMatchObject({ lifecycle: null });
    expect(capacity.connections.used).toBeGreaterThan(0);
    expect(capacity.connections.most).toBeGreaterThan(capacity.connections.used);
    expect(capacity.filesFreeMiB).toBeGreaterThan(0);
  });

  describe('when something does not move', () => {
    let ids: readonly string[];
    beforeAll(async () => {
      ids = [];
      for (let n = 0; n < 4; n += 1) ids = [...ids, await itemIn(api.realm, api.people, 'proposal')];
      await told();
      const [late, between, told1, again] = ids;
      const sql = (text: string, values: readonly unknown[]) => api.realm.sql(text, values);
      const realm = api.realm.id;
      const past = `(select clock_timestamp() + (offset_ms - 120000) * interval '1 ms' from realm where realm_id = $1)`;
      await sql(`update cases set next_due_at = ${past} where realm_id = $1 and id = $2`, [realm, late]);
      await sql(`update cases set open_stages = '{}', last_at = ${past} where realm_id = $1 and id = $2`, [realm, between]);
      await sql(
        `insert into outbox (realm_id, case_id, channel, payload, created_at, error)
         values ($1, $2, 'lifecycle', '{"version":1}', clock_timestamp() - interval '10 minutes', 'UNAVAILABLE'),
                ($1, 'bid/1', 'lifecycle', '{"version":1}', clock_timestamp() - interval '10 minutes', null)`,
        [realm, told1],
      );
      await sql(
        `insert into effect (realm_id, key, case_id, kind, payload, payload_hash, state, attempts, next_at, error, created_at)
         select $1, key, $2, 'payment', '{}', 'h', state, attempts, clock_timestamp(), error, clock_timestamp() - interval '1 hour'
         from (values ('order-1', 'failed', 1, 'account closed'), ('order-2', 'unknown', 9, null), ('order-3', 'unknown', 1, 'timeout'))
           as e(key, state, attempts, error)`,
        [realm, told1],
      );
      for (const minutes of [40, 20, 1])
        await sql(`insert into restart (realm_id, case_id, at) values ($1, $2, clock_timestamp() - $3::int * interval '1 minute')`, [
          realm,
          again,
          minutes,
        ]);
      // begun as often, but it has stayed since; and once alone
      for (const minutes of [40, 30, 20])
        await sql(`insert into restart (realm_id, case_id, at) values ($1, $2, clock_timestamp() - $3::int * interval '1 minute')`, [
          realm,
          between,
          minutes,
        ]);
      await sql(`insert into restart (realm_id, case_id) values ($1, $2)`, [realm, late]);
    });

    it('names each with its case, since when, and the remedy in both languages', async () => {
      const { stuck } = await page();
      const [late, between, told1, again] = ids;
      expect(stuck.map(({ what, case: { id }, detail }) => [what, id, detail].join(' ')).toSorted(inOrder)).toEqual(
        [
          ['due', late, null],
          ['between-stages', between, null],
          ['outbox', told1, 'UNAVAILABLE'],
          ['effect', told1, 'payment order-1 is failed: account closed'],
          ['effect', told1, 'payment order-2 is unknown'],
          ['workflow', again, 'begun 3 times within the hour'],
        ]
          .map((row) => row.join(' '))
          .toSorted(inOrder),
      );
      expect(new Set(stuck.map(({ what }) => what))).toEqual(new Set(stuckKinds));
      for (const { says, remedy, seconds, case: of } of stuck) {
        for (const words of [says, remedy]) {
          expect(words.zh).toMatch(/\p{Script=Han}{4}/u);
          expect(words.en).toMatch(/[a-z]{3}/);
        }
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(of.href).toMatch(/^\/v1\/catalogue-items\//);
      }
    });

    it('is what the worker says under /stuck: both ask one statement', async () => {
      const { stuck } = await page();
      const said = (await api.system.recovery.stuck(200, ['bid'])).map(({ what, caseId, says, detail, remedy }) => ({
        what,
        case: caseId,
        says,
        detail,
        remedy,
      }));
      expect(stuck.map(({ seconds: _seconds, case: { id }, ...row }) => ({ ...row, case: id })).toSorted(byText)).toEqual(
        said.toSorted(byText),
      );
    });

    it('lists the effects of which nobody knows whether they arrived, and counts what waits', async () => {
      const { unknown, outbox, effects, overdue } = await page();
      expect(unknown.map(({ key, attempts }) => [key, attempts] as const).toSorted(([a], [b]) => inOrder(a, b))).toEqual([
        ['order-2', 9],
        ['order-3', 1],
      ]);
      expect(effects.count.text).toBe('2');
      expect(effects.oldestSeconds).toBeGreaterThanOrEqual(3600);
      // the message of a bid is counted by nobody
      expect(outbox.count.text).toBe('1');
      expect(outbox.oldestSeconds).toBeGreaterThanOrEqual(600);
      expect(overdue.count.text).toBe('1');
      expect(overdue.oldestSeconds).toBeGreaterThanOrEqual(120);
    });

    it('shows nothing of it, and no number, to an operator of another realm', async () => {
      const { stuck, unknown, outbox, effects, overdue } = await page(elsewhere.id);
      expect({ stuck, unknown }).toEqual({ stuck: [], unknown: [] });
      expect([overdue, effects].map(({ count }) => count.value)).toEqual([0, 0]);
      expect(outbox.count.value).toBe(0);
    });

    it('counts no further than a thousand', async () => {
      await api.realm.sql(
        `insert into outbox (realm_id, case_id, channel, payload) select $1, 'catalogue/' || n, 'lifecycle', '{"version":1}' from generate_series(1, 1500) n`,
        [api.realm.id],
      );
      expect((await page()).outbox.count).toEqual({ value: 1000, more: true, text: '1000+' });
    });
  });

  it('shows how far a batch has come that is not done', async () => {
    const [owner, one, two] = [0, 1, 2].map((n) => `catalogue/batch-${n}`);
    const commands = [one, two].map((caseId) => ({ type: 'nothing', caseId, data: {} }));
    const { id } = await api.realm.done('system', 'batch', null, 'beginBatch', { owner, commands });
    const { batches } = await page();
    // its cases are not there, so that its next step fails: it is shown all the same
    expect(batches).toMatchObject([{ case: { id }, for: { id: owner }, total: 2, given: 0 }]);
  });

  it('says when the tables are of a newer release than the process', async () => {
    const owner = new pg.Client({ connectionString: api.database.ownerUrl });
    await owner.connect();
    await owner.query(`insert into migration (timestamp, name) values (9999999999999, 'Later9999999999999')`);
    await owner.end();
    expect((await page()).versions.schema).toEqual({ version: 'Later9999999999999', newer: ['Later9999999999999'], missing: [] });
  });

  it('is there in a system that is held, and says so', async () => {
    await api.realm.sql('update realm set held = true where realm_id = $1', [api.realm.id]);
    const { held, stuck } = await page();
    expect(held).toBe(true);
    // what is held does not move on purpose
    expect(stuck.map(({ what }) => what)).not.toContain('due');
  });

  it('is the same whichever process answers: that a workflow ends again and again is known to all', async () => {
    const pool = poolFor(api.database.appUrl, 1, '*');
    const [first, second] = [new RecoveryStore(pool), new RecoveryStore(pool)];
    const key = { realm: api.realm.id, caseId: 'catalogue/restless' };
    expect([await first.begun([key]), await second.begun([key]), await first.begun([key])]).toEqual([[], [], [{ ...key, times: 3 }]]);
    await pool.end();
  });
});

const inOrder = (a: string, b: string): number => a.localeCompare(b);
const byText = (a: object, b: object): number =>
  JSON.stringify(a, Object.keys(a).toSorted()).localeCompare(JSON.stringify(b, Object.keys(b).toSorted()));
