import { asked } from '../asked.js';
import { describeRaces } from './described.js';
import type { Standing } from './race.js';

const { repetitions, seed, only, json } = asked();

describeRaces({
  repetitions,
  seed,
  only,
  json,
  told: ({ title, repetitions: done, won, illegal }: Standing) =>
    void process.stderr.write(`${title}: ${done} of ${repetitions}, ${won[0]} to ${won[1]}, ${illegal.length} illegal\n`),
});
