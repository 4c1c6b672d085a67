import { compareRatio, exactText, ratio, ratioOf, sumRatio, words } from '../kernel/index.js';
import {
  at,
  type Calculation,
  type CalculationFault,
  type CalculationStep,
  type Citing,
  citing,
  fault,
  figure,
  inOrderOf,
  reading,
  type RulesInForce,
} from './answer.js';
import { procedureIn } from '../procedure/procedure.js';

export interface WeightedItem {
  readonly name: string;
  readonly points: string;
  readonly type: 'subjective' | 'objective';
  readonly basis?: string;
}
export interface WeightedPart {
  readonly name: string;
  readonly kind: 'price' | 'technical' | 'capability' | 'credit';
  readonly weight: string;
  readonly items: readonly WeightedItem[];
}
export interface WeightsInput {
  readonly method: string;
  readonly object: string;
  readonly fixedPrice: boolean;
  readonly parts: readonly WeightedPart[];
}
export interface WeightsResult {
  readonly ok: true;
  readonly sum: string;
  readonly parts: readonly { readonly name: string; readonly weight: string; readonly itemsSum: string | null }[];
  readonly pricePercent: string;
  readonly pricePercentMin: string | null;
  readonly pricePercentMax: string | null;
  readonly objective: string;
  readonly subjective: string;
}

/** Of a procedure in which nothing is scored. */
const unscored: WeightsResult = {
  ok: true,
  sum: '0',
  parts: [],
  pricePercent: '0',
  pricePercentMin: null,
  pricePercentMax: null,
  objective: '0',
  subjective: '0',
};

/** The rules on the share of the price for a method and an object; goods have figures of their own where the pack knows them. */
export const priceShareRules = (
  rules: Citing,
  method: string,
  object: string,
): { readonly min: string | null; readonly max: string | null } => {
  const procedure = procedureIn(rules, method);
  const forObject = (id: string | undefined): string | null => {
    const own = id?.replace('services', object);
    return own !== undefined && rules.has(own) ? own : null;
  };
  return { min: forObject(procedure.priceWeightMinRule), max: forObject(procedure.priceWeightMaxRule) };
};

/** Whether a scoring template is lawful: sums exactly, price share within its range, no forbidden factor. `calculators.md` 6. */
export const checkWeights = (input: WeightsInput, inForce: RulesInForce): Calculation<WeightsResult> => {
  const rules = citing(inForce);
  // Where the final quotes alone decide the template is not used, whatever stands in it.
  if (procedureIn(rules, input.method).ranking === 'price') return { result: unscored, steps: [], rules: rules.used() };
  const read = reading();
  read.list(input.parts, '/parts');
  const parts = input.parts.map((part, index) => ({
    ...part,
    exact: read.number(part.weight, at('parts', index, 'weight')),
    points: part.items.map((item, inner) => read.number(item.points, at('parts', index, `items/${inner}/points`))),
  }));
  const itemsSum = (part: (typeof parts)[number]) => sumRatio(part.points);
  const faults: CalculationFault[] = [...read.faults];

  const sum = sumRatio(parts.map((part) => part.exact));
  const whole = rules.rule('weights.sum');
  if (compareRatio(sum, ratioOf(figure(whole))) !== 0)
    faults.push(fault('weights.sum_not_100', whole.id, '/parts', { sum: exactText(sum) }));

  const priced = parts.filter((part) => part.kind === 'price');
  const price = sumRatio(priced.map((part) => part.exact));
  const first = parts.findIndex((part) => part.kind === 'price');
  const pricePointer = first < 0 ? '/parts' : at('parts', first, 'weight');
  const { min, max } = priceShareRules(rules, input.method, input.object);
  const [least, most] = [min, max].map((id) => (id === null || input.fixedPrice ? null : rules.rule(id)));
  if (input.fixedPrice && price.num > 0n) faults.push(fault('weights.fixed_price_scored', min, pricePointer, { weight: exactText(price) }));
  if (least && compareRatio(price, ratioOf(figure(least))) < 0)
    faults.push(fault('weights.price_share_below_minimum', least.id, pricePointer, { minPercent: figure(least) }));
  if (most && compareRatio(price, ratioOf(figure(most))) > 0)
    faults.push(fault('weights.price_share_above_maximum', most.id, pricePointer, { maxPercent: figure(most) }));

  const forbidden = rules.rule('factors.forbidden');
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'price' && part.items.length > 0)
      faults.push(fault('weights.price_part_has_items', whole.id, at('parts', index, 'items')));
    if (part.kind !== 'price' && compareRatio(itemsSum(part), part.exact) !== 0) {
      const meta = { weight: exactText(part.exact), itemsSum: exactText(itemsSum(part)) };
      faults.push(fault('weights.items_sum_differs', whole.id, at('parts', index, 'items'), meta));
    }
    for (const [inner, { basis }] of part.items.entries()) {
      if (basis === undefined || !words(forbidden).includes(basis)) continue;
      const pointer = at('parts', index, `items/${inner}/basis`);
      faults.push(
        basis === 'qualification'
          ? fault('weights.qualification_scored', forbidden.id, pointer)
          : fault('weights.forbidden_factor', forbidden.id, pointer, { basis }),
      );
    }
  }
  if (faults.length > 0) return { refused: inOrderOf(input, faults) };

  const ofType = (type: WeightedItem['type']) =>
    exactText(
      sumRatio(parts.flatMap((part) => part.items.flatMap((item, inner) => (item.type === type ? [part.points[inner] ?? ratio(0)] : [])))),
    );
  const result: WeightsResult = {
    ok: true,
    sum: exactText(sum),
    parts: parts.map((part) => ({
      name: part.name,
      weight: exactText(part.exact),
      itemsSum: part.kind === 'price' ? null : exactText(itemsSum(part)),
    })),
    pricePercent: exactText(price),
    pricePercentMin: least ? figure(least) : null,
    pricePercentMax: most ? figure(most) : null,
    objective: ofType('objective'),
    subjective: ofType('subjective'),
  };
  const inputs = Object.fromEntries(parts.map((part) => [part.name, exactText(part.exact)]));
  const steps: CalculationStep[] = [{ name: 'sum', formula: 'sum of weights', inputs, exact: result.sum, rounded: null, rounding: null }];
  return { result, steps, rules: rules.used() };
};
