// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import { acceptance, afterSigning, contract } from '../../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { shifted } from '../../../apps/local/src/scenario/stage.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

export const putRightInput: PlayedInput = { ...justiceBureau2025, name: 'put-right' };

/** What a breach tells the supplier to set right is not in time, costs it a penalty, goes back once and is confirmed in the end. */
export const putRight = async (told: Told): Promise<void> => {
  const { play } = told;
  withAsides(play, {
    before: {
      // Before there is a plan a smaller budget is announced; what the plan says is announced only after its approval.
      'record-survey': async () =>
        told.on('zhang-min', play.purchase, 'publish-intent-notice', { month: '2025-02', need: '矫治帮教。', amount: '3000000.00' }),
      'publish-intent-notice': async () => null,
      'publish-tender-notice': async (body) => ({ ...body, supply: { from: '2025-02-12', to: '2025-03-04' } }),
      'submit-plan': async (body) => ({
        plan: {
          ...(body['plan'] as object),
          ladder: [
            { id: 'v1', when: { kind: 'vacancy', singleLongerThanDays: 3 }, then: [{ kind: 'rectify', withinWorkingDays: 5 }] },
            {
              id: 'v2',
              when: { kind: 'unrectified', countAtLeast: 1 },
              then: [
                { kind: 'rectify', withinWorkingDays: 5 },
                { kind: 'penalty', percentOfContract: '1' },
              ],
            },
          ],
        },
      }),
    },
  });
  await prepare(play);
  await planning(play);
  await announcedAnew(told);
  await tender(play, 1, play.input.bids);
  await evaluation(play, 0);
  await award(play, 1, 0);
  await contract(play, 0);
  await afterSigning(play);
  await told.days(30);
  await neglected(told);
  await setRight(told);
  await acceptance(play);
};

/** The plan has another budget than was announced: until the intent is published anew and has stood its days, no tender notice goes out. */
const announcedAnew = async (told: Told): Promise<void> => {
  expect(await told.todos()).toContain('purchaser-handler: publishIntentNotice');
  await told.give('zhang-min', 'publish-intent-notice', { month: '2025-02', need: '矫治帮教。' });
  expect(await told.todos()).not.toContain('purchaser-handler: publishIntentNotice');
  expect((await told.notices()).filter((kind) => kind === 'intentNotice')).toHaveLength(2);
  await told.until('2025-02-12T09:00:00+08:00');
};

const breaches = async (told: Told) => (await told.seen()).delivery.breaches;
const decided = async (told: Told, breach: string): Promise<void> => {
  await told.give('zhang-min', 'notice-breach', { breach, text: '请说明并整改。' });
  await told.give('agent-a', 'defend', { breach, statement: '正在招聘。' });
  await told.give('zhao-lei', 'decide-breach', { breach, upheld: true, reason: '依合同处理。' });
};

const neglected = async (told: Told): Promise<void> => {
  const today = await told.today();
  const incident = { kind: 'vacancy', post: 'post-1', from: shifted(today, -10), to: shifted(today, -1) };
  await told.give('zhang-min', 'report-breach', { incident, account: '岗位空缺十天。' });
  await decided(told, 'breach-1');
  const judge = { breach: 'breach-1', reason: '岗位仍然空缺。' };
  expect(await told.refused('zhao-lei', 'judge-rectification', { ...judge, outcome: 'failed' })).toBe('delivery.rectification_awaited');
  expect(await told.todos()).toContain('supplier-agent: reportRectification');
  await told.days(15);
  expect(await told.todos()).toEqual(
    expect.arrayContaining(['purchaser-approver: judgeRectification', 'supplier-agent: reportRectification']),
  );
  await told.give('zhao-lei', 'judge-rectification', { ...judge, outcome: 'failed' });
};

const setRight = async (told: Told): Promise<void> => {
  await decided(told, 'breach-2');
  const report = { breach: 'breach-2', report: '已经补齐人员。', file: null };
  const judge = { breach: 'breach-2', reason: '已经核对。' };
  await told.give('agent-a', 'report-rectification', report);
  await told.give('zhao-lei', 'judge-rectification', { ...judge, outcome: 'returned' });
  await told.give('agent-a', 'report-rectification', report);
  await told.give('zhao-lei', 'judge-rectification', { ...judge, outcome: 'confirmed' });
  expect(await breaches(told)).toMatchObject([
    { rectification: { late: true, result: { outcome: 'failed' } } },
    { decision: { penalty: '40000.00' }, rectification: { late: false, result: { outcome: 'confirmed' } } },
  ]);
  expect((await told.todos()).filter((todo) => todo.endsWith('Rectification'))).toEqual([]);
};
