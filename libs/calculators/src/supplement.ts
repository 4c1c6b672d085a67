import { type CalculationStep, exactText, formatYuan, mulRatio, parseYuan, ratio, supplementRoom } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { type Problem, problem } from './kit/problem.js';
import { inForceOn, some, yuan, yuanMoreOrLess } from './kit/schemas.js';

const input = z.strictObject({
  ...inForceOn,
  original: yuan(),
  earlier: some(yuanMoreOrLess()),
  amount: yuan(),
  sameObject: z.boolean(),
  otherTermsUnchanged: z.boolean(),
});

/** Whether a supplement may be concluded, and how much room is left: `calculators.md` 14. */
export const supplement = calculator({
  name: 'supplement',
  title: { zh: '补充合同', en: 'Room for a supplement to a contract' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-08-21',
    original: '1365000.00',
    earlier: ['81900.00'],
    amount: '54600.00',
    sameObject: true,
    otherTermsUnchanged: true,
  },
  reckon: (given, asked) => {
    const rule = asked.rule('contract.supplement_max');
    const capPercent = rule.value as string;
    const original = parseYuan(given.original) ?? 0n;
    const earlier = given.earlier.map((one) => parseYuan(one) ?? 0n);
    const room = supplementRoom({ original, earlier, amount: parseYuan(given.amount) ?? 0n }, capPercent);
    const [cumulative, cap] = [formatYuan(room.cumulative), formatYuan(room.cap)];
    const refused: Problem[] = [];
    const no = (code: string, pointer: string, meta: Problem['meta'] = {}): void => {
      refused.push(problem(code, rule.id, pointer, meta));
    };
    if (room.over > 0n) no('supplement.over_cap', '/amount', { cumulative, cap, over: formatYuan(room.over) });
    if (!given.sameObject) no('supplement.of_another_object', '/sameObject');
    if (!given.otherTermsUnchanged) no('supplement.changes_terms', '/otherTermsUnchanged');
    if (refused.length > 0) return { refused };
    const steps: readonly CalculationStep[] = [
      {
        name: 'cap',
        formula: 'original x capPercent / 100, the whole fen that do not exceed it',
        inputs: { original: formatYuan(original), capPercent },
        exact: exactText(mulRatio(room.capExact, ratio(1n, 100n))),
        rounded: cap,
        rounding: null,
      },
      {
        name: 'cumulative',
        formula: 'the earlier supplements that add, and this one',
        inputs: { earlier: given.earlier.join(' '), amount: given.amount },
        exact: exactText(ratio(room.cumulative, 100n)),
        rounded: null,
        rounding: null,
      },
    ];
    return {
      result: { allowed: true, cumulative, cumulativePercent: room.cumulativePercent, cap, capPercent, left: formatYuan(-room.over) },
      steps,
    };
  },
});
