import type { Recorded } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import type { AwardEvent } from './award.js';
import type { AwardCourse, AwardState } from './state.js';

export const evolveAward = (state: PurchaseState, recorded: Recorded<AwardEvent>): PurchaseState => ({
  ...state,
  award: evolve(state.award, recorded),
});

const evolve = (award: AwardState, recorded: Recorded<AwardEvent>): AwardState => {
  const { event, effectiveAt: at } = recorded;
  const { current, history, course } = award;
  if (event.type === 'AwardBegan') {
    const { round, mode, candidates, due } = event.data;
    return {
      ...award,
      current: null,
      history: current ? [...history, current] : history,
      course: { round, mode, since: at, candidates, due, late: false, skipped: [], decision: null },
    };
  }
  if (course === null) return award;
  switch (event.type) {
    case 'AwardBreachLogged':
      return { ...award, breaches: [...award.breaches, { ...event.data, round: course.round, at }] };
    case 'ResultPublished': {
      const { decision } = course;
      if (decision === null) return award;
      const { standstillUntil } = event.data;
      const face = { round: course.round, winner: decision.winner, decidedAt: decision.at, noticeAt: at, notifiedAt: null };
      return { ...award, current: standstillUntil === null ? face : { ...face, standstillUntil } };
    }
    case 'WinnerNotified':
      return current ? { ...award, current: { ...current, notifiedAt: at, letter: event.data.number } } : award;
    default:
      return { ...award, course: folded(course, recorded) };
  }
};

const folded = (course: AwardCourse, { event, effectiveAt: at }: Recorded<AwardEvent>): AwardCourse => {
  switch (event.type) {
    case 'CandidatePassedOver':
      return { ...course, skipped: [...course.skipped, { ...event.data, at }] };
    case 'WinnerDecided': {
      const { winner, how, rule, noticeDue } = event.data;
      return { ...course, decision: { winner, how, rule, at, noticeDue, noticeLate: false } };
    }
    case 'ChoiceLate':
      return { ...course, late: true };
    case 'ResultNoticeLate':
      return course.decision ? { ...course, decision: { ...course.decision, noticeLate: true } } : course;
    default:
      return course;
  }
};
