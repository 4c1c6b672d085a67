import { formatYuan, onNegativeList, parseYuan, purchaseRoute } from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { pointerTo, type Problem, problem } from './kit/problem.js';
import { inForceOn, name, yuan } from './kit/schemas.js';

const input = z.strictObject({
  ...inForceOn,
  service: z.strictObject({ guidingCode: name(), procurementCode: name() }),
  amount: yuan(),
  catalogue: z.enum(['listed', 'proposed', 'absent', 'delisted']),
  budgeted: yuan(),
  facts: z.record(z.string(), z.boolean()).optional(),
});
/** Facts that are grounds of a survey, as the rule names them. */
const GROUNDS: Readonly<Record<string, string>> = { technicallyComplex: 'technically-complex', purchaserChoice: 'purchaser-choice' };

/** Which way a service is bought: `calculators.md` 3. */
export const route = calculator({
  name: 'route',
  title: { zh: '采购路径与方式', en: 'By which way and method a service is bought' },
  input,
  example: {
    service: { guidingCode: 'A1007', procurementCode: 'C05020300' },
    amount: '2765000.00',
    jurisdiction: 'demo-county',
    on: '2025-03-10',
    catalogue: 'listed',
    budgeted: '2800000.00',
    facts: { publicService: true },
  },
  reckon: ({ amount: text, budgeted, catalogue, facts = {} }, asked) => {
    const [amount, planned] = [parseYuan(text) ?? 0n, parseYuan(budgeted) ?? 0n];
    const list = asked.rule('gps.negative_list');
    const { forbidden, known } = onNegativeList(list, facts);
    const legal = ['publicService', ...Object.keys(GROUNDS), ...known];
    const gate = asked.rule('gps.gate');
    const budget = asked.rule('gps.no_budget_no_project');
    const refused: Problem[] = [
      ...(catalogue === 'listed' ? [] : [problem('route.not_in_catalogue', gate.id, '/catalogue', { catalogue })]),
      ...(planned < amount ? [problem('route.not_budgeted', budget.id, '/budgeted', { missing: formatYuan(amount - planned) })] : []),
      ...forbidden.map(({ item, fact }) => problem('route.negative_list', list.id, pointerTo('facts', fact), { item })),
      // A fact that no rule asks for would be believed to decide something.
      ...Object.keys(facts)
        .filter((fact) => !legal.includes(fact))
        .map((field) => problem('input.unknown_field', null, pointerTo('facts', field), { field })),
    ];
    if (refused.length > 0) return { refused };
    const grounds = Object.entries(GROUNDS).flatMap(([fact, ground]) => (facts[fact] === true ? [ground] : []));
    return { result: purchaseRoute({ amount, publicService: facts['publicService'] === true, grounds }, asked), steps: [] };
  },
});
