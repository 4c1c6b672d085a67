import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const bondRefusals = [
  { code: 'bond.none_known', status: 409, zh: '目前没有可以办理的投标保证金。', en: 'No tender guarantee can be dealt with now.' },
  { code: 'bond.unknown', status: 422, zh: '没有这份投标的保证金：{bid}。', en: 'There is no tender guarantee of {bid}.' },
  {
    code: 'bond.receipt_recorded',
    status: 409,
    zh: '该保证金的到账情况已经登记。',
    en: 'Whether this guarantee came in is on record already.',
  },
  {
    code: 'bond.amount_missing',
    status: 422,
    zh: '登记到账须写明金额和到账日期。',
    en: 'A receipt names the amount and the day on which it came.',
  },
  { code: 'bond.in_the_future', status: 422, zh: '日期不能晚于今天。', en: 'The day cannot lie in the future.' },
  { code: 'bond.not_received', status: 409, zh: '该保证金没有到账记录。', en: 'Nothing was received as this guarantee.' },
  { code: 'bond.refunded', status: 409, zh: '该保证金已经退还。', en: 'This guarantee was given back already.' },
  { code: 'bond.forfeited', status: 409, zh: '该保证金已决定不予退还。', en: 'This guarantee is forfeited.' },
  {
    code: 'bond.not_yet_due',
    status: 409,
    zh: '尚未到退还该保证金的时候：中标结果尚未发出，投标仍在有效期内。',
    en: 'It is not time to give this guarantee back: the bid still stands and no result is out.',
  },
  {
    code: 'bond.refund_before_receipt',
    status: 422,
    zh: '退还日期早于到账日期（{receivedOn}）。',
    en: 'It cannot have been given back before it came in ({receivedOn}).',
  },
  {
    code: 'bond.ground_not_legal',
    status: 422,
    zh: '“{ground}”不是不予退还保证金的法定情形（{legal}）。',
    en: '"{ground}" is no ground for forfeiting a guarantee; these are: {legal}.',
  },
  {
    code: 'bond.ground_not_established',
    status: 409,
    zh: '没有记录表明该投标人有“{ground}”的情形。',
    en: 'Nothing on record shows "{ground}" of this bidder.',
  },
  {
    code: 'bond.receipt_unrecorded',
    status: 409,
    zh: '该投标人的保证金到账情况尚未登记，不能认定符合要求。',
    en: 'Whether the guarantee of this bidder came in is not on record: it cannot be found compliant yet.',
  },
  {
    code: 'bond.missing',
    status: 422,
    zh: '未按照采购文件要求提交投标保证金（{demanded}元），应认定为投标无效。',
    en: 'The tender guarantee of {demanded} that the documents demand was not given: such a bid is invalid.',
  },
  {
    code: 'bond.too_late',
    status: 422,
    zh: '投标保证金在投标截止后到账（{receivedOn}），应认定为投标无效。',
    en: 'The tender guarantee came after the deadline for bids ({receivedOn}): such a bid is invalid.',
  },
  {
    code: 'bond.too_small',
    status: 422,
    zh: '投标保证金到账{amount}元，少于要求的{demanded}元，应认定为投标无效。',
    en: 'The tender guarantee came to {amount}, less than the {demanded} demanded: such a bid is invalid.',
  },
] as const satisfies readonly RefusalEntry[];

export type BondRefusal = CodeOf<typeof bondRefusals>;
