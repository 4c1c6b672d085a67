import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { RaceGround } from './ground.js';
import type { Standing } from './race.js';
import { races } from './races.js';
import { tableOf } from './report.js';

interface Wanted {
  readonly repetitions: number;
  readonly seed: number;
  readonly only?: string;
  readonly json?: string;
  readonly told?: (standing: Standing) => void;
}

/** Every race, so many times: a test each; the table is printed at the end. */
export const describeRaces = ({ repetitions, seed, only = '', json = '', told }: Wanted): void =>
  describe('two who want what only one may have', () => {
    let ground: RaceGround;
    const standings: Standing[] = [];
    beforeAll(async () => {
      ground = await RaceGround.prepare();
    }, 180_000);
    afterAll(async () => {
      process.stderr.write(`\n${tableOf(standings)}\n`);
      if (json !== '') writeFileSync(json, `${JSON.stringify({ seed, standings }, null, 2)}\n`);
      await ground.end();
    });

    it.each(races.filter(({ title }) => title.includes(only)).map((race) => [race.title, race] as const))(
      '%s: one of the legal outcomes each time, and either may win',
      async (_title, race) => {
        const standing = await ground.run(race, { repetitions, seed, ...(told ? { told } : {}) });
        standings.push(standing);
        expect(standing).toMatchObject({ repetitions, illegal: [], broken: [], deadlocks: 0 });
        expect(Math.min(...standing.won)).toBeGreaterThan(0);
      },
      60_000 + repetitions * 1_000,
    );
  });
