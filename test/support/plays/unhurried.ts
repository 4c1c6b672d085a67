import { expect } from '@jest/globals';
import { isRefusal } from '@goufu/domain';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

const [first, second, third] = justiceBureau2025.bids;
if (!first || !second || !third) throw new Error('the purchase has three bidders');

/** Where plans are filed, and after the rule on abnormally low prices; two of three bids are far below the ceiling. */
export const unhurriedInput: PlayedInput = {
  ...justiceBureau2025,
  name: 'unhurried',
  startsOn: '2026-02-02',
  jurisdiction: 'guangming',
  bids: [{ ...first, price: '2000000.00' }, { ...second, price: '2400000.00' }, third],
};

/** Everybody is late, finance objects, the clock stands still; a price stays unexplained, no other method is granted, and the purchase is given up. */
export const unhurried = async (told: Told): Promise<void> => {
  const { play } = told;
  withAsides(play, {
    before: { 'review-plan': () => lateScrutiny(told) },
    after: { 'answer-question': () => stoppedClock(told) },
  });
  await prepare(play);
  await planning(play);
  await filed(told);
  withAsides(play, {
    before: { 'publish-tender-notice': (notice) => withdrawnObjection(told, notice), 'open-bids': () => lateOpening(told) },
  });
  await tender(play, 1, play.input.bids);
  await lowPrices(told, await convened(told));
  await failedEvaluation(told);
};

const lateScrutiny = async (told: Told): Promise<void> => {
  expect((await told.seen()).planning.scrutiny.late).toBe(false);
  await told.days(9);
  const { planning: seen } = await told.seen();
  expect(seen.scrutiny.late).toBe(true);
  // Late is told, never passed over: the four still have it in front of them.
  expect(await told.todos()).toEqual([
    'purchaser-business: reviewPlan',
    'purchaser-finance: reviewPlan',
    'purchaser-procurement: reviewPlan',
    'purchaser-supervision: reviewPlan',
  ]);
};

const filed = async (told: Told): Promise<void> => {
  const { planning: seen, stage } = await told.seen();
  expect(seen.filing.receipt).toMatch(/^〔2026〕\d+号$/);
  expect(stage).toBe('tender');
  // Two instalments are expected this year, the last one in the next.
  expect(await told.ledger(2026)).toEqual({ available: '1329556.80', reserved: '2726443.20', 'planned-2027': '1329556.80' });
  await told.give('wu-qiang', 'object-to-plan', { reason: '预算口径有误，请核对。' });
};

/** The notice waits until finance has taken its objection back. */
const withdrawnObjection = async (told: Told, notice: object): Promise<void> => {
  expect(await told.refused('tang-lin', 'publish-tender-notice', notice)).toBe('tender.finance_objected');
  await told.give('zheng-hong', 'withdraw-objection');
};

const stoppedClock = async (told: Told): Promise<void> => {
  const before: string = (await told.seen()).tender.current.deadlineAt;
  const system = async (type: string, data: object): Promise<void> => {
    const { engine } = told.door.place;
    const { realm } = told.door;
    const given = {
      realm,
      kind: 'purchase',
      caseId: told.play.purchase,
      type,
      data,
      acting: 'system' as const,
      key: null,
      requestId: null,
    };
    const answer = await engine.execute(given);
    if (isRefusal(answer)) throw new Error(answer.refused);
  };
  await system('suspendClock', { reason: 'complaint' });
  await told.days(7);
  await system('resumeClock', {});
  const after: string = (await told.seen()).tender.current.deadlineAt;
  expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(7 * 86_400_000);
};

const lateOpening = async (told: Told): Promise<void> => {
  const { deadlineAt }: { deadlineAt: string } = (await told.seen('tang-lin')).tender.current;
  await told.until(deadlineAt);
  expect(await told.todos()).toEqual(['agency-officer: openBids']);
  await told.days(1);
  expect(await told.todos()).toEqual(['agency-officer: openBids', 'finance-officer: openBids']);
};

/** Up to the panel's votes on compliance: what follows is told by itself. */
const convened = async (told: Told): Promise<readonly string[]> => {
  const { play } = told;
  const bids = [...play.bids.values()];
  for (const bid of bids) await told.give('tang-lin', 'check-qualification', { bid, qualified: true, reason: null });
  const call = { pool: play.cast.pool, representatives: [], size: null, complex: false, highImpact: false, fields: ['社会工作'] };
  await told.give('tang-lin', 'draw-panel', call);
  const { evaluation } = await told.seen('tang-lin');
  const members = (evaluation.panel.members as readonly { person: string }[]).map(({ person }) => person);
  for (const person of members) await told.give(person, 'declare-conflict', { conflict: false, bidder: null, statement: null });
  for (const person of members) if (await told.may(person, 'electChair')) await told.give(person, 'elect-chair', { person: members[0] });
  for (const person of members)
    for (const bid of bids)
      if (await told.may(person, 'voteCompliance')) await told.give(person, 'vote-compliance', { bid, compliant: true, reason: null });
  return members;
};

/** One price is explained and accepted, the other is left without a word: then too few bids are left. */
const lowPrices = async (told: Told, members: readonly string[]): Promise<void> => {
  const { play } = told;
  const [chair = ''] = members;
  const [explained = '', silent = ''] = ['supplier-a', 'supplier-b'].map((supplier) => play.bids.get(supplier) ?? '');
  expect(await told.shown(chair)).toMatchObject({
    actions: expect.arrayContaining([expect.objectContaining({ name: 'submitSheet', reason: { code: 'evaluation.low_price_open' } })]),
  });
  const until = new Date(Date.parse(await told.door.now()) + 40 * 60_000).toISOString();
  expect(await told.refused(chair, 'demand-explanation', { bid: silent, until: await told.door.now(), reason: '请说明。' })).toBe(
    'evaluation.explanation_time_too_short',
  );
  for (const bid of [explained, silent])
    await told.give(chair, 'demand-explanation', { bid, until, reason: '报价明显低于最高限价，请书面说明成本构成。' });
  expect(await told.todos()).toEqual(['supplier-agent: explainPrice', 'supplier-agent: explainPrice']);
  await told.give('agent-a', 'explain-price', { bid: explained, explanation: '依托自有场地和志愿者队伍，附成本测算表。' });
  expect(await told.refused('agent-a', 'explain-price', { bid: explained, explanation: '补充。' })).toBe('evaluation.nothing_demanded');
  await told.days(1);
  expect(await told.refused('agent-b', 'explain-price', { bid: silent, explanation: '迟了。' })).toBe('evaluation.nothing_demanded');
  expect(new Set(await told.todos())).toEqual(new Set(members.map((person) => `${person}: judgeExplanation`)));
  for (const [bid, accepted] of [
    [explained, true],
    [silent, false],
  ] as const)
    for (const person of members)
      if (await told.may(person, 'judgeExplanation'))
        await told.give(person, 'judge-explanation', { bid, accepted, reason: '依说明判断。' });
  const { ended, stage } = await told.seen();
  expect({ ended, stage }).toMatchObject({ ended: { evaluation: 'failed' }, stage: 'failure' });
  expect((await told.notices()).at(-1)).toBe('failureNotice');
};

/** Silence is told; another method is applied for and withdrawn, applied for and refused; then nothing is left but to give up. */
const failedEvaluation = async (told: Told): Promise<void> => {
  const opinions = ['expert-7', 'expert-8', 'expert-9'].map((expert) => ({ expert, text: '采购文件没有不合理条款。' }));
  await told.days(20);
  expect((await told.seen()).failure.current).toMatchObject({ of: 'evaluation', late: true, finding: null });
  await told.give('zhang-min', 'record-finding', { kind: 'document-sound', opinions });
  const choice = { choice: 'other-method', method: 'competitive-consultation', reason: '只有两家有效投标人。' };
  await told.give('zhang-min', 'choose', choice);
  expect(await told.todos()).toEqual(['sun-li: voteOtherMethod']);
  await told.give('zhang-min', 'withdraw-other-method', { opinion: '再考虑。' });
  await told.give('zhang-min', 'choose', choice);
  const { hash, seats }: { hash: string; seats: readonly { person: string }[] } = (await told.seen()).failure.current.application;
  await told.give(seats[0]?.person ?? '', 'vote-other-method', { verb: 'refuse', hash, opinion: '仍应公开招标。' });
  const { current } = (await told.seen()).failure;
  expect(current).toMatchObject({ application: null, choice: null });
  expect((current.refusals as readonly { outcome: string }[]).map(({ outcome }) => outcome)).toEqual(['withdrawn', 'refused']);
  await told.give('zhang-min', 'choose', { choice: 'abandon', method: null, reason: '本年度不再采购。' });
  await told.door.settle();
  expect(await told.seen()).toMatchObject({ closed: true, ended: { failure: 'abandon', closing: 'closed' } });
  expect((await told.notices()).at(-1)).toBe('abandonmentNotice');
  expect(await told.ledger(2026)).toEqual({ available: '4056000.00' });
};
