import {
  agencyFeeSentences,
  appraisalSentences,
  calculationSentences,
  calendarRefusals,
  moneyRefusals,
  performanceRefusals,
  supplementSentences,
  targetSentences,
} from '@goufu/domain';

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** What the doors themselves refuse, before any calculator is asked, and what single calculators say beyond the deciders' own words. */
const own = {
  'input.missing': { zh: '缺少该项。', en: 'This field is missing.' },
  'input.unknown_field': { zh: '没有名为{field}的项。', en: 'There is no field called {field}.' },
  'input.wrong_type': { zh: '此处须为{expected}。', en: 'This has to be: {expected}.' },
  'input.malformed_amount': {
    zh: '金额以元的文本填写，至多两位小数，不带分隔符。',
    en: 'Write an amount as text in yuan, with at most two decimals and no separators.',
  },
  'input.no_such_instant': {
    zh: '时刻须带时区，如2025-06-16T10:00:00+08:00。',
    en: 'An instant carries its offset: 2025-06-16T10:00:00+08:00.',
  },
  'input.too_few': { zh: '至少需要{least}项。', en: 'At least {least} are needed.' },
  'input.not_json': { zh: '输入不是有效的JSON。', en: 'The input is no JSON.' },
  'input.too_deep': { zh: '输入嵌套过深。', en: 'The input is nested too deeply.' },
  'input.blank': { zh: '此处不能为空白。', en: 'This may not be blank.' },
  'input.unknown_jurisdiction': { zh: '没有{jurisdiction}的规则包。', en: 'There is no pack for {jurisdiction}.' },
  'input.unknown_rule': { zh: '没有编号为{rule}的规则。', en: 'No pack knows the rule {rule}.' },
  'input.not_a_period': { zh: '规则{rule}不是期限。', en: 'The rule {rule} is no period.' },
  'input.ends_before_it_begins': { zh: '结束早于开始。', en: 'It ends before it begins.' },
  'input.one_of': { zh: '须且只能给出其中一项：{fields}。', en: 'Give exactly one of {fields}.' },
  'input.malformed_parameter': { zh: '替代值与规则{rule}的类型不符。', en: 'The value does not fit the rule {rule}.' },
  'input.kinds_differ': { zh: '一次只能计算同一类期限。', en: 'Periods of one kind only are reckoned together.' },
  'method.no_procedure': { zh: '规则包中没有采购方式{method}的程序。', en: 'The packs hold no procedure for {method}.' },
  'grade_points.grade_as_qualification': {
    zh: '等级不得作为资格条件，只可作为评审因素。',
    en: 'A grade may be scored; it is no condition of taking part.',
  },
  'grade_points.registered_later': { zh: '登记日期晚于评审所依据的日期。', en: 'The body was registered after that day.' },
  'route.not_in_catalogue': { zh: '该事项不在指导性目录内（{catalogue}）。', en: 'It is not in the guiding catalogue ({catalogue}).' },
  'route.not_budgeted': { zh: '预算尚缺{missing}元。', en: 'The budget lacks {missing} yuan.' },
  'route.negative_list': {
    zh: '属于不得购买事项第{item}项。',
    en: 'Item {item} of the negative list: it may not be bought as a service.',
  },
  'splitting.over_threshold': {
    zh: '同一预算项目同一品目合计{sum}元，超过公开招标数额标准，属化整为零。',
    en: 'One category under one budget item sums to {sum} yuan without open tender: more than the threshold.',
  },
  'term.too_long': {
    zh: '期限{months}个月{days}天，最长{limitMonths}个月。',
    en: '{months} months and {days} days; {limitMonths} months at most.',
  },
  'term.condition_not_met': {
    zh: '期限超过一年的，须全部满足条件，该条件未满足。',
    en: 'Beyond the usual term every condition has to be met; this one is not.',
  },
  'term.justification_missing': { zh: '须说明满足该条件的理由。', en: 'Say why this condition is met.' },
  'rules.not_in_force': { zh: '{rule}在{on}尚未施行或已失效。', en: '{rule} is not in force on {on}.' },
} as const satisfies Readonly<Record<string, Sentence>>;

const sentences: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
  ...Object.entries(own),
  ...Object.entries(calculationSentences),
  ...Object.entries(supplementSentences),
  ...Object.entries(appraisalSentences),
  ...Object.entries(agencyFeeSentences),
  ...Object.entries(targetSentences),
  ...[...moneyRefusals, ...calendarRefusals, ...performanceRefusals].map(({ code, zh, en }): [string, Sentence] => [code, { zh, en }]),
]);

/** Both sentences of a code, unfilled; throws on a code that nobody has worded: a bug. */
export const wordsOf = (code: string): Sentence => {
  const found = sentences.get(code);
  if (!found) throw new Error(`the code ${code} has no sentences`);
  return found;
};
