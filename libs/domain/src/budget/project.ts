import { bigrams, currentStage, readersWithAudit, type Posting, type Recorded, type Row } from '../kernel/index.js';
import type { BudgetEvent, BudgetState } from './budget.js';
import { postingsOf } from './ledger.js';

export const postingsBudget = ({ event }: Recorded<BudgetEvent>): readonly Posting[] =>
  event.type === 'LineApproved' || event.type === 'LineAdjusted' || event.type === 'YearEnded'
    ? postingsOf(event.data.moves, event.type)
    : [];

/** The line's row in lists and search: for its purchaser, its finance bureau and audit. */
export const projectBudget = (recorded: Recorded<BudgetEvent>, state: BudgetState): readonly Row[] => {
  const { data } = state;
  if (!data) return [];
  return [
    {
      table: 'case_view',
      key: recorded.caseId,
      values: {
        kind: 'budget',
        number: data.number,
        title: data.title,
        stage: currentStage(state.stages),
        state: state.stages.closed ? 'closed' : state.yearEnded ? 'ended' : 'running',
        organisation: data.purchaser,
        readers: readersWithAudit(data.purchaser, data.finance),
        public: false,
        amount: state.amount,
        due_at: state.yearEnded ? state.yearEnded.due.dueAt : state.endsAt,
        bigrams: bigrams(`${data.title} ${data.number} ${data.projectCode}`),
        created_at: state.approvedAt,
        updated_at: recorded.at,
      },
    },
  ];
};
