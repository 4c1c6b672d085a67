import type { CodeOf, RefusalEntry } from '../kernel/index.js';

/** Order is precedence: where several hold, the first is the answer. */
export const approvalRefusals = [
  {
    code: 'approval.no_step_applies',
    status: 422,
    zh: '该金额下没有任何审批环节，不得视为通过。',
    en: 'No approval step applies to this amount; that never counts as approved.',
  },
  {
    code: 'approval.not_open',
    status: 409,
    zh: '审批当前状态为{status}，不能执行此操作。',
    en: 'The approval is {status}; this cannot be done now.',
  },
  {
    code: 'approval.moved',
    status: 412,
    zh: '审批已进入第{generation}轮，请重新查看后再办理。',
    en: 'The approval has moved on to round {generation}; look again before you decide.',
  },
  {
    code: 'approval.protected_changed',
    status: 409,
    zh: '受保护的内容（{fields}）已变更，原意见作废，须重新审批。',
    en: 'Protected fields ({fields}) have changed; earlier votes are void and the approval starts again.',
  },
  {
    code: 'approval.self_approval',
    status: 403,
    zh: '发起人和起草人不得审批自己的事项。',
    en: 'Whoever drafted or submitted it may not approve it.',
  },
  {
    code: 'approval.already_voted',
    status: 409,
    zh: '您已对本环节表态：{outcome}。',
    en: 'You have already answered in this step: {outcome}.',
  },
  { code: 'approval.step_decided', status: 409, zh: '该环节已由他人先行决定。', en: 'Somebody else has already decided this step.' },
  {
    code: 'approval.not_your_seat',
    status: 403,
    zh: '您不是当前环节的审批人。',
    en: 'You are not one of those who decide the current step.',
  },
  { code: 'approval.not_your_turn', status: 409, zh: '依次审批尚未轮到您。', en: 'This step is decided in turn; it is not your turn yet.' },
  {
    code: 'approval.not_initiator',
    status: 403,
    zh: '只有发起人可以撤回或重新提交。',
    en: 'Only the person who submitted it may withdraw or resubmit it.',
  },
  { code: 'approval.reason_required', status: 422, zh: '退回或者不同意须写明理由。', en: 'Returning or refusing needs a reason.' },
  {
    code: 'approval.return_target_unknown',
    status: 422,
    zh: '只能退回起草人或者本链条中已完成的环节。',
    en: 'It can be returned only to the drafter or to a completed step of this chain.',
  },
  {
    code: 'approval.direct_not_offered',
    status: 422,
    zh: '本审批链退回后须逐级重新审批。',
    en: 'After a return this chain is walked again step by step; going straight back is not offered.',
  },
  { code: 'approval.fields_unchanged', status: 409, zh: '受保护的内容没有变更。', en: 'The protected fields have not changed.' },
  {
    code: 'approval.electorate_unchanged',
    status: 409,
    zh: '该环节没有可补充或者可更替的审批人。',
    en: 'The directory names nobody new for this step.',
  },
] as const satisfies readonly RefusalEntry[];

export type ApprovalRefusalCode = CodeOf<typeof approvalRefusals>;
