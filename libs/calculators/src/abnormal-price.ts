import { abnormalPrices } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { reckonedBy } from './kit/panel.js';
import { inForceOn, list, name, number, yuan } from './kit/schemas.js';

const input = z.strictObject({
  ...inForceOn,
  ceiling: yuan().nullable(),
  budget: yuan(),
  ratios: z.strictObject({ averagePercent: number(), secondLowestPercent: number(), ceilingPercent: number() }).optional(),
  bids: list(z.strictObject({ id: name(), price: yuan() })),
});

/** Which prices are so low that they have to be explained: `calculators.md` 8. */
export const abnormalPrice = calculator({
  name: 'abnormal-price',
  title: { zh: '异常低价审查', en: 'Abnormally low prices' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2026-03-12',
    ceiling: '1980000.00',
    budget: '2000000.00',
    bids: [
      { id: 'A', price: '890999.99' },
      { id: 'B', price: '1782000.00' },
    ],
  },
  reckon: ({ ceiling, budget, ratios, bids }, asked) =>
    reckonedBy(abnormalPrices({ ceiling, budget, ...(ratios === undefined ? {} : { ratios }), bids }, asked)),
});
