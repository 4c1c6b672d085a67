import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, decimal, instant, line, personId, slug, storedFile, words } from '../wire/schemas.js';

const representatives = z.array(z.strictObject({ person: personId() })).max(9);
const fields = z.array(line()).max(20).optional();
const call = z.strictObject({
  pool: caseId('expert-pool'),
  representatives,
  size: z.int().min(3).max(99).nullable().optional(),
  complex: z.boolean(),
  highImpact: z.boolean(),
  fields,
});
/** Points by bid, then by item of the template. */
const sheet = z
  .record(caseId('bid'), z.record(slug(), decimal()))
  .meta({ description: '投标 -> 评分项 -> 得分 bid -> item -> points, as text' });

export const evaluationCommands: Readonly<Record<string, CommandRoute>> = {
  checkQualification: {
    schema: z.strictObject({ bid: caseId('bid'), qualified: z.boolean(), reason: words().nullable().optional() }),
    summary: { zh: '资格审查', en: 'Check one bid for qualification' },
  },
  drawPanel: { schema: call, summary: { zh: '随机抽取组建评标委员会', en: 'Draw the panel at random' } },
  supplementPanel: {
    schema: call.pick({ pool: true, representatives: true, fields: true }),
    summary: { zh: '补足评标委员会', en: 'Fill vacant seats of the panel' },
  },
  replaceMember: {
    schema: z.strictObject({ person: personId(), reason: words() }),
    summary: { zh: '更换缺席成员', en: 'Replace an absent member' },
  },
  declareConflict: {
    schema: z.strictObject({
      conflict: z.boolean(),
      bidder: caseId('organisation').nullable().optional(),
      statement: words().nullable().optional(),
    }),
    summary: { zh: '声明有无利害关系', en: 'Declare conflicts of interest, or none' },
  },
  electChair: { schema: z.strictObject({ person: personId() }), summary: { zh: '推选组长', en: 'Elect the chair' } },
  voteCompliance: {
    schema: z.strictObject({ bid: caseId('bid'), compliant: z.boolean(), reason: words().nullable().optional() }),
    summary: { zh: '符合性审查', en: 'Vote on the compliance of one bid' },
  },
  demandExplanation: {
    schema: z.strictObject({ bid: caseId('bid'), until: instant(), reason: words() }),
    summary: { zh: '要求说明异常低价', en: 'Ask a bidder to explain its price' },
  },
  explainPrice: {
    schema: z.strictObject({ bid: caseId('bid'), explanation: words(20_000) }),
    summary: { zh: '说明报价', en: 'Explain the own price' },
  },
  judgeExplanation: {
    schema: z.strictObject({ bid: caseId('bid'), accepted: z.boolean(), reason: words() }),
    summary: { zh: '审查报价说明', en: 'Vote on an explanation of a price' },
  },
  recordTalk: {
    schema: z.strictObject({ bid: caseId('bid'), record: words(20_000) }),
    summary: { zh: '与一家供应商磋商并记录', en: 'Record the talk with one supplier' },
  },
  proposeChange: {
    schema: z.strictObject({
      changes: z
        .array(slug())
        .max(50)
        .meta({ description: '变动内容 what is changed: `technical-needs`, `service-needs`, `contract-draft`' }),
      text: words(20_000),
      documents: z.array(storedFile()).max(100),
    }),
    summary: { zh: '提出采购需求的实质性变动', en: 'Propose a change of the needs or the draft contract' },
  },
  confirmChange: {
    schema: z.strictObject({ number: z.int().min(1).max(1000), confirmed: z.boolean(), reason: words().nullable().optional() }),
    summary: {
      zh: '采购人确认变动，同时书面通知所有供应商',
      en: 'Confirm a change for the purchaser: it goes to every supplier in the talks',
    },
  },
  callFinalQuotes: {
    schema: z.strictObject({ until: instant() }),
    summary: { zh: '要求在规定时间内提交最后报价', en: 'Ask everybody in the talks for a final quote within one time' },
  },
  endQuoting: {
    schema: z.strictObject({}),
    summary: { zh: '全部提交后提前结束最后报价', en: 'End the time for final quotes early, once everybody has answered' },
  },
  openFinalQuotes: {
    schema: z.strictObject({ record: words(20_000).nullable().optional() }),
    summary: { zh: '开启最后报价', en: 'Open all final quotes at once' },
  },
  submitSheet: { schema: z.strictObject({ sheet }), summary: { zh: '提交评分表', en: 'Submit the own score sheet' } },
  correctScore: {
    schema: z.strictObject({ kind: slug(), sheet, reason: words() }),
    summary: { zh: '依法更正评分', en: 'Correct the own scores on a ground of the law' },
  },
  presentReport: {
    schema: z.strictObject({ report: words(100_000) }),
    summary: { zh: '提交评标报告', en: 'Present the report for signature' },
  },
  signReport: {
    schema: z.strictObject({
      hash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'input.wrong_format' }),
      dissent: words().nullable().optional(),
    }),
    summary: { zh: '签署评标报告', en: 'Sign the report, with a dissent if there is one' },
  },
  deemSignature: {
    schema: z.strictObject({ person: personId(), reason: words() }),
    summary: { zh: '拒签且不书面说明的，视同同意', en: 'Record that a member who neither signs nor dissents agrees' },
  },
};
