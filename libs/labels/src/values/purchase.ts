import { type Label, paired } from '../label.js';
import { powerLabels, roleLabels } from '../people.js';

type Words = Readonly<Record<string, Label>>;

const method = paired({
  'open-tender': ['公开招标', 'Open tender'],
  'invited-tender': ['邀请招标', 'Invited tender'],
  'competitive-consultation': ['竞争性磋商', 'Competitive consultation'],
  'competitive-negotiation': ['竞争性谈判', 'Competitive negotiation'],
  'negotiation-with-two': ['两家竞争性谈判', 'Negotiation with two'],
  'single-source': ['单一来源采购', 'Single source'],
  'framework-agreement': ['框架协议采购', 'Framework agreement'],
  inquiry: ['询价', 'Inquiry'],
});
const judgement = paired({
  exAnteAppraisal: ['事前绩效评估', 'Ex-ante appraisal'],
  riskStudy: ['风险研判', 'Risk study'],
  legalReview: ['法律审查', 'Legal review'],
});
const advice = paired({
  recommended: ['建议通过', 'Recommended'],
  'not-recommended': ['建议不通过', 'Not recommended'],
});
const verdict = paired({
  passed: ['通过', 'Passed'],
  returned: ['退回修改', 'Returned'],
});
const setAsideForm = paired({
  none: ['不预留', 'None'],
  whole: ['整体预留', 'The whole purchase'],
  package: ['预留采购包', 'A package'],
  consortium: ['联合体', 'A consortium'],
  subcontract: ['合同分包', 'A subcontract'],
});
const part = paired({
  price: ['价格', 'Price'],
  technical: ['技术', 'Technical'],
  capability: ['实力', 'Capability'],
  credit: ['信用', 'Credit'],
});
const item = paired({
  subjective: ['主观评分', 'Subjective'],
  objective: ['客观评分', 'Objective'],
});
const tie = paired({ draw: ['随机抽取', 'By a draw'] });
const indicator = paired({
  quantity: ['数量指标', 'Quantity'],
  quality: ['质量指标', 'Quality'],
});
const direction = paired({
  up: ['越高越好', 'The higher the better'],
  down: ['越低越好', 'The lower the better'],
});
const heading = paired({
  output: ['产出指标', 'Output'],
  benefit: ['效益指标', 'Benefit'],
  satisfaction: ['满意度指标', 'Satisfaction'],
  cost: ['成本指标', 'Cost'],
});
const trigger = paired({
  'contract-signed': ['合同签订', 'Contract signed'],
  'contract-effective': ['合同生效', 'Contract in effect'],
  milestone: ['阶段成果确认', 'Milestone confirmed'],
  'acceptance-published': ['验收结果公告', 'Acceptance published'],
  'assessment-published': ['考核结果公布', 'Assessment published'],
});
const condition = paired({
  invoice: ['收到发票', 'Invoice'],
  acceptance: ['验收合格', 'Acceptance'],
  assessment: ['履约考核', 'Assessment'],
  milestone: ['阶段成果确认', 'Milestone'],
});
const unit = paired({
  month: ['月', 'Months'],
  workingDay: ['工作日', 'Working days'],
  calendarDay: ['日', 'Calendar days'],
});
const formula = paired({
  'factor-table': ['按得分对照付款比例', 'Table of factors'],
  'deduction-per-point': ['按扣分扣减', 'Deduction for each point'],
});
const formulaOf = paired({
  tail: ['尾款', 'The last instalment'],
  contract: ['合同总额', 'The contract'],
});
const points = paired({
  exact: ['按实际分数', 'Exact'],
  started: ['不足一分按一分', 'Each point begun'],
  full: ['满一分计一分', 'Full points only'],
});
const incident = paired({
  'failed-assessment': ['考核不合格', 'Failed assessment'],
  vacancy: ['岗位空缺', 'Vacant post'],
  unrectified: ['逾期未整改', 'Not set right'],
});
const consequence = paired({
  rectify: ['限期整改', 'Rectify'],
  deduct: ['扣减费用', 'Deduct'],
  penalty: ['支付违约金', 'Penalty'],
  'may-terminate': ['可以解除合同', 'May terminate'],
});
const rectified = paired({
  confirmed: ['整改完成', 'Set right'],
  returned: ['退回整改', 'Sent back'],
  failed: ['未整改', 'Not set right'],
});
const vacantDays = paired({
  'all-days': ['全部空缺天数', 'All days'],
  'days-beyond': ['超出部分天数', 'The days beyond'],
});
const service = paired({
  visit: ['走访', 'Visit'],
  session: ['小组活动', 'Session'],
  serviceCase: ['个案', 'Case'],
  activity: ['活动', 'Activity'],
  report: ['报告', 'Report'],
});
const personnel = paired({
  filled: ['人员到岗', 'Filled'],
  vacated: ['人员离岗', 'Vacated'],
});
const finding = paired({
  'document-faulty': ['采购文件有不合理条款', 'The documents were faulty'],
  'document-sound': ['采购文件没有不合理条款', 'The documents were sound'],
});
const failureChoice = paired({
  mend: ['修改采购文件后重新招标', 'Mend the documents and tender again'],
  retender: ['重新招标', 'Tender again'],
  'other-method': ['申请变更采购方式', 'Apply for another method'],
  abandon: ['放弃采购', 'Abandon'],
});
const refusalChoice = paired({
  next: ['顺延下一候选人', 'The next candidate'],
  failed: ['重新采购', 'Tender again'],
});
const afterwards = paired({
  next: ['顺延下一候选人', 'The next candidate'],
  retender: ['重新招标', 'Tender again'],
  end: ['终止采购', 'End of the purchase'],
  liability: ['合同继续履行，由责任人赔偿', 'The contract goes on, who is to blame is liable'],
});
const side = paired({
  supplier: ['承接主体', 'The supplier'],
  purchaser: ['购买主体', 'The purchaser'],
});
const refusedBy = paired({
  supplier: ['承接主体声明', 'Declared by the supplier'],
  recorded: ['购买主体记录', 'Recorded by the purchaser'],
});
const requestedBy = paired({
  supplier: ['承接主体申请', 'Asked for by the supplier'],
  'term-end': ['合同期满', 'The term ended'],
});
const endedBy = paired({
  cancel: ['公告前取消采购', 'Cancelled before the notice'],
  terminateTender: ['终止采购', 'Tender terminated'],
  voidTender: ['废标', 'Tender declared void'],
  invalidateAward: ['中标无效', 'Award invalid'],
  rescind: ['解除合同', 'Contract rescinded'],
  completeRescission: ['解除合同并结清', 'Rescission settled'],
});
const field = paired({
  'community-correction': ['社区矫正', 'Community correction'],
  resettlement: ['安置帮教', 'Resettlement and help'],
  'legal-publicity': ['法治宣传', 'Legal publicity'],
});
const settled = paired({
  paid: ['已支付', 'Paid'],
  waived: ['已放弃', 'Waived'],
  'clawed-back': ['已追回', 'Clawed back'],
  'written-off': ['已核销', 'Written off'],
  'nothing-owed': ['无应付款', 'Nothing owed'],
});
const awardHow = paired({
  confirmed: ['采购人确定', 'Confirmed by the purchaser'],
  deemed: ['逾期未定，视同确定排名第一的候选人', 'Deemed: nobody decided in time'],
  next: ['顺延', 'Next candidate'],
});
const signedHow = paired({
  agreed: ['同意', 'Agreed'],
  dissented: ['有不同意见', 'Dissented'],
  deemed: ['视同同意', 'Deemed to agree'],
});
const awardMode = paired({
  deciding: ['确定中标人', 'Deciding'],
  choosing: ['顺延或重新采购', 'Choosing after a refusal'],
});
const rejectedAt = paired({
  qualification: ['资格审查', 'Qualification'],
  compliance: ['符合性审查', 'Compliance'],
  'low-price': ['异常低价审查', 'Abnormally low price'],
  'final-quote': ['最后报价', 'Final quote'],
  'ranked-lower': ['排名靠后', 'Ranked lower'],
});
const absent = paired({
  'left-the-talks': ['退出磋商', 'Left the talks'],
  'no-final-quote': ['未提交最后报价', 'No final quote'],
});
const bondStanding = paired({
  standing: ['有效', 'Standing'],
  'not-counted': ['不计入', 'Not counted'],
  withdrawn: ['投标已撤回', 'Bid withdrawn'],
});
const release = paired({
  lost: ['未中标', 'Lost'],
  signed: ['合同已签订', 'Contract signed'],
  withdrawn: ['投标已撤回', 'Bid withdrawn'],
  ended: ['采购终止', 'Purchase ended'],
});
const move = paired({
  answer: ['答复疑问', 'An answer'],
  amendment: ['修改采购文件', 'An amendment'],
  extension: ['延长', 'An extension'],
});
const correction = paired({
  confirmed: ['已确认', 'Confirmed'],
  refused: ['不予确认', 'Refused'],
  missed: ['逾期未答复', 'No answer in time'],
});
const shared = paired({
  author: ['文件制作人', 'Author of the file'],
  device: ['制作设备', 'Device'],
  agent: ['经办人', 'Agent'],
  contact: ['联系人', 'Contact'],
  account: ['保证金账户', 'Account of the guarantee'],
  file: ['同一文件', 'The same file'],
  text: ['相同文字', 'The same text'],
  'equal-price': ['报价相同', 'Equal prices'],
  'even-steps': ['报价呈等差', 'Prices in even steps'],
});
const reading = paired({
  public: ['公开唱标', 'Read out in public'],
  closed: ['不公开报价', 'Not read out'],
});
const talks = paired({
  none: ['不磋商', 'None'],
  'each-supplier': ['逐家磋商', 'With each supplier'],
});
const ranking = paired({
  score: ['综合得分', 'Score'],
  price: ['最低报价', 'Price'],
});
const panelStatus = paired({
  short: ['缺员', 'Short of members'],
  declaring: ['申明回避', 'Declaring conflicts'],
  examining: ['符合性审查', 'Examining compliance'],
  questioning: ['审查报价说明', 'Judging an explanation'],
  scoring: ['评分', 'Scoring'],
  locked: ['评分已锁定', 'Scores locked'],
  reporting: ['签署报告', 'Signing the report'],
  reported: ['已完成', 'Reported'],
  failed: ['失败', 'Failed'],
});
const panelRole = paired({
  expert: ['评审专家', 'Expert'],
  'purchaser-representative': ['采购人代表', "Purchaser's representative"],
});
const panelStanding = paired({
  sitting: ['在任', 'Sitting'],
  left: ['已离任', 'Left'],
});
/** Ids that the system gives, with their number behind. */
const numbered = paired({
  assessment: ['履约考核', 'Assessment'],
  breach: ['违约', 'Breach'],
  supplement: ['补充协议', 'Supplement'],
  subcontract: ['分包', 'Subcontract'],
  signal: ['线索', 'Finding'],
  evaluation: ['评审', 'Evaluation'],
});

/** Words of a purchase that are no pack's. */
export const purchaseValues: Readonly<Record<string, Words>> = {
  method,
  'recordJudgement:kind': judgement,
  'recordJudgement:outcome': advice,
  'reviewContract:outcome': advice,
  'judgements.exAnteAppraisal.outcome': advice,
  'judgements.riskStudy.outcome': advice,
  'judgements.legalReview.outcome': advice,
  'contract.review.outcome': advice,
  'plan.field': field,
  'submitted.field': field,
  verdict,
  units: roleLabels,
  powers: powerLabels,
  'part.form': setAsideForm,
  'setAside.form': setAsideForm,
  byForm: setAsideForm,
  'parts.kind': part,
  'items.type': item,
  tie,
  'indicators.type': item,
  'indicators.kind': indicator,
  direction,
  heading,
  trigger,
  conditions: condition,
  'offset.unit': unit,
  'formula.kind': formula,
  'formula.of': formulaOf,
  'formula.points': points,
  'when.kind': incident,
  'incident.kind': incident,
  'then.kind': consequence,
  'consequences.kind': consequence,
  'then.counts': vacantDays,
  'judgeRectification:outcome': rectified,
  'result.outcome': rectified,
  'recordService:kind': service,
  'records.kind': service,
  'recordPersonnel:change': personnel,
  'recordFinding:kind': finding,
  'finding.kind': finding,
  choice: failureChoice,
  'chooseAfterRefusal:choice': refusalChoice,
  afterwards,
  waiver: side,
  'contract.missed': side,
  'refusal.by': refusedBy,
  'acceptanceRequest.by': requestedBy,
  'ending.by': endedBy,
  settled,
  'decision.how': awardHow,
  'meta.how': awardHow,
  'signatures.how': signedHow,
  'signed.how': signedHow,
  'award.mode': awardMode,
  'meta.mode': awardMode,
  'rejected.step': rejectedAt,
  'failed.step': rejectedAt,
  'reasons.code': rejectedAt,
  'absent.ground': absent,
  'rejected.reason': absent,
  'bonds.standing': bondStanding,
  'release.because': release,
  'meta.because': release,
  'moves.because': move,
  'corrections.answer': correction,
  'signals.of': shared,
  reading,
  'course.talks': talks,
  'course.ranking': ranking,
  'panel.status': panelStatus,
  'seat.status': panelStatus,
  'assessments.status': panelStatus,
  'meta.status': panelStatus,
  'members.role': panelRole,
  'seat.role': panelRole,
  'left.role': panelRole,
  vacant: panelRole,
  'members.standing': panelStanding,
  assessment: numbered,
  causes: numbered,
  breach: numbered,
  supplement: numbered,
  subcontract: numbered,
  signal: numbered,
  'meta.panel': numbered,
};
