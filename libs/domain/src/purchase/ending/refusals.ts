import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

/** Order is precedence: where several hold, the first is the answer. */
export const endingRefusals = [
  {
    code: 'ending.between_stages',
    status: 409,
    zh: '上一环节已结束，下一环节正在开启，请稍候再试。',
    en: 'One stage has ended and the next is being opened: try again in a moment.',
  },
  {
    code: 'ending.notice_missing',
    status: 409,
    zh: '采购公告尚未发布，可以直接取消。',
    en: 'The tender notice is not out: cancel the purchase instead.',
  },
  {
    code: 'ending.notice_published',
    status: 409,
    zh: '采购公告已经发布，除因重大变故采购任务取消外，不得擅自终止。',
    en: 'The tender notice is out: only a major change that cancels the task ends the tender now.',
  },
  { code: 'ending.not_opened', status: 409, zh: '尚未开标，不适用废标。', en: 'Bids are not opened: nothing can be declared void yet.' },
  {
    code: 'ending.bids_opened',
    status: 409,
    zh: '已经开标，只能依法定情形废标。',
    en: 'Bids are opened: only a legal ground voids the tender now.',
  },
  { code: 'ending.award_not_notified', status: 409, zh: '中标通知书尚未发出。', en: 'The award is not notified yet.' },
  {
    code: 'ending.award_notified',
    status: 409,
    zh: '中标通知书已经发出，采购人不得改变中标结果。',
    en: 'The award is notified: the purchaser may not change the result.',
  },
  {
    code: 'ending.contract_not_signed',
    status: 409,
    zh: '合同尚未签订，不适用解除。',
    en: 'No contract is signed that could be rescinded.',
  },
  {
    code: 'ending.contract_signed',
    status: 409,
    zh: '合同已经签订，不得擅自变更、中止或者终止，只能依法解除并结算。',
    en: 'The contract is signed: it ends only by rescission with settlement.',
  },
  { code: 'ending.rescission_open', status: 409, zh: '合同已解除，正在结算。', en: 'The contract is rescinded and being settled.' },
  {
    code: 'ending.failure_open',
    status: 409,
    zh: '采购失败待处理，请在失败处理中选择（可以放弃采购）。',
    en: 'The tender has failed: choose there how to go on, giving up included.',
  },
  {
    code: 'ending.performed',
    status: 409,
    zh: '合同已经履行并结清，不能再提前终止。',
    en: 'The contract is performed and settled: nothing is left to end early.',
  },
  {
    code: 'ending.ground_not_legal',
    status: 422,
    zh: '“{ground}”不是法定情形（{legal}）。',
    en: '"{ground}" is no legal ground; these are: {legal}.',
  },
  {
    code: 'ending.task_cancelled',
    status: 422,
    zh: '因重大变故取消采购任务的，不再重新采购。',
    en: 'A major change cancels the task itself: there is no new tender.',
  },
  {
    code: 'ending.contract_begun',
    status: 409,
    zh: '合同已经履行，不再撤销；给他人造成损失的，由责任人承担赔偿责任。',
    en: 'The contract is being performed and is not undone any more: who caused damage answers for it.',
  },
  { code: 'ending.contract_not_begun', status: 409, zh: '合同尚未履行。', en: 'No contract is being performed.' },
  {
    code: 'ending.no_candidate_left',
    status: 409,
    zh: '没有其他合格的中标候选人，应当重新开展采购活动。',
    en: 'No other candidate is left: the task is tendered again.',
  },
  {
    code: 'ending.candidate_left',
    status: 409,
    zh: '还有合格的中标候选人（{left}名），应当从中另行确定中标人。',
    en: 'Candidates are left ({left}): the winner is chosen among them.',
  },
  { code: 'ending.compensation_invalid', status: 422, zh: '补偿金额必须大于零。', en: 'A compensation must be above zero.' },
  {
    code: 'ending.breach_not_established',
    status: 409,
    zh: '尚无达到解约条件的违约处理决定，也未达到验收不合格次数上限。',
    en: 'No decision of the breach ladder allows it, and not as many acceptances have failed as that takes.',
  },
  {
    code: 'ending.owed_out_of_range',
    status: 422,
    zh: '应付金额须在零与{limit}元之间。',
    en: 'What is owed lies between zero and {limit}.',
  },
  {
    code: 'ending.disbursement_open',
    status: 409,
    zh: '第{instalment}期付款正在办理，办结后方可解除合同。',
    en: 'Instalment {instalment} is being paid: the contract can be rescinded when that is done.',
  },
] as const satisfies readonly RefusalEntry[];

export type EndingRefusal = CodeOf<typeof endingRefusals>;
