import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cast } from '../../../apps/local/src/scenario/cast.js';
import { justiceBureau2025 } from '../../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { type EngineDoor, EnginePlace } from '../../support/engine-door.js';
import { withAsides } from '../../support/kept-plays.js';
import { Api } from './api.js';

describe('what a department sets aside for small and medium enterprises', () => {
  let api: Api;
  let place: EnginePlace;
  let door: EngineDoor;
  let play: Play;
  beforeAll(async () => {
    api = await Api.start();
    place = new EnginePlace(api.database.appUrl);
    door = await place.open('set-aside', 'demo-county', `${justiceBureau2025.startsOn}T08:00:00+08:00`, 'op');
    const cast = new Cast(door);
    await cast.stand({ person: 'op', appointment: '' }, '2020-01-01');
    const time = new Timeline(door);
    play = new Play(cast, justiceBureau2025, time, null, 'closed');
    withAsides(play, {
      before: {
        'submit-plan': async (body) => {
          const plan = body['plan'] as { template: object };
          const part = { form: 'subcontract', percent: '40', smallMicroPercent: '75' };
          return {
            plan: { ...plan, template: { ...plan.template, deduction: null }, setAside: { reserved: false, reason: null, part } },
          };
        },
      },
    });
    const planned = async (): Promise<void> => {
      await prepare(play);
      await planning(play);
    };
    await time.play([planned]);
  }, 60_000);
  afterAll(async () => {
    await place.close();
    await api.stop();
  });
  const figures = async (year: number) => {
    const path = `/v1/organisations/${play.cast.id('justice').split('/')[1]}/set-aside/${year}`;
    const { status, body } = await api.get<Record<string, unknown>>(path, { as: play.cast.as('zheng-hong'), realm: door.realm });
    expect(status).toBe(200);
    return body;
  };

  it('stands there by year, amount and form as soon as a plan is approved', async () => {
    const { large, small } = await figures(2025);
    expect(large).toEqual({
      amount: '4056000.00',
      reserved: '1622400.00',
      percent: '40',
      smallMicro: '1216800.00',
      smallMicroPercent: '75',
      byForm: { none: '0.00', whole: '0.00', package: '0.00', consortium: '0.00', subcontract: '1622400.00' },
    });
    expect(small).toMatchObject({ amount: '0.00', percent: null });
  });
  it('is nothing in a year in which nothing was approved', async () => {
    expect(await figures(2024)).toMatchObject({ year: 2024, large: { amount: '0.00', percent: null } });
  });
});
