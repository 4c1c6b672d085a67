import type { CaseId, Context } from '../../kernel/case.js';
import { compareRatio, ratioOf } from '../../kernel/ratio.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import type { PanelOutcome } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { courseIn } from '../tender/procedure.js';
import { reckonedPrices } from './ranking.js';

/** Whether the order goes by the final quotes alone: nothing is scored. */
export const ranksByPrice = (state: PurchaseState): boolean => courseIn(state.tender.current).ranking === 'price';

/** 最后报价由低到高, small enterprises less the deduction that the document states; equal ones share a rank. Nobody has points: totals are empty. */
export const priceOutcome = (state: PurchaseState, scored: readonly CaseId[], context: Context): PanelOutcome | Refusal => {
  const reckoned = reckonedPrices(state, scored, context);
  if (isRefusal(reckoned)) return reckoned;
  const compared = reckoned.map(({ id, adjusted }) => ({ id, adjusted: ratioOf(adjusted) }));
  const sorted = compared.toSorted((a, b) => compareRatio(a.adjusted, b.adjusted));
  const rankOf = (adjusted: (typeof sorted)[number]['adjusted']): number =>
    sorted.findIndex((one) => compareRatio(one.adjusted, adjusted) === 0) + 1;
  const totals = sorted.map(({ id, adjusted }) => ({ bid: id, rank: rankOf(adjusted), means: {}, price: '', exact: '', total: '' }));
  const ranks = [...new Set(totals.map(({ rank }) => rank))];
  const ties = ranks.map((rank) => ({ rank, bids: totals.filter((one) => one.rank === rank).map(({ bid }) => bid) }));
  return { final: true, totals, ties: ties.filter(({ bids }) => bids.length > 1), findings: [] };
};
