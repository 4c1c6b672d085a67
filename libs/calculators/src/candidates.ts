import { lotCandidates } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { reckonedBy } from './kit/panel.js';
import { count, everywhere, list, name, some } from './kit/schemas.js';

const input = z.strictObject({
  ...everywhere,
  lots: list(z.strictObject({ id: name(), ranking: some(z.strictObject({ bid: name(), rank: count(1) })) })),
  lotOrder: list(name()),
  winnersPerLot: count(1),
  candidatesPerLot: count(1),
  maxLots: count(1),
  minValid: count(0),
  ties: some(z.strictObject({ lot: name(), order: list(name()) })),
});

/** Winners and candidates of each lot: `calculators.md` 10. */
export const candidates = calculator({
  name: 'candidates',
  title: { zh: '各包候选人', en: 'Candidates of each lot' },
  input,
  example: {
    lots: [
      {
        id: 'L1',
        ranking: [
          { bid: 'A', rank: 1 },
          { bid: 'B', rank: 2 },
          { bid: 'C', rank: 3 },
        ],
      },
    ],
    lotOrder: ['L1'],
    winnersPerLot: 1,
    candidatesPerLot: 3,
    maxLots: 1,
    minValid: 3,
    ties: [],
  },
  reckon: (given) => reckonedBy(lotCandidates(given)),
});
