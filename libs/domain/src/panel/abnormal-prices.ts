import { compareRatio, exactText, meanRatio, mulRatio, ofPercent, ratioOf } from '../kernel/index.js';
import type { Ratio } from '../kernel/index.js';
import {
  at,
  type Calculation,
  type CalculationFault,
  type CalculationStep,
  citing,
  fault,
  figure,
  inOrderOf,
  reading,
  type RulesInForce,
  yuanOf,
} from './answer.js';

export interface AbnormalPricesInput {
  readonly ceiling: string | null;
  readonly budget: string;
  /** What the tender document states; absent: the figures of the pack. */
  readonly ratios?: { readonly averagePercent: string; readonly secondLowestPercent: string; readonly ceilingPercent: string };
  readonly bids: readonly { readonly id: string; readonly price: string }[];
}
export interface AbnormalPriceTest {
  readonly bid: string;
  readonly test: string;
  readonly limit: string | null;
  readonly triggered: boolean;
}
export interface AbnormalPricesResult {
  readonly inForce: boolean;
  readonly average: string;
  readonly secondLowest: string | null;
  readonly limitSource: 'ceiling' | 'budget';
  readonly tests: readonly AbnormalPriceTest[];
  readonly triggered: readonly string[];
  readonly explainMinutesMin: number | null;
  readonly findings: readonly CalculationFault[];
}
const TESTS = [
  { id: 'low.t1', field: 'averagePercent' },
  { id: 'low.t2', field: 'secondLowestPercent' },
  { id: 'low.t3', field: 'ceilingPercent' },
] as const;

/** Which raw prices are so low that the panel has to ask for an explanation; a trigger is not yet an invalid bid. `calculators.md` 8. */
export const abnormalPrices = (input: AbnormalPricesInput, inForce: RulesInForce): Calculation<AbnormalPricesResult> => {
  const rules = citing(inForce);
  const read = reading();
  const ceiling = input.ceiling === null ? null : read.fen(input.ceiling, '/ceiling');
  const budget = read.fen(input.budget, '/budget');
  const stated = TESTS.map(({ field }) => (input.ratios ? read.number(input.ratios[field], `/ratios/${field}`) : null));
  read.list(input.bids, '/bids');
  read.unique(
    input.bids.map(({ id }) => id),
    (index) => at('bids', index, 'id'),
  );
  const prices = input.bids.map(({ price }, index) => yuanOf(read.fen(price, at('bids', index, 'price'))));
  const faults: CalculationFault[] = [...read.faults];
  const applies = TESTS.every(({ id }) => rules.has(id));
  if (applies && input.ratios) {
    const most = rules.rule('low.ratio_max');
    for (const [index, { id, field }] of TESTS.entries()) {
      const percent = stated[index] as Ratio;
      const least = rules.rule(id);
      if (compareRatio(percent, ratioOf(figure(most))) > 0)
        faults.push(fault('abnormal_price.ratio_above_maximum', most.id, `/ratios/${field}`, { maxPercent: figure(most) }));
      if (compareRatio(percent, ratioOf(figure(least))) < 0)
        faults.push(fault('abnormal_price.ratio_below_minimum', id, `/ratios/${field}`, { minPercent: figure(least) }));
    }
  }
  if (faults.length > 0) return { refused: inOrderOf(input, faults) };

  const average = meanRatio(prices);
  const secondLowest = prices.toSorted(compareRatio)[1] ?? null;
  const bases: readonly (Ratio | null)[] = [average, secondLowest, yuanOf(ceiling ?? budget)];
  const steps: CalculationStep[] = [];
  const limits = !applies
    ? []
    : TESTS.map(({ id }, index) => {
        const percent = stated[index] ?? ratioOf(figure(rules.rule(id)));
        const base = bases[index] ?? null;
        const limit = base && mulRatio(base, ofPercent(percent));
        if (base && limit) {
          const inputs = { base: exactText(base), percent: exactText(percent) };
          steps.push({ name: id, formula: 'base x percent / 100', inputs, exact: exactText(limit), rounded: null, rounding: null });
        }
        return { id, limit, text: limit && exactText(limit) };
      });
  const tests = input.bids.flatMap(({ id: bid }, index) =>
    limits.map(({ id: test, limit, text }): AbnormalPriceTest => {
      const below = limit !== null && compareRatio(prices[index] as Ratio, limit) < 0;
      return { bid, test, limit: text, triggered: below };
    }),
  );
  const result: AbnormalPricesResult = {
    inForce: applies,
    average: exactText(average),
    secondLowest: secondLowest && exactText(secondLowest),
    limitSource: ceiling === null ? 'budget' : 'ceiling',
    tests,
    triggered: [...new Set(tests.filter(({ triggered }) => triggered).map(({ bid }) => bid))],
    explainMinutesMin: applies && rules.has('low.explain_min') ? Number(rules.rule('low.explain_min').value) : null,
    findings: [],
  };
  return { result, steps, rules: rules.used() };
};
