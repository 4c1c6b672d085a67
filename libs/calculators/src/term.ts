import { judgeTerm, type PlainDate, termOf, words } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { pointerTo, problem } from './kit/problem.js';
import { count, day, inForceOn } from './kit/schemas.js';

const input = z.strictObject({
  ...inForceOn,
  from: day().optional(),
  to: day().optional(),
  months: count(1).optional(),
  conditions: z.record(z.string(), z.strictObject({ met: z.boolean(), justification: z.string().max(20_000) })).optional(),
});

/** Whether a contract may run so long: `calculators.md` 5. */
export const term = calculator({
  name: 'term',
  title: { zh: '合同期限审查', en: 'Whether a contract may run so long' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-06-20',
    from: '2025-07-01',
    to: '2026-12-31',
    conditions: {
      budgetSecured: { met: true, justification: '预算已列入中期财政规划' },
      contentFixed: { met: true, justification: '服务内容三年不变' },
      continuous: { met: true, justification: '矫正工作不可中断' },
      fundingStable: { met: true, justification: '经费由县级预算保障' },
      priceStable: { met: true, justification: '人工单价年变化小于百分之三' },
    },
  },
  reckon: ({ from, to, months, conditions = {} }, asked) => {
    const byDays = from !== undefined || to !== undefined;
    if (byDays === (months !== undefined)) return { refused: [problem('input.one_of', null, '', { fields: ['from', 'months'] })] };
    const known = words(asked.rule('gps.term_extended.conditions'));
    const refused = [
      ...(byDays && from === undefined ? [problem('input.missing', null, '/from')] : []),
      ...(byDays && to === undefined ? [problem('input.missing', null, '/to')] : []),
      ...(from !== undefined && to !== undefined && to < from ? [problem('input.ends_before_it_begins', null, '/to')] : []),
      ...Object.keys(conditions)
        .filter((one) => !known.includes(one))
        .map((field) => problem('input.unknown_field', null, pointerTo('conditions', field), { field })),
    ];
    if (refused.length > 0) return { refused };
    const length = months === undefined ? termOf(from as PlainDate, to as PlainDate) : { months, days: 0 };
    const given = Object.fromEntries(
      Object.entries(conditions).map(([one, { met, justification }]) => [one, { met, justified: justification.trim() !== '' }]),
    );
    const { rule, limitMonths, conditionsNeeded, faults } = judgeTerm(length, given, (id) => asked.rule(id));
    if (faults.length > 0)
      return {
        refused: faults.map(({ fault, condition }) => {
          if (condition === null)
            return problem('term.too_long', rule.id, months === undefined ? '/to' : '/months', { ...length, limitMonths });
          const meta = { months: length.months };
          return fault === 'justification-missing'
            ? problem('term.justification_missing', rule.id, pointerTo('conditions', condition, 'justification'), meta)
            : problem('term.condition_not_met', rule.id, pointerTo('conditions', condition), meta);
        }),
      };
    return {
      result: { allowed: true, ...length, limitMonths, rule: rule.id, conditionsNeeded },
      steps:
        from === undefined || to === undefined
          ? []
          : [
              {
                name: 'months',
                formula: 'whole months from the first to the last day of service, both counted; days beyond them',
                inputs: { from, to },
                exact: String(length.months),
                rounded: null,
                rounding: null,
              },
            ],
    };
  },
});
