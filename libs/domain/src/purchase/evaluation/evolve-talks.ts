import type { Instant } from '../../kernel/time.js';
import { noTalks, type NeedsChange, type QuoteCall, type TalksState } from './talks-state.js';
import type { TalksEvent } from './talks.js';

/** Folds one event of the talks. Never fails. */
export const evolveTalks = (before: TalksState | undefined, event: TalksEvent, at: Instant): TalksState => {
  const talks = before ?? noTalks;
  const change = (number: number, answer: NeedsChange['answer']): readonly NeedsChange[] =>
    talks.changes.map((one) => (one.number === number ? { ...one, answer } : one));
  const call = (number: number, more: Partial<QuoteCall>): readonly QuoteCall[] =>
    talks.calls.map((one) => (one.number === number ? { ...one, ...more } : one));
  switch (event.type) {
    case 'TalkRecorded': {
      const { round, bid, record } = event.data;
      return { ...talks, talked: [...talks.talked, { round, bid, record, at }] };
    }
    case 'ChangeProposed':
      return { ...talks, changes: [...talks.changes, { ...event.data, proposedAt: at, answer: null }] };
    case 'ChangeAnswered': {
      const { number, confirmed, reason, told } = event.data;
      const changes = change(number, { confirmed, at, reason, told: told.map(({ bid }) => bid) });
      return { ...talks, round: confirmed ? talks.round + 1 : talks.round, changes };
    }
    case 'FinalQuotesCalled': {
      const { call: number, ...called } = event.data;
      return { ...talks, calls: [...talks.calls, { number, ...called, at, closed: null, openedAt: null }] };
    }
    case 'FinalQuotesClosed': {
      const { call: number, quotes, absent, root } = event.data;
      return { ...talks, calls: call(number, { closed: { at, quotes, absent, root } }) };
    }
    case 'FinalQuotesOpened': {
      const { call: number, prices } = event.data;
      return { ...talks, calls: call(number, { openedAt: at }), prices: [...talks.prices, ...prices] };
    }
  }
};
