import type { CaseId, Effect, Json, Recorded, Row } from '../../kernel/case.js';
import { publicNotice } from '../notice.js';
import type { PurchaseState } from '../state.js';
import type { AwardEvent } from './award.js';

const KIND = 'awardNotice';

/** The result as everybody reads it: the winner and its scores, the panel and its seeds. What others scored is told to them alone. */
export const projectAward = (recorded: Recorded<AwardEvent>, state: PurchaseState): readonly Row[] => {
  const { event } = recorded;
  if (event.type !== 'ResultPublished') return [];
  const { round, untilAt } = event.data;
  const body = { ...event.data, title: state.planning.title, purchaser: state.parties.purchaser };
  return [publicNotice(state, recorded, KIND, body as unknown as { readonly [key: string]: Json }, { round, untilAt })];
};

/** Everybody who bid is told, one by one: the notice itself, the winner's letter, each bidder's own result. */
export const awardEffects = (recorded: Recorded<AwardEvent>, state: PurchaseState): readonly Effect[] => {
  const { caseId, event } = recorded;
  const round = state.award.course?.round ?? 1;
  if (event.type === 'WinnerNotified') {
    const { supplier, number } = event.data;
    const payload = { caseId, letter: number, to: supplier };
    return [{ key: `${caseId}:notice:awardLetter:${round}`, kind: 'notice', payload }];
  }
  if (event.type !== 'ResultPublished') return [];
  const { key: notice } = publicNotice(state, recorded, KIND, {}, { round });
  const { ranking, rejected } = state.evaluation.result ?? { ranking: [], rejected: [] };
  const told: readonly { readonly bid: CaseId; readonly supplier: CaseId }[] = [...ranking, ...rejected];
  return [
    { key: `${caseId}:notice:${KIND}:${round}`, kind: 'notice', payload: { caseId, notice } },
    ...told.map(({ bid, supplier }) => ({
      key: `${caseId}:notice:ownResult:${round}:${bid}`,
      kind: 'notice',
      payload: { caseId, notice, to: supplier, about: bid },
    })),
  ];
};

/** Whether the result of the evaluation in course has been announced: only then may names and scores be known. */
export const resultIsPublic = ({ award, evaluation }: PurchaseState): boolean => {
  const published = [...award.history, ...(award.current ? [award.current] : [])].filter(({ noticeAt }) => noticeAt !== null);
  return evaluation.result?.ranking.some(({ bid }) => published.some(({ winner }) => winner.bid === bid)) ?? false;
};
