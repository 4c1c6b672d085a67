import type { ContentRef, Context, Decision, Json } from '../../kernel/case.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import { decidePanel } from '../../panel/decide.js';
import { evolvePanels } from '../../panel/evolve.js';
import { type PanelMove, scoredSubjects, sitting } from '../../panel/panel.js';
import type { ScoreSheet } from '../../panel/score-bids.js';
import type { PurchaseState } from '../state.js';
import { around, event, no } from './course.js';
import type { EvaluationCommand } from './evaluation.js';
import { awaitedBids } from './final-quotes.js';
import { lowPricesOpen } from './low-price.js';
import { type CourseWithPanel, follow, movePanel } from './moves.js';
import { priceOutcome, ranksByPrice } from './price-ranking.js';
import { pricesOf, settleRanking } from './ranking.js';

type Data<T extends EvaluationCommand['type']> = Extract<EvaluationCommand, { type: T }>['data'];

/** A sheet as its author wrote it; one that is no table at all reads as empty and is refused item by item. */
const sheetIn = (ref: ContentRef | undefined, context: Context): ScoreSheet => {
  const body: Json | undefined = ref && context.contents.get(ref.content);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const rows = Object.entries(body as Readonly<Record<string, Json>>);
  return Object.fromEntries(rows.filter(([, row]) => typeof row === 'object' && row !== null)) as ScoreSheet;
};

/** Bodies of all sheets that stand: what locking and correcting reckon with, and nobody else. */
export const sheetContents = (course: CourseWithPanel): readonly string[] => course.panel.sheets.map(({ ref }) => ref.content);

const allSheets = ({ panel }: CourseWithPanel, context: Context): Readonly<Record<string, ScoreSheet>> =>
  Object.fromEntries(panel.sheets.map(({ person, ref }) => [person, sheetIn(ref, context)]));

/** One hidden sheet. The last one of all opens them together, in the same decision: nobody scores with another's points in sight. */
export const submitSheet = (
  state: PurchaseState,
  course: CourseWithPanel,
  { sheet: ref }: Data<'submitSheet'>,
  context: Context,
): Decision | Refusal => {
  const quotes = awaitedBids(state, course);
  if (quotes.length > 0) return no('evaluation.quotes_awaited', { meta: { bids: quotes } });
  const open = lowPricesOpen(course);
  if (open.length > 0) return no('evaluation.low_price_open', { meta: { bids: open } });
  const submitted = decidePanel(course.panel, { verb: 'submit', ref, sheet: sheetIn(ref, context) }, around(state, context));
  if (isRefusal(submitted)) return submitted;
  const panel = evolvePanels(course.panel, submitted, context.at) ?? course.panel;
  const complete = sitting(panel).every(({ person }) => panel.sheets.some((sheet) => sheet.person === person));
  if (!complete) return follow(state, course, context, submitted);
  const prices = pricesOf(state, scoredSubjects(panel) ?? [], context);
  if (isRefusal(prices)) return prices;
  const locked = decidePanel(panel, { verb: 'lock', sheets: allSheets({ ...course, panel }, context), prices }, around(state, context));
  return isRefusal(locked) ? locked : follow(state, course, context, [...submitted, ...locked]);
};

/** A member corrects the own sheet on one of the grounds of the law; whoever has signed signs anew. */
export const correctScore = (
  state: PurchaseState,
  course: CourseWithPanel,
  { kind, sheet: ref, reason }: Data<'correctScore'>,
  context: Context,
): Decision | Refusal => {
  const prices = pricesOf(state, scoredSubjects(course.panel) ?? [], context);
  if (isRefusal(prices)) return prices;
  const sheets = allSheets(course, context);
  return movePanel(state, course, context, { verb: 'correct', kind, reason, ref, sheet: sheetIn(ref, context), sheets, prices });
};

/** The report with its ranking, laid before the members to sign. */
export const presentReport = (
  state: PurchaseState,
  course: CourseWithPanel,
  { report }: Data<'presentReport'>,
  context: Context,
): Decision | Refusal => {
  if (ranksByPrice(state) && course.panel.outcome === null) return presentByPrice(state, course, report, context);
  const moves = decidePanel(course.panel, { verb: 'present', report }, around(state, context));
  if (isRefusal(moves)) return moves;
  const { outcome } = course.panel;
  const ranking = outcome && course.tieSeed !== null ? settleRanking(state, outcome, course.tieSeed, context.sha256) : null;
  return follow(state, course, context, moves, { before: ranking ? [event('RankingSettled', ranking)] : [] });
};

/** Why a report cannot be presented where nothing is scored: prices that are still to come, or to be explained. */
export const pricesOpen = (state: PurchaseState, course: CourseWithPanel): Refusal | null => {
  const quotes = awaitedBids(state, course);
  if (quotes.length > 0) return no('evaluation.quotes_awaited', { meta: { bids: quotes } });
  const open = lowPricesOpen(course);
  return open.length > 0 ? no('evaluation.low_price_open', { meta: { bids: open } }) : null;
};

/** The report of a negotiation: the order goes by the final quotes, reckoned in the moment in which it is presented. */
const presentByPrice = (state: PurchaseState, course: CourseWithPanel, report: ContentRef, context: Context): Decision | Refusal => {
  const open = pricesOpen(state, course);
  if (open) return open;
  const outcome = priceOutcome(state, scoredSubjects(course.panel) ?? [], context);
  if (isRefusal(outcome)) return outcome;
  const locked: readonly PanelMove[] = [{ type: 'SheetsLocked', data: outcome }];
  const panel = evolvePanels(course.panel, locked, context.at) ?? course.panel;
  const presented = decidePanel(panel, { verb: 'present', report }, around(state, context));
  if (isRefusal(presented)) return presented;
  const ranking = settleRanking(state, outcome, course.tieSeed ?? context.entropy, context.sha256);
  return follow(state, course, context, [...locked, ...presented], { before: [event('RankingSettled', ranking)] });
};
