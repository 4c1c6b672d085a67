import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, slug, words, yuan, yuanAboveZero } from '../wire/schemas.js';

const reason = words();
const compensations = z
  .array(z.strictObject({ to: caseId('organisation'), amount: yuanAboveZero(), reason }))
  .max(50)
  .optional();
const ground = slug().meta({ description: '法定情形 a ground that the rule pack names' });

export const endingCommands: Readonly<Record<string, CommandRoute>> = {
  cancel: { schema: z.strictObject({ reason, compensations }), summary: { zh: '公告前取消采购', en: 'Cancel before the notice' } },
  terminateTender: {
    schema: z.strictObject({ ground, reason, compensations }),
    summary: { zh: '开标前终止招标', en: 'Terminate the tender before the opening' },
  },
  voidTender: {
    schema: z.strictObject({ ground, reason, compensations, retender: z.boolean() }),
    summary: { zh: '废标', en: 'Declare the tender void' },
  },
  invalidateAward: {
    schema: z.strictObject({
      ground,
      reference: words(),
      reason,
      compensations,
      afterwards: z
        .enum(['next', 'retender', 'end', 'liability'])
        .optional()
        .meta({ description: '后果 another candidate, a new tender, the end, or liability where the contract is being performed' }),
    }),
    summary: { zh: '认定中标无效并处理', en: 'Deal with an invalid award' },
  },
  rescind: {
    schema: z.strictObject({ ground, owed: yuan(), reason, compensations }),
    summary: { zh: '解除合同并结算', en: 'Rescind the contract with its settlement' },
  },
};
