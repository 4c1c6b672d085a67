import type { Deadline, Recorded, Row } from '../kernel/case.js';
import { readersWithAudit } from '../kernel/readers.js';
import { bigrams } from '../kernel/search.js';
import { currentStage, stageName } from '../kernel/stages.js';
import type { PurchaseState } from './state.js';

/** Deadlines that what everybody sees of a purchase holds already: of the announced tender, and of publishing the contract. */
const everybodyKnows = (id: string): boolean => id.startsWith('tender/') || id === 'delivery/publish';

/**
 * How a purchase stands in lists and search: readable by its parties and audit, by everybody from the tender notice on. All readers read one row, so
 * from then on it shows no due date that would tell what is sealed, such as that a bidder has to explain a price: those stand in to-dos alone.
 * `deadlines`: earliest first.
 */
export const purchaseRow = (recorded: Recorded, state: PurchaseState, deadlines: readonly Deadline[]): Row => {
  const isPublic = state.tender.current !== null;
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
      readers: readersWithAudit(purchaser, finance, prefectureFinance, agency?.organisation, state.contract.signed?.supplier),
      public: isPublic,
      amount,
      due_at: deadlines.find(({ id }) => !isPublic || everybodyKnows(id))?.at ?? null,
      bigrams: bigrams(`${state.planning.title} ${number ?? ''}`),
      created_at: state.openedAt,
      updated_at: recorded.at,
    },
  };
};
