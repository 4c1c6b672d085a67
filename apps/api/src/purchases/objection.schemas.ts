import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { words } from '../wire/schemas.js';

export const objectionCommands: Readonly<Record<string, CommandRoute>> = {
  answerPlanObjection: {
    schema: z.strictObject({ answer: words() }),
    summary: { zh: '答复财政部门对采购计划的异议', en: 'Answer an objection of finance to the plan' },
  },
};
