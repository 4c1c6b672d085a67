import { evolveApprovals } from '../approval/index.js';
import { evolveStages, type Recorded } from '../kernel/index.js';
import type { CatalogueEvent, CatalogueReview, CatalogueState } from './catalogue.js';

const joined = (drafters: readonly string[], person: string | null): readonly string[] =>
  person === null || drafters.includes(person) ? drafters : [...drafters, person];
const review = (state: CatalogueState, change: Partial<CatalogueReview>): CatalogueState => ({
  ...state,
  review: state.review && { ...state.review, ...change },
});

/** Folds one event. Never fails. */
export const evolveCatalogue = (state: CatalogueState, recorded: Recorded<CatalogueEvent>): CatalogueState => {
  const { event, effectiveAt, by } = recorded;
  const { person, appointment } = by;
  const submitter = person === null ? state.submitter : { person, appointment: appointment ?? '' };
  switch (event.type) {
    case 'StageEntered':
    case 'StageEnded':
      return { ...state, stages: evolveStages(state.stages, event, effectiveAt) };
    case 'ItemProposed': {
      const { content, ...data } = event.data;
      return { ...state, ...data, draft: content, drafters: joined([], person), since: effectiveAt };
    }
    case 'ItemWithdrawn':
      return { ...state, review: null, closing: { reason: event.data.reason, at: effectiveAt } };
    case 'ProposalAccepted':
      return { ...state, assessment: { ...state.assessment, due: event.data.due } };
    case 'AssessmentOverdue':
      return { ...state, assessment: { ...state.assessment, late: true } };
    case 'NeedAssessed': {
      const { needed, text, due, pins } = event.data;
      return {
        ...state,
        assessment: { ...state.assessment, needed, text },
        pins,
        submitter,
        drafters: joined(state.drafters, person),
        review: due && { of: 'item', chain: null, due, escalations: 0, escalatedAt: null },
      };
    }
    case 'ReviewMoved':
      return review(state, { chain: evolveApprovals(state.review?.chain ?? null, event.data.moves, effectiveAt) });
    case 'DueMoved': {
      const { of, due } = event.data;
      return of === 'review' ? review(state, { due }) : { ...state, assessment: { ...state.assessment, due } };
    }
    case 'ReviewEscalated':
      return review(state, { due: event.data.due, escalations: (state.review?.escalations ?? 0) + 1, escalatedAt: effectiveAt });
    case 'EscalationAnswered':
      return review(state, { escalatedAt: null });
    case 'DraftRevised':
      return { ...state, draft: event.data.content, drafters: joined(state.drafters, person) };
    case 'RevisionSubmitted': {
      const { content, due, pins } = event.data;
      return {
        ...state,
        draft: content,
        pins,
        submitter,
        drafters: joined([], person),
        review: { of: 'revision', chain: null, due, escalations: 0, escalatedAt: null },
      };
    }
    case 'RevisionEnded':
      return { ...state, draft: null, review: null };
    case 'VersionListed': {
      const { version, content } = event.data;
      return { ...state, draft: null, review: null, versions: [...state.versions, { version, effectiveAt, ...content }] };
    }
    case 'ItemDelisted':
      return { ...state, draft: null, review: null, closing: { reason: event.data.reason, at: effectiveAt } };
  }
};
