import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlayedInput } from '../../apps/local/src/scenario/input.js';
import { randomInput } from '../../apps/local/src/scenario/random-input.js';
import { type Played, Stage } from '../support/played.js';
import { datesOf, moneyOf } from '../support/reckoned.js';

// Run once more under another time zone of the process, every fifth says whether the zone leaks into a date.
const SEEDS = process.env.TZ === undefined ? 200 : 40;
const BATCH = 20;
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

  const compare = async (input: PlayedInput): Promise<Played> => {
    const played = await stage.play(input);
    expect(played.view).toMatchObject({ closed: true });
    for (const figures of [await moneyOf(played), await datesOf(played)]) expect(figures.said).toEqual(figures.reckoned);
    return played;
  };
  /** Null: everything the record says is as it was reckoned. */
  const wrong = async (seed: number): Promise<unknown> => {
    try {
      await compare(randomInput(seed));
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

  it('a fiscal year in which nothing is paid lies between two in which something is: the plan is handed on through it', async () => {
    const { ledger } = await compare({
      ...randomInput(1),
      name: 'year-between',
      startsOn: '2023-09-04',
      months: 12,
      percents: ['40', '60'],
      triggers: ['contract-signed', 'acceptance-published'],
      offsets: [
        { unit: 'calendarDay', length: 10 },
        { unit: 'calendarDay', length: 45 },
      ],
      assessment: ['85.5'],
    });
    expect([...ledger].map(([year, places]) => [year, (places.get('paid') ?? 0n) > 0n])).toEqual([
      [2023, true],
      [2024, false],
      [2025, true],
    ]);
  }, 60_000);

  it('the same seed draws the same purchase, another seed another', () => {
    expect(randomInput(7)).toEqual(randomInput(7));
    expect(randomInput(7)).not.toEqual(randomInput(8));
  });
});
