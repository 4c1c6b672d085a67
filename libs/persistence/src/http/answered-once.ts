import type { EntityManager } from 'typeorm';
import { CommandRow } from '../rows/case.row.js';
import { hashedBody, isSameBody } from './body-hash.js';
import type { Reading } from './reading.js';

/** The key was used for another request. */
export class KeyReused extends Error {}

export interface Keyed {
  readonly realm: string;
  readonly actor: string;
  readonly key: string;
  /** Route and body as the caller sent them: kept as a salted hash alone. */
  readonly body: string;
  /** The case or thing that is changed, as the stored answer names it. */
  readonly subject: string;
  readonly requestId?: string;
}

/** A change outside the engine under the engine's rule: the same key and body get the stored answer. A twin at the same moment ends as `Overtaken` and is asked again. What `isStored` denies, a refusal, is decided anew. */
export const answeredOnce = async <T>(
  manager: EntityManager,
  keyed: Keyed,
  work: () => Promise<T>,
  isStored: (answer: T) => boolean = () => true,
): Promise<T> => {
  const stored = async (): Promise<{ readonly answer: T } | null> => {
    const { realm, actor, key, body } = keyed;
    const row = await manager.getRepository(CommandRow).findOneBy({ realm_id: realm, actor, key });
    if (row && !isSameBody(row, body)) throw new KeyReused();
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
      ...hashedBody(keyed.body),
      case_id: keyed.subject,
      answer: JSON.stringify(answer),
      recorded_at: () => 'clock_timestamp()',
      request_id: keyed.requestId ?? null,
    })
    .execute();
  return answer;
};

/** What is worked out once for a key, before it is carried out by something that may be asked any number of times. */
export const settledOnce = <T>(reading: Reading, keyed: Keyed, settle: () => Promise<T>): Promise<T> =>
  reading.inRealm(keyed.realm, (manager) => answeredOnce(manager, keyed, settle));
