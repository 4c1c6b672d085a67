import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { decimal, line, slug, words } from '../wire/schemas.js';

const indicators = z
  .array(
    z.strictObject({
      id: slug(),
      name: line(),
      heading: z.enum(['output', 'benefit', 'satisfaction', 'cost']),
      weight: decimal(),
      direction: z.enum(['up', 'down']),
      target: decimal(),
      actual: decimal(),
    }),
  )
  .min(1)
  .max(200);

export const performanceCommands: Readonly<Record<string, CommandRoute>> = {
  submitSelfAppraisal: {
    schema: z.strictObject({ year: z.int().min(2000).max(2200), indicators, report: words(50_000) }),
    summary: { zh: '提交绩效自评', en: 'Submit the self-evaluation of a fiscal year' },
  },
  offerKeyAppraisal: {
    schema: z.strictObject({ reason: words() }),
    summary: { zh: '确定开展财政重点评价', en: 'Choose a key evaluation by finance' },
  },
  submitKeyAppraisal: {
    schema: z.strictObject({ indicators, report: words(50_000) }),
    summary: { zh: '提交财政重点评价', en: 'Submit the key evaluation' },
  },
  waiveKeyAppraisal: {
    schema: z.strictObject({ reason: words().nullable().optional() }),
    summary: { zh: '不开展财政重点评价', en: 'Do without a key evaluation' },
  },
};
