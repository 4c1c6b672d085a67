import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

export const obligationRefusals = [
  { code: 'obligations.no_bond', status: 409, zh: '合同没有约定履约保证金。', en: 'The contract demands no performance bond.' },
  { code: 'obligations.bond_lodged', status: 409, zh: '履约保证金已经提交。', en: 'The performance bond is lodged already.' },
  { code: 'obligations.bond_not_lodged', status: 409, zh: '履约保证金尚未提交。', en: 'The performance bond has not been lodged.' },
  {
    code: 'obligations.bond_not_released',
    status: 409,
    zh: '验收结果公告前不退还履约保证金。',
    en: 'The performance bond is given back after the acceptance, not before.',
  },
  { code: 'obligations.bond_returned', status: 409, zh: '履约保证金已经退还。', en: 'The performance bond is given back already.' },
  {
    code: 'obligations.nothing_to_publish',
    status: 409,
    zh: '没有待公告的补充合同。',
    en: 'No supplement waits for its publication.',
  },
  { code: 'obligations.nothing_to_file', status: 409, zh: '没有待备案的补充合同。', en: 'No supplement waits for its filing.' },
  { code: 'obligations.no_subcontract', status: 409, zh: '没有待答复的分包申请。', en: 'No subcontract waits for an answer.' },
  {
    code: 'obligations.rescinded',
    status: 409,
    zh: '合同已解除，正在结算。',
    en: 'The contract is rescinded and being settled.',
  },
  {
    code: 'obligations.bond_form_unlawful',
    status: 422,
    zh: '履约保证金应以非现金形式提交：{legal}。',
    en: 'A performance bond is lodged without cash, in one of these forms: {legal}.',
  },
  {
    code: 'obligations.withheld_out_of_range',
    status: 422,
    zh: '扣留金额应在0至{amount}元之间。',
    en: 'Between nothing and {amount} may be withheld.',
  },
  {
    code: 'obligations.withheld_without_breach',
    status: 422,
    zh: '没有认定成立的违约，不得扣留履约保证金。',
    en: 'Nothing of the bond is withheld without a breach that was upheld.',
  },
  { code: 'obligations.reason_missing', status: 422, zh: '扣留履约保证金须说明理由。', en: 'Withholding needs its reason.' },
  { code: 'obligations.supplement_unknown', status: 422, zh: '没有这份已签署的补充合同。', en: 'There is no such signed supplement.' },
  {
    code: 'obligations.transfer_forbidden',
    status: 422,
    zh: '不得转包：合同的全部或者主体、关键性工作应由中标人自行完成。',
    en: 'The contract may not be transferred: the whole of it, and its main part, are done by the supplier itself.',
  },
  {
    code: 'obligations.subcontract_not_declared',
    status: 422,
    zh: '投标文件没有载明分包，不得分包。',
    en: 'The bid named no subcontract: nothing may be given to others.',
  },
  {
    code: 'obligations.subcontract_above_declared',
    status: 422,
    zh: '分包比例合计{percent}%，超过投标文件载明的{declared}%。',
    en: 'Subcontracts of {percent} % in all are more than the {declared} % that the bid named.',
  },
  { code: 'obligations.percent_malformed', status: 422, zh: '分包比例应大于零。', en: 'The share has to be above zero.' },
  {
    code: 'obligations.subcontractor_unknown',
    status: 422,
    zh: '分包承担主体未登记为供应商，或就是中标人自己。',
    en: 'The subcontractor is not registered as a supplier, or is the supplier itself.',
  },
  {
    code: 'obligations.subcontractor_not_small',
    status: 422,
    zh: '投标文件承诺分包给小微企业，该单位登记为：{kind}。',
    en: 'The bid promised the part to small and micro enterprises; this one is registered as {kind}.',
  },
  {
    code: 'obligations.subcontract_unknown',
    status: 422,
    zh: '没有这项分包申请，或已经答复。',
    en: 'There is no such subcontract, or it is answered.',
  },
] as const satisfies readonly RefusalEntry[];
export type ObligationRefusal = CodeOf<typeof obligationRefusals>;
