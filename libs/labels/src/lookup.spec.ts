import { describe, expect, it } from '@jest/globals';
import { fieldLabel, valueLabel } from './index.js';
import { gathered, keysOf } from './lookup.js';

describe('what a word means at its place', () => {
  it('is asked of the most exact place first, lists and the kind of the command left out', () => {
    expect(keysOf(['plan', 'schedule', '0', 'percent'], 'purchase.submitPlan')).toEqual([
      'submitPlan:plan.schedule.percent',
      'plan.schedule.percent',
      'schedule.percent',
      'percent',
    ]);
  });
  it.each([
    [['on'], 'endAppointment', '免职日期'],
    [['on'], 'purchase.recordService', '服务日期'],
    [['supply', 'from'], 'publishTenderNotice', '提供开始日'],
    [['plan', 'amount'], 'submitPlan', '预算金额（元）'],
    [['amount'], 'requestPayment', '申请金额（元）'],
    [['invoice', 'amount'], 'requestPayment', '发票金额（元）'],
    [['delivery', 'breaches', '0', 'account'], undefined, '违约情况'],
    [['account'], 'changeAccount', '收款账户'],
  ] as const)('%s of %s is %s', (path, command, zh) => {
    expect(fieldLabel(path, command)?.zh).toBe(zh);
  });
  it('knows no name that somebody chose', () => {
    expect(fieldLabel(['answers', 'a-question-of-this-tender-alone'])?.zh).toBeUndefined();
  });
  it('holds for words of choice as for fields', () => {
    expect(valueLabel('ground', 'gave-up', 'recordLawfulReason')?.zh).toBe('放弃中标');
    expect(valueLabel(['award', 'mode'], 'choosing')?.zh).toBe('顺延或重新采购');
    expect(valueLabel('enterprise', 'constructor')).toBeNull();
  });
  it('needs no more than the name of a field where the word means one thing under it', () => {
    expect(valueLabel('kind', 'factor-table')?.zh).toBe('按得分对照付款比例');
    expect(valueLabel('memo', 'FundsReserved')?.zh).toBe('预算资金已预留');
    expect(valueLabel('outcome', 'recommended')).toBeNull();
    expect(valueLabel('outcome', 'recommended', 'reviewContract')?.zh).toBe('建议通过');
  });
  it('is said once', () => {
    expect(() => gathered({ amount: 1 }, { amount: 2 })).toThrow('amount has two labels');
  });
});
