import { answeredOnce, type Keyed } from '../http/answered-once.js';
import type { Reading } from '../http/reading.js';
import { DraftRow } from '../rows/content.row.js';

export interface DraftPlace {
  readonly realm: string;
  readonly caseId: string;
  readonly name: string;
  readonly person: string;
}
export interface Draft {
  readonly version: number;
  readonly body: object;
  readonly updatedAt: number;
}
/** What a write met: the version now, or why nothing was written. */
export type DraftOutcome =
  | { readonly done: 'created' | 'replaced' | 'removed'; readonly version: number }
  | { readonly stale: number }
  | { readonly missing: true };

const isDone = (outcome: DraftOutcome): boolean => 'done' in outcome;
const where = (place: DraftPlace) => ({ realm_id: place.realm, case_id: place.caseId, name: place.name, person: place.person });

/** Drafts are private to the person: there is no way to read another's. */
export class DraftRepository {
  constructor(private readonly reading: Reading) {}

  async find(place: DraftPlace): Promise<Draft | null> {
    const row = await this.reading.inRealm(place.realm, (manager) => manager.getRepository(DraftRow).findOneBy(where(place)));
    return row && { version: row.version, body: row.body, updatedAt: row.updated_at };
  }

  /** Writes a draft over exactly the version that was read; null: there must be none yet. */
  put(place: DraftPlace, body: object, expected: number | null, keyed: Keyed): Promise<DraftOutcome> {
    return this.reading.inRealm(place.realm, async (manager) => {
      const drafts = manager.getRepository(DraftRow);
      const found = await drafts.findOne({ where: where(place), lock: { mode: 'for_no_key_update' } });
      return answeredOnce<DraftOutcome>(
        manager,
        keyed,
        async () => {
          if (!found && expected !== null) return { missing: true };
          if (found && found.version !== expected) return { stale: found.version };
          const version = (found?.version ?? 0) + 1;
          if (found) await drafts.update(where(place), { body: body as never, version, updated_at: () => 'clock_timestamp()' });
          else await drafts.insert({ ...where(place), body: body as never, version });
          return { done: found ? 'replaced' : 'created', version };
        },
        isDone,
      );
    });
  }

  remove(place: DraftPlace, expected: number, keyed: Keyed): Promise<DraftOutcome> {
    return this.reading.inRealm(place.realm, async (manager) => {
      const drafts = manager.getRepository(DraftRow);
      const found = await drafts.findOne({ where: where(place), lock: { mode: 'for_no_key_update' } });
      return answeredOnce<DraftOutcome>(
        manager,
        keyed,
        async () => {
          if (!found) return { missing: true };
          if (found.version !== expected) return { stale: found.version };
          await drafts.delete(where(place));
          return { done: 'removed', version: found.version };
        },
        isDone,
      );
    });
  }
}
