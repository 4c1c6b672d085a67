import { commandLabels } from './commands.js';
import { hinted, type HintedLabel } from './label.js';

// Words of a tender (投标、评标、中标), as in the timeline: what a method calls them stands in the purchase's own view.

const vote = ['审批', 'Decide', '阅读后同意、退回或不同意', 'Approve, return or refuse what you have read'] as const;
const refill = [
  '补齐审批人',
  'Fill the empty step',
  '该步骤无人可审，先任命再更新',
  'Nobody may decide here: appoint somebody, then refresh',
] as const;

const catalogue = hinted({
  accept: ['受理申报', 'Accept the proposal', '受理后开展需求评估', 'Its need is assessed next'],
  assessNeed: ['评估需求', 'Assess the need', '写明是否确有购买需求', 'Say whether the service is needed'],
  review: ['审核条目', 'Review the item', '核对代码、标准和指标', 'Check codes, standard and indicators'],
  resubmit: ['修改后重新送审', 'Change and resubmit', '按退回意见修改', 'As the return asks'],
  answerEscalation: ['答复督办', 'Answer the escalation', '说明审核逾期的原因和办结时间', 'Why the review is late and when it ends'],
  refreshReview: refill,
});
const organisation = hinted({
  appoint: ['任命接替人员', 'Appoint somebody', '岗位空缺，工作无人办理', 'The post is vacant: its work is with nobody'],
  noteHandOver: [
    '知悉工作移交',
    'Take note of the hand-over',
    '原任职人员离岗，其工作由您接办',
    'Somebody left: what they had to do is yours',
  ],
});
const budget = hinted({
  proposeCarryOver: ['申请结转', 'Propose the carry-over', '选择转入的下年指标', "Name the next year's line"],
  voteCarryOver: vote,
  refreshCarryElectorate: refill,
});
const disbursement = hinted({
  confirmRequest: [
    '确认付款申请',
    'Confirm the request',
    '核对发票和服务履行情况；有争议的先付无争议部分',
    'Check invoice and service; pay what is undisputed',
  ],
  resubmitRequest: ['修改后重新申请', 'Submit the request again', '按退回意见更换发票或金额', 'With another invoice or amount'],
  correctRequest: ['更正后再付', 'Correct and pay again', '国库拒付或退回的，核对收款账户', 'The treasury sent it back: check the account'],
  voteDisbursement: vote,
  voteWriteOff: vote,
  proposeWriteOff: ['重新申请核销', 'Propose the write-off again'],
  refreshElectorate: refill,
  acknowledgeAlarm: ['确认预警', 'Acknowledge the alarm', '确认已知悉并处理', 'Say that you know and act'],
  refund: ['退还款项', 'Give the money back', '按退款通知书缴回，到账后自动登记', 'Pay as demanded: the receipt is recorded by itself'],
  recordLegalStep: ['记录追偿措施', 'Record a legal step', '逾期未退的，依法追偿', 'What is not given back is recovered by law'],
});
const planning = hinted({
  submitPlan: [
    '编制并提交采购计划',
    'Draw up and submit the plan',
    '先完成调查、征求意见和论证',
    'Survey, consultation and judgements come first',
  ],
  reviewPlan: ['审查采购需求', 'Scrutinise the plan', '起草人不得审查', 'Nobody reviews the own draft'],
  votePlan: vote,
  votePlanAsFinance: vote,
  refreshPlanElectorate: refill,
  filePlan: ['采购计划备案', 'File the plan', '提交即完成备案', 'Filed as it is submitted'],
  argueSingleSource: [
    '对单一来源异议补充论证',
    'Argue the objections to the single source',
    '异议成立的改用其他方式',
    'One that holds leads to another method',
  ],
  answerPlanObjection: ['答复财政部门异议', 'Answer the objection of finance'],
  withdrawObjection: [
    '撤回或维持异议',
    'Withdraw the objection or let it stand',
    '已答复；撤回后方可发布公告',
    'It was answered: the notice waits for the withdrawal',
  ],
});
const tender = hinted({
  publishIntentNotice: [
    '重新公开采购意向',
    'Publish the intent notice anew',
    '采购计划与已公开的意向不一致',
    'The plan is other than what was announced',
  ],
  answerInvitation: ['提交响应文件', 'Answer the invitation', '只邀请贵单位等供应商', 'You are among those who were invited'],
  publishTenderNotice: ['发布采购公告', 'Publish the tender notice', '意向公开期满后发布', 'Once the intent notice has stood its days'],
  answerQuestion: ['答复疑问', 'Answer the question', '答复发给所有供应商', 'The answer goes to everybody'],
  openBids: ['开标', 'Open the bids', '截止时间即开标时间', 'At the deadline'],
  answerObjection: ['答复开标异议', 'Answer the objection'],
  closeOpening: ['结束开标', 'Close the opening', '异议答复完毕后签署开标记录', 'Sign the record once objections are answered'],
  recordBondReceipt: ['登记保证金到账', 'Record the tender guarantee', '核对账户和金额', 'Check account and amount'],
  refundBond: ['退还投标保证金', 'Give the tender guarantee back', '逾期按规定加付利息', 'Late ones bear interest'],
  forfeitBond: ['决定是否不予退还保证金', 'Decide on forfeiting the guarantee'],
});
const evaluation = hinted({
  checkQualification: ['资格审查', 'Check the qualification', '逐家审查', 'Bid by bid'],
  judgeDeclaration: ['认定企业类型声明', 'Judge the declaration', '声明与登记不一致', 'It differs from the directory'],
  drawPanel: ['抽取评审专家', 'Draw the panel', '从专家库随机抽取', 'At random from the pool'],
  supplementPanel: ['补抽评委', 'Fill vacant seats'],
  declareConflict: ['申明是否回避', 'Declare conflicts', '申明后方可阅读投标文件', 'Bids are read only afterwards'],
  electChair: ['推选组长', 'Elect the chair'],
  judgeSignal: ['认定串通投标线索', 'Judge the finding of collusion'],
  voteCompliance: ['符合性审查', 'Vote on compliance'],
  demandExplanation: ['要求说明报价合理性', 'Demand an explanation of the price'],
  explainPrice: ['说明报价合理性', 'Explain your price', '逾期视为不能说明', 'Silence counts as none'],
  judgeExplanation: ['认定报价说明', 'Judge the explanation'],
  answerPriceCorrection: ['答复报价修正', 'Answer the price correction', '不确认的，投标无效', 'Unconfirmed, the bid is invalid'],
  recordTalk: ['磋商并记录', 'Talk and record', '逐家进行', 'One supplier at a time'],
  confirmChange: ['答复需求变动', 'Answer the change', '确认后同时告知所有供应商', 'Confirmed, it goes to all suppliers at once'],
  callFinalQuotes: ['要求最后报价', 'Call final quotes', '对所有供应商规定同一时间', 'One time for all'],
  quoteFinally: ['提交最后报价', 'Give your final quote', '逾期未报视为退出', 'Without one you are out'],
  openFinalQuotes: ['开启最后报价', 'Open the final quotes'],
  submitSheet: ['提交评分', 'Submit your score sheet', '独立评分，锁定前他人不可见', 'By yourself: hidden until all are in'],
  correctScore: ['更正客观项评分', 'Settle the objective items', '各评委客观项评分应当一致', 'Objective items have to agree'],
  presentReport: ['提交评审报告', 'Present the report'],
  signReport: ['签署评审报告', 'Sign the report', '有不同意见的写明理由', 'With your dissent, if any'],
  evaluationOverdue: ['督促评审', 'See to the evaluation', '评审逾期', 'It is late'],
});
const award = hinted({
  confirmWinner: [
    '确定中标人',
    'Confirm the winner',
    '按排名顺序；逾期未定的视同确定第一名',
    'In ranking order; silence confirms the first',
  ],
  publishResult: ['公告中标结果', 'Publish the result', '同时发出中标通知书', 'The letter of award goes out with it'],
  draftContract: ['起草合同', 'Draft the contract', '与采购文件和中标内容一致', 'As tendered and awarded'],
  reviewContract: ['法律审查合同', 'Review the contract', '逐条审查标记的条款', 'Every flagged clause by itself'],
  signAsSupplier: ['签署合同', 'Sign the contract'],
  signAsPurchaser: ['签署合同', 'Sign the contract'],
  recordRefusalToSign: ['记录拒绝签约', 'Record the refusal to sign'],
  chooseAfterRefusal: ['决定顺延或重新采购', 'Next candidate or tender again'],
});
const delivery = hinted({
  publishContract: ['公告合同', 'Publish the contract'],
  fileContract: ['合同备案', 'File the contract'],
  signSupplement: ['签署补充协议', 'Sign the supplement'],
  publishSupplement: ['公告补充协议', 'Publish the supplement'],
  fileSupplement: ['补充协议备案', 'File the supplement'],
  lodgePerformanceBond: ['提交履约保证金', 'Lodge the performance bond', '以非现金形式', 'Never in cash'],
  returnPerformanceBond: ['退还履约保证金', 'Give the performance bond back'],
  decideSubcontract: ['答复分包申请', 'Decide on the subcontract'],
  reportMilestone: ['报告阶段成果', 'Report the milestone'],
  confirmMilestone: ['确认阶段成果', 'Confirm the milestone'],
  noticeBreach: ['发出违约通知', 'Give notice of the breach'],
  defend: ['申辩', 'Defend yourself', '逾期视为放弃', 'Silence gives it up'],
  decideBreach: ['决定违约处理', 'Decide on the breach', '先听取申辩', 'After the defence'],
  reportRectification: ['报告整改情况', 'Report the rectification', '逾期由购买主体决定下一步', 'Late, the purchaser decides what follows'],
  judgeRectification: ['确认整改结果', 'Judge the rectification', '确认、退回，或者认定未整改', 'Confirm, return, or find that it failed'],
  openAssessment: ['启动履约考核', 'Open the assessment', '该期付款以考核为前提', 'The instalment depends on it'],
  declareAssessmentConflict: ['申明是否回避', 'Declare conflicts'],
  replaceEvaluator: ['补充考核人', 'Fill the vacant seat'],
  submitAssessmentSheet: ['提交考核评分', 'Submit your assessment'],
  publishAssessment: ['公布考核结果', 'Publish the assessment'],
  acceptAssessment: ['认可考核结果或申诉', 'Accept the assessment or appeal', '逾期视为认可', 'Silence accepts'],
  answerAppeal: ['答复申诉', 'Answer the appeal'],
  requestAcceptance: ['整改后再次申请验收', 'Ask for acceptance again'],
  openAcceptance: ['启动验收', 'Open the acceptance'],
  checkAcceptanceItems: ['逐项验收', 'Check the items'],
  signAct: ['签署验收书', 'Sign the act', '有不同意见的写明', 'With your dissent, if any'],
  publishAcceptance: ['公告验收结果', 'Publish the acceptance'],
  orderRectification: ['责令限期整改', 'Order the rectification'],
  rescind: ['解除合同', 'Rescind the contract', '多次验收不合格', 'Acceptance failed in every round'],
  requestPayment: ['申请付款', 'Ask for the payment', '条件已具备，附发票', 'It is ready: with your invoice'],
  waiveInstalment: [
    '处理逾期未申请的款项',
    'See to the instalment nobody asks for',
    '催请申请，或双方同意放弃',
    'Urge the request, or give it up together',
  ],
  demandClawback: ['发出退款通知书', 'Demand the money back'],
  fundPlannedPart: ['落实以后年度资金', "Fund the later year's part", '选择该年度预算指标', "Name that year's line"],
});
const ending = hinted({
  submitSelfAppraisal: ['提交绩效自评', 'Submit the self-evaluation', '每个有支付的年度一份', 'One for each year with a payment'],
  offerKeyAppraisal: ['确定是否重点评价', 'Choose whether to evaluate', '逾期视为不开展', 'Silence means none'],
  submitKeyAppraisal: ['提交重点评价', 'Submit the key evaluation'],
  recordFinding: ['认定失败原因', 'Record the finding', '认定采购文件是否合理', 'Were the documents sound?'],
  choose: ['选择失败后的处理方式', 'Choose how to go on'],
  voteOtherMethod: vote,
  resubmitOtherMethod: ['修改后重新申请变更', 'Apply again for another method'],
  refreshOtherMethod: refill,
});

/** To-dos by kind and name: what to do, and a line on how. */
export const taskLabels: Readonly<Record<string, Readonly<Record<string, HintedLabel>>>> = {
  organisation,
  catalogue,
  budget,
  disbursement,
  purchase: { ...planning, ...tender, ...evaluation, ...award, ...delivery, ...ending },
};
/** A to-do bears the name of the command that does it: without words of its own it has the command's. Null: neither is known. */
export const taskLabel = (kind: string, name: string): HintedLabel | null =>
  taskLabels[kind]?.[name] ?? commandLabels[kind]?.[name] ?? null;
