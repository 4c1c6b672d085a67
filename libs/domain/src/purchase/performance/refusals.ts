import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const performanceRefusals = [
  {
    code: 'performance.year_unknown',
    status: 422,
    zh: '{year}年度没有支出，不需要自评。',
    en: 'Nothing was paid in {year}: there is nothing to appraise.',
  },
  { code: 'performance.already_appraised', status: 409, zh: '{year}年度已经自评。', en: 'The year {year} has been appraised already.' },
  {
    code: 'performance.no_year_over',
    status: 409,
    zh: '尚无已经结束且有支付的年度，无需自评。',
    en: 'No year with a payment has ended yet: there is nothing to evaluate.',
  },
  { code: 'performance.all_appraised', status: 409, zh: '各年度均已自评。', en: 'Every year has been appraised.' },
  { code: 'performance.self_missing', status: 409, zh: '尚有年度没有自评：{years}。', en: 'The self-evaluation of {years} is missing.' },
  {
    code: 'performance.already_offered',
    status: 409,
    zh: '财政部门已经确定开展重点评价。',
    en: 'Finance has chosen a key evaluation already.',
  },
  { code: 'performance.not_offered', status: 409, zh: '财政部门没有确定开展重点评价。', en: 'Finance has not chosen a key evaluation.' },
  {
    code: 'performance.weights_not_100',
    status: 422,
    zh: '指标权重合计{sum}，加执行率应为100。',
    en: 'The weights make {sum} with the execution rate, not 100.',
  },
  {
    code: 'performance.heading_weight_differs',
    status: 422,
    zh: '{heading}类指标权重合计{sum}，应为{needed}。',
    en: 'The indicators of {heading} weigh {sum}: it takes {needed}.',
  },
  {
    code: 'performance.key_weights_too_low',
    status: 422,
    zh: '产出和效益权重合计{sum}%，不得低于{needed}%。',
    en: 'Output and benefit weigh {sum} %: a key evaluation needs at least {needed} %.',
  },
  {
    code: 'performance.target_missing',
    status: 422,
    zh: '缺少立项时设定的绩效目标：{target}。',
    en: 'The target {target}, set in planning, is missing.',
  },
  {
    code: 'performance.target_differs',
    status: 422,
    zh: '绩效目标{target}应为立项时的{needed}。',
    en: 'The target of {target} is what planning set: {needed}.',
  },
  { code: 'performance.figure_malformed', status: 422, zh: '数值格式不正确。', en: 'This is no plain decimal number.' },
] as const satisfies readonly RefusalEntry[];
export type PerformanceRefusal = CodeOf<typeof performanceRefusals>;
