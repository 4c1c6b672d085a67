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

/** What a reader's timeline holds: the opening and ending of stages, or all; without events of hidden types. */
export interface TimelineFilter {
  readonly only: 'stages' | 'all';
  readonly hidden: readonly string[];
}

export class TimelineViews {
  constructor(private readonly reading: Reading) {}

  /** The case's events in order. */
  list(realm: string, caseId: string, filter: TimelineFilter, cursor: string | undefined, limit: number): Promise<Page<TimelineEntry>> {
    const stages = filter.only === 'stages' ? `and e.type in ('StageEntered', 'StageEnded')` : '';
    const [after] = placeOf(cursor, ['number', 'string']) ?? [0];
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select e.version, e.type, e.effective_at as "effectiveAt", e.at, e.person, e.organisation, a.post,
                case when e.type in ('StageEntered', 'StageEnded') then e.data::jsonb ->> 'stage' end as stage,
                case when e.type = 'StageEnded' then e.data::jsonb ->> 'outcome' end as outcome
         from event e left join appointment a on a.realm_id = e.realm_id and a.key = e.appointment
         where e.realm_id = $1 and e.case_id = $2 and e.version > $3 and e.type <> all ($5::text[]) ${stages}
         order by e.version limit $4`,
        [realm, caseId, after, limit + 1, filter.hidden],
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
