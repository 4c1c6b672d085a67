import type { EntityManager } from 'typeorm';
import { CommandRow } from '../rows/case.row.js';

/** The key was used for another request. */
export class KeyReused extends Error {}

export interface Keyed {
  readonly realm: string;
  readonly actor: string;
  readonly key: string;
  readonly bodyHash: string;
  /** The case or thing that is changed, as the stored answer names it. */
  readonly subject: string;
}

/** A change outside the engine under the engine's rule: the same key and body get the stored answer. A twin at the same moment ends as `Overtaken` and is asked again. What `isStored` denies, a refusal, is decided anew. */
export const answeredOnce = async <T>(
  manager: EntityManager,
  keyed: Keyed,
  work: () => Promise<T>,
  isStored: (answer: T) => boolean = () => true,
): Promise<T> => {
  const stored = async (): Promise<{ readonly answer: T } | null> => {
    const { realm, actor, key, bodyHash } = keyed;
    const row = await manager.getRepository(CommandRow).findOneBy({ realm_id: realm, actor, key });
    if (row && row.body_hash !== bodyHash) throw new KeyReused();
    return row && { answer: JSON.parse(row.answer) as T };
  };
  const known = await stored();
  if (known) return known.answer;
  const answer = await work();
  // What refuses it may be the work of its own twin, which has committed since we looked.
  if (!isStored(answer)) return (await stored())?.answer ?? answer;
  await manager
    .createQueryBuilder()
    .insert()
    .into(CommandRow)
    .values({
      realm_id: keyed.realm,
      actor: keyed.actor,
      key: keyed.key,
      body_hash: keyed.bodyHash,
      case_id: keyed.subject,
      answer: JSON.stringify(answer),
      recorded_at: () => 'clock_timestamp()',
    })
    .execute();
  return answer;
};
