import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, decimal, line, slug, storedFile, words, yuan } from '../wire/schemas.js';

const supplement = slug().meta({ description: 'id of the supplement, such as supplement-1' });

export const obligationCommands: Readonly<Record<string, CommandRoute>> = {
  lodgePerformanceBond: {
    schema: z.strictObject({
      form: slug().meta({
        description: 'without cash: cheque, draft, promissory-note, bank-guarantee or surety-guarantee, as the rule pack names them',
      }),
      file: storedFile().nullable().optional(),
    }),
    summary: { zh: '提交履约保证金', en: 'Lodge the performance bond' },
  },
  returnPerformanceBond: {
    schema: z.strictObject({
      withheld: yuan().nullable().optional().meta({ description: 'what an upheld breach lets the purchaser keep' }),
      reason: words().nullable().optional(),
    }),
    summary: { zh: '退还履约保证金', en: 'Give the performance bond back' },
  },
  publishSupplement: { schema: z.strictObject({ supplement }), summary: { zh: '公告补充合同', en: 'Publish a supplement' } },
  fileSupplement: {
    schema: z.strictObject({ supplement, receipt: line() }),
    summary: { zh: '补充合同备案', en: 'File a supplement with finance' },
  },
  proposeSubcontract: {
    schema: z.strictObject({
      subcontractor: caseId('organisation'),
      percent: decimal().meta({ description: '% of the contract' }),
      whole: z.boolean().meta({ description: 'the whole of the contract: that is 转包 and refused' }),
      main: z.boolean().meta({ description: 'the main part or a key part: likewise' }),
      scope: words(20_000),
    }),
    summary: { zh: '申请分包', en: 'Ask to give a part to a subcontractor' },
  },
  decideSubcontract: {
    schema: z.strictObject({ subcontract: slug(), consent: z.boolean(), reason: words() }),
    summary: { zh: '答复分包申请', en: 'Consent to a subcontract, or not' },
  },
};
