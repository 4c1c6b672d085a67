import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { PlayedInput } from '../../apps/local/src/scenario/input.js';
import type { Variant } from '../../apps/local/src/scenario/stage.js';
import { keepPlayed } from '../support/kept-plays.js';
import { Stage } from '../support/played.js';
import { carried, carriedInput } from '../support/plays/carried.js';
import { obliged, obligedInput } from '../support/plays/obliged.js';
import { guaranteed, guaranteedInput } from '../support/plays/guaranteed.js';
import { passedOver, passedOverInput } from '../support/plays/passed-over.js';
import { putRight, putRightInput } from '../support/plays/put-right.js';
import { takenUp, takenUpInput } from '../support/plays/taken-up.js';
import { turnedDown, turnedDownInput } from '../support/plays/turned-down.js';
import { unhurried, unhurriedInput } from '../support/plays/unhurried.js';
import { writtenOff, writtenOffInput } from '../support/plays/written-off.js';
import { Told } from '../support/told.js';

describe('purchases in which little goes as planned', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(async () => {
    await stage.close();
  });
  const played = async (input: PlayedInput, story: (told: Told) => Promise<void>, variant: Variant | null = null): Promise<Told> => {
    const { play, door } = await stage.begin(input, variant);
    const told = new Told(play, door);
    try {
      await play.time.play([() => story(told)]);
    } catch (error) {
      const last = play.steps.slice(-3).map(({ at, person, what }) => `${at} ${person} ${what}`);
      throw new Error(`${(error as Error).message}\nafter ${last.join('\n      ')}`, { cause: error });
    }
    await keepPlayed({ play, door }, input.name);
    return told;
  };

  it('is late, objected to, stopped, left without an explanation and given up in the end', async () => {
    await played(unhurriedInput, unhurried);
  }, 60_000);
  it('is declared void, awarded to the second in the ranking, not signed in time and given up', async () => {
    await played(passedOverInput, passedOver);
  }, 60_000);
  it('owes a bond, the publicity of a supplement, an answer to a subcontract and a milestone, each late', async () => {
    await played(obligedInput, obliged);
  }, 60_000);
  it('is refused by the head of the field, on an item whose new version finance has refused', async () => {
    await played(turnedDownInput, turnedDown);
  }, 60_000);
  it('has its money moved over the year-end, carried late, and its last instalment given up', async () => {
    await played(carriedInput, carried);
  }, 60_000);
  it('is paid by a treasury that says nothing, and its clawback is written off', async () => {
    await played(writtenOffInput, writtenOff, 'poor-performance');
  }, 60_000);
  it('has guarantees received, given back and forfeited, its bids compared, and its award found invalid', async () => {
    await played(guaranteedInput, guaranteed);
  }, 60_000);
  it('has a breach that is not set right in time, costs a penalty and is set right in the end', async () => {
    await played(putRightInput, putRight);
  }, 60_000);
  it('is taken up again when its last payment comes back after the closing', async () => {
    await played(takenUpInput, takenUp);
  }, 60_000);
});
