import { type Label, paired } from '../label.js';
import { roleLabels } from '../people.js';

type Words = Readonly<Record<string, Label>>;

const enterprise = paired({
  micro: ['微型企业', 'Micro enterprise'],
  small: ['小型企业', 'Small enterprise'],
  medium: ['中型企业', 'Medium enterprise'],
  large: ['大型企业', 'Large enterprise'],
  'social-organisation': ['社会组织', 'Social organisation'],
  'public-institution': ['事业单位', 'Public institution'],
  individual: ['个人', 'Individual'],
  'prison-enterprise': ['监狱企业', 'Prison enterprise'],
  'disabled-welfare-unit': ['残疾人福利性单位', 'Welfare unit of the disabled'],
});
const organisationType = paired({
  'finance-county': ['县级财政部门', 'County finance bureau'],
  'finance-prefecture': ['设区的市财政部门', 'Prefecture finance bureau'],
  purchaser: ['购买主体', 'Purchaser'],
  township: ['乡镇（街道）', 'Township'],
  agency: ['采购代理机构', 'Procurement agency'],
  audit: ['审计机关', 'Audit office'],
  supplier: ['承接主体', 'Supplier'],
});
const relation = paired({
  employment: ['任职', 'Employment'],
  director: ['担任董事、监事', 'Director or supervisor'],
  shareholder: ['控股或持股', 'Shareholder'],
  kinship: ['亲属关系', 'Kinship'],
});
const expertStanding = paired({
  enrolled: ['在库', 'Enrolled'],
  suspended: ['暂停', 'Suspended'],
  removed: ['已出库', 'Removed'],
});
const comparison = paired({
  'at-least': ['不低于', 'At least'],
  'at-most': ['不高于', 'At most'],
  equal: ['等于', 'Equal to'],
});
const origin = paired({
  'top-down': ['部门提出', 'From the department'],
  'bottom-up': ['基层申报', 'From below'],
});
const reviewed = paired({
  item: ['新条目', 'New item'],
  revision: ['修订', 'Revision'],
});
const fundSource = paired({
  'county-budget': ['本级预算', 'County budget'],
  'from-above': ['上级资金', 'From above'],
});
const carryDecision = paired({
  'with-funds': ['带资金结转', 'Carried with its funds'],
  'without-funds': ['不带资金结转', 'Carried without funds'],
});
const account = paired({
  contract: ['合同约定的账户', 'The account that the contract names'],
  registered: ['登记的收款账户', 'The account in the directory'],
});
/** What a rehearsal world begins with. */
const worldPart = paired({
  people: ['机构和人员', 'Organisations and people'],
  catalogue: ['购买服务目录', 'Catalogue'],
  budget: ['预算指标', 'Budget lines'],
  experts: ['专家库', 'Expert pools'],
});
const desk = paired({
  handler: ['经办人', 'The handler'],
  supplier: ['承接主体', 'The supplier'],
  chain: ['审批中', 'In approval'],
  correction: ['待更正', 'To be corrected'],
  treasury: ['国库支付中', 'At the treasury'],
  over: ['已办结', 'Over'],
});
const direction = paired({
  pay: ['支付', 'Payment'],
  recover: ['追回', 'Recovery'],
});
const order = paired({
  ordered: ['已开支付令', 'Ordered'],
  paid: ['已支付', 'Paid'],
  partial: ['部分支付', 'Paid in part'],
  refused: ['国库拒付', 'Refused'],
  returned: ['已退回', 'Returned'],
});
const alarm = paired({
  'payment-overdue': ['付款逾期', 'Payment is late'],
  'order-unanswered': ['支付令逾期未回复', 'Order not answered in time'],
  overpaid: ['退款多于应退', 'More came back than is owed'],
});
const cause = paired({
  assessment: ['履约考核扣减', 'Assessment'],
  breach: ['违约扣减', 'Breach'],
  rescission: ['解除合同', 'Rescission'],
});
/** Where money of a line can stand; a number behind it is the year. */
const place = paired({
  available: ['可用', 'Available'],
  reserved: ['预留', 'Reserved'],
  committed: ['已承诺', 'Committed'],
  advanced: ['预付', 'Advanced'],
  accepted: ['应付（已验收）', 'Accepted'],
  paid: ['已支付', 'Paid'],
  withdrawn: ['收回', 'Withdrawn'],
  carried: ['结转', 'Carried'],
  appropriation: ['已下达', 'Appropriated'],
  untendered: ['非招标采购累计', 'Bought without a tender'],
  'appropriation-untendered': ['非招标采购累计（对方）', 'Bought without a tender, contra'],
  planned: ['以后年度计划', 'Planned'],
  'appropriation-planned': ['以后年度计划（对方）', 'Planned, contra'],
  'appropriation-carried': ['上年结转', 'Brought from the year before'],
});
const bidAct = paired({
  submitted: ['递交', 'Submitted'],
  replaced: ['替换', 'Replaced'],
  confirmed: ['确认', 'Confirmed'],
  withdrawn: ['撤回', 'Withdrawn'],
  quoted: ['最后报价', 'Quoted'],
  left: ['退出磋商', 'Left the talks'],
});
const bidStatus = paired({
  submitted: ['已递交', 'Submitted'],
  withdrawn: ['已撤回', 'Withdrawn'],
});
const share = paired({
  consortium: ['联合体', 'Consortium'],
  subcontract: ['分包', 'Subcontract'],
});

const succession = paired({
  deputy: ['替补岗位接办', 'As deputy'],
  head: ['负责人接办', 'As head of the house'],
});

/** Words of the directory, the pool, the catalogue, bids and money. */
export const subjectValues: Readonly<Record<string, Words>> = {
  role: roleLabels,
  roles: roleLabels,
  enterprise,
  payeeKind: enterprise,
  declared: enterprise,
  registered: enterprise,
  'register:type': organisationType,
  'organisation.type': organisationType,
  way: succession,
  'relations.kind': relation,
  'experts.standing': expertStanding,
  comparison,
  origin,
  'review.of': reviewed,
  source: fundSource,
  decided: carryDecision,
  'correctRequest:account': account,
  'create:copy': worldPart,
  desk,
  'disbursement.direction': direction,
  'attempts.state': order,
  alarm,
  'alarms.name': alarm,
  cause,
  balances: place,
  'items.from': place,
  'items.to': place,
  act: bidAct,
  'bid.status': bidStatus,
  with: share,
};
