import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { appraisal } from '../../../apps/local/src/scenario/performing.js';
import { story } from '../../../apps/local/src/scenario/story.js';
import type { Said, Told } from '../told.js';

export const writtenOffInput: PlayedInput = { ...justiceBureau2025, name: 'written-off' };

/** The story as everybody knows it is over here: this one goes on by itself. */
class Demanded extends Error {}

/** The treasury takes an order and says nothing for a week; after a poor performance the money back never comes, and is written off by decision. */
export const writtenOff = async (told: Told): Promise<void> => {
  const { play, door } = told;
  const approve = play.approveChain.bind(play);
  const asked: string[] = [];
  play.approveChain = async (watcher, chain, vote, what, caseId) => {
    const isFirst = vote === 'vote-disbursement' && asked.push(what) === 1;
    if (isFirst) door.treasury.keepQuiet(true);
    await approve(watcher, chain, vote, what, caseId);
    if (isFirst) await unanswered(told, caseId ?? '');
  };
  const treasury = { returnNext: () => Promise.resolve(), payBack: () => Promise.reject(new Demanded()) };
  Object.assign(play.outside ?? {}, { treasury });
  await story(play).catch((error: unknown) => {
    if (!(error instanceof Demanded)) throw error;
  });
  await writeOff(told);
  await appraisal(play);
  await door.settle();
  expect(await told.seen()).toMatchObject({ closed: true, ended: { delivery: 'settled', performance: 'appraised' } });
};

/** Finance is told, and what was taken is asked about under its own key: it is never sent again. */
const unanswered = async (told: Told, disbursement: string): Promise<void> => {
  const { treasury } = told.door;
  await told.days(6);
  expect(await told.todos(disbursement)).toEqual(['finance-officer: acknowledgeAlarm']);
  const seen = await told.seen('wu-qiang', disbursement);
  expect(seen).toMatchObject({ stage: 'payment', paid: '0.00', attempts: [{ state: 'ordered', unanswered: true }] });
  treasury.keepQuiet(false);
  await told.door.askAgain();
  expect(await told.todos(disbursement)).toEqual([]);
  expect(await told.seen('wu-qiang', disbursement)).toMatchObject({ closed: true, paid: '1600000.00', attempts: [{ state: 'paid' }] });
  expect(treasury.sent).toEqual([`${disbursement}:1`]);
};

const writeOff = async (told: Told): Promise<void> => {
  const { play } = told;
  const { items } = await play.cast.door.get<{ items: readonly { id: string }[] }>(play.cast.as('zheng-hong'), 'disbursements');
  const all = await Promise.all(items.map(async ({ id }) => ({ id, ...(await told.seen('zheng-hong', id)) })));
  const demand: string = all.find(({ direction }) => direction === 'recover')?.id ?? '';
  const { amount } = (await told.seen()).delivery.clawback;
  expect((await told.seen('zheng-hong', demand)).recovery).toMatchObject({ demanded: amount, received: '0.00', legalOpen: false });
  await told.days(60);
  expect((await told.seen('zheng-hong', demand)).recovery).toMatchObject({ legalOpen: true });
  await told.on('sun-li', demand, 'record-legal-step', { step: '向法院申请强制执行，无可供执行财产。' });
  await told.on('zhang-min', demand, 'propose-write-off', { reason: '承接主体已注销，无可供执行财产。' });
  const { hash } = (await told.seen('zhang-min', demand)).recovery.writeOff;
  expect(await told.refused('feng-wei', 'vote-write-off', { verb: 'approve', hash, opinion: '同意。' }, demand)).toBe(
    'approval.not_your_seat',
  );
  await play.approveChain('zheng-hong', (view) => (view as Said).recovery.writeOff, 'vote-write-off', '核销', demand);
  await told.door.settle();
  expect(await told.seen('zheng-hong', demand)).toMatchObject({ closed: true, recovery: { received: '0.00', writtenOff: amount } });
  // Nothing holds the purchase open any more; what was paid stays paid in the books.
  expect((await told.seen()).stage).toBe('performance');
  expect(await told.ledger(2025)).toMatchObject({ paid: '2368800.00' });
};
