import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, decimal, instant, slug, words, yuanAboveZero } from '../wire/schemas.js';

const bid = caseId('bid');
const stated = z
  .strictObject({
    detail: yuanAboveZero().nullable().optional(),
    inWords: yuanAboveZero().nullable().optional(),
    decimalMisplaced: z.boolean().optional(),
    items: z
      .array(z.strictObject({ unitPrice: yuanAboveZero(), quantity: decimal() }))
      .max(500)
      .optional(),
  })
  .meta({ description: '投标文件中与开标一览表有关的其他金额 what else the bid says of its price' });

export const findingsCommands: Readonly<Record<string, CommandRoute>> = {
  judgeSignal: {
    schema: z.strictObject({ signal: slug(), upheld: z.boolean(), reason: words() }),
    summary: { zh: '认定串通投标线索', en: 'Judge a finding of collusion' },
  },
  demandPriceCorrection: {
    schema: z.strictObject({ bid, stated, reason: words(), until: instant() }),
    summary: { zh: '修正前后不一致的报价并要求确认', en: 'Correct a price that contradicts itself, for the bidder to confirm' },
  },
  answerPriceCorrection: {
    schema: z.strictObject({ bid, accepted: z.boolean() }),
    summary: { zh: '确认或者不确认修正后的报价', en: 'Confirm the corrected price, or not' },
  },
};
