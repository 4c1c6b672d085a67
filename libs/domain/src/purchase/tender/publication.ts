import type { Effect, Json, Recorded, Row } from '../../kernel/case.js';
import { startOfDay } from '../../kernel/time.js';
import { publicNotice } from '../notice.js';
import type { PurchaseState } from '../state.js';
import type { FileRef } from '../types.js';
import type { TenderEvent } from './tender.js';

interface Publication {
  readonly kind: string;
  readonly body: { readonly [key: string]: Json };
  readonly untilAt?: ReturnType<typeof startOfDay>;
}

/** What of an event goes out to everybody: public data alone, never who asked, never anything of a bid before the opening. */
const publicationOf = ({ event }: Recorded<TenderEvent>, state: PurchaseState): Publication | null => {
  const { current, course } = state.tender;
  if (current === null || course === null) return null;
  // Who alone may answer is told in person; that it came to nothing is everybody's business.
  if (current.invited && event.type !== 'TenderFailed') return null;
  const head = { round: current.round, deadlineAt: current.deadlineAt };
  // Names are content: whoever shows the notice looks them up.
  const files = (documents: readonly FileRef[]): Json =>
    documents.map(({ file, name, size, mediaType }) => ({ file, name: name && { ...name }, size, mediaType }));
  switch (event.type) {
    case 'TenderNoticePublished': {
      const { title, documents, supply, openingAt, questionsUntil, noticeUntil, media, bond } = event.data;
      const { plan } = state.planning;
      return {
        kind: 'tenderNotice',
        body: {
          ...head,
          title,
          method: plan?.method ?? null,
          course: event.data.course ? { ...event.data.course } : null,
          amount: plan?.amount ?? null,
          maxPrice: plan?.maxPrice ?? null,
          procurementCode: plan?.procurementCode ?? null,
          deduction: plan?.template.deduction ? { ...plan.template.deduction } : null,
          reserved: plan?.setAside.reserved ?? null,
          documents: files(documents),
          supply: { ...supply },
          openingAt,
          questionsUntil,
          noticeUntil,
          media,
          bond,
        },
        untilAt: startOfDay(noticeUntil),
      };
    }
    case 'QuestionAnswered':
      return {
        kind: `clarification-${course.questions.filter(({ answer }) => answer !== null).length}`,
        body: { ...head, question: event.data.id },
      };
    case 'DocumentsAmended': {
      const { version, documents, changes } = event.data;
      return { kind: `amendment-${version}`, body: { ...head, version, documents: files(documents), changes, media: course.media } };
    }
    case 'DeadlineMoved':
      return {
        kind: `deadline-${course.moves.length}`,
        body: { ...head, from: event.data.from, because: event.data.because, rule: event.data.rule },
      };
    case 'TenderFailed':
      return { kind: 'failureNotice', body: { ...head, bidders: event.data.bidders, minimum: event.data.minimum, rule: event.data.rule } };
    case 'QuestionAsked':
    case 'BidsClosed':
    case 'BidsOpened':
    case 'OpeningObjected':
    case 'ObjectionAnswered':
    case 'OpeningClosed':
    case 'OpeningLate':
      return null;
  }
};

export const projectTender = (recorded: Recorded<TenderEvent>, state: PurchaseState): readonly Row[] => {
  const published = publicationOf(recorded, state);
  const { current } = state.tender;
  if (published === null || current === null) return [];
  const more = { round: current.round, ...(published.untilAt === undefined ? {} : { untilAt: published.untilAt }) };
  return [publicNotice(state, recorded, published.kind, published.body, more)];
};

export const tenderEffects = (recorded: Recorded<TenderEvent>, state: PurchaseState): readonly Effect[] => {
  const published = publicationOf(recorded, state);
  if (published === null || state.tender.current === null) return [];
  const { caseId } = recorded;
  const { round } = state.tender.current;
  const { key: notice } = publicNotice(state, recorded, published.kind, {}, { round });
  return [{ key: `${caseId}:notice:${published.kind}:${round}`, kind: 'notice', payload: { caseId, notice } }];
};
