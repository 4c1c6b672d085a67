import type { Recorded, Row } from '../kernel/case.js';
import { bigrams } from '../kernel/search.js';
import { currentStage, stageName } from '../kernel/stages.js';
import type { PurchaseState } from './state.js';

/** How a purchase stands in lists and search: readable by its parties, by everybody from the tender notice on. */
export const purchaseRow = (recorded: Recorded, state: PurchaseState, dueAt: number | null): Row => {
  const { purchaser, finance, prefectureFinance, agency } = state.parties;
  const stage = currentStage(state.stages);
  const number = state.contract.signed?.number ?? null;
  const amount = state.contract.signed?.amount ?? state.planning.plan?.amount ?? state.planning.submitted?.amount ?? null;
  return {
    table: 'case_view',
    key: recorded.caseId,
    values: {
      kind: 'purchase',
      number,
      title: state.planning.title,
      stage: stage === null ? null : stageName(stage),
      state: state.stages.closed ? 'closed' : 'open',
      organisation: purchaser,
      readers: [purchaser, finance, prefectureFinance, agency?.organisation, state.contract.signed?.supplier].filter(
        (id): id is string => typeof id === 'string',
      ),
      public: state.tender.current !== null,
      amount,
      due_at: dueAt,
      bigrams: bigrams(`${state.planning.title} ${number ?? ''}`),
      created_at: state.openedAt,
      updated_at: recorded.at,
    },
  };
};
