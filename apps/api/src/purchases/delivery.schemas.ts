import { z } from 'zod';
import type { CommandRoute } from '../cases/command-controller.js';
import { caseId, day, decimal, line, personId, slug, storedFile, words, yuanAboveZero } from '../wire/schemas.js';

const nothing = z.strictObject({});
const assessment = slug().meta({ description: 'id of the round, such as assessment-1' });
const breach = slug().meta({ description: 'id of the breach, such as breach-1' });
const evaluator = z.strictObject({ person: personId(), organisation: caseId('organisation') });
const incident = z.union([
  z.strictObject({ kind: z.literal('failed-assessment'), on: day() }),
  z.strictObject({ kind: z.literal('vacancy'), post: slug(), from: day(), to: day() }),
]);

export const deliveryCommands: Readonly<Record<string, CommandRoute>> = {
  publishContract: { schema: nothing, summary: { zh: '公告合同', en: 'Publish the contract' } },
  fileContract: { schema: z.strictObject({ receipt: line() }), summary: { zh: '合同备案', en: 'File the contract with finance' } },
  supplement: {
    schema: z.strictObject({
      amount: yuanAboveZero(),
      sameObject: z.boolean(),
      otherTermsUnchanged: z.boolean(),
      text: words(20_000),
    }),
    summary: { zh: '提出补充合同', en: 'Offer a supplement of the same service' },
  },
  signSupplement: { schema: z.strictObject({ supplement: slug() }), summary: { zh: '签署补充合同', en: 'Sign a supplement' } },
  withdrawSupplement: {
    schema: z.strictObject({ supplement: slug(), reason: words(2_000) }),
    summary: { zh: '撤回（购买主体）或者谢绝（供应商）未签署的补充合同', en: 'Take back or decline a supplement that is not signed' },
  },
  reportMilestone: {
    schema: z.strictObject({ milestone: slug(), report: words(20_000), file: storedFile().nullable().optional() }),
    summary: { zh: '报告里程碑完成', en: 'Report a milestone' },
  },
  confirmMilestone: { schema: z.strictObject({ milestone: slug() }), summary: { zh: '确认里程碑', en: 'Confirm a milestone' } },
  recordService: {
    schema: z.strictObject({
      kind: z.enum(['visit', 'session', 'serviceCase', 'activity', 'report']),
      on: day(),
      quantity: z.int().min(1).max(1_000_000),
      indicator: slug().nullable().optional(),
      summary: words(20_000).meta({ description: 'masked: no name, telephone, identity number or address of a recipient' }),
      file: storedFile().nullable().optional(),
    }),
    summary: { zh: '登记服务记录', en: 'Record a service' },
  },
  recordPersonnel: {
    schema: z.strictObject({ post: slug(), change: z.enum(['vacated', 'filled']), on: day(), note: words() }),
    summary: { zh: '登记人员变动', en: 'Record a vacancy or its end' },
  },
  reportBreach: { schema: z.strictObject({ incident, account: words(20_000) }), summary: { zh: '登记违约事项', en: 'Report a breach' } },
  noticeBreach: { schema: z.strictObject({ breach, text: words(20_000) }), summary: { zh: '发出违约通知', en: 'Give notice of a breach' } },
  defend: { schema: z.strictObject({ breach, statement: words(20_000) }), summary: { zh: '供应商申辩', en: 'Defend oneself' } },
  decideBreach: {
    schema: z.strictObject({ breach, upheld: z.boolean(), reason: words(20_000) }),
    summary: { zh: '决定违约处理', en: 'Decide on a breach' },
  },
  reportRectification: {
    schema: z.strictObject({ breach, report: words(20_000), file: storedFile().nullable().optional() }),
    summary: { zh: '报告违约整改情况', en: 'Report that a breach was set right' },
  },
  judgeRectification: {
    schema: z.strictObject({ breach, outcome: z.enum(['confirmed', 'returned', 'failed']), reason: words(20_000) }),
    summary: { zh: '确认、退回或者认定整改未完成', en: 'Confirm a rectification, return it, or find that it failed' },
  },
  openAssessment: {
    schema: z.strictObject({ instalment: slug(), evaluators: z.array(evaluator).min(1).max(50) }),
    summary: { zh: '开展履约考核', en: 'Open the assessment of an instalment' },
  },
  declareAssessmentConflict: {
    schema: z.strictObject({ assessment, conflict: z.boolean(), statement: words().nullable().optional() }),
    summary: { zh: '考核人员回避声明', en: 'Declare conflicts of interest as an evaluator' },
  },
  replaceEvaluator: {
    schema: z.strictObject({ assessment, leaving: personId().nullable().optional(), by: evaluator, reason: words() }),
    summary: { zh: '更换考核人员', en: 'Replace an evaluator' },
  },
  submitAssessmentSheet: {
    schema: z.strictObject({ assessment, points: z.record(slug(), decimal()).meta({ description: 'points by indicator' }) }),
    summary: { zh: '提交考核评分', en: 'Submit a hidden assessment sheet' },
  },
  publishAssessment: { schema: z.strictObject({ assessment }), summary: { zh: '公布考核结果', en: 'Publish the result of an assessment' } },
  acceptAssessment: { schema: z.strictObject({ assessment }), summary: { zh: '认可考核结果', en: 'Accept the result of an assessment' } },
  appeal: {
    schema: z.strictObject({ assessment, grounds: words(20_000) }),
    summary: { zh: '对考核结果申诉', en: 'Appeal against an assessment' },
  },
  answerAppeal: {
    schema: z.strictObject({ assessment, upheld: z.boolean(), reason: words(20_000) }),
    summary: { zh: '答复申诉', en: 'Answer an appeal' },
  },
  requestAcceptance: {
    schema: z.strictObject({ report: storedFile().nullable().optional() }),
    summary: { zh: '申请验收', en: 'Ask for acceptance' },
  },
  openAcceptance: {
    schema: z.strictObject({ members: z.array(personId()).min(1).max(50) }),
    summary: { zh: '组织验收', en: 'Open the acceptance' },
  },
  checkAcceptanceItems: {
    schema: z.strictObject({
      items: z
        .array(z.strictObject({ id: z.string().min(1).max(150), passed: z.boolean(), note: words().nullable().optional() }))
        .min(1)
        .max(500),
    }),
    summary: { zh: '逐项核验', en: 'Check items of the acceptance' },
  },
  recordOpinion: {
    schema: z.strictObject({ satisfied: z.boolean(), opinion: words() }),
    summary: { zh: '记录服务对象意见', en: 'Record a recipient’s masked opinion' },
  },
  signAct: {
    schema: z.strictObject({ dissent: words().nullable().optional() }),
    summary: { zh: '签署验收书', en: 'Sign the act of acceptance' },
  },
  publishAcceptance: { schema: nothing, summary: { zh: '公告验收结果', en: 'Publish the acceptance' } },
  orderRectification: {
    schema: z.strictObject({ until: day(), demand: words(20_000) }),
    summary: { zh: '要求限期整改', en: 'Order the rectification' },
  },
  waiveInstalment: {
    schema: z.strictObject({ instalment: slug(), reason: words() }),
    summary: { zh: '双方同意放弃该期款项', en: 'Give up an instalment, agreed by both sides' },
  },
  demandClawback: { schema: nothing, summary: { zh: '发出退款通知书', en: 'Demand money back' } },
};
