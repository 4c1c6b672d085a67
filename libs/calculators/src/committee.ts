import { checkCommittee, type PlainDate } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { withoutProcedure } from './kit/of-method.js';
import { reckonedBy } from './kit/panel.js';
import { day, inPlace, list, name, some, yuan } from './kit/schemas.js';

const input = z.strictObject({
  ...inPlace,
  method: name(),
  budget: yuan(),
  complex: z.boolean(),
  highImpact: z.boolean(),
  activityOn: day(),
  purchaserUnit: name(),
  members: list(
    z.strictObject({
      id: name(),
      role: z.enum(['expert', 'purchaser-representative']),
      chair: z.boolean(),
      unit: name().nullable(),
    }),
  ),
  bidders: some(name()),
  relations: some(z.strictObject({ member: name(), bidder: name(), kind: name(), endedOn: day().nullable() })),
});

/** Whether a committee may sit: `calculators.md` 11. */
export const committee = calculator({
  name: 'committee',
  title: { zh: '评审委员会组成审查', en: 'Whether a committee may sit' },
  input,
  example: {
    jurisdiction: 'demo-county',
    method: 'open-tender',
    budget: '2300000.00',
    complex: false,
    highImpact: false,
    activityOn: '2025-04-10',
    purchaserUnit: 'demo-justice',
    members: [
      { id: 'm1', role: 'expert', chair: true, unit: null },
      { id: 'm2', role: 'expert', chair: false, unit: null },
      { id: 'm3', role: 'expert', chair: false, unit: null },
      { id: 'm4', role: 'expert', chair: false, unit: null },
      { id: 'm5', role: 'purchaser-representative', chair: false, unit: 'demo-justice' },
    ],
    bidders: ['A', 'B', 'C'],
    relations: [],
  },
  // Who may sit is a question of the day on which they sit.
  day: ({ activityOn }) => activityOn as PlainDate,
  reckon: (given, asked) => {
    const unknown = withoutProcedure(given.method, asked);
    return unknown.length > 0 ? { refused: unknown } : reckonedBy(checkCommittee(given, asked));
  },
});
