import { type Label, paired } from '../label.js';
import { kindLabels, outcomeLabels, stageLabels } from '../stages.js';

type Words = Readonly<Record<string, Label>>;

const verb = paired({
  approve: ['同意', 'Approve'],
  return: ['退回', 'Return'],
  refuse: ['不同意', 'Refuse'],
});
const resume = paired({
  replay: ['从头审批', 'All steps again'],
  direct: ['直接回到退回的步骤', 'Straight to the step that returned it'],
});
const chain = paired({
  internal: ['内部审批', 'Internal approval'],
  finance: ['财政审批', 'Approval by finance'],
  'approval.plan': ['采购计划内部审批', 'Approval of the plan'],
  'approval.plan.finance': ['采购计划财政审批', 'Approval of the plan by finance'],
  'approval.catalogue.review': ['目录条目审核', 'Review of the item'],
  'approval.otherMethod': ['变更采购方式审批', 'Approval of another method'],
  'approval.disbursement': ['付款审批', 'Approval of the payment'],
  'approval.writeOff': ['核销审批', 'Approval of the write-off'],
  'approval.carryOver': ['结转审批', 'Approval of the carry-over'],
});
/** Steps of the packs' chains; a chain's own definition, where it is shown, names them more exactly. */
const step = paired({
  drafter: ['起草人', 'The drafter'],
  head: ['分管负责人审批', 'Head of the field'],
  leaders: ['领导班子会签', 'Leaders countersign'],
  officer: ['财政经办审核', 'Finance officer'],
  approver: ['财政审批', 'Finance approver'],
  'budget-unit': ['主管预算单位同意', 'Competent budget unit agrees'],
  'prefecture-officer': ['设区的市财政部门审核', 'Prefecture finance examines'],
  'prefecture-approver': ['设区的市财政部门批准', 'Prefecture finance approves'],
  purchaser: ['购买主体审批', 'Purchaser approves'],
  'finance-officer': ['财政经办审核', 'Finance officer'],
  'finance-approver': ['财政审批', 'Finance approver'],
  'finance-leader': ['财政局领导审批', 'Head of finance'],
});
const stepState = paired({
  waiting: ['未到', 'Waiting'],
  open: ['审批中', 'Open'],
  suspended: ['无人可审，暂停', 'Suspended: nobody may decide'],
  passed: ['已通过', 'Passed'],
});
const approvalStatus = paired({
  open: ['审批中', 'Open'],
  suspended: ['暂停', 'Suspended'],
  returned: ['已退回', 'Returned'],
  approved: ['已批准', 'Approved'],
  refused: ['未批准', 'Refused'],
  withdrawn: ['已撤回', 'Withdrawn'],
});
const seat = paired({
  approved: ['同意', 'Approved'],
  returned: ['退回', 'Returned'],
  refused: ['不同意', 'Refused'],
  superseded: ['他人已办理', 'Others decided first'],
  recused: ['回避', 'Recused'],
  void: ['作废', 'Void'],
});
const mode = paired({
  'in-turn': ['依次审批', 'In turn'],
  'all-sign': ['会签', 'All sign'],
  'any-sign': ['或签', 'Any signs'],
});
const veto = paired({
  any: ['一人不同意即不通过', 'One refusal refuses the whole'],
  none: ['按比例决定', 'By the ratio'],
});
const self = paired({ exclude: ['回避', 'Is excluded'] });
const nobody = paired({ suspend: ['暂停，等待补齐审批人', 'Suspended'] });
const house = paired({
  purchaser: ['购买主体', 'Purchaser'],
  finance: ['财政部门', 'Finance bureau'],
  'prefecture-finance': ['设区的市财政部门', 'Prefecture finance bureau'],
});
const protectedField = paired({
  amount: ['金额', 'Amount'],
  budgetLine: ['预算指标', 'Budget line'],
  method: ['采购方式', 'Method'],
  payee: ['收款人', 'Payee'],
  guidingCode: ['指导性目录代码', 'Code of the guiding catalogue'],
  procurementCode: ['采购品目编码', 'Procurement classification'],
  standard: ['服务标准', 'Service standard'],
  indicators: ['绩效指标', 'Indicators'],
});
const otherMethod = paired({
  refused: ['未批准', 'Refused'],
  withdrawn: ['已撤回', 'Withdrawn'],
});
/** How a case stands in lists. */
const standing = paired({
  open: ['办理中', 'Open'],
  closed: ['已办结', 'Closed'],
  registered: ['已登记', 'Registered'],
  submitted: ['已递交', 'Submitted'],
  withdrawn: ['已撤回', 'Withdrawn'],
  running: ['执行中', 'Running'],
  ended: ['已终了', 'Ended'],
  waiting: ['待受理', 'Waiting'],
  proposal: ['已提出', 'Proposed'],
  assessment: ['需求评估', 'Assessment'],
  review: ['审核中', 'In review'],
  returned: ['已退回', 'Returned'],
  approved: ['已审定', 'Approved'],
  refused: ['未通过', 'Refused'],
  suspended: ['暂停', 'Suspended'],
  listed: ['在目录中', 'Listed'],
  'under-revision': ['修订中', 'Under revision'],
  delisted: ['已移出目录', 'Delisted'],
  handler: ['待经办确认', 'With the handler'],
  supplier: ['待供应商修改', 'With the supplier'],
  chain: ['审批中', 'In approval'],
  correction: ['待更正', 'To be corrected'],
  treasury: ['国库支付中', 'At the treasury'],
  over: ['已了结', 'Over'],
  paid: ['已支付', 'Paid'],
  overdue: ['逾期', 'Overdue'],
  demanded: ['已要求退款', 'Demanded'],
  settled: ['已结清', 'Settled'],
});
const alert = paired({
  'approval.empty_step': ['审批步骤无人可办', 'Nobody may decide the step'],
  'approval.no_initiator': ['送审人已离岗，无人接办', 'Who submitted it has left and nobody takes over'],
  'organisation.post_vacant': ['岗位空缺', 'The post is vacant'],
  'catalogue.review_overdue': ['目录审核逾期', 'Review of the item is late'],
  'bond.refund_late': ['退还投标保证金逾期', 'Refund of a tender guarantee is late'],
  'contract.purchaser_late': ['购买主体逾期未签约', 'The purchaser is late to sign'],
  'delivery.acceptance_late': ['验收逾期', 'Acceptance is late'],
  'delivery.acceptance_rounds_over': ['验收多次不合格', 'No further round of acceptance'],
  'delivery.contract_unfiled': ['合同未按时备案', 'Contract not filed in time'],
  'delivery.contract_unpublished': ['合同未按时公告', 'Contract not published in time'],
  'delivery.payment_unrequested': ['款项逾期未申请', 'Payment not asked for in time'],
  'delivery.rectification_late': ['整改逾期', 'Rectification is late'],
  'obligations.bond_unlodged': ['履约保证金未按时提交', 'Performance bond not lodged in time'],
  'obligations.bond_unreturned': ['履约保证金未按时退还', 'Performance bond not given back in time'],
  'obligations.milestone_unconfirmed': ['阶段成果未按时确认', 'Milestone not confirmed in time'],
  'obligations.supplement_unpublished': ['补充协议未按时公告', 'Supplement not published in time'],
  'obligations.supplement_unfiled': ['补充协议未按时备案', 'Supplement not filed in time'],
  'performance.self_late': ['绩效自评逾期', 'Self-evaluation is late'],
});

/** Words of every case: its stage and standing, and the chains of approvers. */
export const courseValues: Readonly<Record<string, Words>> = {
  stage: stageLabels,
  'failure.current.of': stageLabels,
  'failure.earlier.of': stageLabels,
  'meta.of': stageLabels,
  'TimelineEntry.outcome': outcomeLabels,
  'purchase.ended': outcomeLabels,
  'stages.ended': outcomeLabels,
  'CaseSummary.kind': kindLabels,
  'case.kind': kindLabels,
  'CaseSummary.state': standing,
  verb,
  resume,
  chain,
  step,
  'steps.id': step,
  returnedFrom: step,
  'back.from': step,
  'back.to': step,
  'votePlan:to': step,
  'votePlanAsFinance:to': step,
  'voteOtherMethod:to': step,
  'voteDisbursement:to': step,
  'voteWriteOff:to': step,
  'voteCarryOver:to': step,
  'review:to': step,
  'steps.state': stepState,
  status: approvalStatus,
  'seats.outcome': seat,
  'refusals.outcome': otherMethod,
  'steps.mode': mode,
  veto,
  selfApprover: self,
  empty: nobody,
  'candidates.organisation': house,
  protected: protectedField,
  alert,
};
