import { type Label, paired } from '../label.js';
import { purchaseEventLabels } from './purchase.js';

const stages = paired({
  StageEntered: ['进入环节', 'Stage entered'],
  StageEnded: ['环节结束', 'Stage ended'],
});
const organisation = paired({
  OrganisationRegistered: ['单位已登记', 'Organisation registered'],
  OrganisationRevised: ['登记信息已变更', 'Registration changed'],
  PostCreated: ['岗位已设立', 'Post created'],
  PersonAppointed: ['人员已任职', 'Person appointed'],
  AppointmentEnded: ['人员已免职', 'Appointment ended'],
  PostClosed: ['岗位已撤销', 'Post closed'],
  DeputySet: ['替补岗位已指定', 'Deputy of a post named'],
  DutiesHandedOver: ['工作已移交', 'Work handed over'],
  HandOverNoted: ['接办人已知悉', 'Hand-over noted'],
  AgencyEntrusted: ['已委托代理机构', 'Agency entrusted'],
  EntrustmentEnded: ['委托已终止', 'Entrustment ended'],
  AccountChanged: ['收款账户已变更', 'Payment account changed'],
});
const expertPool = paired({
  PoolOpened: ['专家库已建立', 'Pool opened'],
  ExpertEnrolled: ['专家已入库', 'Expert enrolled'],
  RelationsUpdated: ['专家利害关系已更新', 'Relations of an expert updated'],
  ExpertStandingChanged: ['专家资格状态已变更', 'Standing of an expert changed'],
});
const catalogue = paired({
  ItemProposed: ['目录条目已提出', 'Item proposed'],
  ItemWithdrawn: ['目录条目已撤回', 'Item withdrawn'],
  ProposalAccepted: ['申报已受理', 'Proposal accepted'],
  AssessmentOverdue: ['需求评估逾期', 'Assessment of the need is late'],
  NeedAssessed: ['需求已评估', 'Need assessed'],
  ReviewMoved: ['审核有进展', 'Review moved on'],
  DueMoved: ['期限已顺延', 'Due day moved'],
  ReviewEscalated: ['审核逾期，已督办', 'Review is late and was escalated'],
  EscalationAnswered: ['督办已答复', 'Escalation answered'],
  DraftRevised: ['条目已修订', 'Draft revised'],
  RevisionSubmitted: ['修订已送审', 'Revision submitted for review'],
  RevisionEnded: ['修订未列入目录', 'Revision ended without being listed'],
  VersionListed: ['已列入目录', 'Version listed'],
  ItemDelisted: ['已移出目录', 'Item delisted'],
});
// Words of a tender; a bid's own view names what it is called in its method.
const bid = paired({
  BidSubmitted: ['投标文件已递交', 'Bid submitted'],
  BidReplaced: ['投标文件已替换', 'Bid replaced'],
  BidConfirmed: ['已确认适用新文件', 'Bid confirmed for the new documents'],
  BidWithdrawn: ['投标已撤回', 'Bid withdrawn'],
  FinalQuoteSubmitted: ['最后报价已提交', 'Final quote submitted'],
  TalksLeft: ['已退出磋商', 'Talks left'],
});
const budget = paired({
  LineApproved: ['预算指标已下达', 'Budget line approved'],
  LineAdjusted: ['预算指标已调整', 'Budget line adjusted'],
  YearEnded: ['预算年度已终了', 'Budget year ended'],
  HolderReported: ['占用项目已报告年末余额', 'A holder reported what it holds'],
  LineSucceeded: ['已由下年指标承接', "Taken over by the next year's line"],
  PlannedHandedOn: ['以后年度资金已移交', 'Planned parts handed on'],
  CarryOverProposed: ['已申请结转', 'Carry-over proposed'],
  CarryChainMoved: ['结转审批有进展', 'Approval of the carry-over moved on'],
  CarryOverDecided: ['结转已决定', 'Carry-over decided'],
  CarryOverLate: ['结转申请逾期', 'Carry-over is late'],
  BatchFinished: ['批量处理已完成', 'Batch finished'],
});
const disbursement = paired({
  PaymentRequested: ['已申请付款', 'Payment requested'],
  RequestResubmitted: ['付款申请已重新提交', 'Request submitted again'],
  RequestCancelled: ['付款申请已撤销', 'Request cancelled'],
  RequestConfirmed: ['经办人已确认', 'Request confirmed by the handler'],
  RequestReturned: ['付款申请已退回', 'Request returned'],
  DisbursementChainMoved: ['付款审批有进展', 'Approval of the payment moved on'],
  BudgetLineChanged: ['列支的预算指标已变更', 'Budget line changed'],
  DisbursementRefused: ['付款未获批准', 'Payment refused'],
  PaymentOrdered: ['支付令已开具', 'Payment ordered'],
  PaymentPosted: ['款项已支付', 'Payment posted'],
  PaymentRejected: ['国库拒付', 'Treasury rejected the order'],
  PaymentReturned: ['款项被退回', 'Payment came back'],
  DisbursementReopened: ['付款退回重办', 'Payment reopened'],
  RequestCorrected: ['收款账户已更正', 'Account corrected'],
  PaymentLate: ['付款逾期', 'Payment is late'],
  OrderUnanswered: ['支付令逾期未回复', 'Order not answered in time'],
  HandlerLate: ['经办确认逾期', 'Confirmation by the handler is late'],
  AlarmAcknowledged: ['预警已确认', 'Alarm acknowledged'],
  RecoveryDemanded: ['退款通知书已发出', 'Money demanded back'],
  PartsAgreed: ['已约定分期退款', 'Repayment in parts agreed'],
  ReceiptRecorded: ['退款到账已登记', 'Receipt recorded'],
  RecoveryLate: ['退款逾期', 'Repayment is late'],
  LegalRecoveryOpened: ['应当依法追偿', 'Legal recovery opened'],
  LegalStepRecorded: ['追偿措施已记录', 'Legal step recorded'],
  WriteOffProposed: ['已申请核销', 'Write-off proposed'],
  WriteOffChainMoved: ['核销审批有进展', 'Approval of the write-off moved on'],
  RecoveryWrittenOff: ['应退款已核销', 'Recovery written off'],
});
const batch = paired({
  BatchBegun: ['批量处理已开始', 'Batch begun'],
  BatchContinued: ['批量处理继续', 'Batch continued'],
});

/** What happened, as a line of a case's timeline: by kind and type of event. */
export const eventLabels: Readonly<Record<string, Readonly<Record<string, Label>>>> = {
  organisation,
  'expert-pool': expertPool,
  catalogue: { ...catalogue, ...stages },
  purchase: purchaseEventLabels,
  bid,
  budget: { ...budget, ...stages },
  disbursement: { ...disbursement, ...stages },
  batch,
};
/** The line for one event; null: a type that this release has no word for. */
export const eventLabel = (kind: string, type: string): Label | null => eventLabels[kind]?.[type] ?? null;
