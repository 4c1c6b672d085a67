import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, day, slug, words } from '../wire/schemas.js';

export const fundingCommands: Readonly<Record<string, CommandRoute>> = {
  fundPlannedPart: {
    schema: z.strictObject({ year: z.int().min(2015).max(2100), line: caseId('budget') }),
    summary: { zh: '落实后续年度预算', en: "Fund a later year's planned part" },
  },
  moveExpectedPayment: {
    schema: z.strictObject({ instalment: slug(), expectedOn: day(), reason: words() }),
    summary: { zh: '调整预计付款日', en: 'Move the expected day of a payment' },
  },
};
