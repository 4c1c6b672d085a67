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
  const commands = manager.getRepository(CommandRow);
  const known = await commands.findOneBy({ realm_id: keyed.realm, actor: keyed.actor, key: keyed.key });
  if (known) {
    if (known.body_hash !== keyed.bodyHash) throw new KeyReused();
    return JSON.parse(known.answer) as T;
  }
  const answer = await work();
  if (!isStored(answer)) return answer;
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
