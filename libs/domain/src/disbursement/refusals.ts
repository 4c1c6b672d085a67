import { approvalRefusals } from '../approval/index.js';
import type { CodeOf, RefusalEntry } from '../kernel/index.js';
import { moneyRefusals } from './calculator-refusals.js';

const own = [
  { code: 'disbursement.already_requested', status: 409, zh: '该支付申请已经提交。', en: 'This request was made already.' },
  {
    code: 'disbursement.purchase_unknown',
    status: 404,
    zh: '没有这个合同，或者您无权知悉。',
    en: 'There is no such contract, or it is not yours to know.',
  },
  { code: 'disbursement.stage_not_open', status: 409, zh: '当前环节不能办理此事。', en: 'This cannot be done in the present stage.' },
  {
    code: 'disbursement.wrong_desk',
    status: 409,
    zh: '该申请现在不在此环节办理（{desk}）。',
    en: 'The request lies elsewhere now ({desk}).',
  },
  { code: 'disbursement.instalment_unknown', status: 422, zh: '合同没有这一期付款。', en: 'The contract has no such instalment.' },
  {
    code: 'disbursement.instalment_not_ready',
    status: 409,
    zh: '该期付款的触发事件或者条件尚未具备。',
    en: "The instalment's trigger or conditions do not hold yet.",
  },
  {
    code: 'disbursement.instalment_open',
    status: 409,
    zh: '该期已有正在办理的支付申请。',
    en: 'A request for this instalment is under way.',
  },
  {
    code: 'disbursement.nothing_payable',
    status: 409,
    zh: '该期没有应付未付的款项。',
    en: 'Nothing is left to be paid of this instalment.',
  },
  { code: 'disbursement.amount_not_positive', status: 422, zh: '申请金额应当大于零。', en: 'The amount has to be above zero.' },
  {
    code: 'disbursement.above_payable',
    status: 422,
    zh: '申请金额超过该期应付金额{payable}元。',
    en: 'The amount is above the {payable} that is payable.',
  },
  {
    code: 'disbursement.above_contract',
    status: 422,
    zh: '累计支付将超过合同金额，余额{left}元。',
    en: 'Payments would exceed the contract: {left} is left.',
  },
  {
    code: 'disbursement.above_commitment',
    status: 422,
    zh: '申请金额超过该合同的预算承诺{held}元。',
    en: 'The amount is above the {held} that the budget has committed.',
  },
  {
    code: 'disbursement.invoice_differs',
    status: 422,
    zh: '发票金额与申请金额不一致。',
    en: 'Invoice and request name different amounts.',
  },
  { code: 'disbursement.invoice_used', status: 409, zh: '发票{number}已经使用过。', en: 'The invoice {number} was used already.' },
  { code: 'disbursement.invoice_later', status: 422, zh: '发票日期不能晚于今天。', en: 'The invoice is dated in the future.' },
  {
    code: 'disbursement.dispute_unreasoned',
    status: 422,
    zh: '核减申请金额须说明争议内容。',
    en: 'Confirming less than was requested needs the dispute in words.',
  },
  {
    code: 'disbursement.confirmed_too_much',
    status: 422,
    zh: '确认金额须大于零且不超过申请金额。',
    en: 'What is confirmed is above zero and at most what was requested.',
  },
  {
    code: 'disbursement.payee_differs',
    status: 409,
    zh: '收款人或者账户与合同不一致。',
    en: "Payee or account is not the contract's.",
  },
  {
    code: 'disbursement.year_not_funded',
    status: 409,
    zh: '本年度预算指标没有足够的承诺额度（有{available}元），请财政部门先行安排；应付日期不变。',
    en: "This year's budget lines bear only {available}: finance has to fund it first. The due date does not move.",
  },
  { code: 'disbursement.no_account', status: 409, zh: '供应商没有登记收款账户。', en: 'The supplier has registered no account.' },
  {
    code: 'disbursement.already_ordered',
    status: 409,
    zh: '支付令已发出，等待国库答复。',
    en: 'A payment order is out: the treasury has to answer first.',
  },
  { code: 'disbursement.no_such_alarm', status: 409, zh: '没有这个待确认的提醒。', en: 'There is no such alarm to acknowledge.' },
  { code: 'disbursement.no_demand', status: 409, zh: '本案不是追回。', en: 'This case demands nothing back.' },
  { code: 'disbursement.nothing_outstanding', status: 409, zh: '应退款项已经结清。', en: 'Nothing of the demand is outstanding.' },
  { code: 'disbursement.parts_differ', status: 422, zh: '分期退款合计应为{outstanding}元。', en: 'The parts have to make {outstanding}.' },
  {
    code: 'disbursement.parts_in_the_past',
    status: 422,
    zh: '分期退款日期须在今天之后且依次递增。',
    en: 'The days of the parts lie ahead, one after the other.',
  },
  { code: 'disbursement.no_legal_recovery', status: 409, zh: '尚未进入依法追偿。', en: 'Legal recovery is not open.' },
  { code: 'disbursement.write_off_under_way', status: 409, zh: '核销审批正在进行。', en: 'A write-off is being decided.' },
  { code: 'disbursement.no_write_off', status: 409, zh: '没有正在审批的核销申请。', en: 'No write-off is being decided.' },
] as const satisfies readonly RefusalEntry[];

/** Order is precedence: what the chain refuses stands after what the payment itself refuses. */
export const disbursementRefusals = [...own, ...moneyRefusals, ...approvalRefusals] as const satisfies readonly RefusalEntry[];
export type DisbursementRefusal = CodeOf<typeof own>;
