import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const findingsRefusals = [
  {
    code: 'findings.examination_over',
    status: 409,
    zh: '现在不是符合性审查环节。',
    en: 'The panel is not examining compliance now.',
  },
  { code: 'findings.not_the_chair', status: 403, zh: '由评标委员会组长办理。', en: 'This is for the chair of the panel.' },
  { code: 'findings.signal_unknown', status: 422, zh: '没有这项线索：{signal}。', en: 'There is no finding {signal}.' },
  { code: 'findings.signal_judged', status: 409, zh: '该线索已经认定。', en: 'This finding has been judged.' },
  { code: 'findings.bid_unknown', status: 422, zh: '{bid}不在符合性审查之列。', en: '{bid} is not among the bids examined.' },
  { code: 'findings.correction_demanded', status: 409, zh: '该报价已经要求修正。', en: 'A correction of this price was demanded already.' },
  { code: 'findings.no_error', status: 422, zh: '所述金额之间没有不一致。', en: 'The amounts stated do not differ.' },
  { code: 'findings.until_past', status: 422, zh: '确认期限须晚于现在。', en: 'The bidder needs time: the limit lies in the past.' },
  { code: 'findings.nothing_to_confirm', status: 409, zh: '没有待确认的报价修正。', en: 'No correction of your price waits for you.' },
  {
    code: 'findings.signal_open',
    status: 409,
    zh: '该投标有待认定的串通投标线索：{signals}。',
    en: 'Findings of collusion about this bid wait to be judged: {signals}.',
  },
  {
    code: 'findings.collusion_upheld',
    status: 422,
    zh: '已认定视为串通投标，应认定为投标无效。',
    en: 'Collusion was found: such a bid is invalid.',
  },
  {
    code: 'findings.correction_open',
    status: 409,
    zh: '该投标的报价修正尚待投标人确认。',
    en: 'The bidder has not answered the correction of its price yet.',
  },
  {
    code: 'findings.correction_refused',
    status: 422,
    zh: '投标人不确认修正后的报价，应认定为投标无效。',
    en: 'The bidder does not confirm the corrected price: such a bid is invalid.',
  },
] as const satisfies readonly RefusalEntry[];

export type FindingsRefusal = CodeOf<typeof findingsRefusals>;
