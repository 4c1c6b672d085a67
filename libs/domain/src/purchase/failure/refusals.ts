import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const failureRefusals = [
  {
    code: 'failure.application_open',
    status: 409,
    zh: '变更采购方式的申请正在审批。',
    en: 'The application for another method is being decided.',
  },
  {
    code: 'failure.no_application',
    status: 409,
    zh: '没有正在审批的变更采购方式申请。',
    en: 'No application for another method is being decided.',
  },
  {
    code: 'failure.finding_missing',
    status: 409,
    zh: '须先认定采购文件是否存在问题。',
    en: 'First record whether the documents were faulty.',
  },
  {
    code: 'failure.faults_missing',
    status: 422,
    zh: '认定采购文件有问题的，须列明问题。',
    en: 'A finding of faulty documents must name the faults.',
  },
  {
    code: 'failure.too_few_opinions',
    status: 422,
    zh: '认定采购文件没有不合理条款，须有不少于{minimum}名专家的书面意见（现有{count}名）。',
    en: 'A finding of sound documents takes the written opinion of at least {minimum} experts; there are {count}.',
  },
  { code: 'failure.choice_unknown', status: 422, zh: '本地区不允许这样处理：{choice}。', en: 'This way on is not open here: {choice}.' },
  {
    code: 'failure.choice_against_finding',
    status: 422,
    zh: '认定为{finding}的，不能选择{choice}：文件有问题的修改后重新采购，没有问题的重新采购或者申请变更采购方式。',
    en: 'With the finding {finding} {choice} is not open: faulty documents are mended, with sound ones one tenders again or applies for another method.',
  },
  { code: 'failure.plan_missing', status: 409, zh: '没有生效的采购计划。', en: 'There is no plan in force.' },
  { code: 'failure.method_missing', status: 422, zh: '须写明拟采用的采购方式。', en: 'Name the method that is applied for.' },
  { code: 'failure.same_method', status: 422, zh: '拟采用的采购方式与原方式相同。', en: 'That is the method that failed.' },
  {
    code: 'failure.method_forbidden',
    status: 422,
    zh: '该采购方式不适用于服务项目：{method}。',
    en: 'This method is not open to services: {method}.',
  },
  {
    code: 'failure.single_source_open',
    status: 409,
    zh: '单一来源采购须先拟定供应商并公示，异议经论证不成立。',
    en: 'For a single source first name the supplier, let its publicity pass and argue what was objected.',
  },
  {
    code: 'failure.survivors_differ',
    status: 422,
    zh: '{method}只在失败的招标恰有{minimum}家供应商时适用，本次为{count}家。',
    en: '{method} goes on with exactly {minimum} suppliers of the failed tender; there are {count}.',
  },
  {
    code: 'failure.method_has_no_procedure',
    status: 422,
    zh: '规则包没有为{method}规定可执行的程序，批准后也不能实施。',
    en: 'The rule pack holds no procedure for {method}: once granted it could not be carried out.',
  },
] as const satisfies readonly RefusalEntry[];

export type FailureRefusal = CodeOf<typeof failureRefusals>;
