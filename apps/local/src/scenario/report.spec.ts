import { describe, expect, it } from '@jest/globals';
import { accountName } from './ledger-words.js';
import { reportOf, type Told } from './report.js';

const step = (at: string, stage: string, what: string, more = {}) => ({
  at: `${at}T09:00:00.000+08:00`,
  stage,
  person: '张敏',
  what,
  ...more,
});
const flow = (at: string, amount: string, label: string) => ({ at: `${at}T09:00:00.000+08:00`, amount, label });
const told: Told = {
  title: '社区矫正服务：完整过程',
  purchase: 'purchase/1',
  facts: [['购买主体', '示范县司法局']],
  steps: [
    step('2025-03-24', '合同', '签署合同', { due: '2025-04-14T00:00:00.000+08:00', rule: 'contract.sign' }),
    step('2025-04-27', '支付', '第1期请款', { money: '1600000.00' }),
  ],
  headings: ['价格（10）'],
  ranking: '综合评分',
  scores: [{ supplier: '甲<乙>', price: '4000000.00', points: ['10.00'], rank: 1 }],
  ledger: [
    {
      year: 2025,
      accounts: [
        { bucket: 'appropriation', balance: '-4056000.00' },
        { bucket: 'available', balance: '0.00' },
        { bucket: 'paid', balance: '1600000.00' },
      ],
      postings: [{ at: '2025-04-27T09:00:00.000+08:00', from: 'committed', to: 'advanced', amount: '1600000.00', memo: 'InstalmentPaid' }],
    },
  ],
  ceiling: '4056000.00',
  contract: '4000000.00',
  instalments: [],
  flows: [flow('2025-04-27', '1600000.00', '第1期支付')],
  differences: [],
};
const page = (more: Partial<Told> = {}): string =>
  reportOf({ ...told, ...more }, (rule) => (rule === 'contract.sign' ? '政府采购法第四十六条' : null));
/** Heights of the steps of the drawn line, from its left end, in per cent of the picture from above. */
const heights = (html: string): number[] =>
  [...(/<path d="([^"]*)"/.exec(html)?.[1] ?? '').matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));

describe('the report of a played purchase', () => {
  it('shows articles, last days and amounts as people write them', () => {
    const html = page();
    for (const text of ['政府采购法第四十六条', '2025-04-13', '1,600,000.00', '签署合同', '甲&lt;乙&gt;']) expect(html).toContain(text);
    expect(html).not.toContain('contract.sign');
  });

  it('states every account in Chinese, what was approved as an amount and no account that never moved', () => {
    const html = page();
    expect(html).toContain('批复指标');
    expect(html).not.toContain('-4,056,000.00');
    expect(html).not.toMatch(/其中：可用/);
    expect(accountName('planned-2026')).toBe('以后年度安排 2026年');
    expect(accountName('appropriation-untendered-C05020300')).toBe('未经公开招标的采购累计（对方科目） C05020300');
  });

  it('money that the treasury sent back is drawn as come back, not as paid twice', () => {
    const once = heights(page());
    const flows = [
      flow('2025-04-27', '1600000.00', '第1期支付'),
      flow('2025-05-06', '-1600000.00', '第1期国库退回'),
      flow('2025-05-08', '1600000.00', '第1期支付'),
    ];
    expect(heights(page({ flows }))).toEqual([once[0], 100, once[0]]);
    expect(page({ flows })).toContain('-1,600,000.00');
  });

  it('says that every figure is as reckoned apart, or which is not', () => {
    expect(page()).toContain('与另行计算的结果一致');
    const html = page({ differences: ['paid: "1.00", must be "2.00"'] });
    expect(html).not.toContain('与另行计算的结果一致');
    expect(html).toContain('1处不符');
  });
});
