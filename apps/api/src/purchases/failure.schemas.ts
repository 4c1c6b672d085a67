import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { voteSchema } from '../wire/approval.schemas.js';
import { personId, slug, words } from '../wire/schemas.js';

const nothing = z.strictObject({});

export const failureCommands: Readonly<Record<string, CommandRoute>> = {
  recordFinding: {
    schema: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('document-faulty'), faults: z.array(z.strictObject({ text: words() })).max(100) }),
      z.strictObject({
        kind: z.literal('document-sound'),
        opinions: z.array(z.strictObject({ expert: personId(), text: words() })).max(50),
      }),
    ]),
    summary: { zh: '认定采购文件是否存在问题', en: 'Record whether the documents were faulty' },
  },
  choose: {
    schema: z.strictObject({
      choice: z.enum(['mend', 'retender', 'other-method', 'abandon']),
      method: slug().nullable().optional(),
      reason: words(),
    }),
    summary: { zh: '选择失败后的处理方式', en: 'Choose how to go on after a failure' },
  },
  voteOtherMethod: { schema: voteSchema, summary: { zh: '审批变更采购方式', en: 'Decide on another method' } },
  resubmitOtherMethod: {
    schema: z.strictObject({ method: slug(), reason: words() }),
    summary: { zh: '重新提交变更采购方式申请', en: 'Apply for another method again' },
  },
  withdrawOtherMethod: {
    schema: z.strictObject({ opinion: words().optional() }),
    summary: { zh: '撤回变更采购方式申请', en: 'Withdraw the application' },
  },
  refreshOtherMethod: { schema: nothing, summary: { zh: '补齐变更采购方式的审批人', en: 'Fill an empty step of the application' } },
};
