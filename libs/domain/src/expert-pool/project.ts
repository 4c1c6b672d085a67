import { bigrams, inRole, readersWithAudit, type Recorded, type Row } from '../kernel/index.js';
import type { ExpertPoolEvent, ExpertPoolState } from './expert-pool.js';

/** Who organises an evaluation has to name the pool from which the panel is drawn. */
export const organisers = ['purchaser-handler', 'agency-officer'] as const;

/** The pool's one row in lists: found by its keeper, by audit and by whoever draws from it, without anything about the experts in it. */
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
            readers: [...readersWithAudit(recorded.event.data.keeper), ...organisers.map(inRole)].sort(),
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
