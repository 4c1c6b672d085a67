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
  /** So often through HTTP too, what people send. */
  readonly throughHttp?: number;
  readonly told?: (standing: Standing) => void;
}

/** Every race, so many times: a test each; the table is printed at the end. */
export const describeRaces = ({ repetitions, seed, only = '', json = '', throughHttp = 0, told }: Wanted): void =>
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

    const chosen = races.filter(({ title }) => title.includes(only));
    it.each(chosen.map((race) => [race.title, race] as const))(
      '%s: one of the legal outcomes each time, and either may win',
      async (_title, race) => {
        const standing = await ground.run(race, { repetitions, seed, ...(told ? { told } : {}) });
        standings.push(standing);
        expect(standing).toMatchObject({ repetitions, illegal: [], broken: [], deadlocks: 0 });
        expect(Math.min(...standing.won)).toBeGreaterThan(0);
      },
      60_000 + repetitions * 1_000,
    );

    // So few that one side may win them all: that either can is shown above.
    const atTheDoor = throughHttp === 0 ? [] : chosen.filter(({ isAtTheDoor }) => isAtTheDoor);
    it.each(atTheDoor.map((race) => [race.title, race] as const))(
      '%s, through two API processes: one of the legal outcomes each time, and no fault of the server',
      async (_title, race) => {
        const standing = await ground.run(race, { repetitions: throughHttp, seed, isThroughHttp: true });
        standings.push({ ...standing, title: `${race.title} (HTTP)` });
        expect(standing).toMatchObject({ repetitions: throughHttp, illegal: [], broken: [], deadlocks: 0 });
        expect(standing.won[0] + standing.won[1]).toBe(throughHttp);
      },
      120_000 + throughHttp * 1_000,
    );
  });
