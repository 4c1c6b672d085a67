import type { Reading } from '../http/reading.js';
import { pageOf, placeOf, type Page } from './cursor.js';

/** What happened, without what it said: an event's data is for the kind's own view to show. */
export interface TimelineEntry {
  readonly version: number;
  readonly type: string;
  readonly stage: string | null;
  readonly outcome: string | null;
  readonly effectiveAt: number;
  readonly at: number;
  readonly person: string | null;
  readonly organisation: string | null;
  readonly post: string | null;
}

export class TimelineViews {
  constructor(private readonly reading: Reading) {}

  /** The case's events in order; `stages` leaves out everything but the opening and ending of stages. */
  list(realm: string, caseId: string, only: 'stages' | 'all', cursor: string | undefined, limit: number): Promise<Page<TimelineEntry>> {
    const [after] = placeOf(cursor, ['number', 'string']) ?? [0];
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select e.version, e.type, e.effective_at as "effectiveAt", e.at, e.person, e.organisation, a.post,
                case when e.type in ('StageEntered', 'StageEnded') then e.data::jsonb ->> 'stage' end as stage,
                case when e.type = 'StageEnded' then e.data::jsonb ->> 'outcome' end as outcome
         from event e left join appointment a on a.realm_id = e.realm_id and a.key = e.appointment
         where e.realm_id = $1 and e.case_id = $2 and e.version > $3 ${only === 'stages' ? `and e.type in ('StageEntered', 'StageEnded')` : ''}
         order by e.version limit $4`,
        [realm, caseId, after, limit + 1],
      )) as TimelineEntry[];
      return pageOf(
        rows,
        limit,
        (row) => row,
        (row) => [row.version, caseId],
      );
    });
  }
}
