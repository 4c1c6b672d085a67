import type { Recorded } from '../../kernel/case.js';
import type { FindingsEvent } from './findings.js';
import type { FindingsRound, FindingsState } from './state.js';

/** Folds one event. Never fails. */
export const evolveFindings = (state: FindingsState, { event, effectiveAt: at }: Recorded<FindingsEvent>): FindingsState => {
  const last = (change: (round: FindingsRound) => Partial<FindingsRound>): FindingsState => ({
    rounds: state.rounds.map((round, i, all) => (i === all.length - 1 ? { ...round, ...change(round) } : round)),
  });
  switch (event.type) {
    case 'BidsScreened': {
      const { round, signals } = event.data;
      return { rounds: [...state.rounds, { round, signals: signals.map((one) => ({ ...one, judgement: null })), corrections: [] }] };
    }
    case 'SignalJudged': {
      const { signal, upheld, reason } = event.data;
      return last(({ signals }) => ({
        signals: signals.map((one) => (one.id === signal ? { ...one, judgement: { upheld, reason, at } } : one)),
      }));
    }
    case 'PriceCorrectionDemanded':
      return last(({ corrections }) => ({ corrections: [...corrections, { ...event.data, at, answer: null }] }));
    case 'PriceCorrectionAnswered': {
      const { bid, answer } = event.data;
      return last(({ corrections }) => ({ corrections: corrections.map((one) => (one.bid === bid ? { ...one, answer } : one)) }));
    }
  }
};
