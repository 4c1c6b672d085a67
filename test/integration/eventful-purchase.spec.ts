import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { eventful } from '../support/eventful.js';
import { keepPlayed, withAsides } from '../support/kept-plays.js';
import { Stage } from '../support/played.js';

describe('a purchase in which people change their minds, object, break the contract and appeal', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(async () => {
    await stage.close();
  });

  it('comes to its end all the same', async () => {
    const input = { ...justiceBureau2025, name: 'eventful' };
    const { play: other } = await stage.play(input, 'ended-in-tender');
    const door = await stage.place.copy(`cast-${input.jurisdiction}`, input.name, `${input.startsOn}T08:00:00+08:00`);
    const play = new Play(other.cast.behind(door), input, new Timeline(door), null, 'closed', {
      realm: door.realm,
      treasury: door.treasury,
    });
    withAsides(play, eventful(play));
    await play.time.play([() => story(play)]);
    const { view } = await play.seen('zhang-min');
    expect(view.closed).toBe(true);
    await keepPlayed({ play, door }, 'eventful');
  }, 120_000);
});
