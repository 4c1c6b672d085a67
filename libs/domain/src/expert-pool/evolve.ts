import type { Recorded } from '../kernel/index.js';
import type { Expert, ExpertPoolEvent, ExpertPoolState } from './expert-pool.js';

const change = (state: ExpertPoolState, person: string, to: Partial<Expert>): ExpertPoolState => ({
  ...state,
  experts: state.experts.map((expert) => (expert.person === person ? { ...expert, ...to } : expert)),
});

/** Folds one event. Never fails. */
export const evolveExpertPool = (state: ExpertPoolState, recorded: Recorded<ExpertPoolEvent>): ExpertPoolState => {
  const { event, effectiveAt } = recorded;
  switch (event.type) {
    case 'PoolOpened':
      return { ...state, title: event.data.title, keeper: event.data.keeper, since: effectiveAt };
    case 'ExpertEnrolled': {
      const others = state.experts.filter(({ person }) => person !== event.data.person);
      return { ...state, experts: [...others, { ...event.data, standing: 'enrolled', since: effectiveAt }] };
    }
    case 'RelationsUpdated':
      return change(state, event.data.person, { relations: event.data.relations });
    case 'ExpertStandingChanged':
      return change(state, event.data.person, { standing: event.data.standing, since: effectiveAt });
  }
};
