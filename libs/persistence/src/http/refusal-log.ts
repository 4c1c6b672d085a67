import { RefusalRow } from '../rows/case.row.js';
import type { Reading } from './reading.js';

export interface LoggedRefusal {
  readonly realm: string;
  readonly actor: string | null;
  readonly kind: string;
  readonly command: string;
  readonly caseId: string | null;
  readonly code: string;
  readonly requestId: string | null;
}

/** Writes down who was refused what, without any body; outside the transaction that refused. */
export const logRefusals = async (reading: Reading, refusals: readonly LoggedRefusal[]): Promise<void> => {
  for (const realm of new Set(refusals.map((refusal) => refusal.realm))) {
    const some = refusals.filter((refusal) => refusal.realm === realm);
    await reading.inRealm(realm, (manager) =>
      manager
        .createQueryBuilder()
        .insert()
        .into(RefusalRow)
        .values(
          some.map((refusal) => ({
            realm_id: realm,
            actor: refusal.actor,
            kind: refusal.kind,
            command: refusal.command,
            case_id: refusal.caseId,
            code: refusal.code,
            request_id: refusal.requestId,
          })),
        )
        .updateEntity(false)
        .execute(),
    );
  }
};
