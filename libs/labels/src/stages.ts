import { labelled } from './label.js';

/** Every kind of case. */
export const kindLabels = labelled({
  organisation: '单位名录',
  'expert-pool': '评审专家库',
  catalogue: '购买服务目录条目',
  purchase: '采购项目',
  bid: '投标',
  budget: '预算指标',
  disbursement: '资金支付',
  batch: '批量处理',
});

/** Every stage of every lifecycle, and the states of what has none. */
export const stageLabels = labelled({
  planning: '采购计划',
  tender: '招标',
  evaluation: '评审',
  award: '定标',
  contract: '签订合同',
  failure: '采购失败处理',
  delivery: '履约',
  performance: '绩效评价',
  closing: '办结',
  proposal: '提出',
  assessment: '需求评估',
  review: '审核',
  listing: '在目录中',
  year: '预算年度内',
  approval: '审批',
  payment: '支付',
  registered: '已登记',
  submitted: '已递交',
  withdrawn: '已撤回',
  enrolled: '在库',
  suspended: '暂停',
  removed: '出库',
  underWay: '进行中',
  done: '完成',
});

/** How a stage can end. */
export const outcomeLabels = labelled({
  approved: '批准',
  refused: '不予批准',
  cancelled: '取消',
  opened: '已开标',
  failed: '失败',
  recommended: '推荐中标候选人',
  notified: '已发中标通知书',
  effective: '合同生效',
  next: '顺延下一候选人',
  mend: '修改后重新采购',
  retender: '重新招标',
  'other-method': '改用其他方式',
  abandon: '放弃采购',
  settled: '履约结清',
  rescinded: '合同解除',
  appraised: '评价完成',
  unspent: '无支出，不作评价',
  closed: '办结',
  accepted: '受理',
  withdrawn: '撤回',
  needed: '确有需求',
  'not-needed': '无此需求',
  listed: '列入目录',
  delisted: '移出目录',
  ended: '年度终了',
  ordered: '已开支付令',
  paid: '已支付',
  reopened: '退回重办',
});

/** The moments of a purchase that decide how it may be ended early. */
export const momentLabels = labelled({
  'before-notice': '采购公告前',
  'until-opening': '公告后、开标前',
  'after-opening': '开标后、中标通知前',
  'after-notification': '中标通知后、签约前',
  'after-signing': '签约后',
  rescinding: '正在解除合同',
  failed: '采购失败处理中',
  performed: '履约结束后',
  'between-stages': '两个环节之间',
});
