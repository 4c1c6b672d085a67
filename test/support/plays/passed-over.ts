import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { evaluation } from '../../../apps/local/src/scenario/judging.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { failed, tender } from '../../../apps/local/src/scenario/tendering.js';
import { nextMonth } from '../../../apps/local/src/scenario/stage.js';
import type { Told } from '../told.js';

export const passedOverInput: PlayedInput = { ...justiceBureau2025, name: 'passed-over' };
const ROUND_DAYS = 40;

/** Declared void after the opening; the first in the ranking is passed over, the second lets the time for signing pass, and nobody is chosen after. */
export const passedOver = async (told: Told): Promise<void> => {
  const { play } = told;
  await prepare(play);
  await planning(play);
  await tender(play, 1, play.input.bids);
  await voided(told);
  await tender(play, 2, play.input.bids);
  await evaluation(play, ROUND_DAYS);
  await secondConfirmed(told);
  await unsigned(told);
  await nobodyChosen(told);
};

const voided = async (told: Told): Promise<void> => {
  const { play } = told;
  const grounds = { reason: '评审现场发现招标文件存在歧视性条款。', compensations: [], retender: true };
  expect(await told.refused('sun-li', 'terminate-tender', { ground: 'major-change', reason: '变更。', compensations: [] })).toBe(
    'ending.bids_opened',
  );
  await told.give('sun-li', 'void-tender', { ground: 'illegality-affecting-fairness', ...grounds });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ stage: 'failure', ended: { evaluation: 'failed' }, closed: false });
  expect((await told.notices()).at(-1)).toBe('voidNotice');
  // The task goes on, and so does its money.
  expect(await told.ledger(2025)).toMatchObject({ reserved: '2726443.20' });
  await failed(play);
  play.bids.clear();
};

const secondConfirmed = async (told: Told): Promise<void> => {
  const { ranking } = (await told.seen('zhao-lei')).evaluation.result;
  const [first, second] = ranking as readonly { bid: string; supplier: string }[];
  const reason = '该候选人书面放弃中标资格。';
  expect(await told.refused('zhao-lei', 'record-lawful-reason', { bid: first?.bid, ground: 'disliked', reason })).toBe(
    'award.ground_not_lawful',
  );
  expect(await told.refused('zhao-lei', 'confirm-winner', { bid: second?.bid })).toBe('award.not_in_order');
  await told.give('zhao-lei', 'record-lawful-reason', { bid: first?.bid, ground: 'gave-up', reason });
  await told.give('zhao-lei', 'confirm-winner', { bid: second?.bid });
  await told.give('tang-lin', 'publish-result', { media: ['provincial-portal'] });
  const { award, stage } = await told.seen('xu-yan');
  expect({ stage, winner: award.current.winner }).toMatchObject({ stage: 'contract', winner: { supplier: second?.supplier } });
};

/** Neither side signs in time: finance hears of the purchaser, the purchaser records the supplier's refusal. */
const unsigned = async (told: Told): Promise<void> => {
  const { view } = await told.shown('zhang-min');
  const { plan } = view.planning as unknown as { plan: { termMonths: number; schedule: { percent: string }[] } };
  const draft = {
    startsOn: nextMonth(await told.today()),
    amount: view.award.current.winner.price,
    termMonths: plan.termMonths,
    percents: plan.schedule.map(({ percent }) => percent),
    clauses: [],
  };
  await told.give('zhang-min', 'draft-contract', draft);
  await told.give('chen-jing', 'review-contract', { outcome: 'recommended', opinion: '条款公平。' });
  const refusal = { reason: '逾期未签订合同。' };
  expect(await told.refused('zhang-min', 'record-refusal-to-sign', refusal)).toBe('contract.not_yet_due');
  await told.days(32);
  expect(await told.todos()).toEqual([
    'finance-officer: signAsPurchaser',
    'purchaser-handler: recordRefusalToSign',
    'purchaser-leader: signAsPurchaser',
    'supplier-agent: signAsSupplier',
  ]);
  await told.give('zhang-min', 'record-refusal-to-sign', refusal);
  expect(await told.todos()).toEqual(['purchaser-approver: chooseAfterRefusal']);
  await told.give('zhao-lei', 'choose-after-refusal', { choice: 'next' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ stage: 'award:2', ended: { contract: 'next' } });
};

const nobodyChosen = async (told: Told): Promise<void> => {
  expect((await told.seen()).award).toMatchObject({ mode: 'choosing', late: false });
  await told.days(12);
  const { award } = await told.seen();
  // Silence decides nothing here: nobody wins by statute after a refusal.
  expect(award).toMatchObject({ mode: 'choosing', late: true, decision: null });
  expect((award.breaches as readonly { rule: string }[]).at(-1)?.rule).toBe('award.next.choose');
  await told.give('zhao-lei', 'give-up-award', { reason: '其余候选人报价超出预期。' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ stage: 'failure:2', ended: { 'award:2': 'failed' } });
  const opinions = ['expert-7', 'expert-8', 'expert-9'].map((expert) => ({ expert, text: '采购文件没有不合理条款。' }));
  await told.give('zhang-min', 'record-finding', { kind: 'document-sound', opinions });
  await told.give('zhang-min', 'choose', { choice: 'abandon', method: null, reason: '本年度不再采购。' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ closed: true, ended: { 'failure:2': 'abandon', closing: 'closed' } });
  expect(await told.ledger(2025)).toEqual({ available: '4056000.00' });
};
