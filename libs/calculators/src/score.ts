import { scoreBids } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { withoutProcedure } from './kit/of-method.js';
import { reckonedBy } from './kit/panel.js';
import { pointerTo, problem } from './kit/problem.js';
import { DECIMALS, inForceOn, list, name, points, some, yuan } from './kit/schemas.js';

const input = z.strictObject({
  ...inForceOn,
  method: name(),
  decimals: DECIMALS,
  items: list(z.strictObject({ id: name(), max: points(), type: z.enum(['subjective', 'objective']), technical: z.boolean().optional() })),
  sheets: z.record(name(), z.record(name(), z.record(name(), points()))),
  prices: z.record(name(), z.strictObject({ score: points(), quote: yuan() })).optional(),
  proposals: some(z.strictObject({ kind: name(), scorer: name().optional(), bid: name().optional() })).optional(),
});

/** Totals and ranks of what a panel scored: `calculators.md` 9. */
export const score = calculator({
  name: 'score',
  title: { zh: '评审得分与排序', en: 'Totals and ranks' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-03-20',
    method: 'competitive-consultation',
    decimals: 2,
    items: [{ id: 't1', max: '30', type: 'subjective', technical: true }],
    sheets: { e1: { A: { t1: '26.5' }, B: { t1: '28' } }, e2: { A: { t1: '25' }, B: { t1: '27.5' } } },
    prices: { A: { score: '11.51', quote: '1290000.00' }, B: { score: '13.00', quote: '1142580.65' } },
    proposals: [],
  },
  reckon: ({ method, decimals, items, sheets, prices, proposals }, asked) => {
    const unknown = withoutProcedure(method, asked);
    if (unknown.length > 0) return { refused: unknown };
    const scored = new Set(Object.values(sheets).flatMap((sheet) => Object.keys(sheet)));
    const unscored = scored.size === 0 ? [] : Object.keys(prices ?? {}).filter((bid) => !scored.has(bid));
    if (unscored.length > 0) return { refused: unscored.map((bid) => problem('score.points_missing', null, pointerTo('prices', bid))) };
    return reckonedBy(
      scoreBids(
        {
          method,
          decimals,
          items: items.map(({ technical = false, ...item }) => ({ ...item, technical })),
          sheets,
          ...(prices === undefined ? {} : { prices }),
          proposals: (proposals ?? []).map(({ kind }) => ({ kind })),
        },
        asked,
      ),
    );
  },
});
