import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cast } from '../../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 } from '../../../apps/local/src/scenario/input.js';
import { evaluation } from '../../../apps/local/src/scenario/judging.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { type EngineDoor, EnginePlace } from '../../support/engine-door.js';
import { Api } from './api.js';

interface Entry {
  readonly version: number;
  readonly type: string;
  readonly outcome: string | null;
  readonly by: { readonly organisation: string; readonly post: string } | null;
}

describe('the timeline of a purchase whose bids have been judged', () => {
  let api: Api;
  let place: EnginePlace;
  let door: EngineDoor;
  let play: Play;
  beforeAll(async () => {
    api = await Api.start();
    place = new EnginePlace(api.database.appUrl);
    door = await place.open('judged', 'demo-county', `${justiceBureau2025.startsOn}T08:00:00+08:00`, 'op');
    const cast = new Cast(door);
    await cast.stand({ person: 'op', appointment: '' }, '2020-01-01');
    const time = new Timeline(door);
    play = new Play(cast, justiceBureau2025, time, null, 'closed');
    const judged = async (): Promise<void> => {
      await prepare(play);
      await planning(play);
      await tender(play, 1, justiceBureau2025.bids);
      await evaluation(play, 0);
    };
    await time.play([judged]);
  }, 60_000);
  afterAll(async () => {
    await place.close();
    await api.stop();
  });
  const entries = async (person: string | null, limit = 100): Promise<readonly Entry[]> => {
    const all: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/purchases/${play.purchase.split('/')[1]}/timeline?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`;
      const as = person === null ? {} : { as: play.cast.as(person), realm: door.realm };
      const headers: Record<string, string> = person === null ? { realm: door.realm } : {};
      const { status, body } = await api.get<{ items: Entry[]; next: string | null }>(path, { ...as, headers });
      expect(status).toBe(200);
      all.push(...body.items);
      cursor = body.next;
    }
    return all;
  };
  const types = async (person: string | null) => new Set((await entries(person)).map(({ type }) => type));

  it('tells the organiser of the panel what the panel did', async () => {
    const told = await types('tang-lin');
    for (const type of ['PanelConvened', 'PanelMoved', 'QualificationChecked', 'EvaluationConcluded']) expect(told).toContain(type);
  });

  it.each([
    ['the purchaser', 'zhang-min'],
    ['finance', 'wu-qiang'],
    ['prefecture finance, where the experts have their posts', 'jiang-bo'],
    ['audit', 'xu-yan'],
  ])('tells %s everything else, before the result notice', async (_title, person) => {
    const told = await types(person);
    for (const type of ['PurchaseOpened', 'QualificationChecked', 'EvaluationConcluded', 'StageEnded']) expect(told).toContain(type);
    for (const type of ['PanelConvened', 'PanelMoved', 'TieSeedDrawn', 'RankingSettled']) expect(told).not.toContain(type);
  });

  it('names nobody’s post as the last that signed the report', async () => {
    const rows = await place.everyRealm.query<{ organisation: string }>(
      `select organisation from event where realm_id = $1 and case_id = $2 and type = 'EvaluationConcluded'`,
      [door.realm, play.purchase],
    );
    expect(rows.rows).toEqual([{ organisation: play.cast.id('prefecture') }]);
    const told = await entries('jiang-bo');
    expect(told.filter(({ by }) => by?.post.startsWith('expert'))).toEqual([]);
    expect(told.find(({ type }) => type === 'EvaluationConcluded')?.by).toBeNull();
  });

  it('tells the public and a bidder when stages opened and ended', async () => {
    for (const person of [null, 'agent-a']) expect(await types(person)).toEqual(new Set(['StageEntered', 'StageEnded']));
  });

  it('comes in pages that leave nothing out and show nothing hidden', async () => {
    expect(await entries('xu-yan', 3)).toEqual(await entries('xu-yan'));
  });
});
