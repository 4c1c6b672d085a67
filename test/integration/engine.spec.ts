import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode, type Instant, isRefusal, type Json, plusMs } from '@goufu/domain';
import { brokenLink, foldEvents } from '@goufu/engine';
import type { StoredEvent } from '@goufu/persistence';
import { kinds } from '@goufu/subjects';
import { freshDatabase, type Database } from '../support/database.js';
import { acting, county, type County, itemIn, proposal, Realm } from '../support/engine.js';

interface CaseRow {
  readonly version: number;
  readonly state: string;
  readonly fold_hash: string | null;
  readonly open_stages: readonly string[];
  readonly next_due_at: number | null;
  readonly head_hash: string;
  readonly armed_until: number | null;
}

const foldOf = (kind: string): string | undefined => kinds.find((type) => type.kind === kind)?.fold;

describe('one command, one transaction', () => {
  let database: Database;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    database = await freshDatabase();
    realm = await Realm.open(database.appUrl);
    people = await county(realm);
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });
  const row = async (id: string, of = realm): Promise<CaseRow> => {
    const [found] = await of.sql<CaseRow>('select * from cases where id = $1', [id]);
    if (!found) throw new Error(`${id} is not there`);
    return found;
  };
  const events = (id: string, of = realm) => of.sql<StoredEvent>('select * from event where case_id = $1 order by version', [id]);
  const hashOf = async (id: string, of = realm, by = people.handler): Promise<string> => {
    return (await of.seen<{ review: { hash: string } }>(id, by)).review.hash;
  };

  it('leaves chained events, a snapshot, to-dos, the next due instant and a line in the outbox', async () => {
    const id = await itemIn(realm, people, 'assessment');
    const [stored, chain] = [await row(id), await events(id)];
    expect(chain.map(({ type }) => type)).toEqual(['ItemProposed', 'StageEntered', 'ProposalAccepted', 'StageEnded', 'StageEntered']);
    expect(brokenLink(realm.id, stored as never, chain)).toBeNull();
    expect(stored).toMatchObject({
      version: 5,
      head_hash: chain.at(-1)?.hash,
      open_stages: ['assessment'],
      fold_hash: foldOf('catalogue'),
    });
    expect(stored.next_due_at).toBeGreaterThan(chain[0]?.at ?? 0);
    expect(stored.armed_until).toBe(stored.next_due_at);
    expect(await realm.sql('select key, name, role, organisation from task where case_id = $1', [id])).toEqual([
      { key: 'assessNeed', name: 'assessNeed', role: 'purchaser-handler', organisation: people.bureau },
    ]);
    const told = await realm.sql<{ payload: { version: number } }>('select payload from outbox where case_id = $1 order by id', [id]);
    // The beginning, and the end of a stage; what the lifecycle itself asked for is not told to it.
    expect(told.map(({ payload }) => payload.version)).toEqual([1, 4]);
  });

  it('keeps free text out of events: they hold its reference and salted hash', async () => {
    const id = await itemIn(realm, people, 'review');
    const text = (await events(id)).map(({ data }) => data).join('\n');
    expect(text).not.toContain('现有人员不足');
    const kept = await realm.sql<{ body: string; hash: string }>('select body, hash from content where case_id = $1 order by id', [id]);
    expect(kept.map(({ body }) => body).join()).toContain('现有人员不足');
    for (const { hash } of kept) expect(text).toContain(hash);
  });

  it('carries the person, the post, the request and the realm’s clock into the record', async () => {
    const id = await itemIn(realm, people, 'proposal');
    const [first] = await events(id);
    expect(first).toMatchObject({
      person: 'zhang-min',
      appointment: people.handler.appointment,
      organisation: people.bureau,
      request_id: 'req-spec',
    });
    expect(new Date((first?.at ?? 0) + 8 * 3_600_000).toISOString().slice(0, 10)).toBe('2025-03-03');
    expect(Math.abs((first?.recorded_at ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await realm.sql('select distinct request_id from command where case_id = $1', [id])).toEqual([{ request_id: 'req-spec' }]);
  });

  describe('given twice', () => {
    it('with the same key gets the stored answer and happens once', async () => {
      const key = randomUUID();
      const id = await itemIn(realm, people, 'proposal');
      const first = await realm.done(people.handler, 'catalogue', id, 'accept', {}, { key });
      await realm.engine.enter(realm.id, id, 'assessment');
      expect(await realm.done(people.handler, 'catalogue', id, 'accept', {}, { key })).toEqual(first);
      expect((await events(id)).filter(({ type }) => type === 'ProposalAccepted')).toHaveLength(1);
    });

    it('with the same key and another body is refused', async () => {
      const key = randomUUID();
      const id = await itemIn(realm, people, 'assessment');
      await realm.done(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '需要' }, { key });
      expect(await realm.refused(people.handler, 'catalogue', id, 'assessNeed', { needed: false, text: '需要' }, { key })).toBe(
        'command.key_reused',
      );
      expect(await realm.refused(people.handler, 'catalogue', null, 'propose', proposal(people), { key })).toBe('command.key_reused');
    });

    it('with one key by two persons is two commands', async () => {
      const key = randomUUID();
      const mine = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people), { key });
      const theirs = await realm.done(people.agent, 'catalogue', null, 'propose', proposal(people, { proposer: people.supplier }), { key });
      expect(theirs.id).not.toBe(mine.id);
    });

    it('at the same moment, creating, makes one case', async () => {
      const key = randomUUID();
      const twins = await Promise.all(
        Array.from({ length: 6 }, () => realm.done(people.handler, 'catalogue', null, 'propose', proposal(people), { key })),
      );
      expect(new Set(twins.map(({ id }) => id)).size).toBe(1);
      expect(await events(twins[0]?.id ?? '')).toHaveLength(1);
    });

    it('at the same moment in two processes happens once', async () => {
      const other = Realm.beside(database.appUrl, realm);
      const id = await itemIn(realm, people, 'proposal');
      const key = randomUUID();
      const twins = await Promise.all(
        [realm, other, realm, other].map((one) => one.done(people.handler, 'catalogue', id, 'accept', {}, { key })),
      );
      expect(new Set(twins.map(({ version }) => version)).size).toBe(1);
      expect((await events(id)).filter(({ type }) => type === 'ProposalAccepted')).toHaveLength(1);
    });

    it('at the same moment in two processes is never refused for what its own twin has taken', async () => {
      const other = Realm.beside(database.appUrl, realm);
      for (let round = 0; round < 15; round += 1) {
        const key = randomUUID();
        const data = { type: 'supplier', name: '晨光', enterprise: 'small', creditCode: `91510132MA${10_000_000 + round}` };
        const register = (one: Realm) => one.done(people.operator, 'organisation', null, 'register', data, { key });
        const twins = await Promise.all([realm, other, realm, other].map(register));
        expect(new Set(twins.map(({ id }) => id)).size).toBe(1);
      }
    });

    it('with different keys at the same moment in two processes is decided one after the other', async () => {
      const other = Realm.beside(database.appUrl, realm);
      const id = await itemIn(realm, people, 'proposal');
      const answers = await Promise.all([realm, other, realm, other].map((one) => one.give(people.handler, 'catalogue', id, 'accept')));
      expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
      expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array.from({ length: 3 }, () => 'catalogue.stage_not_open'));
    });
  });

  it('a refusal is not stored: the same key is decided anew', async () => {
    const key = randomUUID();
    const id = await itemIn(realm, people, 'proposal');
    await realm.done(people.handler, 'catalogue', id, 'accept');
    const assess = () => realm.give(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '需要' }, { key });
    expect(await assess()).toMatchObject({ refused: 'catalogue.stage_not_open' });
    await realm.engine.enter(realm.id, id, 'assessment');
    expect(await assess()).toHaveProperty('version');
  });

  it('is refused where somebody edits a version that is no more, and carried out on the present one', async () => {
    const id = await itemIn(realm, people, 'proposal');
    const { version } = await row(id);
    expect(await realm.refused(people.handler, 'catalogue', id, 'accept', {}, { ifVersion: version - 1 })).toBe('command.version_moved');
    const seen = await realm.engine.view(realm.id, id, people.handler);
    expect(await realm.done(people.handler, 'catalogue', id, 'accept', {}, { ifVersion: seen?.version ?? 0 })).toHaveProperty('version');
  });

  describe('when dues have passed', () => {
    let late: Realm;
    let staff: County;
    let id: string;
    let due: Instant;
    beforeAll(async () => {
      late = await Realm.open(database.appUrl);
      staff = await county(late);
      id = await itemIn(late, staff, 'review');
      due = (await late.seen<{ review: { due: { dueAt: Instant } } }>(id, staff.handler)).review.due.dueAt;
      await late.travel(plusMs(due, 3_600_000));
    });
    const escalations = async () =>
      (await events(id, late)).filter(({ type }) => type === 'ReviewEscalated').map(({ effective_at }) => effective_at);

    it('a view shows the case with them applied, and writes nothing', async () => {
      const before = await row(id, late);
      const seen = await late.engine.view(late.id, id, staff.handler);
      expect(seen?.view).toMatchObject({ review: { escalations: 1 } });
      expect(seen?.version).toBeGreaterThan(before.version);
      expect(await escalations()).toEqual([]);
    });

    it('a command that is refused still leaves them in the record, each at its own instant', async () => {
      expect(await late.refused(staff.handler, 'catalogue', id, 'accept')).toBe('catalogue.stage_not_open');
      expect(await escalations()).toEqual([due]);
      const stored = await row(id, late);
      expect(stored.next_due_at).toBeGreaterThan(due);
      const seen = await late.engine.view(late.id, id, staff.handler);
      expect(seen?.version).toBe(stored.version);
    });

    it('they are applied once, whoever comes first', async () => {
      await Promise.all([late.engine.fireDue(late.id, id), late.engine.fireDue(late.id, id), late.engine.view(late.id, id, staff.handler)]);
      expect(await escalations()).toHaveLength(1);
    });

    it('several are applied in their order before the command', async () => {
      await late.travel(plusMs(due, 70 * 86_400_000));
      const hash = await hashOf(id, late, staff.handler);
      await late.done(staff.officer, 'catalogue', id, 'review', { verb: 'approve', hash });
      const chain = await events(id, late);
      const applied = chain.filter(({ type }) => type === 'ReviewEscalated');
      expect(applied.length).toBeGreaterThan(2);
      const instants = applied.map(({ effective_at }) => effective_at);
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(chain.at(-1)?.type).toBe('ReviewMoved');
      expect(chain.every((event, i) => i === 0 || event.at >= (chain[i - 1]?.at ?? 0))).toBe(true);
    });
  });

  describe('who acts', () => {
    it.each([
      ['in another’s post', () => ({ ...people.handler, person: 'fin-officer' }), 'access.appointment_not_yours'],
      ['in a post that nobody has', () => acting(people.bureau, 'purchaser-handler', 'nobody'), 'access.appointment_not_yours'],
      ['without a post', () => ({ person: 'zhang-min', appointment: null }), 'access.role_missing'],
    ])('%s is refused', async (_title, who, code) => {
      expect(await realm.refused(who(), 'catalogue', null, 'propose', proposal(people))).toBe(code);
    });

    it('in a post that has ended is refused', async () => {
      await realm.done('system', 'organisation', people.bureau, 'createPost', { post: 'second', roles: ['purchaser-handler'] });
      await realm.done('system', 'organisation', people.bureau, 'appoint', {
        person: 'gao-fei',
        post: 'second',
        from: '2024-01-01',
        to: '2025-03-02',
      });
      const gone = acting(people.bureau, 'second', 'gao-fei');
      expect(await realm.refused(gone, 'catalogue', null, 'propose', proposal(people))).toBe('access.appointment_not_current');
    });

    it('as a person does not give the system’s commands', async () => {
      const id = await itemIn(realm, people, 'proposal');
      expect(await realm.refused(people.handler, 'catalogue', id, 'enterStage', { stage: 'assessment' })).toBe('access.system_only');
    });

    it('sees the buttons that a command would obey, each with its reason', async () => {
      const id = await itemIn(realm, people, 'proposal');
      const actions = async (who: typeof people.handler) => (await realm.engine.view(realm.id, id, who))?.actions ?? [];
      const mine = await actions(people.handler);
      expect(mine.find(({ name }) => name === 'accept')).toEqual({ name: 'accept', allowed: true });
      expect(mine.find(({ name }) => name === 'assessNeed')).toMatchObject({
        allowed: false,
        reason: { refused: 'catalogue.stage_not_open' },
      });
      expect(mine.map(({ name }) => name)).not.toContain('enterStage');
      expect((await actions(people.officer)).map(({ name }) => name)).not.toContain('accept');
      expect(await actions(people.auditor)).toEqual([]);
    });
  });

  it('needs at most 8 round trips, and an approval 2, or 3 in a process that does not know the case', async () => {
    realm.measured.length = 0;
    const id = await itemIn(realm, people, 'review');
    const hash = await hashOf(id);
    const before = realm.measured.length;
    await realm.done(people.officer, 'catalogue', id, 'review', { verb: 'approve', hash });
    expect(realm.measured.slice(before)).toEqual([2]);
    expect(Math.max(...realm.measured)).toBeLessThanOrEqual(8);
    const other = await itemIn(realm, people, 'review');
    const stranger = Realm.beside(database.appUrl, realm);
    await stranger.done(people.officer, 'catalogue', other, 'review', { verb: 'approve', hash: await hashOf(other) });
    expect(stranger.measured).toEqual([3]);
  });

  describe('a snapshot that other code folded', () => {
    const told = async (id: string) =>
      (await realm.sql<{ state: string; fold: number }>('select state, fold from cases where id = $1', [id]))[0];
    /** Whatever stands in it no longer counts. */
    const spoil = (id: string, how: string) => realm.sql(`update cases set state = '{}', ${how} where id = $1`, [id]);
    const ways = [
      ['of another release', `fold_hash = 'of other code'`],
      ['of a release that counted its folds', `fold = 2`],
      ['of a release that knew no hashes', `fold = 2, fold_hash = null`],
    ] as const;

    it.each(ways)('%s is folded again when it is looked at', async (_whose, how) => {
      const id = await itemIn(realm, people, 'review');
      const before = await realm.seen(id, people.handler);
      await spoil(id, how);
      expect(await realm.seen(id, people.handler)).toEqual(before);
    });

    it.each(ways)('%s is folded again, byte for byte, when its lifecycle loads it', async (_whose, how) => {
      const id = await itemIn(realm, people, 'review');
      const before = await told(id);
      await spoil(id, how);
      expect(await realm.engine.fireDue(realm.id, id)).toMatchObject({ open: ['review'], closed: false });
      expect(await told(id)).toEqual(before);
      expect(await row(id)).toMatchObject({ fold_hash: foldOf('catalogue') });
    });

    it.each(ways)('%s is folded again, byte for byte, by the next command', async (_whose, how) => {
      const [id, twin] = [await itemIn(realm, people, 'review'), await itemIn(realm, people, 'review')];
      await spoil(id, how);
      for (const one of [id, twin])
        await realm.done(people.officer, 'catalogue', one, 'review', { verb: 'approve', hash: await hashOf(one) });
      const [healed, chain] = [await row(id), await events(id)];
      expect(healed).toMatchObject({
        fold_hash: foldOf('catalogue'),
        state: encode(foldEvents(realm.engine.registry.of('catalogue'), chain).state as Json),
      });
      expect(healed.version).toBe((await row(twin)).version);
    });

    it('is folded again by a release whose code differs, and by the one before it once more', async () => {
      const id = await itemIn(realm, people, 'review');
      const next = Realm.beside(
        database.appUrl,
        realm,
        kinds.map((type) => (type.kind === 'catalogue' ? { ...type, fold: 'of the next release' } : type)),
      );
      await realm.sql(`update cases set state = '{}' where id = $1`, [id]);
      const seen = await next.seen<{ stage: string; review: { hash: string } }>(id, people.handler);
      expect(seen.stage).toBe('review');
      await next.done(people.officer, 'catalogue', id, 'review', { verb: 'approve', hash: seen.review.hash });
      expect(await row(id)).toMatchObject({ fold_hash: 'of the next release' });
      await realm.engine.fireDue(realm.id, id);
      expect(await row(id)).toMatchObject({ fold_hash: foldOf('catalogue') });
    });
  });
});
