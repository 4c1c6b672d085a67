import type { CodeOf, RefusalEntry } from '../kernel/index.js';

/** What the calculators of money refuse. */
export const moneyRefusals = [
  { code: 'performance_pay.score_malformed', status: 422, zh: '考核得分不是有效的十进制数。', en: 'The score is no decimal number.' },
  {
    code: 'performance_pay.exceeds_contract',
    status: 422,
    zh: '已付款与尾款之和超出合同金额{over}元。',
    en: 'What is paid and the tail exceed the contract by {over}.',
  },
  {
    code: 'performance_pay.score_below_table',
    status: 422,
    zh: '合同的付款系数表没有与{score}分对应的一档。',
    en: "The contract's table has no band for a score of {score}.",
  },
  { code: 'schedule.percent_malformed', status: 422, zh: '付款比例须为大于零的百分数。', en: 'A share has to be a per cent above zero.' },
  {
    code: 'schedule.percents_not_100',
    status: 422,
    zh: '付款比例合计{sumPercent}%，差{missingPercent}%（{missing}元）。',
    en: 'The shares make {sumPercent} %: {missingPercent} % ({missing}) is missing.',
  },
  {
    code: 'schedule.amounts_not_total',
    status: 422,
    zh: '各期金额合计{sum}元，差{missing}元。',
    en: 'The amounts make {sum}: {missing} is missing.',
  },
  { code: 'schedule.last_below_zero', status: 422, zh: '分期金额不能小于零。', en: 'An instalment may not fall below zero.' },
  {
    code: 'late_interest.statutory_rate_for_enterprises_only',
    status: 422,
    zh: '法定逾期利率只适用于中小企业，其他收款方按合同约定。',
    en: 'The statutory rate protects small and medium enterprises: other payees have the rate of their contract.',
  },
] as const satisfies readonly RefusalEntry[];
export type MoneyRefusal = CodeOf<typeof moneyRefusals>;
