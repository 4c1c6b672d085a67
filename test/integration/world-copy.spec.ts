import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode, instant, type Instant, plusMs, toIso } from '@goufu/domain';
import { copyOf, rebuild, Registry, verify } from '@goufu/engine';
import { CopyTooLarge, RecordStore, type StoredEvent, WorldCopyStore } from '@goufu/persistence';
import { kinds, worldPartNames } from '@goufu/subjects';
import pg from 'pg';
import { Cast, players } from '../../apps/local/src/scenario/cast.js';
import { addressOf } from '../../apps/local/src/scenario/door.js';
import { justiceBureau2025 as input } from '../../apps/local/src/scenario/input.js';
import { approveLine, planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { copiedWorld, rowsOfRealm } from '../support/copied-world.js';
import { type Database, freshDatabase } from '../support/database.js';
import { EngineDoor, EnginePlace } from '../support/engine-door.js';

const SOURCE = 'county';
const KEEPER = { person: 'keeper', appointment: '' };
const YEAR = Number(input.startsOn.slice(0, 4));
const DAY = 86_400_000;
const CEILING = BigInt(input.ceiling.replace('.', ''));
const RAISED = 1_000_00n;

// A county with a directory, a pool of experts, a catalogue, a line, and a purchase that has reserved what it needs of the line. Ten days later
// somebody has left, somebody is to come, there is one more supplier and more money.
describe('a world beside a realm', () => {
  let database: Database;
  let place: EnginePlace;
  let door: EngineDoor;
  let play: Play;
  let record: RecordStore;
  let line: string;
  let earlier: Instant;
  let now: Instant;
  const sql = async <T>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await place.everyRealm.query(text, [...values])).rows as T[];
  const clock = async (): Promise<Instant> => (await place.worlds.clock(SOURCE))?.now as Instant;
  const make = (world: string, at: Instant, ...more: [] | [typeof worldPartNames]) =>
    copiedWorld(place.everyRealm, SOURCE, world, at, ...more);
  /** The world's own door, for the cast of the county. */
  const enter = async (world: string): Promise<Play> => {
    await place.look(world);
    const inside = await EngineDoor.at(place, world);
    await inside.settle();
    const own = new Play(play.cast.behind(inside), input, new Timeline(inside), null, 'planning');
    own.catalogueItem = play.catalogueItem;
    const lines = await sql<{ id: string }>(`select id from cases where realm_id = $1 and kind = 'budget'`, [world]);
    for (const { id } of lines) own.lines.set(YEAR, id);
    return own;
  };
  const accounts = async (world: string): Promise<Record<string, bigint>> => {
    const rows = await sql<{ bucket: string; balance: bigint }>('select bucket, balance from account where realm_id = $1', [world]);
    return Object.fromEntries(rows.map(({ bucket, balance }) => [bucket, balance]));
  };
  const posts = async (world: string, person: string): Promise<number> =>
    (await sql('select from appointment where realm_id = $1 and person = $2', [world, person])).length;

  beforeAll(async () => {
    database = await freshDatabase();
    place = new EnginePlace(database.appUrl);
    record = new RecordStore(place.everyRealm);
    door = await place.open(SOURCE, input.jurisdiction, `${input.startsOn}T08:00:00+08:00`, KEEPER.person);
    const cast = new Cast(door);
    await cast.stand(KEEPER, '2020-01-01');
    for (const { person, name } of [...players, { person: 'bystander', name: '路人甲' }])
      await sql(`insert into person (realm_id, id, name, phone, email) values ($1, $2, $3, '13800000000', 'a@b.example')`, [
        SOURCE,
        person,
        name,
      ]);
    play = new Play(cast, input, new Timeline(door), null, 'closed');
    await play.time.play([() => prepare(play).then(() => planning(play))]);
    line = play.lines.get(YEAR) ?? '';
    earlier = await clock();
    await door.advance(toIso(plusMs(earlier, 10 * DAY)));
    const township = addressOf(cast.id('township'));
    const today = (await door.now()).slice(0, 10);
    const { post } = cast.player('gao-feng');
    const give = (path: string, body: object) => door.command(KEEPER, path, body, path);
    await give(`${township}/end-appointment`, { person: 'gao-feng', post, on: (toIso(plusMs(earlier, 5 * DAY)) as string).slice(0, 10) });
    await give(`${township}/appoint`, { person: 'newcomer', post, from: `${YEAR + 1}-01-01` });
    await give('organisations', { type: 'supplier', name: '后来社工站', enterprise: 'small', creditCode: '91510132MA00000099' });
    await cast.on('zheng-hong', line, 'adjust-line', { number: '追加1号', delta: '1000.00', reason: `${today}追加` }, 'raise');
    now = await clock();
  }, 120_000);
  afterAll(async () => {
    await place?.close();
    await database?.drop();
  });

  it('begins with directory, catalogue, budget and experts of the realm, and with nothing of its purchases', async () => {
    expect(await make('now', now)).toBe(true);
    const kindsOf = (world: string) =>
      sql('select kind, count(*)::int as n from cases where realm_id = $1 group by kind order by kind', [world]);
    const copied = [
      { kind: 'budget', n: 1 },
      { kind: 'catalogue', n: 1 },
      { kind: 'expert-pool', n: 1 },
      { kind: 'organisation', n: 11 },
    ];
    expect(await kindsOf(SOURCE)).toEqual([...copied, { kind: 'purchase', n: 1 }]);
    expect(await kindsOf('now')).toEqual(copied);
    const text = JSON.stringify(await rowsOfRealm(place.everyRealm, 'now'));
    expect(text).not.toContain(play.purchase);
    // Its line has an id of its own, as if it had been approved there: nothing names the one it was copied from.
    expect(text).not.toContain(line);
    expect(await sql('select from series where realm_id = $1', ['now'])).toEqual([]);
    const [{ copied: told } = {}] = await sql<{ copied: object }>(`select copied from realm where realm_id = 'now'`);
    expect(told).toMatchObject({ from: SOURCE, by: 'world-operator', parts: worldPartNames });
    expect(await sql('select from effect where realm_id = $1', ['now'])).toEqual([]);
  });

  it('has all money of a line available: what purchases hold of it stayed behind with them', async () => {
    expect((await accounts(SOURCE)).reserved).toBeGreaterThan(0n);
    const amount = CEILING + RAISED;
    expect(await accounts('now')).toEqual({ appropriation: -amount, available: amount });
  });

  it('has a record that stands, and folds to the very rows that were written', async () => {
    expect(await verify(record, 'now')).toMatchObject({ broken: null, cases: 14 });
    const before = await rowsOfRealm(place.everyRealm, 'now');
    expect(await rebuild(new Registry(kinds), record, 'now')).toBe(14);
    expect(await rowsOfRealm(place.everyRealm, 'now')).toEqual(before);
  });

  it('says who did what and when as the realm does, and when it came into this record', async () => {
    const [was] = await sql<{ at: Instant; person: string; recorded_at: Instant }>(
      `select at, person, recorded_at from event where realm_id = $1 and type = 'LineApproved'`,
      [SOURCE],
    );
    const [is] = await sql<{ recorded_at: Instant; request_id: string }>(
      `select at, person, recorded_at, request_id from event where realm_id = 'now' and type = 'LineApproved'`,
    );
    expect(is).toMatchObject({ at: was?.at, person: 'zheng-hong', request_id: 'req-copy' });
    expect(is?.recorded_at).toBeGreaterThan(was?.recorded_at ?? Infinity);
  });

  it('that begins earlier has what was decided by then', async () => {
    expect(await make('earlier', earlier)).toBe(true);
    expect(await accounts('earlier')).toEqual({ appropriation: -CEILING, available: CEILING });
    const names = await sql<{ name: string }>(`select name from organisation_view where realm_id = 'earlier'`);
    expect(names).toHaveLength(10);
    expect(names).not.toContainEqual({ name: '后来社工站' });
    // What was claimed later is free.
    expect(await sql(`select from claim where realm_id = 'earlier' and name like '%0099'`)).toEqual([]);
    expect(await sql(`select from claim where realm_id = 'now' and name like '%0099'`)).toHaveLength(1);
    expect(await verify(record, 'earlier')).toMatchObject({ broken: null });
  });

  it('that begins before everything is empty', async () => {
    expect(await make('before', instant('2001-01-01T00:00:00+08:00'))).toBe(true);
    expect(Object.keys(await rowsOfRealm(place.everyRealm, 'before'))).toEqual(['realm']);
  });

  it('gives nobody a post that they do not hold in the realm today, whenever it begins', async () => {
    expect(await posts(SOURCE, 'gao-feng')).toBe(1);
    expect(await posts(SOURCE, 'newcomer')).toBe(1);
    for (const world of ['now', 'earlier']) {
      expect([world, await posts(world, 'zhang-min')]).toEqual([world, 1]);
      expect([world, await posts(world, 'gao-feng'), await posts(world, 'newcomer')]).toEqual([world, 0, 0]);
    }
    const [held] = await sql<{ from_on: string }>(`select from_on from appointment where realm_id = 'now' and person = 'zhang-min'`);
    expect(held).toEqual({ from_on: '2020-01-01' });
  });

  it('knows by name whom its record names, and knows nobody’s telephone or address', async () => {
    const people = await sql<{ id: string; name: string; phone: string | null; email: string | null }>(
      `select id, name, phone, email from person where realm_id = 'now'`,
    );
    const known = people.map(({ id }) => id);
    // The proposer has left, but signed the catalogue item; experts are named by their pool.
    expect(known).toEqual(expect.arrayContaining(['zhang-min', 'gao-feng', 'expert-1']));
    expect(known).not.toContain('bystander');
    expect(people.filter(({ phone, email }) => phone !== null || email !== null)).toEqual([]);
    expect(people.find(({ id }) => id === 'zhang-min')?.name).toBe('张敏');
  });

  it('lets a purchase be planned at once, up to the approval, and the realm knows nothing of it; nor the world of what the realm does', async () => {
    const [source, world] = await Promise.all([rowsOfRealm(place.everyRealm, SOURCE), enter('now')]);
    const day = toIso(now).slice(0, 10);
    const story = new Play(world.cast, { ...input, startsOn: day }, world.time, null, 'closed');
    story.catalogueItem = world.catalogueItem;
    for (const [year, id] of world.lines) story.lines.set(year, id);
    await story.time.play([() => planning(story)]);
    const { view } = await story.seen('zhang-min');
    expect(view.planning?.plan).toBeTruthy();
    expect((await accounts('now')).reserved).toBeGreaterThan(0n);
    expect(await rowsOfRealm(place.everyRealm, SOURCE)).toEqual(source);
    expect(await verify(record)).toMatchObject({ broken: null });

    const rehearsed = await rowsOfRealm(place.everyRealm, 'now');
    await play.cast.on('zheng-hong', line, 'adjust-line', { number: '追加2号', delta: '1.00', reason: '追加' }, 'raise again');
    expect(await rowsOfRealm(place.everyRealm, 'now')).toEqual(rehearsed);
  }, 60_000);

  it('knows a line that is approved once more, and a credit code that is taken', async () => {
    const world = await enter('earlier');
    await expect(approveLine(world, YEAR, null)).rejects.toMatchObject({ problem: { code: 'budget.line_exists' } });
    const twin = { type: 'supplier', name: '同码机构', enterprise: 'small', creditCode: '91510132MA00000017' };
    await expect(world.cast.door.command(KEEPER, 'organisations', twin, 'twin')).rejects.toMatchObject({
      problem: { code: 'claim.taken' },
    });
  });

  it('that begins after the end of the year ends the line itself, with all that it holds', async () => {
    await make('next-year', instant(`${YEAR + 1}-02-02T09:00:00+08:00`));
    await enter('next-year');
    const amount = CEILING + RAISED + 100n;
    expect(await accounts('next-year')).toEqual({ appropriation: -amount, available: 0n, withdrawn: amount });
    expect(await sql(`select closed from cases where realm_id = 'next-year' and kind = 'budget'`)).toEqual([{ closed: true }]);
    expect(await verify(record, 'next-year')).toMatchObject({ broken: null });
  });

  it('leaves behind what is still sealed, and takes along no word that was erased', async () => {
    const referred = await sql<{ id: string }>(`select id from content where realm_id = $1 and case_id = $2 order by id`, [
      SOURCE,
      play.catalogueItem,
    ]);
    const [sealed, erased] = referred.map(({ id }) => id);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`set app.realms = '*'`);
    await owner.query(`update content set visible_from = clock_timestamp() + interval '100 years' where realm_id = $1 and id = $2`, [
      SOURCE,
      sealed,
    ]);
    await owner.query(`update content set body = 'null', erased_at = clock_timestamp() where realm_id = $1 and id = $2`, [SOURCE, erased]);
    await owner.end();
    await make('sealed', now);
    const rows = await sql<{ id: string; body: string }>(`select id, body from content where realm_id = 'sealed' and case_id = $1`, [
      play.catalogueItem,
    ]);
    expect(rows).toHaveLength(referred.length - 1);
    expect(rows.map(({ id }) => id)).not.toContain(sealed);
    expect(rows.find(({ id }) => id === erased)?.body).toBe('null');
  });

  it('has no person’s name in its record, even where the record of the realm once took one in', () => {
    const data = {
      type: 'supplier',
      name: '个人张三',
      enterprise: 'individual',
      creditCode: null,
      parent: null,
      finance: null,
      pack: null,
    };
    const event: StoredEvent = {
      case_id: 'organisation/1',
      version: 1,
      type: 'OrganisationRegistered',
      schema: 1,
      data: encode({ ...data, account: null }),
      effective_at: earlier,
      at: earlier,
      recorded_at: earlier,
      person: null,
      appointment: null,
      organisation: null,
      request_id: null,
      prev_hash: '',
      hash: '',
    };
    const cases = [{ id: event.case_id, kind: 'organisation', lifecycle: null, parent: null, created_at: earlier }];
    const source = { cases, events: new Map([[event.case_id, [event]]]), held: new Set<string>() };
    const copy = copyOf(new Registry(kinds), source, { realm: 'w', requestId: null, recordedAt: now });
    const [lot] = [...copy.lots()];
    expect(lot?.events[0]).toMatchObject({ type: 'OrganisationRegistered', schema: 2 });
    expect(JSON.stringify([lot, copy.rest()])).not.toContain('张三');
  });

  it('may begin with some of it, or with nothing', async () => {
    await make('people', now, ['people']);
    await make('nothing', now, []);
    expect(await sql(`select realm_id, kind from cases where realm_id in ('people', 'nothing') group by 1, 2`)).toEqual([
      { realm_id: 'people', kind: 'organisation' },
    ]);
  });

  it('is made once, however often and by however many at once', async () => {
    const made = await Promise.all([make('once', now), make('once', now), make('once', now)]);
    expect(made.toSorted()).toEqual([false, false, true]);
    const rows = await rowsOfRealm(place.everyRealm, 'once');
    expect(await make('once', now)).toBe(false);
    expect(await rowsOfRealm(place.everyRealm, 'once')).toEqual(rows);
  });

  it('is made whole or not at all', async () => {
    const broken = (): never => {
      throw new Error('cut off');
    };
    const store = new WorldCopyStore(place.everyRealm);
    const copy = { from: SOURCE, parts: worldPartNames, kinds: ['organisation'] };
    const world = { id: 'half', name: 'half', jurisdiction: input.jurisdiction, startsAt: now, operator: 'x', copy };
    await expect(store.create(world, broken)).rejects.toThrow('cut off');
    const twice = { name: 'credit-code/1', case_id: 'organisation/1' };
    const rest = { postings: [], newAccounts: [], contents: [], claims: [twice, twice], mentioned: ['zhang-min'], counts: {} };
    const late = { lots: () => [], rest: () => rest };
    await expect(store.create(world, () => late)).rejects.toThrow('claim_pkey');
    expect(await rowsOfRealm(place.everyRealm, 'half')).toEqual({});
    expect(await make('half', now)).toBe(true);
  });

  it('is not made of more than one transaction may hold, and says how much that is', async () => {
    for (const most of [
      { cases: 13, events: 1000 },
      { cases: 100, events: 20 },
    ]) {
      const store = new WorldCopyStore(place.everyRealm, most);
      const error: unknown = await copiedWorld(place.everyRealm, SOURCE, 'large', now, worldPartNames, store).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(CopyTooLarge);
      expect(error).toMatchObject({ size: { cases: 14 }, most });
    }
    expect(await rowsOfRealm(place.everyRealm, 'large')).toEqual({});
  });
});
