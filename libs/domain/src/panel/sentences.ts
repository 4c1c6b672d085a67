import type { RefusalEntry } from '../kernel/refusal.js';

/** Both sentences of every code that a calculation can answer with; `{name}` is filled from `meta`. */
export const calculationSentences = {
  'input.number_not_string': { zh: '数值须以文本填写。', en: 'Write the figure as text, not as a JSON number.' },
  'input.malformed_number': { zh: '数值格式不正确。', en: 'This is no plain decimal number.' },
  'input.number_negative': { zh: '数值不得为负。', en: 'The figure may not be negative.' },
  'input.amount_negative': { zh: '金额不得为负。', en: 'The amount may not be negative.' },
  'input.not_a_count': { zh: '须为不小于{least}的整数。', en: 'This has to be a whole number of at least {least}.' },
  'input.empty_list': { zh: '列表不得为空。', en: 'The list is empty.' },
  'input.too_many': { zh: '列表超过{most}项。', en: 'The list holds more than {most} entries.' },
  'input.duplicate_id': { zh: '编号{id}重复。', en: 'The id {id} stands twice.' },
  'input.unknown_value': { zh: '未知的取值：{value}。', en: 'Unknown value: {value}.' },
  'input.no_such_date': { zh: '日期不存在。', en: 'There is no such date.' },

  'weights.sum_not_100': { zh: '各部分权重之和为{sum}，应为100。', en: 'The weights add up to {sum}, not to 100.' },
  'weights.price_share_below_minimum': { zh: '价格分值占比低于{minPercent}%。', en: 'The price carries less than {minPercent} %.' },
  'weights.price_share_above_maximum': { zh: '价格分值占比高于{maxPercent}%。', en: 'The price carries more than {maxPercent} %.' },
  'weights.fixed_price_scored': { zh: '执行固定价格的，价格不作为评审因素。', en: 'A fixed price may not be scored.' },
  'weights.price_part_has_items': { zh: '价格部分不设评分项。', en: 'The price part has no items.' },
  'weights.items_sum_differs': {
    zh: '评分项合计{itemsSum}与权重{weight}不一致。',
    en: 'The items add up to {itemsSum}, the weight is {weight}.',
  },
  'weights.qualification_scored': { zh: '资格条件不得作为评审因素。', en: 'A qualification condition may not be scored.' },
  'weights.forbidden_factor': { zh: '{basis}不得作为评审因素。', en: '{basis} may not be scored.' },

  'price_score.fixed_price_scored': { zh: '执行固定价格的，价格不作为评审因素。', en: 'A fixed price may not be scored.' },
  'price_score.reserved_with_deduction': {
    zh: '专门面向中小企业采购的项目不再给予价格扣除。',
    en: 'A purchase reserved for small and medium enterprises gives no deduction.',
  },
  'price_score.deduction_out_of_range': {
    zh: '价格扣除比例应在{minPercent}%至{maxPercent}%之间。',
    en: 'The deduction has to be between {minPercent} and {maxPercent} %.',
  },
  'price_score.price_not_positive': { zh: '报价须大于零。', en: 'A price has to be above zero.' },

  'abnormal_price.ratio_above_maximum': { zh: '比例高于{maxPercent}%的上限。', en: 'The ratio is above the maximum of {maxPercent} %.' },
  'abnormal_price.ratio_below_minimum': { zh: '比例低于{minPercent}%。', en: 'The ratio is below {minPercent} %; it may only be raised.' },

  'score.above_maximum': { zh: '得分超过该项满分{max}。', en: 'The points exceed the maximum of {max}.' },
  'score.points_missing': { zh: '评分表缺少该项得分。', en: 'The sheet has no points for this item.' },
  'score.unknown_item': { zh: '评分表中有未知的评分项。', en: 'The sheet scores an item that does not exist.' },
  'score.price_missing': { zh: '缺少{bid}的价格分。', en: 'The price score of {bid} is missing.' },
  'score.objective_differs': {
    zh: '{bid}的客观项{item}评分不一致，须先更正。',
    en: 'The scorers differ on the objective item {item} of {bid}; it has to be corrected first.',
  },

  'candidates.lot_order_incomplete': { zh: '分包顺序缺少{missing}。', en: 'The order of lots lacks {missing}.' },
  'candidates.lot_order_unknown': {
    zh: '分包顺序中有未知或重复的分包：{unknown}。',
    en: 'The order of lots names {unknown}, which is unknown or repeated.',
  },
  'candidates.tie_not_drawn': {
    zh: '{bids}并列，须先按采购文件规定或者抽签确定顺序。',
    en: '{bids} are tied; the document or a draw has to decide first.',
  },

  'committee.too_small': { zh: '成员{size}人，少于{sizeMin}人。', en: 'There are {size} members; at least {sizeMin} are needed.' },
  'committee.even': { zh: '成员人数{size}应为单数。', en: 'There are {size} members; the number has to be odd.' },
  'committee.too_few_experts': {
    zh: '评审专家占{expertShare}，少于{expertShareMin}。',
    en: 'Experts are {expertShare} of the members; at least {expertShareMin} is needed.',
  },
  'committee.several_chairs': { zh: '只能有一名组长。', en: 'There can be only one chair.' },
  'committee.representative_chairs': { zh: '采购人代表不得担任组长。', en: "The purchaser's representative may not chair." },
  'committee.own_unit': {
    zh: '本单位人员只能作为采购人代表参加评审。',
    en: "Somebody of the purchaser's own unit may sit only as its representative.",
  },
  'committee.must_leave': {
    zh: '成员{member}与{bidder}有利害关系，应当回避。',
    en: 'Member {member} is related to {bidder} and has to leave.',
  },
} as const;

export type CalculationCode = keyof typeof calculationSentences;

/** Of a list that is too long the input says so itself, before anything is reckoned. */
const SAID_BEFORE: CalculationCode = 'input.too_many';
/** The same as refusals: what a calculation says of an input stands beside the refusal that it leads to. */
export const calculationRefusals: readonly RefusalEntry[] = (Object.keys(calculationSentences) as CalculationCode[])
  .filter((code) => code !== SAID_BEFORE)
  .map((code) => ({ code, status: 422, ...calculationSentences[code] }));
