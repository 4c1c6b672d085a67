import { flag, fen, formatYuan, parseYuan, type PlainDate, plainDate, splittingGroups, yearOf } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { methodsOf } from './kit/of-method.js';
import { type Problem, problem } from './kit/problem.js';
import { count, day, inPlace, list, name, some, yuan } from './kit/schemas.js';

const input = z.strictObject({
  ...inPlace,
  fiscalYear: count(1, 9999),
  purchases: list(z.strictObject({ id: name(), on: day(), amount: yuan(), method: name(), budgetItem: name(), categoryCode: name() })),
  exempt: some(z.strictObject({ purchase: name(), reason: z.enum(['budget-adjusted', 'approved-method']) })).optional(),
});

/** Whether a year's purchases were split to stay out of open tender: `calculators.md` 4. */
export const splitting = calculator({
  name: 'splitting',
  title: { zh: '化整为零审查', en: 'Whether purchases were split' },
  input,
  example: {
    jurisdiction: 'demo-county',
    fiscalYear: 2025,
    purchases: [
      {
        id: 'p1',
        on: '2025-02-20',
        amount: '640000.00',
        method: 'competitive-consultation',
        budgetItem: '2040610-07',
        categoryCode: 'C05020300',
      },
    ],
    exempt: [],
  },
  // As where a plan is decided: the law of the last purchase, with which the sum may come to be too much.
  day: ({ fiscalYear, purchases }) => {
    const days = purchases.map(({ on }) => on as PlainDate).filter((on) => yearOf(on) === fiscalYear);
    return days.toSorted().at(-1) ?? plainDate(`${String(fiscalYear).padStart(4, '0')}-12-31`);
  },
  reckon: ({ fiscalYear, purchases, exempt = [] }, asked) => {
    const methods = new Set(methodsOf(asked.rule('method.table')));
    const refused: Problem[] = [];
    const ids = new Set<string>();
    for (const [index, { id, method }] of purchases.entries()) {
      if (ids.has(id)) refused.push(problem('input.duplicate_id', null, `/purchases/${index}/id`, { id }));
      ids.add(id);
      if (!methods.has(method)) refused.push(problem('input.unknown_value', null, `/purchases/${index}/method`, { value: method }));
    }
    const exempted = new Map<string, string>();
    for (const [index, { purchase, reason }] of exempt.entries()) {
      const pointer = `/exempt/${index}/purchase`;
      if (!ids.has(purchase)) refused.push(problem('input.unknown_value', null, pointer, { value: purchase }));
      if (exempted.has(purchase)) refused.push(problem('input.duplicate_id', null, pointer, { id: purchase }));
      exempted.set(purchase, reason);
    }
    if (refused.length > 0) return { refused };
    const threshold = fen(asked.rule('threshold.openTender'));
    const rule = asked.rule('pre.split_forbidden');
    const groups = splittingGroups(
      purchases.map((one) => ({ ...one, on: one.on as PlainDate, amount: parseYuan(one.amount) ?? 0n })),
      { fiscalYear, exempt: exempted, threshold, codeLength: asked.rule('pre.split_forbidden.code_length') },
    );
    const isFound = flag(rule);
    return {
      result: {
        groups: groups.map(({ budgetItem, categoryCode, counted, left, sum, overWith }) => ({
          budgetItem,
          categoryCode,
          counted,
          left,
          sum: formatYuan(sum),
          threshold: formatYuan(threshold),
          over: formatYuan(overWith === null ? 0n : sum - threshold),
          split: isFound && overWith !== null,
        })),
        findings: groups
          .flatMap(({ overWith, sum }) => (isFound && overWith !== null ? [{ overWith, sum }] : []))
          .toSorted((a, b) => a.overWith - b.overWith)
          .map(({ overWith, sum }) => problem('splitting.over_threshold', rule.id, `/purchases/${overWith}`, { sum: formatYuan(sum) })),
      },
      steps: groups.map(({ budgetItem, categoryCode, counted, sum }) => ({
        name: `${budgetItem} ${categoryCode}`,
        formula: 'sum of what was bought otherwise than by open tender',
        inputs: { purchases: counted.join(' '), threshold: formatYuan(threshold) },
        exact: formatYuan(sum),
        rounded: null,
        rounding: null,
      })),
    };
  },
});
