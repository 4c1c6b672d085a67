import type { Recorded } from '../../kernel/case.js';
import type { PurchaseState } from '../state.js';
import type { TenderFace } from '../types.js';
import type { TenderCourse, TenderState } from './state.js';
import type { TenderEvent } from './tender.js';

type Notice = Extract<TenderEvent, { type: 'TenderNoticePublished' }>['data'];

const begun = (before: TenderState, notice: Notice, at: TenderFace['noticeAt']): TenderState => ({
  current: {
    round: notice.round,
    noticeAt: at,
    deadlineAt: notice.deadlineAt,
    opening: null,
    ...(notice.course ? { course: notice.course } : {}),
    ...(notice.invited ? { invited: notice.invited } : {}),
  },
  course: {
    openingAt: notice.openingAt,
    questionsUntil: notice.questionsUntil,
    supply: notice.supply,
    noticeUntil: notice.noticeUntil,
    media: notice.media,
    bond: notice.bond,
    versions: [{ version: 1, documents: notice.documents, text: notice.text, changes: [], at }],
    questions: [],
    moves: [],
    closing: null,
    session: null,
    failed: null,
  },
  history:
    before.current !== null && before.course !== null
      ? [...before.history, { face: before.current, course: before.course }]
      : before.history,
});

/** Folds one event. Never fails. */
export const evolveTender = (state: PurchaseState, recorded: Recorded<TenderEvent>): PurchaseState => ({
  ...state,
  tender: folded(state.tender, recorded),
});

const folded = (tender: TenderState, recorded: Recorded<TenderEvent>): TenderState => {
  const { event, effectiveAt: at } = recorded;
  if (event.type === 'TenderNoticePublished') return begun(tender, event.data, at);
  const { current, course } = tender;
  if (current === null || course === null) return tender;
  if (event.type === 'DeadlineMoved') {
    const { from, to, because, rule } = event.data;
    return {
      ...tender,
      current: { ...current, deadlineAt: to },
      course: { ...course, openingAt: to, moves: [...course.moves, { from, to, because, rule, at }] },
    };
  }
  if (event.type === 'BidsOpened') {
    const { root, bids, attendees, record } = event.data;
    return {
      ...tender,
      current: { ...current, opening: { at, root, bids } },
      course: { ...course, session: { attendees, record, objections: [], closedAt: null } },
    };
  }
  return { ...tender, course: within(course, event, at) };
};

const within = (
  course: TenderCourse,
  event: Exclude<TenderEvent, { type: 'TenderNoticePublished' | 'DeadlineMoved' | 'BidsOpened' }>,
  at: TenderFace['noticeAt'],
): TenderCourse => {
  const { session, closing } = course;
  switch (event.type) {
    case 'QuestionAsked':
      return { ...course, questions: [...course.questions, { ...event.data, askedAt: at, answer: null }] };
    case 'QuestionAnswered': {
      const { id, answer: text, affectsBids } = event.data;
      return { ...course, questions: course.questions.map((one) => (one.id === id ? { ...one, answer: { text, at, affectsBids } } : one)) };
    }
    case 'DocumentsAmended':
      return { ...course, versions: [...course.versions, { ...event.data, at }] };
    case 'BidsClosed': {
      const { round: _round, ...closed } = event.data;
      return { ...course, closing: { ...closed, at, openingLate: false } };
    }
    case 'TenderFailed': {
      const { round: _round, ...failed } = event.data;
      return { ...course, failed: { ...failed, at } };
    }
    case 'OpeningLate':
      return closing === null ? course : { ...course, closing: { ...closing, openingLate: true } };
    case 'OpeningObjected': {
      const { id, by, objection } = event.data;
      return session === null
        ? course
        : { ...course, session: { ...session, objections: [...session.objections, { id, by, text: objection, at, answer: null }] } };
    }
    case 'ObjectionAnswered': {
      const { id, answer: text } = event.data;
      if (session === null) return course;
      const objections = session.objections.map((one) => (one.id === id ? { ...one, answer: { text, at } } : one));
      return { ...course, session: { ...session, objections } };
    }
    case 'OpeningClosed':
      return session === null ? course : { ...course, session: { ...session, record: event.data.record ?? session.record, closedAt: at } };
  }
};
