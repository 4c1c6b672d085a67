import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play, shifted } from '../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { WholeSystem } from '../support/whole-system.js';

const input = justiceBureau2025;
const operator = { person: WORLD_OPERATOR, appointment: '' };
const COUNTY = 'county';
const REHEARSAL = 'rehearsal';
const YEAR = Number(input.startsOn.slice(0, 4));

interface Listed {
  readonly items: readonly { readonly id: string; readonly title: string; readonly state: string }[];
}

// Over HTTP, with lifecycles: a county that has a catalogue item and a budget line, and a rehearsal of what the bureau could buy by them.
describe('a rehearsal beside a county', () => {
  let system: WholeSystem;
  let county: Play;
  let inside: HttpDoor;
  beforeAll(async () => {
    system = await WholeSystem.start(1, 1);
    const door = await system.world(COUNTY, `${input.startsOn}T08:00:00+08:00`);
    const cast = new Cast(door);
    await cast.stand(operator, '2020-01-01');
    county = new Play(cast, input, new Timeline(door), null, 'closed');
    await county.time.play([() => prepare(county)]);
    inside = system.door(REHEARSAL);
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  const make = async (key: string) => {
    const response = await fetch(`${system.apis[0]?.url}/v1/worlds`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await system.token(WORLD_OPERATOR, COUNTY)}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        id: REHEARSAL,
        name: '演练',
        jurisdiction: input.jurisdiction,
        startsAt: `${shifted(input.startsOn, 7)}T08:00:00+08:00`,
      }),
    });
    return { status: response.status, body: (await response.json()) as { begunWith: Record<string, unknown> } };
  };

  it('is made by the operator of the county, once', async () => {
    const key = randomUUID();
    const [first, again] = [await make(key), await make(key)];
    expect(first.status).toBe(201);
    expect(first.body.begunWith).toMatchObject({ from: COUNTY, organisations: 10, catalogueItems: 1, budgetLines: 1, expertPools: 1 });
    expect(again).toEqual(first);
  });

  it('shows catalogue, budget, people and experts to whom they concern', async () => {
    const { cast } = county;
    const [item] = (await inside.get<Listed>(cast.as('zhang-min'), 'catalogue-items')).items;
    expect(item).toMatchObject({ id: county.catalogueItem, title: input.title, state: 'listed' });
    const [line] = (await inside.get<Listed>(cast.as('zhang-min'), 'budget-lines')).items;
    expect(line).toMatchObject({ title: `${YEAR}年社区矫正购买服务`, state: 'running' });
    expect((await inside.get<Listed>(cast.as('zhang-min'), 'organisations')).items).toHaveLength(10);
    const [pool] = (await inside.get<Listed>(cast.as('tang-lin'), 'expert-pools')).items;
    expect(pool).toMatchObject({ id: cast.pool });
    const me = await inside.get<{ name: string; posts: unknown[] }>(cast.as('zhang-min'), 'me');
    expect(me).toMatchObject({ name: '张敏', posts: [expect.objectContaining({ roles: ['purchaser-handler'] })] });
  });

  it('carries a purchase from the need to the approved plan, which reserves money of the rehearsal and none of the county', async () => {
    const story = { ...input, startsOn: shifted(input.startsOn, 7) };
    const cast = county.cast.behind(inside);
    const play = new Play(cast, story, new Timeline(inside), null, 'closed');
    play.catalogueItem = county.catalogueItem;
    const [line] = (await inside.get<Listed>(cast.as('zhang-min'), 'budget-lines')).items;
    play.lines.set(YEAR, line?.id ?? '');
    await play.time.play([() => planning(play)]);
    const { view } = await play.seen('zhang-min');
    expect(view.planning?.finance?.status).toBe('approved');

    const reserved = async (door: HttpDoor, id: string): Promise<number> => {
      const path = `budget-lines/${id.slice('budget/'.length).replaceAll('/', '~')}/statement`;
      const statement = await door.get<{ balances: Record<string, string> }>(cast.as('zheng-hong'), path);
      return Number(statement.balances.reserved ?? 0);
    };
    expect(await reserved(inside, line?.id ?? '')).toBeGreaterThan(0);
    expect(await reserved(county.cast.door as HttpDoor, county.lines.get(YEAR) ?? '')).toBe(0);
    expect((await county.cast.door.get<Listed>(operator, 'purchases')).items).toEqual([]);
  }, 180_000);
});
