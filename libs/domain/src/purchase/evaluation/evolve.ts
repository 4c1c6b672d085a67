import type { Recorded } from '../../kernel/case.js';
import { evolvePanels } from '../../panel/evolve.js';
import type { PurchaseState } from '../state.js';
import type { EvaluationEvent } from './evaluation.js';
import { evolveTalks } from './evolve-talks.js';
import type { EvaluationCourse, EvaluationState, PriceDemand } from './state.js';
import { isTalksEvent } from './talks.js';

export const evolveEvaluation = (state: PurchaseState, recorded: Recorded<EvaluationEvent>): PurchaseState => ({
  ...state,
  evaluation: evolve(state.evaluation, recorded),
});

const evolve = (evaluation: EvaluationState, recorded: Recorded<EvaluationEvent>): EvaluationState => {
  const { event, effectiveAt: at } = recorded;
  if (event.type === 'EvaluationBegan') {
    const { course, result, history } = evaluation;
    return { result: null, course: began(event.data, at), history: course ? [...history, { course, result }] : history };
  }
  const { course } = evaluation;
  if (course === null) return evaluation;
  if (event.type === 'EvaluationConcluded') return { ...evaluation, result: event.data.result };
  return { ...evaluation, course: folded(course, recorded) };
};

const began = ({ round, due }: { round: number; due: EvaluationCourse['due'] }, since: EvaluationCourse['since']): EvaluationCourse => ({
  round,
  since,
  due,
  late: false,
  checks: [],
  qualified: null,
  organiser: null,
  pool: null,
  complex: false,
  highImpact: false,
  panel: null,
  lowPrice: null,
  demands: [],
  tieSeed: null,
  ranking: null,
  drawn: [],
  failed: null,
});

const folded = (course: EvaluationCourse, { event, effectiveAt: at, by }: Recorded<EvaluationEvent>): EvaluationCourse => {
  if (isTalksEvent(event)) return { ...course, talks: evolveTalks(course.talks, event, at) };
  const demand = (bid: string, change: Partial<PriceDemand>): EvaluationCourse => ({
    ...course,
    demands: course.demands.map((one) => (one.bid === bid ? { ...one, ...change } : one)),
  });
  switch (event.type) {
    case 'QualificationChecked':
      return { ...course, checks: [...course.checks, { ...event.data, by: by.person ?? '', at }] };
    case 'QualificationClosed':
      return { ...course, qualified: event.data.qualified };
    case 'PanelConvened': {
      const { moves, ...call } = event.data;
      return { ...course, ...call, panel: evolvePanels(course.panel, moves, at) };
    }
    case 'PanelMoved':
      return { ...course, panel: evolvePanels(course.panel, event.data.moves, at) };
    case 'LowPricesTested':
      return { ...course, lowPrice: event.data };
    case 'ExplanationDemanded':
      return {
        ...course,
        demands: [...course.demands, { ...event.data, at, explanation: null, missed: false }],
      };
    case 'PriceExplained':
      return demand(event.data.bid, { explanation: event.data.explanation });
    case 'ExplanationMissed':
      return demand(event.data.bid, { missed: true });
    case 'TieSeedDrawn':
      return { ...course, tieSeed: event.data.seed };
    case 'RankingSettled':
      return { ...course, ranking: event.data.ranking, drawn: event.data.drawn };
    case 'EvaluationFailed':
      return { ...course, failed: { ...event.data, at } };
    case 'EvaluationLate':
      return { ...course, late: true };
    case 'EvaluationBegan':
    case 'EvaluationConcluded':
      return course;
  }
};
