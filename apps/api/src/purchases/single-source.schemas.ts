import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, personId, slug, words } from '../wire/schemas.js';

const opinions = z.array(z.strictObject({ expert: personId(), text: words() })).max(50);

export const singleSourceCommands: Readonly<Record<string, CommandRoute>> = {
  nameSingleSource: {
    schema: z.strictObject({ supplier: caseId('organisation'), ground: slug(), reason: words(), opinions }),
    summary: { zh: '拟定单一来源供应商并公示', en: 'Name the single source and make it public' },
  },
  objectToSingleSource: {
    schema: z.strictObject({ objection: words() }),
    summary: { zh: '对单一来源公示提出异议', en: 'Object to a single source' },
  },
  argueSingleSource: {
    schema: z.strictObject({ stands: z.boolean(), reason: words(), opinions }),
    summary: { zh: '对异议补充论证', en: 'Argue objections to a single source' },
  },
};
