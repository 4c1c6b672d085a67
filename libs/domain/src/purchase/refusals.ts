import type { RefusalEntry } from '../kernel/refusal.js';

/** What refuses a purchase as a whole; each part has its own catalogue after these. */
export const purchaseCoreRefusals = [
  { code: 'purchase.already_open', status: 409, zh: '该采购项目已经立项。', en: 'This purchase is open already.' },
  { code: 'purchase.closed', status: 409, zh: '该采购项目已经办结。', en: 'This purchase is closed.' },
  {
    code: 'purchase.between_stages',
    status: 409,
    zh: '环节正在开启（项目刚刚立项，或者上一环节刚刚结束），请稍候再试。',
    en: 'A stage is being opened, the first one or the next: try again in a moment.',
  },
  {
    code: 'purchase.wrong_stage',
    status: 409,
    zh: '当前环节（{stage}）不能办理此事，需在：{needed}。',
    en: 'This cannot be done in the stage {stage}: it belongs to {needed}.',
  },
  {
    code: 'purchase.entrustment_unchanged',
    status: 409,
    zh: '代理机构的权限没有变化。',
    en: 'Nothing has changed in what the agency is entrusted with.',
  },
  { code: 'purchase.purchaser_unknown', status: 422, zh: '没有这个购买主体。', en: 'There is no such purchaser.' },
  {
    code: 'purchase.not_own_purchaser',
    status: 403,
    zh: '只能为本单位立项。',
    en: 'You may open purchases of your own organisation alone.',
  },
  {
    code: 'purchase.finance_unknown',
    status: 422,
    zh: '该购买主体没有登记主管财政部门。',
    en: 'No finance bureau is registered for this purchaser.',
  },
  {
    code: 'purchase.prefecture_unknown',
    status: 422,
    zh: '没有这个设区的市级财政部门。',
    en: 'There is no such prefecture finance bureau.',
  },
  {
    code: 'purchase.agency_not_entrusted',
    status: 422,
    zh: '没有与该代理机构签订有效的委托协议。',
    en: 'There is no entrustment agreement in force with this agency.',
  },
] as const satisfies readonly RefusalEntry[];
