import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { payment } from './plan.schemas.js';
import { day, decimal, slug, words, yuanAboveZero } from '../wire/schemas.js';

const reason = z.strictObject({ reason: words() });
const signature = z.strictObject({ hash: z.string().length(64).meta({ description: 'hash of the text that is signed' }) });

export const contractCommands: Readonly<Record<string, CommandRoute>> = {
  draftContract: {
    schema: z.strictObject({
      startsOn: day(),
      amount: yuanAboveZero(),
      termMonths: z.int().min(1).max(120),
      percents: z.array(decimal()).min(1).max(50),
      clauses: z
        .array(
          z.strictObject({
            id: slug(),
            text: words(),
            flagged: z.boolean(),
            excuse: slug().optional().meta({ description: 'the ground on which this clause lets a side pay late' }),
          }),
        )
        .max(200),
      payment: payment.optional().meta({ description: 'what the tender document leaves open, agreed now' }),
    }),
    summary: { zh: '起草合同', en: 'Draft the contract' },
  },
  reviewContract: {
    schema: z.strictObject({
      outcome: z.enum(['recommended', 'not-recommended']),
      opinion: words(),
      clauses: z
        .array(z.strictObject({ id: slug(), fair: z.boolean(), reason: words() }))
        .max(200)
        .optional()
        .meta({ description: 'every flagged clause, judged by itself' }),
    }),
    summary: { zh: '合同法律审查', en: 'Record the legal review of the contract' },
  },
  signAsSupplier: { schema: signature, summary: { zh: '供应商签署合同', en: 'Sign as the supplier' } },
  signAsPurchaser: { schema: signature, summary: { zh: '采购人签署合同', en: 'Sign as the purchaser' } },
  refuseToSign: { schema: reason, summary: { zh: '中标人拒签', en: 'Refuse to sign' } },
  recordRefusalToSign: { schema: reason, summary: { zh: '记录中标人拒签', en: 'Record that the winner does not sign' } },
  chooseAfterRefusal: {
    schema: z.strictObject({ choice: z.enum(['next', 'failed']) }),
    summary: { zh: '拒签后选择下一候选人或重新采购', en: 'Choose the next candidate or failure' },
  },
};
