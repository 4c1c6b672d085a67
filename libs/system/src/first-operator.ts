import { isRefusal, dateOf } from '@goufu/domain';
import type { System } from './system.js';

/** Who keeps a realm before anybody holds a post in it: an office for operations, its post, and this person in it. */
export const firstOperator = async (
  { engine, worlds }: Pick<System, 'engine' | 'worlds'>,
  realm: string,
  person: string,
): Promise<void> => {
  const clock = await worlds.clock(realm);
  if (!clock) throw new Error(`there is no realm ${realm}`);
  const give = async (caseId: string | null, type: string, data: unknown): Promise<string> => {
    const answer = await engine.execute({ realm, kind: 'organisation', caseId, type, data, acting: 'system', key: null, requestId: null });
    if (isRefusal(answer)) throw new Error(`the first operator of ${realm} was refused: ${answer.refused}`);
    return answer.id;
  };
  const office = await give(null, 'register', { type: 'audit', name: '系统运行' });
  await give(office, 'createPost', { post: 'operator', roles: ['operator'] });
  await give(office, 'appoint', { person, post: 'operator', from: dateOf(clock.now) });
};
