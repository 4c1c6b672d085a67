import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInput } from '../../apps/local/src/scenario/random-input.js';
import { Stage } from '../support/played.js';
import { datesOf, moneyOf } from '../support/reckoned.js';

const SEEDS = 200;
const BATCH = 25;
/** Stories wait for the database most of the time: so many are played side by side, each in a world of its own. */
const AT_ONCE = 4;

describe('purchases drawn at random come to the figures that are reckoned apart from them', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(async () => {
    await stage.close();
  });

  /** Null: everything the record says is as it was reckoned. */
  const wrong = async (seed: number): Promise<unknown> => {
    try {
      const played = await stage.play(randomInput(seed));
      expect(played.view).toMatchObject({ closed: true });
      for (const figures of [await moneyOf(played), await datesOf(played)]) expect(figures.said).toEqual(figures.reckoned);
      return null;
    } catch (error) {
      return { seed, error: (error as Error).message };
    }
  };

  it.each(Array.from({ length: SEEDS / BATCH }, (_, at) => [at * BATCH, (at + 1) * BATCH - 1] as const))(
    'seeds %i to %i: scores, ranks, instalments, years, payments, books and every date',
    async (first, last) => {
      let next = first;
      const found: unknown[] = [];
      const worker = async (): Promise<void> => {
        while (next <= last) {
          const fault = await wrong(next++);
          if (fault !== null) found.push(fault);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(found).toEqual([]);
    },
    240_000,
  );

  it('the same seed draws the same purchase, another seed another', () => {
    expect(randomInput(7)).toEqual(randomInput(7));
    expect(randomInput(7)).not.toEqual(randomInput(8));
  });
});
