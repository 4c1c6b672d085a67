import { expect } from '@jest/globals';
import { addressOf } from '../../../apps/local/src/scenario/door.js';
import { justiceBureau2025, type PlayedBid, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { withAsides } from '../kept-plays.js';
import type { Said, Told } from '../told.js';

const [first, second, third] = justiceBureau2025.bids;
if (!first || !second || !third) throw new Error('the purchase has three bidders');
/** Where plans are filed, so that finance may object. */
export const guaranteedInput: PlayedInput = { ...justiceBureau2025, name: 'guaranteed', jurisdiction: 'guangming' };
const BOND = '60000.00';
const NOTICE_DAY = 36;
const DEADLINE_DAY = 63;

/** Every bidder gives a guarantee; two files were made by one hand, one price contradicts itself; the award turns out invalid, and the next winner will not sign. */
export const guaranteed = async (told: Told): Promise<void> => {
  const { play } = told;
  await prepare(play);
  await planning(play);
  await objected(told);
  await bidding(told);
  await received(told);
  withAsides(play, { before: { 'vote-compliance': () => examined(told) } });
  await evaluation(play, 0);
  await award(play, 1, 0);
  await givenBack(told);
  await invalid(told);
  await refusing(told);
};

const objected = async (told: Told): Promise<void> => {
  await told.give('wu-qiang', 'object-to-plan', { reason: '预算口径有误，请核对。' });
  expect(await told.todos()).toContain('purchaser-handler: answerPlanObjection');
  await told.give('zhang-min', 'answer-plan-objection', { answer: '口径与批复一致，附依据。' });
  expect(await told.todos()).toContain('finance-officer: withdrawObjection');
  await told.give('zheng-hong', 'withdraw-objection');
};

const offerOf = (told: Told, bidder: PlayedBid, author: string): object => ({
  round: 1,
  supplier: told.play.cast.id(bidder.supplier),
  documentVersion: 1,
  contractor: null,
  offer: {
    price: bidder.price,
    enterprise: bidder.kind,
    share: null,
    commitments: {},
    answers: {},
    files: [],
    bond: { form: 'transfer', amount: BOND, account: `6222-${bidder.supplier}`, reference: '1' },
    origin: { author, device: null, contact: null },
  },
});

const bidding = async (told: Told): Promise<void> => {
  const { play } = told;
  const { cast } = play;
  await play.on(NOTICE_DAY);
  const deadlineAt = play.day(DEADLINE_DAY, '10:00');
  const document = await cast.door.store(cast.as('tang-lin'), '招标文件.pdf', '%PDF-1.4\n要求提交投标保证金');
  const supply = { from: play.day(NOTICE_DAY, '09:00').slice(0, 10), to: play.day(NOTICE_DAY + 20, '09:00').slice(0, 10) };
  const questionsUntil = play.day(NOTICE_DAY + 10, '17:00');
  const notice = { documents: [document], text: '公开招标公告。', supply, deadlineAt, openingAt: deadlineAt, questionsUntil };
  await told.give('tang-lin', 'publish-tender-notice', { ...notice, media: ['provincial-portal'], bond: BOND });
  await play.on(DEADLINE_DAY - 6);
  const quiet = await told.todos();
  for (const bidder of [first, second, third]) {
    const author = bidder === third ? '王工' : '李工';
    const { id } = await cast.command(
      bidder.agent,
      `${addressOf(play.purchase)}/bids`,
      offerOf(told, bidder, author),
      play.key(`bid:${bidder.supplier}`),
    );
    play.bids.set(bidder.supplier, id);
  }
  // Whoever gave a guarantee is as unknown as whoever bid.
  expect([await told.todos(), (await told.seen('tang-lin')).bonds]).toEqual([quiet, null]);
  await told.until(deadlineAt);
  await told.give('tang-lin', 'open-bids', { attendees: '投标人代表', record: null });
  await told.give('tang-lin', 'close-opening', { record: '无异议' });
  await told.door.settle();
};

const received = async (told: Told): Promise<void> => {
  const { bonds } = (await told.seen('tang-lin')).bonds[0];
  expect((bonds as Said[]).map(({ form, standing }) => [form, standing])).toEqual(Array(3).fill(['transfer', 'standing']));
  const receivedOn = told.play.day(DEADLINE_DAY - 1, '10:00').slice(0, 10);
  for (const bid of told.play.bids.values())
    await told.give('tang-lin', 'record-bond-receipt', { bid, received: true, amount: BOND, receivedOn, evidence: '银行到账回单。' });
};

/** Before the first vote: one hand made two files, and one price says two things. */
const examined = async (told: Told): Promise<null> => {
  const { play } = told;
  const members: readonly { person: string; chair: boolean }[] = (await told.seen('tang-lin')).evaluation.panel.members;
  const chair = members.find((member) => member.chair)?.person ?? '';
  const { findings } = await told.seen(chair);
  expect(findings.signals).toMatchObject([{ pattern: 'same-author', of: 'author', judgement: null }]);
  const [bid] = play.bids.values();
  expect(await told.refused(chair, 'vote-compliance', { bid, compliant: true, reason: null })).toBe('findings.signal_open');
  await told.give(chair, 'judge-signal', { signal: 'signal-1', upheld: false, reason: '二者均委托同一文印社制作，内容不同。' });
  const until = play.day(DEADLINE_DAY, '16:00');
  await told.give(chair, 'demand-price-correction', { bid, stated: { inWords: '3990000.00' }, reason: '大写与小写不一致。', until });
  expect(await told.refused(chair, 'vote-compliance', { bid, compliant: true, reason: null })).toBe('findings.correction_open');
  await told.give(first.agent, 'answer-price-correction', { bid, accepted: true });
  await told.give(chair, 'vote-compliance', { bid, compliant: true, reason: null });
  return null;
};

/** Those who lost have theirs back: one of them late, with what that costs. */
const givenBack = async (told: Told): Promise<void> => {
  await told.door.settle();
  const winner: string = (await told.seen()).award.current.winner.supplier;
  const all: readonly Said[] = (await told.seen('tang-lin')).bonds[0].bonds;
  const lost = all.filter(({ supplier }) => supplier !== winner);
  expect(lost.map(({ release }) => release.because)).toEqual(['lost', 'lost']);
  await told.give('tang-lin', 'refund-bond', {
    bid: lost[0].bid,
    refundedOn: await told.today(),
    evidence: '退款回单。',
    bidderCaused: null,
  });
  await told.days(12);
  expect(await told.todos()).toContain('finance-officer: refundBond');
  await told.give('tang-lin', 'refund-bond', {
    bid: lost[1].bid,
    refundedOn: await told.today(),
    evidence: '退款回单。',
    bidderCaused: null,
  });
  const late = ((await told.seen('tang-lin')).bonds[0].bonds as Said[]).find(({ bid }) => bid === lost[1].bid);
  expect(late.refund.interest).toMatchObject({ annualPercent: '5.22' });
};

const invalid = async (told: Told): Promise<void> => {
  const decision = { ground: 'award-invalid', reference: '财政局处理决定。', reason: '中标人提供虚假材料。', compensations: [] };
  expect(await told.refused('sun-li', 'invalidate-award', { ...decision, afterwards: 'retender' })).toBe('ending.candidate_left');
  await told.give('sun-li', 'invalidate-award', { ...decision, afterwards: 'next' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ stage: 'award:2', ended: { contract: 'next' } });
  expect((await told.notices()).at(-1)).toBe('awardInvalidNotice');
  const { supplier, bid } = (await told.seen('zhao-lei')).evaluation.result.ranking[0] as { supplier: string; bid: string };
  // False papers: the guarantee is not given back, and nobody waits for it any more.
  await told.give('zhao-lei', 'forfeit-bond', { bid, ground: 'false-materials', reason: '提供虚假材料谋取中标。' });
  expect(((await told.seen('tang-lin')).bonds[0].bonds as Said[]).find((one) => one.supplier === supplier).forfeit.ground).toBe(
    'false-materials',
  );
};

const refusing = async (told: Told): Promise<void> => {
  await told.give('zhao-lei', 'give-up-award', { reason: '其余候选人报价超出预期。' });
  await told.door.settle();
  const opinions = ['expert-7', 'expert-8', 'expert-9'].map((expert) => ({ expert, text: '采购文件没有不合理条款。' }));
  await told.give('zhang-min', 'record-finding', { kind: 'document-sound', opinions });
  await told.give('zhang-min', 'choose', { choice: 'abandon', method: null, reason: '本年度不再采购。' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ closed: true, ended: { closing: 'closed' } });
};
