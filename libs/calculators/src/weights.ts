import { checkWeights } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { withoutProcedure } from './kit/of-method.js';
import { reckonedBy } from './kit/panel.js';
import { inForceOn, list, name, points, some } from './kit/schemas.js';

const item = z.strictObject({
  name: name(),
  points: points(),
  type: z.enum(['subjective', 'objective']),
  basis: z
    .enum([
      'registered-capital',
      'total-assets',
      'revenue',
      'employees',
      'profit',
      'tax-paid',
      'years-established',
      'regional-record',
      'qualification',
      'organisation-grade',
    ])
    .optional(),
});
const input = z.strictObject({
  ...inForceOn,
  method: name(),
  object: z.enum(['services', 'goods']),
  fixedPrice: z.boolean(),
  parts: list(
    z.strictObject({ name: name(), kind: z.enum(['price', 'technical', 'capability', 'credit']), weight: points(), items: some(item) }),
  ),
});

/** Whether a scoring template is lawful: `calculators.md` 6. */
export const weights = calculator({
  name: 'weights',
  title: { zh: '评分权重审查', en: 'Whether a scoring template is lawful' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-03-20',
    method: 'open-tender',
    object: 'services',
    fixedPrice: false,
    parts: [
      { name: '价格', kind: 'price', weight: '13', items: [] },
      { name: '技术', kind: 'technical', weight: '87', items: [{ name: '服务方案', points: '87', type: 'subjective' }] },
    ],
  },
  reckon: ({ method, object, fixedPrice, parts }, asked) => {
    const unknown = withoutProcedure(method, asked);
    if (unknown.length > 0) return { refused: unknown };
    return reckonedBy(
      checkWeights({ method, object, fixedPrice, parts: parts.map((part) => ({ ...part, items: part.items.map(based) })) }, asked),
    );
  },
});

// `basis` is left out where nobody named one.
const based = ({ basis, ...rest }: z.output<typeof item>) => (basis === undefined ? rest : { ...rest, basis });
