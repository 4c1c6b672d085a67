import { expect } from '@jest/globals';
import { type CaseId, isRefusal } from '@goufu/domain';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { story } from '../../../apps/local/src/scenario/story.js';
import type { Said, Told } from '../told.js';

export const takenUpInput: PlayedInput = { ...justiceBureau2025, name: 'taken-up' };

/** Everything is paid, appraised and closed; then the last payment comes back from the payee's bank. */
export const takenUp = async (told: Told): Promise<void> => {
  const { play, door } = told;
  await story(play);
  await door.settle();
  expect((await told.seen()).closed).toBe(true);
  const { items } = await play.cast.door.get<{ items: readonly { id: string }[] }>(play.cast.as('zheng-hong'), 'disbursements');
  const all = await Promise.all(items.map(async ({ id }) => ({ seen: await told.seen('zheng-hong', id), id })));
  const last = all.reduce((latest, one) => (one.seen.instalment > latest.seen.instalment ? one : latest));
  await returned(told, last.id, last.seen.attempts[0]);
  await door.settle();
  expect(await told.seen('zheng-hong', last.id)).toMatchObject({ closed: false, desk: 'correction' });
  expect(await told.seen()).toMatchObject({ closed: false, stage: 'closing', ended: { delivery: 'settled', performance: 'appraised' } });
  // The account was right: the same order goes out again under a key of its own, and both cases close.
  await told.on('zhang-min', last.id, 'correct-request', { account: 'contract', reason: '户名核对无误，重新支付。' });
  await door.settle();
  await told.days(1);
  expect(await told.seen('zheng-hong', last.id)).toMatchObject({ closed: true, paid: last.seen.paid });
  expect(await told.seen()).toMatchObject({ closed: true });
};

const returned = async (told: Told, caseId: CaseId, attempt: Said): Promise<void> => {
  const { engine } = told.door.place;
  const amount = BigInt(String(attempt.paid).replace('.', ''));
  const movement = { kind: 'returned', amount, treasuryNo: attempt.treasuryNo, movementNo: 'late-return', reason: 'account_closed' };
  const given = {
    realm: told.door.realm,
    kind: 'disbursement',
    caseId,
    type: 'recordTreasuryMovement',
    data: { key: attempt.key, movement },
    acting: 'system' as const,
    key: null,
    requestId: null,
  };
  const answer = await engine.execute(given);
  if (isRefusal(answer)) throw new Error(answer.refused);
};
