import { describe, expect, it } from '@jest/globals';
import { justiceBureau2025 } from './input.js';
import { differencesOf } from './outcome.js';
import type { Variant } from './stage.js';
import type { Statement } from './telling.js';

const bid = (supplier: string, price: string, priceScore: string) => ({
  bid: `bid/${supplier}`,
  supplier,
  price,
  priceScore,
  technicalScore: '0.00',
  total: '0.00',
  rank: 1,
});
const offset = { length: 1, unit: 'month' };
const schedule = [
  { id: 'p1', amount: '1600000.00', percent: '40', trigger: 'contract-signed', offset, conditions: ['invoice'] },
  { id: 'p2', amount: '1088800.00', percent: '27.22', trigger: 'contract-signed', offset, conditions: ['invoice', 'assessment'] },
  { id: 'p3', amount: '1311200.00', percent: '32.78', trigger: 'acceptance-published', offset, conditions: ['acceptance', 'assessment'] },
];
const instalment = (id: string, paid: string, settled: string | null = 'paid') => ({ id, paid, payable: '0.00', readyAt: null, settled });
interface Figures {
  readonly closed?: boolean;
  readonly score?: string;
  readonly paid?: readonly string[];
  readonly settled?: string | null;
  readonly amounts?: readonly string[];
  readonly line?: Readonly<Record<string, string>>;
  readonly back?: string;
  readonly variant?: Variant;
}
/** What differs in a purchase that came out as the tender says, but for the given figures. */
const differing = ({
  closed = true,
  score = '10.00',
  paid,
  settled = 'paid',
  amounts,
  line,
  back,
  variant,
}: Figures): readonly string[] => {
  const got = paid ?? ['1600000.00', '1088800.00', '1311200.00'];
  const lines: readonly Statement[] = [
    {
      year: 2025,
      balances: { appropriation: '-4056000.00', paid: '4000000.00', withdrawn: '56000.00', ...line },
      items: back ? [{ from: 'x#paid', to: 'x#withdrawn', amount: back, memo: 'ClawbackReceived', effectiveAt: '' }] : [],
    },
  ];
  const view = {
    closed,
    evaluation: {
      result: {
        ranking: [bid('supplier-a', '4000000.00', score), bid('supplier-b', '3800000.00', '9.47'), bid('supplier-c', '3900000.00', '9.23')],
      },
    },
    contract: { signed: { amount: '4000000.00', schedule: schedule.map((one, i) => ({ ...one, amount: amounts?.[i] ?? one.amount })) } },
    delivery: { instalments: got.map((one, i) => instalment(`p${i + 1}`, one, i === 2 ? settled : 'paid')) },
  } as unknown as Parameters<typeof differencesOf>[1];
  return differencesOf({ input: justiceBureau2025, variant: variant ?? null }, view, lines, (supplier) => supplier);
};

describe('a scenario compares what came out with figures of its own', () => {
  it('finds nothing where all is as the tender says', () => {
    expect(differing({})).toEqual([]);
  });
  it('reckons what poor performance leaves of the instalments, and what comes back', () => {
    const poor = { variant: 'poor-performance', paid: ['1600000.00', '768800.00', '0.00'], back: '88800.00' } as const;
    const line = { paid: '2280000.00', withdrawn: '1776000.00' };
    expect(differing({ ...poor, line })).toEqual([]);
    expect(differing({ ...poor, line, back: '88800.01' })).toHaveLength(2);
    expect(differing({ ...poor, paid: ['1600000.00', '768800.01', '0.00'], line: { ...line, paid: '2280000.01' } })).toContainEqual(
      expect.stringMatching(/^paid: /),
    );
  });
  it.each<[string, Figures, RegExp]>([
    ['a price score', { score: '9.99' }, /^price score of supplier-a/],
    ['a fen too much in an instalment', { amounts: ['1600000.01'] }, /^instalments/],
    ['an instalment that is not settled', { settled: null }, /^unsettled instalments/],
    ['a fen too little paid', { paid: ['1600000.00', '1088800.00', '1311199.99'] }, /^paid: /],
    ['a ledger that says otherwise', { line: { paid: '3999999.99', withdrawn: '56000.01' } }, /^paid in the ledger/],
    ['a line that does not balance', { line: { withdrawn: '56000.01' } }, /^the line of 2025 balances/],
    ['money that is still committed', { line: { committed: '1.00', withdrawn: '55999.00' } }, /^committed at the end in 2025/],
    ['a purchase that is not closed', { closed: false }, /^closed/],
  ])('finds %s', (_title, figures, named) => {
    expect(differing(figures)).toContainEqual(expect.stringMatching(named));
  });
});
