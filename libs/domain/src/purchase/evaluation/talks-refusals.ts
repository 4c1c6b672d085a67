import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Of the talks between the panel and the suppliers. Order is precedence. */
export const talksRefusals = [
  {
    code: 'evaluation.no_talks',
    status: 409,
    zh: '本项目的采购方式没有磋商、谈判环节。',
    en: 'The method of this purchase has no talks with suppliers.',
  },
  {
    code: 'evaluation.change_pending',
    status: 409,
    zh: '第{number}次变动尚待采购人确认。',
    en: 'Change {number} waits for the purchaser to confirm it.',
  },
  { code: 'evaluation.no_change_pending', status: 409, zh: '没有待确认的变动。', en: 'No change waits to be confirmed.' },
  {
    code: 'evaluation.quotes_called',
    status: 409,
    zh: '已经要求提交最后报价，开启前不再磋商或者变动。',
    en: 'Final quotes are being asked for: nothing is talked about or changed before they are opened.',
  },
  { code: 'evaluation.no_quotes_called', status: 409, zh: '没有正在进行的最后报价。', en: 'No final quotes are being asked for.' },
  {
    code: 'evaluation.quotes_sealed',
    status: 409,
    zh: '最后报价时间未到，不得开启。',
    en: 'The time for final quotes is not over: they stay sealed.',
  },
  {
    code: 'evaluation.quotes_outstanding',
    status: 409,
    zh: '最后报价时间未到，且供应商尚未全部提交或者退出。',
    en: 'The time is not over, and not everybody who was asked has quoted or left.',
  },
  { code: 'evaluation.quotes_complete', status: 409, zh: '最后报价已经齐备。', en: 'All final quotes are in.' },
  {
    code: 'evaluation.quotes_awaited',
    status: 409,
    zh: '尚待最后报价，报价开启后方可评分：{bids}。',
    en: 'Final quotes are still awaited, and nothing is scored before they are opened: {bids}.',
  },
  {
    code: 'evaluation.nothing_scored',
    status: 409,
    zh: '本采购方式按最后报价确定成交候选人，不评分。',
    en: 'In this procedure the final quotes alone decide: nothing is scored.',
  },
  {
    code: 'evaluation.not_in_talks',
    status: 422,
    zh: '{bid}不在参加磋商的供应商之列。',
    en: '{bid} is not among those that the panel talks with.',
  },
  {
    code: 'evaluation.talked_already',
    status: 409,
    zh: '本轮已与该供应商磋商。',
    en: 'The panel has talked with this supplier in this round.',
  },
  {
    code: 'evaluation.talks_open',
    status: 409,
    zh: '应当给予所有供应商平等的磋商机会，尚未磋商：{bids}。',
    en: 'Every supplier has the same chance: the panel has not talked with {bids} yet.',
  },
  {
    code: 'evaluation.change_not_lawful',
    status: 422,
    zh: '磋商中只能变动{legal}，不得变动其他内容（{changes}）。',
    en: 'Talks may change {legal} and nothing else ({changes}).',
  },
  {
    code: 'evaluation.quote_time_too_short',
    status: 422,
    zh: '提交最后报价的截止时间须晚于{now}。',
    en: 'The time for final quotes must end after {now}.',
  },
] as const satisfies readonly RefusalEntry[];

export type TalksRefusal = CodeOf<typeof talksRefusals>;
