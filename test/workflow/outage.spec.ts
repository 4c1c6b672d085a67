import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dateOf, instant, plusMs, type Instant } from '@goufu/domain';
import { county, proposal, Realm } from '../support/engine.js';
import { OwnTemporal } from './own-temporal.js';
import { Rig, until } from './rig.js';

const HOUR = 3_600_000;
const EVENING = instant('2025-03-03T22:30:00+08:00');

describe('while Temporal is down', () => {
  let temporal: OwnTemporal;
  let rig: Rig;
  beforeAll(async () => {
    temporal = await OwnTemporal.start();
    rig = await Rig.open(EVENING, { address: temporal.address });
    rig.system.start();
    await rig.work();
  }, 60_000);
  afterAll(async () => {
    await Realm.closeAll();
    await rig.close();
    await temporal.remove();
  });
  const events = (id: string, type: string) =>
    rig.sql<{ effective_at: Instant; recorded_at: Instant; data: string }>(
      'select effective_at, recorded_at, data from event where case_id = $1 and type = $2 order by version',
      [id, type],
    );
  const begun = async (): Promise<{ id: string; due: Instant }> => {
    const { id } = await rig.give(null, 'begin', { patienceMs: 3 * HOUR });
    await rig.isOpen(id, 'work');
    const [entered] = await events(id, 'StageEntered');
    return { id, due: plusMs(entered?.effective_at ?? (0 as Instant), 3 * HOUR) };
  };
  const endOf = async (id: string): Promise<Instant | undefined> => (await events(id, 'StageEnded'))[0]?.effective_at;

  it('a deadline and a midnight pass, and the dates are the same', async () => {
    const during = await begun();
    await temporal.down();
    await rig.system.worlds.moveTo(rig.realm, plusMs(EVENING, 12 * HOUR));
    const guard = rig.guard();
    guard.start();
    await until('the due is applied without Temporal', async () => (await rig.facts(during.id)).ended.work);
    await guard.stop();
    expect(await endOf(during.id)).toBe(during.due);
    expect(dateOf(during.due)).toBe('2025-03-04');
    await temporal.up();
    expect(
      await until('the lifecycle goes on', async () => (await rig.facts(during.id)).closed && rig.facts(during.id), 30_000),
    ).toMatchObject({
      ended: { work: 'expired', closing: 'closed' },
    });
    const after = await begun();
    await rig.system.advance(rig.realm, { to: plusMs(after.due, HOUR) });
    expect(await endOf(after.id)).toBe(after.due);
  }, 90_000);

  it('people go on within the open stage, and whoever had no door gets the time again, with a record', async () => {
    const realm = await Realm.open(rig.database.appUrl, instant('2025-03-05T09:00:00+08:00'));
    const people = await county(realm);
    const { id } = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people));
    const opened = (stage: string) =>
      until(
        `${stage} opens`,
        async () =>
          (await realm.sql<{ open: string[] }>('select open_stages as open from cases where id = $1', [id]))[0]?.open.includes(stage),
        30_000,
      );
    await opened('proposal');
    await temporal.down();
    await realm.done(people.handler, 'catalogue', id, 'accept');
    expect(await realm.refused(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '需要' })).toBe(
      'catalogue.stage_not_open',
    );
    const noon = instant('2025-03-05T12:00:00+08:00');
    await realm.travel(noon);
    await temporal.up();
    await opened('assessment');
    const [moved] = await events(id, 'DueMoved');
    expect(JSON.parse(moved?.data ?? '{}')).toMatchObject({ of: 'assessment', because: 'outage' });
    expect(moved?.effective_at).toBeGreaterThanOrEqual(noon);
  }, 90_000);

  it('the whole of its data is lost, and every open case goes on', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await begun()).id));
    const [first = '', second = '', third = ''] = ids;
    await rig.give(first, 'report', { outcome: 'again' });
    await rig.isOpen(first, 'work:2');
    await temporal.lose();
    await temporal.up();
    await until('the worker is back', async () => rig.host?.state === 'running' || null, 30_000);
    // Whether the list of running workflows knows the new ones already is the server's business: started twice is started once.
    const { restarted } = await rig.recover(true);
    expect(restarted).toBeGreaterThanOrEqual(3);
    await rig.give(first, 'report', { outcome: 'done' });
    await rig.give(second, 'report', { outcome: 'done' });
    await rig.give(third, 'report', { outcome: 'again' });
    await Promise.all([rig.isClosed(first), rig.isClosed(second), rig.isOpen(third, 'work:2')]);
  }, 90_000);
});
