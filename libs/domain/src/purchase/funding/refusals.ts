import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

export const fundingRefusals = [
  {
    code: 'funding.line_stopped',
    status: 409,
    zh: '该预算指标的年度已结束，不再受理新的支出。',
    en: 'The year of this budget line has ended: it takes no new spending.',
  },
  {
    code: 'funding.year_not_funded',
    status: 409,
    zh: '{year}年度的预算指标尚未落实，请财政部门先行安排。',
    en: 'No budget line bears the part of {year} yet: finance has to fund it first.',
  },
  {
    code: 'funding.year_short',
    status: 422,
    zh: '{year}年度预算指标余额不足，缺{missing}元。',
    en: 'The budget line of {year} falls short by {missing}.',
  },
  { code: 'funding.nothing_planned', status: 409, zh: '{year}年度没有待落实的预算。', en: 'Nothing is planned for {year}.' },
  { code: 'funding.instalment_unknown', status: 422, zh: '合同没有这一期付款。', en: 'The contract has no such instalment.' },
  {
    code: 'funding.instalment_open',
    status: 409,
    zh: '该期付款已有正在办理的支付申请。',
    en: 'A disbursement of this instalment is under way already.',
  },
  { code: 'funding.instalment_paid', status: 409, zh: '该期款项已付清。', en: 'This instalment is paid in full.' },
] as const satisfies readonly RefusalEntry[];
export type FundingRefusal = CodeOf<typeof fundingRefusals>;
