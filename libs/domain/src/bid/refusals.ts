import type { CodeOf, RefusalEntry } from '../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const bidRefusals = [
  { code: 'bid.not_your_organisation', status: 403, zh: '只能以本单位名义投标。', en: 'You bid for your own organisation alone.' },
  {
    code: 'bid.not_a_supplier',
    status: 403,
    zh: '只有登记的承接主体可以投标。',
    en: 'Only a registered supplier may bid.',
  },
  {
    code: 'bid.own_side',
    status: 403,
    zh: '采购人、采购代理机构及其所属单位不得参加本项目投标。',
    en: 'The purchaser, its agency and bodies that belong to them may not bid here.',
  },
  {
    code: 'bid.window_not_open',
    status: 409,
    zh: '本轮采购公告尚未发布，不能提交投标文件。',
    en: 'The notice of this round is not published yet: no bid can be handed in.',
  },
  {
    code: 'bid.window_suspended',
    status: 409,
    zh: '采购活动已暂停，恢复后方可投标，截止时间相应顺延。',
    en: 'The tender is suspended; once it is resumed the deadline moves by as much.',
  },
  {
    code: 'bid.window_closed',
    status: 409,
    zh: '投标截止时间（{deadline}）已到，逾期的投标文件拒收。',
    en: 'Bids closed at {deadline}: a late bid is rejected.',
  },
  { code: 'bid.other_round', status: 409, zh: '本项目现为第{round}轮采购。', en: 'The tender is in round {round} now.' },
  {
    code: 'bid.not_invited',
    status: 403,
    zh: '本次采购只邀请特定的供应商，贵单位不在其中。',
    en: 'Only suppliers who were invited may answer here, and your organisation was not.',
  },
  {
    code: 'bid.document_outdated',
    status: 409,
    zh: '采购文件已修改为第{current}版，请按新版确认后提交。',
    en: 'The documents are at version {current}: read them and hand in under that version.',
  },
  {
    code: 'bid.already_submitted',
    status: 409,
    zh: '贵单位在本轮已有投标（{bid}），请在原投标上替换或者撤回。',
    en: 'Your organisation has a bid in this round ({bid}): replace or withdraw that one.',
  },
  {
    code: 'bid.withdrawn',
    status: 409,
    zh: '投标文件已撤回，可以重新提交（替换）。',
    en: 'The bid is withdrawn; hand it in again by replacing it.',
  },
  {
    code: 'bid.already_confirmed',
    status: 409,
    zh: '投标文件已对应现行版本，无须确认。',
    en: 'The bid stands under the current documents already.',
  },
  {
    code: 'bid.kind_missing',
    status: 422,
    zh: '须声明主体类别（{registered}的登记信息不足以判断）。',
    en: 'State the kind of body: the registration ({registered}) does not say it.',
  },
  {
    code: 'bid.kind_not_as_registered',
    status: 422,
    zh: '声明的主体类别（{declared}）与登记信息（{registered}）不符。',
    en: 'The kind stated ({declared}) is not the registered one ({registered}).',
  },
  {
    code: 'bid.kind_excluded',
    status: 403,
    zh: '{kind}既不得作为购买主体，也不得作为承接主体。',
    en: '{kind} may neither buy nor provide services under this scheme.',
  },
  {
    code: 'bid.kind_not_admitted',
    status: 403,
    zh: '{kind}不属于可以承接的主体。',
    en: '{kind} is no kind of body that may provide the service.',
  },
  { code: 'bid.price_not_positive', status: 422, zh: '投标报价必须大于零。', en: 'The price must be above zero.' },
  {
    code: 'bid.bond_form_not_legal',
    status: 422,
    zh: '投标保证金不得采用“{form}”形式，应当采用非现金形式（{legal}）。',
    en: 'A tender guarantee cannot be given as "{form}": it takes one of these forms, never cash: {legal}.',
  },
  {
    code: 'bid.share_out_of_range',
    status: 422,
    zh: '小微企业份额须大于0且不超过100%。',
    en: 'The share of small and micro enterprises lies above 0 and at most at 100 %.',
  },
] as const satisfies readonly RefusalEntry[];

/** Of the talks and the final quote. */
export const finalQuoteRefusals = [
  {
    code: 'bid.no_talks',
    status: 409,
    zh: '本项目没有磋商、谈判，或者尚未开始、已经结束。',
    en: 'There are no talks here, or they have not begun or are over.',
  },
  { code: 'bid.left_talks', status: 409, zh: '贵单位已退出磋商。', en: 'Your organisation has left the talks.' },
  {
    code: 'bid.not_in_talks',
    status: 409,
    zh: '贵单位不在磋商之列，或者磋商尚未开始。',
    en: 'Your organisation is not in the talks, or they have not begun.',
  },
  {
    code: 'bid.quote_not_called',
    status: 409,
    zh: '磋商小组尚未要求贵单位提交最后报价。',
    en: 'The panel has not asked your organisation for a final quote.',
  },
  {
    code: 'bid.quote_too_late',
    status: 409,
    zh: '提交最后报价的时间（{deadline}）已到，逾期的报价拒收。',
    en: 'The time for final quotes ended at {deadline}: a late one is rejected.',
  },
  {
    code: 'bid.quoted_already',
    status: 409,
    zh: '贵单位已提交最后报价，不得退出。',
    en: 'Your organisation has given its final quote and can no longer leave.',
  },
  {
    code: 'bid.needs_outdated',
    status: 409,
    zh: '采购需求已作第{current}次变动，请按变动后的需求提交最后报价。',
    en: 'The needs have changed {current} times: quote under the last of them.',
  },
  {
    code: 'bid.quote_above_ceiling',
    status: 422,
    zh: '最后报价超过采购预算或者最高限价（{ceiling}元）。',
    en: 'The final quote is above the budget or the highest price ({ceiling}).',
  },
] as const satisfies readonly RefusalEntry[];

export type BidRefusal = CodeOf<typeof bidRefusals> | CodeOf<typeof finalQuoteRefusals>;
