import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, slug, words } from '../wire/schemas.js';

export const awardCommands: Readonly<Record<string, CommandRoute>> = {
  confirmWinner: {
    schema: z.strictObject({ bid: caseId('bid') }),
    summary: { zh: '按排名顺序确定中标人', en: 'Confirm the winner in ranking order' },
  },
  recordLawfulReason: {
    schema: z.strictObject({
      bid: caseId('bid'),
      ground: slug().meta({ description: 'one of the grounds that the rule pack lists' }),
      reason: words(),
    }),
    summary: { zh: '记录不确定该候选人的合法理由', en: 'Record the lawful reason for passing a candidate over' },
  },
  giveUpAward: {
    schema: z.strictObject({ reason: words() }),
    summary: { zh: '不再确定下一候选人，重新采购', en: 'Take no further candidate: the tender has failed' },
  },
  publishResult: {
    schema: z.strictObject({ media: z.array(z.string().min(1).max(100)).min(1).max(20) }),
    summary: { zh: '公告中标结果并发出中标通知书', en: 'Publish the result and notify everybody' },
  },
};
