import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { approvalDefinitionFaults, type ApprovalDefinition, count, fen, plainDate, table, words } from '@goufu/domain';
import { readPacks } from '@goufu/config';
import { buildStacks, packTable, RuleBook, RulesNotInForce } from './index.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const on = (day: string, jurisdiction = 'demo-county') => book.at(jurisdiction, plainDate(day));

describe('the packs of this tree', () => {
  it('load without a fault', () => {
    expect(book.jurisdictions.toSorted()).toEqual([
      'changzhou',
      'demo-county',
      'demo-county/justice-bureau',
      'guangming',
      'national',
      'xinjin',
    ]);
  });

  it.each(['demo-county', 'demo-county/justice-bureau', 'guangming', 'changzhou', 'xinjin'])(
    '%s has a figure for everything that a purchase of 2025 asks, but for what is open on purpose',
    (jurisdiction) => {
      const { stack } = book.at(jurisdiction, plainDate('2025-01-06'));
      const rules = on('2025-01-06', jurisdiction);
      const missing = Object.keys(stack.rows).filter((id) => !rules.has(id));
      const open = ['award.standstill', 'pay.prepayment', 'assessment.judicial_indicators', 'low.t1', 'low.t2', 'low.t3', 'low.ratio_max'];
      expect(missing.filter((id) => ![...open, 'low.explain_min'].includes(id))).toEqual([]);
    },
  );

  it.each([
    ['tender.min_bid_time', 20, 'calendarDay', 'at-least', '政府采购法第三十五条'],
    ['tender.notice_period', 5, 'workingDay', 'at-least', '财政部令第87号第十六条'],
    ['pre.intent_notice', 30, 'calendarDay', 'at-least', '财库〔2020〕10号'],
    ['award.decide', 5, 'workingDay', 'no-later-than', '财政部令第87号第六十八条'],
    ['contract.sign', 30, 'calendarDay', 'no-later-than', '政府采购法第四十六条；财政部令第87号第七十一条'],
    ['contract.publish', 2, 'workingDay', 'no-later-than', '政府采购法实施条例第五十条'],
    ['contract.file', 7, 'workingDay', 'no-later-than', '政府采购法第四十七条'],
    ['pay.purchase.due', 15, 'calendarDay', 'no-later-than', '示范县政府采购资金支付管理规定（示范）'],
  ])('%s is %d %s, %s (%s)', (id, value, unit, kind, citation) => {
    expect(on('2025-03-10').rule(id)).toMatchObject({ value, unit, kind, citation });
  });

  it('puts the open-tender threshold of the demo county at 4,000,000.00 yuan', () => {
    expect(fen(on('2025-01-06').rule('threshold.openTender'))).toBe(400_000_000n);
  });

  it('gives small enterprises 6 to 10 per cent until June 2022, 10 to 20 afterwards', () => {
    expect(on('2022-06-30').rule('sme.deduct')).toMatchObject({ value: { min: '6', max: '10' }, citation: '财库〔2020〕46号第九条' });
    expect(on('2022-07-01').rule('sme.deduct')).toMatchObject({ value: { min: '10', max: '20' }, citation: '财库〔2022〕19号' });
  });

  it('has no numeric test of low prices before February 2026', () => {
    expect(on('2026-01-31').has('low.t1')).toBe(false);
    expect(on('2026-02-01').rule('low.t1').value).toBe('50');
    expect(on('2026-02-01', 'guangming').rule('low.t1').value).toBe('65');
  });

  it('carries the four judicial indicators in the justice bureau alone', () => {
    const indicators = table<readonly { zh: string }[]>(
      on('2025-01-06', 'demo-county/justice-bureau').rule('assessment.judicial_indicators'),
    );
    expect(indicators.map(({ zh }) => zh)).toEqual(['扶助弱势群体', '维护公平正义', '促进法治社会建设', '传播法治理念']);
    expect(on('2025-01-06').has('assessment.judicial_indicators')).toBe(false);
    expect(() => on('2025-01-06').rule('assessment.judicial_indicators')).toThrow(RulesNotInForce);
  });

  it('shows what was not read in the original as not verified', () => {
    expect(on('2025-01-06').rule('pe.self.due')).toMatchObject({ value: '03-31', verified: false });
    expect(on('2025-01-06').rule('contract.sign').verified).toBe(true);
  });

  it('asks for the four units that sit in the scrutiny and three market bodies', () => {
    expect(words(on('2025-01-06').rule('pre.review.members'))).toHaveLength(4);
    expect(count(on('2025-01-06').rule('pre.need_survey.min_respondents'))).toBe(3);
  });

  it.each(Object.keys(book.current('demo-county').rows).filter((id) => id.startsWith('approval.') && !id.startsWith('approval.step')))(
    '%s is a chain that the approval decider can follow, under its own id',
    (id) => {
      for (const jurisdiction of book.jurisdictions) {
        const definition = table<ApprovalDefinition>(on('2025-01-06', jurisdiction).rule(id));
        expect(approvalDefinitionFaults(definition)).toEqual([]);
        expect(definition.id).toBe(id);
      }
    },
  );

  it('are listed in packs/README.md as they stand', () => {
    const readme = readFileSync(new URL('../packs/README.md', import.meta.url), 'utf8');
    // Out of date? Put the answer of packTable(book.current('demo-county/justice-bureau')) below its last heading.
    expect(readme).toContain(packTable(book.current('demo-county/justice-bureau')));
  });
});
