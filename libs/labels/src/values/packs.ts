import { type Label, paired } from '../label.js';

type Words = Readonly<Record<string, Label>>;

/**
 * Words that the rule packs list as grounds, forms and kinds: which of them may be chosen says the pack in force, here they only get a name.
 * Where a pack brings its own names along (methods, the guiding catalogue, judicial indicators of a bureau) those are shown.
 */
const scrutinyGround = paired({
  'amount-at-or-above': ['金额达到规定标准', 'Amount at or above the limit'],
  'public-service': ['向社会公众提供的公共服务', 'Service to the public'],
  'technically-complex': ['技术复杂', 'Technically complex'],
  'purchaser-choice': ['购买主体认为需要', "The purchaser's choice"],
  'high-social-impact': ['社会影响较大', 'High social impact'],
});
const aspect = paired({
  'non-discrimination': ['非歧视性审查', 'Non-discrimination'],
  competition: ['竞争性审查', 'Competition'],
  'procurement-policy': ['采购政策审查', 'Procurement policy'],
  'performance-risk': ['履约风险审查', 'Risk of performance'],
});
const noSetAside = paired({
  'social-organisations-preferred': ['优先由社会组织承接', 'Social organisations are preferred'],
  'only-others-can-supply': ['只能由中小企业以外的供应商提供', 'Only others can supply'],
  'supply-or-competition-insufficient': ['供应商不足，影响充分竞争', 'Supply or competition is insufficient'],
  'framework-agreement': ['框架协议采购', 'Framework agreement'],
  'provincial-rule': ['省级另有规定', 'A provincial rule'],
});
const singleSourceGround = paired({
  'only-supplier': ['只能从唯一供应商处采购', 'One supplier alone'],
  'unforeseeable-emergency': ['发生不可预见的紧急情况', 'Unforeseeable emergency'],
});
const contractor = paired({
  enterprise: ['企业', 'Enterprise'],
  'social-organisation': ['社会组织', 'Social organisation'],
  'public-institution-class-two': ['公益二类和从事生产经营活动的事业单位', 'Public institution of class two'],
  'rural-collective': ['农村集体经济组织', 'Rural collective'],
  'grassroots-self-governing-body': ['基层群众性自治组织', 'Grassroots self-governing body'],
  individual: ['具备条件的个人', 'Individual'],
});
const negativeFact = paired({
  notGovernmentDuty: ['不属于政府职责范围的服务事项', 'Not a duty of the government'],
  governmentOnly: ['应当由政府直接履职的事项', 'A duty the government must do itself'],
  goodsOrWorks: ['货物和工程，以及将工程和服务打包的项目', 'Goods or works, also works bundled with services'],
  financing: ['融资行为', 'Financing'],
  labourDispatch: ['人员招聘用、劳务派遣用工或设置公益性岗位', 'Hiring, labour dispatch or public-welfare posts'],
  forbiddenByLaw: ['法律、行政法规和国务院规定的其他事项', 'Other matters that the law forbids'],
});
const tenderBond = paired({
  transfer: ['转账', 'Transfer'],
  cheque: ['支票', 'Cheque'],
  'bank-draft': ['汇票', 'Bank draft'],
  'promissory-note': ['本票', 'Promissory note'],
  guarantee: ['保函', 'Guarantee'],
});
const performanceBond = paired({
  cheque: ['支票', 'Cheque'],
  draft: ['汇票', 'Draft'],
  'promissory-note': ['本票', 'Promissory note'],
  'bank-guarantee': ['金融机构保函', 'Bank guarantee'],
  'surety-guarantee': ['担保机构保函', 'Surety guarantee'],
});
const forfeit = paired({
  'withdrawn-after-deadline': ['截止后撤销投标', 'Withdrawn after the deadline'],
  'refused-to-sign': ['中标后无正当理由不签订合同', 'Refused to sign'],
  'false-materials': ['提供虚假材料', 'False materials'],
  collusion: ['串通投标', 'Collusion'],
  'other-by-document': ['采购文件规定的其他情形', 'Another ground of the documents'],
});
const documentChange = paired({
  subject: ['采购标的', 'Subject of the purchase'],
  qualification: ['资格条件', 'Qualification'],
});
const needsChange = paired({
  'technical-needs': ['技术要求', 'Technical needs'],
  'service-needs': ['服务要求', 'Service needs'],
  'contract-draft': ['合同草案条款', 'Draft contract'],
});
const rescore = paired({
  'qualification-error': ['资格性检查认定错误', 'Error in the qualification'],
  'sum-error': ['分值汇总计算错误', 'Error of a sum'],
  'out-of-range': ['分项评分超出评分标准范围', 'Out of range'],
  'objective-mismatch': ['客观评审因素评分不一致', 'Objective items differ'],
  'extreme-score': ['评分畸高、畸低', 'Extreme score'],
  'price-reckoning-error': ['价格计算错误', 'Error in reckoning the price'],
});
const collusion = paired({
  'same-author': ['投标文件由同一单位或个人编制', 'Same author'],
  'same-agent': ['委托同一单位或个人办理投标', 'Same agent'],
  'same-contact': ['载明的联系人为同一人', 'Same contact'],
  'abnormally-identical': ['投标文件异常一致或报价呈规律性差异', 'Abnormally identical'],
  'mixed-documents': ['投标文件相互混装', 'Mixed documents'],
  'same-bond-account': ['保证金从同一账户转出', 'Same account of the guarantee'],
});
const correction = paired({
  'opening-list': ['以开标一览表为准', 'The opening list prevails'],
  'amount-in-words': ['以大写金额为准', 'The amount in words prevails'],
  'total-over-misplaced-unit-decimal': ['单价小数点错位，以总价为准', 'The total prevails over a misplaced decimal'],
  'unit-times-quantity': ['以单价乘数量为准', 'Unit price times quantity prevails'],
});
const passOver = paired({
  'gave-up': ['放弃中标', 'Gave up'],
  'force-majeure': ['因不可抗力不能履行合同', 'Force majeure'],
  'no-performance-bond': ['未按要求提交履约保证金', 'No performance bond'],
  'unlawful-conduct': ['存在影响中标结果的违法行为', 'Unlawful conduct'],
  insolvent: ['丧失履约能力', 'Insolvent'],
});
const latePay = paired({
  'change-of-leader': ['负责人变更', 'Change of the leader'],
  'internal-payment-process': ['履行内部付款流程', 'Internal payment process'],
  'final-audit-not-agreed': ['等待未经约定的决算审计', 'Final audit that was not agreed'],
});
const cancelTender = paired({ 'major-change': ['重大变故，采购任务取消', 'Major change'] });
const voidTender = paired({
  'too-few-bidders': ['符合条件的供应商家数不足', 'Too few bidders'],
  'illegality-affecting-fairness': ['出现影响采购公正的违法、违规行为', 'Illegality that affects fairness'],
  'all-bids-above-budget': ['报价均超过采购预算', 'All bids above the budget'],
  'major-change': ['重大变故，采购任务取消', 'Major change'],
});
const invalidAward = paired({
  'complaint-decision': ['投诉处理决定', 'Decision on a complaint'],
  'winner-refused': ['中标人拒绝签订合同', 'The winner refused'],
  'award-invalid': ['中标依法无效', 'The award is invalid'],
  'false-declaration': ['中小企业声明不实', 'False declaration'],
});
const rescission = paired({
  agreement: ['双方协商一致', 'Agreement of both sides'],
  'supplier-breach': ['承接主体违约', 'Breach of the supplier'],
  'purchaser-breach': ['购买主体违约', 'Breach of the purchaser'],
  'public-interest': ['继续履行将损害国家利益和社会公共利益', 'Public interest'],
  'force-majeure': ['不可抗力', 'Force majeure'],
});
const judicial = paired({
  'vulnerable-groups': ['扶助弱势群体', 'Helping vulnerable groups'],
  'fairness-and-justice': ['维护公平正义', 'Upholding fairness and justice'],
  'rule-of-law-society': ['促进法治社会建设', 'Furthering a society under the rule of law'],
  'rule-of-law-ideas': ['传播法治理念', 'Spreading the ideas of the rule of law'],
});

/** By the field that takes them. */
export const packValues: Readonly<Record<string, Words>> = {
  'plan.grounds': scrutinyGround,
  'submitted.grounds': scrutinyGround,
  aspect,
  aspects: aspect,
  'setAside.ground': noSetAside,
  contractor,
  negativeFacts: negativeFact,
  'plan.facts': negativeFact,
  'bond.form': tenderBond,
  'bonds.form': tenderBond,
  'lodgePerformanceBond:form': performanceBond,
  'obligations.bond.form': performanceBond,
  'nameSingleSource:ground': singleSourceGround,
  'singleSource.ground': singleSourceGround,
  'forfeitBond:ground': forfeit,
  'forfeit.ground': forfeit,
  'amendDocuments:changes': documentChange,
  'proposeChange:changes': needsChange,
  'talks.changes.changes': needsChange,
  'evaluation.change.changes': needsChange,
  'own.changes.changes': needsChange,
  'correctScore:kind': rescore,
  pattern: collusion,
  'corrections.steps.step': correction,
  'recordLawfulReason:ground': passOver,
  'skipped.ground': passOver,
  'clauses.excuse': latePay,
  'terminateTender:ground': cancelTender,
  'voidTender:ground': voidTender,
  'ending.ground': { ...rescission, ...invalidAward, ...voidTender },
  'invalidateAward:ground': invalidAward,
  'invalidAwards.ground': invalidAward,
  'rescind:ground': rescission,
  'rescission.ground': rescission,
  judicial,
};
