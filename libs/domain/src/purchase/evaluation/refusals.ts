import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. The panel's own codes follow from `panel/refusals.ts`. */
export const evaluationRefusals = [
  {
    code: 'evaluation.qualification_closed',
    status: 409,
    zh: '资格审查已经结束。',
    en: 'The qualification check is over.',
  },
  {
    code: 'evaluation.qualification_open',
    status: 409,
    zh: '资格审查尚未完成，还不能组建评标委员会。',
    en: 'The qualification check is not complete: the panel comes after it.',
  },
  { code: 'evaluation.already_checked', status: 409, zh: '该投标文件已作资格审查。', en: 'This bid has been checked already.' },
  { code: 'evaluation.bid_unknown', status: 422, zh: '没有这份投标文件：{bid}。', en: 'There is no opened bid {bid}.' },
  {
    code: 'evaluation.reason_missing',
    status: 422,
    zh: '认定资格不合格的，须写明原因。',
    en: 'A bidder that does not qualify is told why: the reason is missing.',
  },
  {
    code: 'evaluation.reserved_for_small',
    status: 422,
    zh: '本项目专门面向中小企业采购，{kind}不具备资格。',
    en: 'This purchase is reserved for small and medium enterprises: {kind} does not qualify.',
  },
  { code: 'evaluation.panel_already_drawn', status: 409, zh: '评标委员会已经组建。', en: 'The panel has been drawn already.' },
  { code: 'evaluation.no_panel', status: 409, zh: '评标委员会尚未组建。', en: 'The panel has not been drawn yet.' },
  { code: 'evaluation.pool_unknown', status: 422, zh: '没有这个评审专家库。', en: 'There is no such pool of experts.' },
  {
    code: 'evaluation.representative_unknown',
    status: 422,
    zh: '{person}不是采购人的在岗人员，不能作为采购人代表。',
    en: '{person} holds no post at the purchaser and cannot represent it.',
  },
  {
    code: 'evaluation.committee_unlawful',
    status: 422,
    zh: '评标委员会的组成不合规：{fault}。',
    en: 'The panel would not be lawfully composed: {fault}.',
  },
  { code: 'evaluation.bidder_unknown', status: 422, zh: '{bidder}不是本项目投标人。', en: '{bidder} is no bidder here.' },
  {
    code: 'evaluation.price_above_ceiling',
    status: 422,
    zh: '报价{price}元超过采购预算或者最高限价（{ceiling}元），应认定为投标无效。',
    en: 'The price of {price} is above the budget or the highest price ({ceiling}): such a bid is invalid.',
  },
  {
    code: 'evaluation.low_price_open',
    status: 409,
    zh: '异常低价投标尚待说明或者审查：{bids}。',
    en: 'Prices that look too low are still to be explained or judged: {bids}.',
  },
  {
    code: 'evaluation.not_compliant',
    status: 422,
    zh: '{bid}不在通过符合性审查的投标之列。',
    en: '{bid} is not among the compliant bids.',
  },
  { code: 'evaluation.already_demanded', status: 409, zh: '已要求该投标人说明报价。', en: 'This bidder has been asked already.' },
  {
    code: 'evaluation.explanation_time_too_short',
    status: 422,
    zh: '说明时间不得早于{earliest}届满。',
    en: 'The bidder needs time until {earliest} at least.',
  },
  { code: 'evaluation.nothing_demanded', status: 409, zh: '没有待贵单位说明的报价。', en: 'No price of yours waits for an explanation.' },
  { code: 'evaluation.nothing_to_judge', status: 409, zh: '没有待审查的报价说明。', en: 'No explanation waits to be judged.' },
  {
    code: 'evaluation.scoring_impossible',
    status: 409,
    zh: '采购文件的评分办法无法计算价格分：{fault}。',
    en: 'The document states a scoring that cannot be carried out: {fault}.',
  },
  { code: 'evaluation.chair_missing', status: 409, zh: '尚未推选评标委员会组长。', en: 'The panel has no chair yet.' },
  { code: 'evaluation.not_the_chair', status: 403, zh: '由评标委员会组长办理。', en: 'This is for the chair of the panel.' },
] as const satisfies readonly RefusalEntry[];

export type EvaluationRefusal = CodeOf<typeof evaluationRefusals>;
