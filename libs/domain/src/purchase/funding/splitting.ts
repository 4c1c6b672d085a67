import { count, type Rule } from '../../kernel/rules.js';
import { type PlainDate, yearOf } from '../../kernel/time.js';

/** The same category: as many leading characters of the code as the pack says. */
export const categoryOf = (code: string, length: Rule): string => code.slice(0, count(length));
/** 化整为零: more than the open-tender threshold; the threshold itself may still be bought otherwise. */
export const isSplit = (sum: bigint, threshold: bigint): boolean => sum > threshold;

export interface UntenderedPurchase {
  readonly id: string;
  readonly on: PlainDate;
  readonly amount: bigint;
  readonly method: string;
  readonly budgetItem: string;
  readonly categoryCode: string;
}
export interface SplittingGroup {
  readonly budgetItem: string;
  readonly categoryCode: string;
  readonly counted: readonly string[];
  readonly left: readonly { readonly id: string; readonly reason: string }[];
  readonly sum: bigint;
  /** Place in the list of the purchase, by its day, with which the sum first is too much; null: it never is. */
  readonly overWith: number | null;
}

/** What a fiscal year bought of one category under one budget item otherwise than by open tender. `calculators.md` 4. */
export const splittingGroups = (
  purchases: readonly UntenderedPurchase[],
  {
    fiscalYear,
    exempt,
    threshold,
    codeLength,
  }: { fiscalYear: number; exempt: ReadonlyMap<string, string>; threshold: bigint; codeLength: Rule },
): readonly SplittingGroup[] => {
  const groups = new Map<string, { readonly purchase: UntenderedPurchase; readonly index: number }[]>();
  for (const [index, purchase] of purchases.entries()) {
    const key = JSON.stringify([purchase.budgetItem, categoryOf(purchase.categoryCode, codeLength)]);
    const group = groups.get(key);
    if (group) group.push({ purchase, index });
    else groups.set(key, [{ purchase, index }]);
  }
  const leftFor = ({ id, on, method }: UntenderedPurchase): string | null => {
    if (yearOf(on) !== fiscalYear) return 'other-fiscal-year';
    return method === 'open-tender' ? 'open-tender' : (exempt.get(id) ?? null);
  };
  return [...groups.values()].map((group) => {
    const judged = group.map((one) => ({ ...one, reason: leftFor(one.purchase) }));
    const counted = judged.filter(({ reason }) => reason === null);
    let sum = 0n;
    let overWith: number | null = null;
    for (const { purchase, index } of counted.toSorted((a, b) =>
      a.purchase.on < b.purchase.on ? -1 : a.purchase.on > b.purchase.on ? 1 : 0,
    )) {
      sum += purchase.amount;
      if (overWith === null && isSplit(sum, threshold)) overWith = index;
    }
    const [first] = group;
    return {
      budgetItem: first?.purchase.budgetItem ?? '',
      categoryCode: categoryOf(first?.purchase.categoryCode ?? '', codeLength),
      counted: counted.map(({ purchase }) => purchase.id),
      left: judged.flatMap(({ purchase, reason }) => (reason === null ? [] : [{ id: purchase.id, reason }])),
      sum,
      overWith,
    };
  });
};
