import type { CaseId, ContentRef, Context } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { compareRatio, exactText, ratio, ratioOf, roundHalfUp, sumRatio } from '../../kernel/ratio.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import type { Instant } from '../../kernel/time.js';
import { inForce } from '../../panel/answer.js';
import { shuffled } from '../../panel/draw.js';
import type { ComplianceVote, PanelOutcome } from '../../panel/panel.js';
import { type PriceScore, priceScores } from '../../panel/price-scores.js';
import type { ScoreTotal } from '../../panel/score-bids.js';
import type { PurchaseState } from '../state.js';
import type { EvaluationFace, Plan, RankedBid } from '../types.js';
import { no, openedBid, planOf } from './course.js';
import { priceOf, pricedBids, talksOf } from './final-quotes.js';
import type { EvaluationCourse } from './state.js';

export type Prices = Readonly<Record<CaseId, { readonly score: string; readonly quote: string }>>;

/** Prices of the bids that are still in, with the deduction that the document states and the points that follow from it. */
export const reckonedPrices = (state: PurchaseState, scored: readonly CaseId[], context: Context): readonly PriceScore[] | Refusal => {
  const { method, template, setAside } = planOf(state);
  const { parts, decimals, fixedPrice, deduction } = template;
  const weight = fixedPrice ? ratio(0) : sumRatio(parts.flatMap((part) => (part.kind === 'price' ? [ratioOf(part.weight)] : [])));
  const answer = priceScores(
    {
      method,
      object: 'services',
      weight: exactText(weight),
      decimals,
      fixedPrice,
      reserved: setAside.reserved,
      ...(deduction ? { deduction } : {}),
      bids: pricedBids(state)
        .filter(({ bid }) => scored.includes(bid))
        .map(({ bid, price, enterprise, share }) => ({ id: bid, price: formatYuan(price), kind: enterprise, ...(share ? { share } : {}) })),
    },
    inForce(context.rules, state.pins),
  );
  if (!('refused' in answer)) return answer.result.bids;
  const [fault] = answer.refused;
  return no('evaluation.scoring_impossible', {
    meta: { fault: fault?.code ?? '', ...fault?.meta },
    ...(fault?.rule ? { rule: context.rules.rule(fault.rule, state.pins) } : {}),
  });
};

/** Price points of the bids that are still in. The contract is always at the bid price. */
export const pricesOf = (state: PurchaseState, scored: readonly CaseId[], context: Context): Prices | Refusal => {
  const reckoned = reckonedPrices(state, scored, context);
  return isRefusal(reckoned) ? reckoned : Object.fromEntries(reckoned.map(({ id, score, price }) => [id, { score, quote: price }]));
};

/** Ranks without equals: those that the totals leave equal go by the document's item, then by the seed that was drawn when the sheets were locked. */
export const settleRanking = (
  state: PurchaseState,
  outcome: PanelOutcome,
  seed: string,
  sha256: Context['sha256'],
): { readonly ranking: readonly RankedBid[]; readonly drawn: readonly (readonly CaseId[])[] } => {
  const plan = planOf(state);
  const drawn: CaseId[][] = [];
  const order = [...new Set(outcome.totals.map(({ rank }) => rank))].flatMap((rank) => {
    const equal = outcome.totals.filter((total) => total.rank === rank);
    return equal.length === 1 ? equal : byItem(equal, plan).flatMap((group) => byDraw(group, seed, sha256, drawn));
  });
  return { ranking: order.map((total, index) => ranked(state, plan, total, index + 1)), drawn };
};

const byItem = (equal: readonly ScoreTotal[], { template: { tie } }: Plan): readonly (readonly ScoreTotal[])[] => {
  if (tie === 'draw') return [equal];
  const mean = (total: ScoreTotal) => ratioOf(total.means[tie.item] ?? '0');
  const groups: ScoreTotal[][] = [];
  for (const total of equal.toSorted((a, b) => compareRatio(mean(b), mean(a)))) {
    const last = groups.at(-1);
    if (last?.[0] && compareRatio(mean(last[0]), mean(total)) === 0) last.push(total);
    else groups.push([total]);
  }
  return groups;
};

const byDraw = (group: readonly ScoreTotal[], seed: string, sha256: Context['sha256'], drawn: CaseId[][]): readonly ScoreTotal[] => {
  if (group.length < 2) return group;
  const order = shuffled(group, ({ bid }) => bid, `${seed}/tie`, sha256);
  drawn.push(order.map(({ bid }) => bid));
  return order;
};

const ranked = (state: PurchaseState, { template }: Plan, { bid, means, price, total }: ScoreTotal, rank: number): RankedBid => {
  const opened = openedBid(state, bid);
  const technical = template.parts.flatMap(({ items }) => items.filter((item) => item.technical));
  return {
    bid,
    supplier: opened?.supplier ?? '',
    rank,
    total,
    priceScore: price,
    // Where the price alone decides nobody has points.
    technicalScore: total === '' ? '' : roundHalfUp(sumRatio(technical.map(({ id }) => ratioOf(means[id] ?? '0'))), template.decimals),
    price: priceOf(state, bid) ?? 0n,
  };
};

/** The signed report as the other stages read it: the ranking, and everybody who was put out, with the reason. */
export const resultOf = (state: PurchaseState, course: EvaluationCourse, reportAt: Instant): EvaluationFace => {
  const { panel, checks } = course;
  const compliant = panel?.compliant ?? [];
  const supplier = (bid: CaseId): CaseId => openedBid(state, bid)?.supplier ?? '';
  const excluded = (panel?.questions ?? []).filter(({ closed }) => closed === 'excluded');
  return {
    reportAt,
    ranking: course.ranking ?? [],
    rejected: [
      ...checks
        .filter(({ qualified }) => !qualified)
        .map((check) => ({ bid: check.bid, supplier: check.supplier, reason: check.reason ?? '', step: 'qualification' as const })),
      ...(panel?.subjects ?? [])
        .filter((bid) => !compliant.includes(bid))
        .map((bid) => ({ bid, supplier: supplier(bid), reason: firstReason(panel?.votes, bid), step: 'compliance' as const })),
      ...excluded.map(({ subject, votes }) => ({
        bid: subject,
        supplier: supplier(subject),
        reason: firstReason(votes, subject),
        step: 'low-price' as const,
      })),
      ...talksOf(course).calls.flatMap(({ closed }) =>
        (closed?.absent ?? []).map(({ bid, supplier: of, ground }) => ({
          bid,
          supplier: of,
          reason: ground,
          step: 'final-quote' as const,
        })),
      ),
    ],
  };
};

/** The reason that the majority's first voter wrote down. */
const firstReason = (votes: readonly ComplianceVote[] | undefined, bid: CaseId): ContentRef | string =>
  votes?.find((vote) => vote.subject === bid && !vote.compliant)?.reason ?? '';
