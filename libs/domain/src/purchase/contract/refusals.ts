import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

export const contractRefusals = [
  { code: 'contract.signer_drafted', status: 403, zh: '起草合同的人不得签署。', en: 'Whoever drafted the contract may not sign it.' },
  { code: 'contract.nothing_drafted', status: 409, zh: '还没有起草合同。', en: 'No contract has been drafted.' },
  {
    code: 'contract.signature_begun',
    status: 409,
    zh: '一方已经签署，合同文本不能再改。',
    en: 'One side has signed: the text can no longer change.',
  },
  { code: 'contract.review_missing', status: 409, zh: '合同文本尚未通过法律审查。', en: 'The text has not passed the legal review.' },
  {
    code: 'contract.standstill',
    status: 409,
    zh: '中标结果公告后的静默期至{until}，期满前不得签订合同。',
    en: 'No contract is signed before the standstill after the award has ended at {until}.',
  },
  { code: 'contract.already_signed', status: 409, zh: '该方已经签署。', en: 'This side has signed already.' },
  { code: 'contract.text_changed', status: 409, zh: '您看到的合同文本不是现行文本。', en: 'The text you saw is not the present one.' },
  {
    code: 'contract.refused',
    status: 409,
    zh: '中标人拒签已记录，请选择下一步。',
    en: 'The refusal to sign is on record: choose what comes next.',
  },
  { code: 'contract.not_refused', status: 409, zh: '没有拒签记录。', en: 'No refusal to sign is on record.' },
  {
    code: 'contract.supplier_signed',
    status: 409,
    zh: '供应商已经签署，不存在拒签。',
    en: 'The supplier has signed: there is no refusal.',
  },
  {
    code: 'contract.not_yet_due',
    status: 409,
    zh: '签订期限未满，不能记录拒签。',
    en: 'The period for signing has not ended: no refusal can be recorded.',
  },
  { code: 'contract.no_next_candidate', status: 409, zh: '没有排名在后的中标候选人。', en: 'There is no next candidate.' },
  {
    code: 'contract.amount_differs',
    status: 422,
    zh: '合同金额应为中标报价{amount}元。',
    en: 'The contract is at the bid price: {amount}.',
  },
  {
    code: 'contract.term_differs',
    status: 422,
    zh: '合同期限应为{months}个月，不得作实质性变更。',
    en: 'The term is {months} months: no substantive change.',
  },
  {
    code: 'contract.schedule_differs',
    status: 422,
    zh: '付款比例应与采购文件一致：{percents}。',
    en: 'The instalments are those of the tender document: {percents}.',
  },
  { code: 'contract.account_missing', status: 422, zh: '中标人尚未登记收款账户。', en: 'The winner has registered no account.' },
] as const satisfies readonly RefusalEntry[];
export type ContractRefusal = CodeOf<typeof contractRefusals>;
