import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import {
  acceptance,
  afterSigning,
  appraisal,
  assess,
  contract,
  evaluateYears,
  payInstalment,
} from '../../../apps/local/src/scenario/performing.js';
import { approveLine, planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { askedFor } from '../asked-for.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

export const carriedInput: PlayedInput = { ...justiceBureau2025, name: 'carried' };

/** Money moves over a year-end in every way that there is; an instalment is asked for twice, another is given up, and the key evaluation comes late. */
export const carried = async (told: Told): Promise<void> => {
  const { play } = told;
  await prepare(play);
  await planning(play);
  await tender(play, 1, play.input.bids);
  await evaluation(play, 0);
  await award(play, 1, 0);
  await contract(play, 0);
  await afterSigning(play);
  await play.on(120);
  await payInstalment(play, 'p1');
  await movedExpectation(told);
  await told.until('2025-12-20T09:00:00+08:00');
  await assess(play, 'p2', '92');
  const disbursement = await askedTwice(told);
  await shortYear(told);
  await carriedOver(told, disbursement);
  await givenUp(told);
  await lateKeyAppraisal(told);
};

/** A payment that is expected next year takes its part of the money there, and brings it back. */
const movedExpectation = async (told: Told): Promise<void> => {
  const before = await told.ledger(2025);
  expect(before).toEqual({ available: '1367200.00', committed: '1088800.00', 'planned-2026': '1311200.00', advanced: '1600000.00' });
  await told.give('zhang-min', 'move-expected-payment', { instalment: 'p2', expectedOn: '2026-02-10', reason: '进度推迟。' });
  expect(await told.ledger(2025)).toEqual({ available: '2456000.00', 'planned-2026': '2400000.00', advanced: '1600000.00' });
  await told.give('zhang-min', 'move-expected-payment', { instalment: 'p2', expectedOn: '2025-12-20', reason: '进度赶上。' });
  expect(await told.ledger(2025)).toEqual(before);
};

/** Taken back by who asked, the instalment is free to be asked for again, with the same invoice. */
const askedTwice = async (told: Told): Promise<string> => {
  const instalment = async () =>
    ((await told.seen()).delivery.instalments as readonly { id: string; disbursement: string | null }[]).find(({ id }) => id === 'p2');
  const first = await askedFor(told.play, 'p2');
  expect((await instalment())?.disbursement).toBe(first);
  await told.on('agent-a', first, 'cancel-request');
  await told.door.settle();
  expect(await told.seen('zhang-min', first)).toMatchObject({ closed: true, desk: 'over', paid: '0.00' });
  expect((await instalment())?.disbursement).toBeNull();
  const second = await askedFor(told.play, 'p2');
  expect(second).not.toBe(first);
  await told.on('zhang-min', second, 'confirm-request', { facts: '服务属实。' });
  return second;
};

/** The new year's line is too short for what was planned for it: finance has to find the money, and nothing moves before. */
const shortYear = async (told: Told): Promise<void> => {
  const { play } = told;
  await told.until('2026-01-06T09:00:00+08:00');
  const { ceiling } = play.input;
  Object.assign(play, { input: { ...play.input, ceiling: '100000.00' } });
  await approveLine(play, 2026, play.lines.get(2025) ?? null);
  Object.assign(play, { input: { ...play.input, ceiling } });
  await told.until('2026-01-06T09:10:00+08:00');
  expect(await told.ledger(2026)).toEqual({ available: '100000.00' });
  expect(await told.ledger(2025)).toMatchObject({ committed: '1088800.00', 'planned-2026': '1311200.00', withdrawn: '1367200.00' });
  expect(await told.todos()).toEqual(['finance-officer: fundPlannedPart', 'purchaser-handler: submitSelfAppraisal']);
  await evaluateYears(play);
  const fund = { year: 2026, line: play.lines.get(2026) };
  expect(await told.refused('wu-qiang', 'fund-planned-part', fund)).toBe('funding.year_short');
  await told.on('zheng-hong', play.lines.get(2026) ?? '', 'adjust-line', {
    number: '示财预〔2026〕19号',
    delta: '2000000.00',
    reason: '追加。',
  });
  await told.give('wu-qiang', 'fund-planned-part', fund);
  expect(await told.ledger(2026)).toEqual({ available: '788800.00', committed: '1311200.00' });
  expect(await told.todos()).toEqual([]);
};

/** The votes on a payment are about one line: decided late, the carry-over voids them, and the payment is approved from the new one. */
const carriedOver = async (told: Told, disbursement: string): Promise<void> => {
  const { play } = told;
  const line = play.lines.get(2025) ?? '';
  expect(await told.todos(line)).toEqual(['purchaser-handler: proposeCarryOver']);
  await told.until('2026-02-10T09:00:00+08:00');
  expect(await told.todos(line)).toEqual(['finance-leader: proposeCarryOver', 'purchaser-handler: proposeCarryOver']);
  const approve = async (person: string, caseId: string, command: string, hash: string): Promise<void> =>
    told.on(person, caseId, command, { verb: 'approve', hash, opinion: '同意' });
  const { hash }: { hash: string } = (await told.seen('zhao-lei', disbursement)).approval;
  await approve('zhao-lei', disbursement, 'vote-disbursement', hash);
  await told.on('zhang-min', line, 'propose-carry-over', { into: play.lines.get(2026), reason: '合同未履行完毕。' });
  for (const person of ['wu-qiang', 'zheng-hong']) {
    const { carryOver }: { carryOver: { hash: string } } = await told.seen(person, line);
    await approve(person, line, 'vote-carry-over', carryOver.hash);
  }
  // The batch that tells every holder begins a moment later.
  await told.until('2026-02-10T09:10:00+08:00');
  expect(await told.ledger(2025)).toEqual({ advanced: '1600000.00', carried: '1088800.00', withdrawn: '1367200.00' });
  expect(await told.ledger(2026)).toEqual({ available: '788800.00', committed: '2400000.00' });
  expect(await told.seen('zheng-hong', line)).toMatchObject({ closed: true, toCarry: '0.00' });
  await play.approveChain('wu-qiang', (view) => view.approval ?? null, 'vote-disbursement', '支付审批', disbursement);
  await told.door.settle();
  const paid = await told.seen('zhang-min', disbursement);
  expect(paid).toMatchObject({ closed: true, paid: '1088800.00', budgetLine: play.lines.get(2026), approval: { generation: 2 } });
  expect(told.door.treasury.sent.filter((key) => key.startsWith(disbursement))).toEqual([`${disbursement}:1`]);
  expect(await told.ledger(2026)).toEqual({ available: '788800.00', committed: '1311200.00', advanced: '1088800.00' });
};

/** One side alone gives nothing up; both together do, and the money is free again. */
const givenUp = async (told: Told): Promise<void> => {
  const { play } = told;
  const { endsOn } = (await told.seen()).contract.signed;
  await told.until(`${endsOn}T09:00:00+08:00`);
  await acceptance(play);
  const waiver = { instalment: 'p3', reason: '以实物捐赠抵减，双方同意。' };
  await told.give('agent-a', 'waive-instalment', waiver);
  expect(await told.refused('agent-a', 'waive-instalment', waiver)).toBe('delivery.waiver_agreed');
  expect(await told.ledger(2026)).toEqual({ available: '788800.00', accepted: '1311200.00', paid: '1088800.00' });
  await told.give('sun-li', 'waive-instalment', waiver);
  await told.door.settle();
  expect(await told.ledger(2026)).toEqual({ available: '2100000.00', paid: '1088800.00' });
  const { delivery, ended } = await told.seen();
  expect((delivery.instalments as readonly object[]).at(-1)).toMatchObject({ settled: 'waived', waived: '1311200.00', paid: '0.00' });
  expect(ended.delivery).toBe('settled');
};

/** Finance chose a key evaluation and lets its day pass: it is told, and the evaluation is taken all the same. */
const lateKeyAppraisal = async (told: Told): Promise<void> => {
  const { play } = told;
  let indicators: unknown;
  withAsides(play, {
    before: {
      'submit-self-appraisal': async (body) => {
        indicators = body['indicators'];
      },
      'waive-key-appraisal': async () => {
        await told.give('zheng-hong', 'offer-key-appraisal', { reason: '社会关注度高。' });
        await told.until('2027-07-02T09:00:00+08:00');
        expect((await told.seen()).performance.key).toMatchObject({ late: true, appraisal: null });
        expect(await told.todos()).toEqual(['finance-officer: submitKeyAppraisal']);
        await told.give('zheng-hong', 'submit-key-appraisal', { indicators, report: '重点评价报告。' });
        return null;
      },
    },
  });
  await appraisal(play);
  await told.door.settle();
  const seen = await told.seen();
  expect(seen).toMatchObject({ closed: true, ended: { performance: 'appraised' }, performance: { key: { appraisal: { late: true } } } });
};
