import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, plusMs, type CaseId, type Instant } from '@goufu/domain';
import { county, type County, proposal, Realm } from '../support/engine.js';
import { Rig, until } from './rig.js';

const DAY = 86_400_000;
const START = instant('2025-03-03T09:00:00+08:00');
const stages = ['proposal', 'assessment', 'review', 'listing'] as const;
type Stage = (typeof stages)[number];

describe('the lifecycle of a catalogue item', () => {
  let rig: Rig;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    rig = await Rig.open(START);
    rig.system.start();
    await rig.work();
    realm = await Realm.open(rig.database.appUrl, START);
    people = await county(realm);
  }, 60_000);
  afterAll(async () => {
    await Realm.closeAll();
    await rig.close();
  });

  const row = async (id: CaseId) => {
    const [found] = await realm.sql<{ open: readonly string[]; closed: boolean; due: Instant | null }>(
      'select open_stages as open, closed, next_due_at as due from cases where id = $1',
      [id],
    );
    if (!found) throw new Error(`${id} is not there`);
    return found;
  };
  const opened = (id: CaseId, stage: Stage) => until(`${stage} opens`, async () => (await row(id)).open.includes(stage) && row(id));
  const propose = async (): Promise<CaseId> => {
    const { id } = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people));
    await opened(id, 'proposal');
    return id;
  };
  /** What people do to bring the item out of a stage by its good end. */
  const act: Record<Stage, (id: CaseId) => Promise<unknown>> = {
    proposal: (id) => realm.done(people.handler, 'catalogue', id, 'accept'),
    assessment: (id) => realm.done(people.handler, 'catalogue', id, 'assessNeed', { needed: true, text: '在册对象逐年增加。' }),
    review: async (id) => {
      for (const person of [people.officer, people.approver]) {
        const seen = await realm.engine.view(realm.id, id, person);
        const { review } = (seen?.view ?? {}) as { review?: { hash: string } };
        await realm.done(person, 'catalogue', id, 'review', { verb: 'approve', hash: review?.hash });
      }
    },
    listing: (id) => realm.done(people.bureauLeader, 'catalogue', id, 'delist', { reason: '服务已由他项替代。' }),
  };
  const carryTo = async (id: CaseId, stage: Stage): Promise<void> => {
    for (const before of stages.slice(0, stages.indexOf(stage))) {
      await opened(id, before);
      await act[before](id);
    }
    await opened(id, stage);
  };
  const handle = (id: CaseId) => rig.client.workflow.getHandle(`${realm.id}/${id}`);

  it.each(stages)('terminated while in %s it goes on, from Postgres alone', async (stage) => {
    const id = await propose();
    await carryTo(id, stage);
    await handle(id).terminate('by the test');
    if (stage === 'listing' || stage === 'review') await rig.recover(true);
    for (const next of stages.slice(stages.indexOf(stage))) {
      await opened(id, next);
      await act[next](id);
    }
    await until('the item is closed', async () => (await row(id)).closed);
    await until('its workflow ends', async () => (await handle(id).describe()).status.name === 'COMPLETED');
  });

  it('a review that nobody holds is escalated at its own instant while the world is walked through', async () => {
    const id = await propose();
    await carryTo(id, 'review');
    const { due } = await row(id);
    expect(due).not.toBeNull();
    await rig.system.advance(realm.id, { to: plusMs(due ?? START, DAY) });
    const events = await realm.sql<{ type: string; effective_at: Instant }>(
      'select type, effective_at from event where case_id = $1 and effective_at = $2',
      [id, new Date(due ?? 0).toISOString()],
    );
    expect(events.map(({ type }) => type)).not.toEqual([]);
    expect((await row(id)).open).toEqual(['review']);
  });
});
