import { describe, expect, it } from '@jest/globals';
import type { Note } from '@goufu/persistence';
import { compare, hereOf, highestNumbers, openLosses, placedAs, thereOf } from './reconciliation.js';
import type { StatementEntry } from './treasury.client.js';

const A = 'disbursement/a:1';
let movements = 0;
const told = (kind: StatementEntry['kind'], amount: bigint, more: Partial<StatementEntry> = {}): StatementEntry => {
  movements += 1;
  const numbers = {
    movementNo: `M${movements}`,
    cursor: String(movements),
    treasuryNo: 'T1',
    orderNo: '支付令〔2025〕3号',
    demandNo: null,
  };
  return { ...numbers, kind, realm: 'demo', key: `demo/${A}`, amount, reason: null, at: 0, valueOn: '2025-03-05', ...more };
};
const there = (entries: readonly StatementEntry[], underWay: readonly string[] = []) =>
  thereOf(entries, ({ key }) => key.slice('demo/'.length), new Set(underWay));
const effect = (state: 'wanted' | 'done' | 'void' = 'done') => ({ key: A, caseId: 'disbursement/a', state, payload: {} }) as const;
const posted = (type: string, amount: bigint) => ({ caseId: 'disbursement/a', type, data: { key: A, amount } });
const cases = new Set(['disbursement/a']);
const whatOf = (...of: Parameters<typeof compare>) => compare(...of).map(({ what }) => what);

describe('the treasury’s statement beside the record here', () => {
  it.each([
    ['paid there and here', [told('paid', 5n)], hereOf([effect()], [posted('PaymentPosted', 5n)], cases), []],
    ['paid there; here it is still wanted', [told('paid', 5n)], hereOf([effect('wanted')], [], cases), ['amount']],
    ['paid there; here the case has not ordered it', [told('paid', 5n)], hereOf([], [], cases), ['lost-order']],
    ['paid there; here there is no such case', [told('paid', 5n)], hereOf([], [], new Set<string>()), ['lost-case']],
    ['refused there, and unknown here: no money moved', [told('refused', 0n)], hereOf([], [], cases), []],
    ['refused there; here nobody knows', [told('refused', 0n)], hereOf([effect('wanted')], [], cases), ['amount']],
    [
      'sent back there; here it is still paid',
      [told('paid', 5n), told('returned', 5n)],
      hereOf([effect()], [posted('PaymentPosted', 5n)], cases),
      ['amount'],
    ],
    ['a part there, the whole here', [told('partial', 2n)], hereOf([effect()], [posted('PaymentPosted', 5n)], cases), ['amount']],
    ['paid here, and not there', [], hereOf([effect()], [posted('PaymentPosted', 5n)], cases), ['not-there']],
    ['wanted here, and not there', [], hereOf([effect('wanted')], [], cases), ['waiting']],
    ['void here, and not there', [], hereOf([effect('void')], [], cases), []],
    [
      'received there; here nobody demanded it',
      [told('receipt', 5n, { demandNo: '退款通知书〔2026〕1号' })],
      hereOf([], [], cases),
      ['lost-receipt'],
    ],
  ] as const)('%s', (_title, entries, here, expected) => {
    expect(whatOf('demo', there(entries), here)).toEqual(expected);
  });

  it('counts a line that is told twice once', () => {
    const line = told('paid', 5n);
    expect(whatOf('demo', there([line, line]), hereOf([effect()], [posted('PaymentPosted', 5n)], cases))).toEqual([]);
  });

  it('waits for what the treasury has accepted and not settled', () => {
    expect(whatOf('demo', there([], [A]), hereOf([effect('wanted')], [], cases))).toEqual([]);
  });

  it('names a difference by all that it says: another amount is another difference', () => {
    const idOf = (amount: bigint) => compare('demo', there([told('paid', amount)]), hereOf([], [], cases))[0]?.id;
    expect([idOf(5n), idOf(6n)]).toEqual([idOf(5n), expect.not.stringMatching(`^${idOf(5n)}$`)]);
  });
});

describe('money of which a restore left no trace', () => {
  const note = (kind: Note['kind'], subject: string, body: Note['body'] = {}): Note => ({
    kind,
    subject,
    body,
    person: 'op',
    reason: 'why',
  });
  const lost = [
    note('lost', 'x:1', { moved: 'order', amount: '5' }),
    note('lost', 'y:1', { moved: 'order', amount: '0' }),
    note('lost', 'M9', { moved: 'receipt', amount: '5' }),
  ];

  it('is looked for until it is found here again, or placed; what came back whole is not', () => {
    expect(openLosses(lost, () => false)).toEqual([{ key: 'x:1', amount: 5n }]);
    expect(openLosses(lost, (key) => key === 'x:1')).toEqual([]);
    const placed = [...lost, note('same', 'z:1', { lost: 'x:1' })];
    expect([openLosses(placed, () => false), [...placedAs(placed)]]).toEqual([[], [['x:1', 'z:1']]]);
  });

  it('bore numbers that are never given again', () => {
    expect(highestNumbers('payment-order', ['支付令〔2025〕3号', '支付令〔2025〕12号', '支付令〔2026〕1号', null, 'x'])).toEqual([
      { series: 'payment-order', year: 2025, highest: 12 },
      { series: 'payment-order', year: 2026, highest: 1 },
    ]);
  });
});
