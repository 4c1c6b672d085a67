import { approvalRefusals } from '../approval/index.js';
import type { CodeOf, RefusalEntry } from '../kernel/index.js';

const own = [
  { code: 'budget.line_exists', status: 409, zh: '该预算指标已经下达。', en: 'This budget line is approved already.' },
  { code: 'budget.stage_not_open', status: 409, zh: '该预算指标现在不能办理此事。', en: 'This cannot be done with the line now.' },
  { code: 'budget.purchaser_unknown', status: 422, zh: '没有这个购买主体。', en: 'There is no such purchaser.' },
  {
    code: 'budget.not_own_purchaser',
    status: 403,
    zh: '该购买主体不由本财政部门主管。',
    en: 'Another finance bureau is in charge of this purchaser.',
  },
  { code: 'budget.year_over', status: 422, zh: '{year}年度已经结束。', en: 'The year {year} is over.' },
  { code: 'budget.amount_not_positive', status: 422, zh: '指标金额应当大于零。', en: 'The amount has to be above zero.' },
  {
    code: 'budget.predecessor_unknown',
    status: 422,
    zh: '承接的上年指标不存在，或者单位、资金来源、年度不相衔接（不同来源的资金分别管理）。',
    en: 'The line to be continued is unknown, or of another purchaser, source or year: the two sources are kept apart.',
  },
  { code: 'budget.already_continued', status: 409, zh: '上年指标已由另一指标承接。', en: 'Another line continues that one already.' },
  { code: 'budget.adjusted_by_nothing', status: 422, zh: '调整金额不能为零。', en: 'An adjustment by nothing is none.' },
  {
    code: 'budget.not_available',
    status: 422,
    zh: '可用余额只有{available}元，不能调减。',
    en: 'Only {available} is available: no more can be taken back.',
  },
  { code: 'budget.nothing_to_carry', status: 409, zh: '没有待结转的支出承诺。', en: 'No commitments wait to be carried over.' },
  { code: 'budget.carry_under_way', status: 409, zh: '结转审批正在进行。', en: 'The carry-over is being decided already.' },
  { code: 'budget.carry_not_proposed', status: 409, zh: '尚未提出结转申请。', en: 'No carry-over has been proposed.' },
  {
    code: 'budget.successor_unfit',
    status: 422,
    zh: '结转只能转入同一单位、同一资金来源的后一年度指标。',
    en: 'Money is carried only into a later line of the same purchaser and the same source.',
  },
  {
    code: 'budget.still_held',
    status: 409,
    zh: '尚有{held}元承诺或者计划未处理，不能关闭指标。',
    en: '{held} of commitments or plans still stand on this line: it cannot be closed.',
  },
] as const satisfies readonly RefusalEntry[];

/** Order is precedence: what the chain of a carry-over refuses stands after what the line itself refuses. */
export const budgetRefusals = [...own, ...approvalRefusals] as const;
export type BudgetRefusal = CodeOf<typeof own>;
