import { bigrams, readersWithAudit, type Recorded, type Row } from '../kernel/index.js';
import type { ExpertPoolEvent, ExpertPoolState } from './expert-pool.js';

/** The pool's one row in lists: found by its keeper and audit alone, without anything about the experts in it. */
export const projectExpertPool = (recorded: Recorded<ExpertPoolEvent>, state: ExpertPoolState): readonly Row[] =>
  recorded.event.type === 'PoolOpened'
    ? [
        {
          table: 'case_view',
          key: recorded.caseId,
          values: {
            kind: 'expert-pool',
            number: null,
            title: recorded.event.data.title,
            stage: null,
            state: 'open',
            organisation: recorded.event.data.keeper,
            readers: readersWithAudit(recorded.event.data.keeper),
            public: false,
            amount: null,
            due_at: null,
            bigrams: bigrams(recorded.event.data.title),
            created_at: state.since,
            updated_at: recorded.at,
          },
        },
      ]
    : [];
