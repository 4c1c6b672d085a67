import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseViews, Reading } from '@goufu/persistence';
import { readersOf } from '../../apps/api/src/identity/acting.js';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { type Database, freshDatabase } from '../support/database.js';
import { type EngineDoor, EnginePlace } from '../support/engine-door.js';

/** As the API looks for somebody in a post of these roles. */
const inPost = (person: string, organisation: string, ...roles: string[]) =>
  readersOf({ person, post: { organisation, roles } } as unknown as Parameters<typeof readersOf>[0]);

describe('an auditor', () => {
  let database: Database;
  let place: EnginePlace;
  let door: EngineDoor;
  let reading: Reading;
  let views: CaseViews;
  let play: Play;
  beforeAll(async () => {
    database = await freshDatabase();
    place = new EnginePlace(database.appUrl);
    door = await place.open('audited', 'demo-county', `${justiceBureau2025.startsOn}T08:00:00+08:00`, 'op');
    const cast = new Cast(door);
    await cast.stand({ person: 'op', appointment: '' }, '2020-01-01');
    const time = new Timeline(door);
    play = new Play(cast, justiceBureau2025, time, null, 'planning');
    await time.play([() => story(play)]);
    reading = new Reading(database.appUrl);
    views = new CaseViews(reading);
  }, 60_000);
  afterAll(async () => {
    await reading.close();
    await place.close();
    await database.drop();
  });
  const auditor = () => inPost('xu-yan', play.cast.id('audit'), 'auditor');
  const outsider = () => inPost('agent-a', play.cast.id('supplier-a'), 'supplier-agent');
  const listed = async (readers: readonly string[], kind: string) =>
    (await views.list(door.realm, readers, { kind, limit: 20 })).items.map(({ id }) => id);
  const found = async (readers: readonly string[], words: string) =>
    (await views.search(door.realm, readers, words, undefined, 20)).items.map(({ id }) => id);

  it('finds a purchase that is still being planned, in lists and search; an outsider does not', async () => {
    expect(await listed(auditor(), 'purchase')).toEqual([play.purchase]);
    expect(await found(auditor(), justiceBureau2025.title)).toContain(play.purchase);
    expect(await listed(outsider(), 'purchase')).toEqual([]);
    expect(await found(outsider(), justiceBureau2025.title)).not.toContain(play.purchase);
  });

  it.each(['catalogue', 'budget', 'organisation', 'expert-pool'])('finds every %s', async (kind) => {
    const all = await place.everyRealm.query<{ id: string }>('select id from cases where realm_id = $1 and kind = $2', [door.realm, kind]);
    expect(all.rows.length).toBeGreaterThan(0);
    expect((await listed(auditor(), kind)).sort()).toEqual(all.rows.map(({ id }) => id).sort());
  });

  it('finds nothing that the engine would not show', async () => {
    const acting = play.cast.as('xu-yan');
    for (const kind of ['purchase', 'catalogue', 'budget', 'organisation', 'expert-pool'])
      for (const id of await listed(auditor(), kind)) expect([id, await place.engine.view(door.realm, id, acting)]).not.toEqual([id, null]);
  });
});
