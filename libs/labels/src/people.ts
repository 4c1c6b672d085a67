import { labelled } from './label.js';

/** What a post entitles to. */
export const roleLabels = labelled({
  'purchaser-handler': '经办人',
  'purchaser-procurement': '采购岗',
  'purchaser-finance': '财务岗',
  'purchaser-business': '业务岗',
  'purchaser-supervision': '监督岗',
  'purchaser-approver': '审批人',
  'purchaser-leader': '负责人',
  'finance-officer': '财政经办',
  'finance-approver': '财政审批人',
  'finance-leader': '财政负责人',
  'prefecture-finance-officer': '州市财政经办',
  'prefecture-finance-approver': '州市财政审批人',
  'agency-officer': '代理机构经办人',
  'supplier-agent': '供应商代表',
  expert: '评审专家',
  evaluator: '考核人',
  auditor: '审计人员',
  operator: '系统管理员',
  'township-proposer': '乡镇申报人',
});

/** In which relation to the case somebody's organisation stands. */
export const relationLabels = labelled({
  purchaser: '购买主体',
  agency: '代理机构',
  finance: '财政部门',
  'prefecture-finance': '州市财政部门',
  supplier: '承接主体',
  winner: '中标人',
  bidder: '投标人',
  department: '主管部门',
  proposer: '提出单位',
  keeper: '专家库管理单位',
  self: '本单位',
  any: '不限单位',
});

/** What an agency may be entrusted with. */
export const powerLabels = labelled({
  publish: '发布公告',
  open: '组织开标',
  'check-qualification': '资格审查',
  organise: '组织评审',
});
