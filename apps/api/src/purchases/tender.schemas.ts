import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { day, instant, line, slug, storedFile, words, yuanAboveZero } from '../wire/schemas.js';

const documents = z.array(storedFile()).max(100);
const media = z.array(line(100)).max(20).meta({ description: '发布媒体 media of publication; amendments go to the same ones' });

export const tenderCommands: Readonly<Record<string, CommandRoute>> = {
  publishTenderNotice: {
    schema: z.strictObject({
      documents,
      text: words(20_000),
      supply: z.strictObject({ from: day(), to: day() }),
      deadlineAt: instant(),
      openingAt: instant(),
      questionsUntil: instant(),
      media,
      bond: yuanAboveZero().nullable().optional(),
    }),
    summary: { zh: '发布采购公告', en: 'Publish the tender notice' },
  },
  askQuestion: { schema: z.strictObject({ question: words() }), summary: { zh: '对采购文件提问', en: 'Ask about the documents' } },
  answerQuestion: {
    schema: z.strictObject({ question: slug(), answer: words(), affectsBids: z.boolean() }),
    summary: { zh: '答复提问（向所有供应商公布）', en: 'Answer a question, to everybody' },
  },
  amendDocuments: {
    schema: z.strictObject({
      documents,
      text: words(20_000),
      changes: z.array(slug()).max(50).meta({ description: '修改内容 what is changed; `subject` and `qualification` may not be' }),
      media,
      deadlineAt: instant().nullable().optional(),
    }),
    summary: { zh: '修改采购文件', en: 'Amend the documents' },
  },
  extendDeadline: {
    schema: z.strictObject({ deadlineAt: instant(), reason: words() }),
    summary: { zh: '延长投标截止时间', en: 'Extend the deadline' },
  },
  openBids: {
    schema: z.strictObject({ attendees: words(), record: words(20_000).nullable().optional() }),
    summary: { zh: '开标、唱标', en: 'Open the bids and read the prices out' },
  },
  objectAtOpening: { schema: z.strictObject({ objection: words() }), summary: { zh: '对开标提出异议', en: 'Object at the opening' } },
  answerObjection: {
    schema: z.strictObject({ objection: slug(), answer: words() }),
    summary: { zh: '答复开标异议', en: 'Answer an objection' },
  },
  closeOpening: {
    schema: z.strictObject({ record: words(20_000).nullable().optional() }),
    summary: { zh: '签署开标记录、结束开标', en: 'Sign the record and close the opening' },
  },
};
