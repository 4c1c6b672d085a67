import type { ContentRef, Context, Decision, DomainEvent } from '../../kernel/case.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import { stageEnded } from '../../kernel/stages.js';
import { decidePanel } from '../../panel/decide.js';
import { evolvePanels } from '../../panel/evolve.js';
import { type PanelMove, type PanelState, panelStatus, type PanelVerb, scoredSubjects } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { around, event, ruleOfProcedure, stageNow } from './course.js';
import { awaitedBids } from './final-quotes.js';
import { testLowPrices } from './low-price.js';
import { resultOf } from './ranking.js';
import type { EvaluationCourse } from './state.js';

export type CourseWithPanel = EvaluationCourse & { readonly panel: PanelState };

/** One verb of the panel and everything that follows from it. */
export const movePanel = (
  state: PurchaseState,
  course: CourseWithPanel,
  context: Context,
  verb: PanelVerb,
  reason: ContentRef | null = null,
): Decision | Refusal => {
  const moves = decidePanel(course.panel, verb, around(state, context));
  return isRefusal(moves) ? moves : follow(state, course, context, moves, { reason });
};

/** What follows from moves of the panel: too few bids left, prices to be tested, a seed against ties, the signed report. */
export const follow = (
  state: PurchaseState,
  course: CourseWithPanel,
  context: Context,
  moves: readonly PanelMove[],
  more: { readonly before?: readonly DomainEvent[]; readonly reason?: ContentRef | null } = {},
): Decision => {
  const panel = evolvePanels(course.panel, moves, context.at) ?? course.panel;
  const events: DomainEvent[] = [...(more.before ?? []), event('PanelMoved', { moves, reason: more.reason ?? null })];
  const happened = (type: PanelMove['type']): boolean => moves.some((move) => move.type === type);
  const status = panelStatus(panel);
  if (status === 'failed') {
    const { minCompliant: minimum } = panel.definition;
    const member = happened('SubjectsLeft') ? 'quotesMinRule' : 'compliantMinRule';
    const rule = ruleOfProcedure(state, context, member, 'tender.compliance.min');
    const left = scoredSubjects(panel)?.length ?? 0;
    const step = happened('SubjectsLeft') ? 'final-quote' : happened('QuestionClosed') ? 'low-price' : 'compliance';
    const failed = event('EvaluationFailed', { step, left, minimum, rule });
    return { events: [...events, failed, stageEnded(stageNow(state), 'failed')] };
  }
  // Where final quotes are asked for they are what is tested.
  if (happened('ComplianceClosed') && panel.compliant && awaitedBids(state, course, panel).length === 0)
    events.push(...testLowPrices(state, panel.compliant, context));
  if (happened('SheetsLocked') && course.tieSeed === null) events.push(event('TieSeedDrawn', { seed: context.entropy }));
  if (status === 'reported')
    events.push(
      event('EvaluationConcluded', { result: resultOf(state, { ...course, panel }, context.at) }),
      stageEnded(stageNow(state), 'recommended'),
    );
  return { events };
};
