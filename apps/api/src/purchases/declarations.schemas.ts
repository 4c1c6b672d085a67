import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, words } from '../wire/schemas.js';

export const declarationCommands: Readonly<Record<string, CommandRoute>> = {
  judgeDeclaration: {
    schema: z.strictObject({
      bid: caseId('bid'),
      truthful: z.boolean().meta({ description: 'false: the declaration is false material, and the bid does not qualify' }),
      reason: words(20_000),
    }),
    summary: { zh: '认定企业类型声明', en: 'Judge a declaration that differs from the directory' },
  },
};
