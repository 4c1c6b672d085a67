import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

export const turnedDownInput: PlayedInput = { ...justiceBureau2025, name: 'turned-down' };

/** Finance refuses a new version of the catalogue item, and the head of the field the plan. */
export const turnedDown = async (told: Told): Promise<void> => {
  const { play } = told;
  await prepare(play);
  await refusedRevision(told);
  const approve = play.approveChain.bind(play);
  // The chain's first vote is a refusal.
  play.approveChain = async (watcher, chain, vote, what, caseId) => {
    if (vote !== 'vote-plan') return vote === 'vote-plan-as-finance' ? undefined : approve(watcher, chain, vote, what, caseId);
    const { hash } = (await told.seen()).planning.internal;
    await told.give('zhao-lei', vote, { verb: 'refuse', hash, opinion: '本年度不宜购买该项服务。' });
    return undefined;
  };
  withAsides(play, { before: { 'file-plan': async () => null } });
  await planning(play);
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ closed: true, ended: { planning: 'refused', closing: 'closed' } });
  expect(await told.todos()).toEqual([]);
  expect(await told.ledger(2025)).toEqual({ available: '4056000.00' });
};

const refusedRevision = async (told: Told): Promise<void> => {
  const { catalogueItem: item } = told.play;
  await told.on('zhang-min', item, 'revise', { unit: '人·月' });
  await told.door.settle();
  const { review } = await told.seen('wu-qiang', item);
  expect(review).toMatchObject({ of: 'revision' });
  await told.on('wu-qiang', item, 'review', { verb: 'refuse', hash: review.hash, opinion: '计量单位不宜变更。' });
  const seen = await told.seen('zhang-min', item);
  expect(seen).toMatchObject({ stage: 'listing', review: null });
  expect((seen.versions as readonly unknown[]).length).toBe(1);
};
