import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, day, slug, words, yuanAboveZero } from '../wire/schemas.js';

const bid = caseId('bid');

export const bondCommands: Readonly<Record<string, CommandRoute>> = {
  recordBondReceipt: {
    schema: z.strictObject({
      bid,
      received: z.boolean(),
      amount: yuanAboveZero().nullable().optional(),
      receivedOn: day().nullable().optional(),
      evidence: words(),
    }),
    summary: { zh: '登记投标保证金到账情况', en: 'Record whether a tender guarantee came in' },
  },
  refundBond: {
    schema: z.strictObject({ bid, refundedOn: day(), evidence: words(), bidderCaused: words().nullable().optional() }),
    summary: { zh: '退还投标保证金', en: 'Give a tender guarantee back' },
  },
  forfeitBond: {
    schema: z.strictObject({ bid, ground: slug().meta({ description: '法定情形 a ground that the rule pack names' }), reason: words() }),
    summary: { zh: '不予退还投标保证金', en: 'Forfeit a tender guarantee' },
  },
};
