import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { voteSchema } from '../wire/approval.schemas.js';
import { caseId, day, line, slug, words, yuanAboveZero } from '../wire/schemas.js';
import { judgementSchema, planSchema } from './plan.schemas.js';

const nothing = z.strictObject({});
const chain = z.enum(['internal', 'finance']);

export const planningCommands: Readonly<Record<string, CommandRoute>> = {
  open: {
    schema: z.strictObject({
      title: line(),
      purchaser: caseId('organisation'),
      agency: caseId('organisation').nullable(),
      prefectureFinance: caseId('organisation').nullable(),
    }),
    summary: { zh: '立项', en: 'Open a purchase' },
    creates: true,
  },
  noteEntrustment: {
    schema: nothing,
    summary: { zh: '更新代理机构的权限', en: 'Take over what the agreement with the agency says now' },
  },
  recordSurvey: {
    schema: z.strictObject({
      on: day(),
      respondents: z
        .array(z.strictObject({ name: line(), answer: words() }))
        .min(1)
        .max(100),
    }),
    summary: { zh: '登记需求调查', en: 'Record the market survey' },
  },
  recordConsultation: {
    schema: z.strictObject({ from: day(), to: day(), summary: words() }),
    summary: { zh: '登记征求公众意见', en: 'Record the public consultation' },
  },
  recordJudgement: {
    schema: judgementSchema,
    summary: { zh: '登记评估、风险研判或法律审查结论', en: 'Record a judgement: appraisal, risk study or legal review' },
  },
  submitPlan: { schema: z.strictObject({ plan: planSchema }), summary: { zh: '提交采购计划', en: 'Submit the plan' } },
  withdrawPlan: { schema: z.strictObject({ reason: words() }), summary: { zh: '撤回采购计划', en: 'Withdraw the plan' } },
  reviewPlan: {
    schema: z.strictObject({
      verdict: z.enum(['passed', 'returned']),
      opinion: words(),
      aspects: z
        .array(z.strictObject({ aspect: slug(), passed: z.boolean(), note: words().nullable().optional() }))
        .max(30)
        .optional()
        .meta({ description: '重点审查: every aspect that the scrutiny names, answered by itself' }),
    }),
    summary: { zh: '采购需求审查', en: 'Scrutinise the plan' },
  },
  votePlan: { schema: voteSchema, summary: { zh: '内部审批采购计划', en: 'Approve, return or refuse the plan' } },
  votePlanAsFinance: { schema: voteSchema, summary: { zh: '财政审批采购计划', en: 'Finance approves, returns or refuses the plan' } },
  filePlan: { schema: nothing, summary: { zh: '采购计划备案', en: 'File the plan' } },
  objectToPlan: {
    schema: z.strictObject({ reason: words() }),
    summary: { zh: '财政对备案提出异议', en: 'Finance objects to the filed plan' },
  },
  withdrawObjection: { schema: nothing, summary: { zh: '财政撤回异议', en: 'Finance withdraws its objection' } },
  publishIntentNotice: {
    schema: z.strictObject({
      month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'input.wrong_format' }),
      need: words(),
      amount: yuanAboveZero().optional().meta({ description: 'only while no plan names one' }),
    }),
    summary: { zh: '公开采购意向', en: 'Publish the intent notice' },
  },
  refreshPlanElectorate: { schema: z.strictObject({ chain }), summary: { zh: '补齐审批人', en: 'Fill an empty approval step' } },
};
