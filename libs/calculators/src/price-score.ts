import { priceScores } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { withoutProcedure } from './kit/of-method.js';
import { reckonedBy } from './kit/panel.js';
import { DECIMALS, inForceOn, list, name, number, points, yuan } from './kit/schemas.js';

const bid = z.strictObject({
  id: name(),
  price: yuan(),
  kind: z.enum([
    'micro',
    'small',
    'medium',
    'large',
    'social-organisation',
    'public-institution',
    'individual',
    'prison-enterprise',
    'disabled-welfare-unit',
  ]),
  share: z.strictObject({ with: z.enum(['consortium', 'subcontract']), smallMicroSharePercent: number() }).optional(),
});
const input = z.strictObject({
  ...inForceOn,
  method: name(),
  object: z.enum(['services', 'goods']),
  weight: points(),
  decimals: DECIMALS,
  fixedPrice: z.boolean(),
  reserved: z.boolean(),
  deduction: z.strictObject({ smallMicroPercent: number(), sharePercent: number() }).optional(),
  bids: list(bid),
});

/** Price points of the bids that are still in: `calculators.md` 7. */
export const priceScore = calculator({
  name: 'price-score',
  title: { zh: '价格分计算', en: 'Price points' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-03-20',
    method: 'open-tender',
    object: 'services',
    weight: '13',
    decimals: 2,
    fixedPrice: false,
    reserved: false,
    deduction: { smallMicroPercent: '12', sharePercent: '4' },
    bids: [
      { id: 'A', price: '2688000.00', kind: 'small' },
      { id: 'B', price: '2541000.00', kind: 'large' },
    ],
  },
  reckon: ({ deduction, bids, ...given }, asked) => {
    const unknown = withoutProcedure(given.method, asked);
    if (unknown.length > 0) return { refused: unknown };
    const stated = bids.map(({ share, ...one }) => (share === undefined ? one : { ...one, share }));
    return reckonedBy(priceScores({ ...given, ...(deduction === undefined ? {} : { deduction }), bids: stated }, asked));
  },
});
