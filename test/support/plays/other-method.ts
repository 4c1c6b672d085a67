import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import { contract } from '../../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import type { Told } from '../told.js';

/** By which a second round is later. */
const ROUND_DAYS = 40;
const two = justiceBureau2025.bids.slice(0, 2);
export const otherMethodInput: PlayedInput = { ...justiceBureau2025, name: 'other-method' };

export const withTwoInput: PlayedInput = { ...otherMethodInput, name: 'with-two' };
type Method = 'competitive-consultation' | 'negotiation-with-two';

/** Two bid where three are needed; the document is sound, another method is granted, planned again and suffices with two. */
export const otherMethod = (told: Told): Promise<void> => goneOn(told, 'competitive-consultation');
/** As a negotiation with these two and nobody else. */
export const withTwo = async (told: Told): Promise<void> => {
  await goneOn(told, 'negotiation-with-two');
  expect((await told.notices()).filter((kind) => kind === 'tenderNotice')).toHaveLength(1);
  const { play } = told;
  const finals = { 'supplier-a': '3900000.00', 'supplier-b': '3950000.00' };
  Object.assign(play, { input: { ...play.input, method: 'competitive-negotiation', bids: two, talks: { finals, change: false } } });
  await evaluation(play, ROUND_DAYS);
  await award(play, 1, ROUND_DAYS);
  await contract(play, ROUND_DAYS);
  const { contract: agreed, planning: planned } = await told.seen();
  expect([planned.plan.method, agreed.signed.amount]).toEqual(['negotiation-with-two', '3900000.00']);
};

const goneOn = async (told: Told, method: Method): Promise<void> => {
  const { play } = told;
  await prepare(play);
  await planning(play);
  const reserved = await told.ledger(2025);
  expect(await tender(play, 1, two)).toBe(false);
  await granted(told, method);
  await plannedAgain(told, method);
  // Reserved once, and no splitting: the method was approved.
  expect(await told.ledger(2025)).toEqual(reserved);
  play.bids.clear();
  expect(await tender(play, 2, two)).toBe(true);
  const { stage, tender: seen } = await told.seen();
  expect([stage, seen.current.round, seen.current.course]).toMatchObject([
    expect.stringMatching(/^evaluation/),
    2,
    { method, reading: 'closed', talks: 'each-supplier' },
  ]);
};

const granted = async (told: Told, method: Method): Promise<void> => {
  const opinions = ['expert-7', 'expert-8', 'expert-9'].map((expert) => ({ expert, text: '采购文件没有不合理条款。' }));
  await told.give('zhang-min', 'record-finding', { kind: 'document-sound', opinions });
  const choice = { choice: 'other-method', reason: '只有两家投标人。' };
  // An approval for a method that no stage can carry out would lead nowhere.
  expect(await told.refused('zhang-min', 'choose', { ...choice, method: 'framework-agreement' })).toBe('failure.method_has_no_procedure');
  expect(await told.refused('zhang-min', 'choose', { ...choice, method: 'single-source' })).toBe('failure.single_source_open');
  await told.give('zhang-min', 'choose', { ...choice, method });
  const voters: string[] = [];
  for (let next = await voter(told); next !== null; next = await voter(told)) {
    const { hash } = (await told.seen()).failure.current.application;
    await told.give(next, 'vote-other-method', { verb: 'approve', hash, opinion: '同意。' });
    voters.push(next);
  }
  // The purchaser's leaders agree, the prefecture's finance bureau grants it.
  expect(voters).toEqual(['sun-li', 'zhou-tao', 'he-jun', 'jiang-bo', 'han-mei']);
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ stage: 'planning:2', ended: { failure: 'other-method' } });
};

const voter = async (told: Told): Promise<string | null> =>
  (await told.todos()).find((todo) => todo.endsWith(': voteOtherMethod'))?.split(': ')[0] ?? null;

const plannedAgain = async (told: Told, method: Method): Promise<void> => {
  const { plan } = (await told.seen()).planning;
  const again = { ...plan, facts: {}, method };
  // Only method and document are open.
  expect(await told.refused('zhang-min', 'submit-plan', { plan: { ...again, termMonths: plan.termMonths - 1 } })).toBe(
    'planning.only_method_and_document_open',
  );
  await told.give('zhang-min', 'submit-plan', { plan: again });
  const aspects = ((await told.seen()).planning.scrutiny.aspects as readonly string[]).map((aspect) => ({ aspect, passed: true }));
  for (const person of ['li-gang', 'wang-fang', 'chen-jing', 'liu-yang'])
    await told.give(person, 'review-plan', { verdict: 'passed', opinion: '同意。', aspects });
  await told.play.approveChain('zhang-min', (view) => view.planning?.internal ?? null, 'vote-plan', '内部审批');
  await told.play.approveChain('wu-qiang', (view) => view.planning?.finance ?? null, 'vote-plan-as-finance', '财政审批');
  await told.door.settle();
};
