import { expect } from '@jest/globals';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import { acceptance, afterSigning, contract } from '../../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { shifted } from '../../../apps/local/src/scenario/stage.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

const [first, ...others] = justiceBureau2025.bids;
if (!first) throw new Error('nobody bids');
/** The first bidder declares another kind than the directory holds, and names a part for a subcontractor. */
export const obligedInput: PlayedInput = {
  ...justiceBureau2025,
  name: 'obliged',
  bids: [{ ...first, kind: 'micro', share: { with: 'subcontract', smallMicroSharePercent: '40' } }, ...others],
};

/** Everything that a contract owes beside the service comes late, and is done all the same. */
export const obliged = async (told: Told): Promise<void> => {
  const { play } = told;
  withAsides(play, {
    before: {
      'submit-plan': async (body) => ({
        plan: {
          ...(body['plan'] as object),
          bondPercent: '5',
          payment: { days: 10, interestPercent: '4' },
          milestones: [{ id: 'm1', name: '中期总结', dueOn: shifted(play.day(0).slice(0, 10), 200) }],
        },
      }),
    },
  });
  await prepare(play);
  await planning(play);
  await tender(play, 1, play.input.bids);
  await evaluation(play, 0);
  expect((await told.seen('tang-lin')).declarations).toMatchObject([
    { declared: 'micro', registered: 'small', judgement: { truthful: true } },
  ]);
  await award(play, 1, 0);
  await contract(play, 0);
  await afterSigning(play);
  await withoutAgency(told);
  await lodged(told);
  await supplemented(told);
  await subcontracted(told);
  await milestone(told);
  await givenBack(told);
};

/** The agreement with the agency ends: from then on it may do nothing, and the purchase hears of it. */
const withoutAgency = async (told: Told): Promise<void> => {
  const { play } = told;
  const justice = play.cast.id('justice');
  const yesterday = shifted((await told.door.now()).slice(0, 10), -1);
  expect(await told.refused('zhang-min', 'note-entrustment')).toBe('purchase.entrustment_unchanged');
  await told.on('zhao-lei', justice, 'end-entrustment', { entrustment: '1', on: yesterday });
  expect(await told.may('zhang-min', 'noteEntrustment')).toBe(true);
  expect(await told.refused('tang-lin', 'publish-supplement', { supplement: 'supplement-1' })).toBe('access.power_not_entrusted');
  await told.give('zhang-min', 'note-entrustment');
};

const lodged = async (told: Told): Promise<void> => {
  expect(await told.refused('agent-a', 'lodge-performance-bond', { form: 'cash' })).toBe('obligations.bond_form_unlawful');
  await told.days(20);
  expect(await told.todos()).toContain('purchaser-approver: lodgePerformanceBond');
  await told.give('agent-a', 'lodge-performance-bond', { form: 'bank-guarantee', file: null });
};

const supplemented = async (told: Told): Promise<void> => {
  const supplement = 'supplement-1';
  await told.give('zhao-lei', 'supplement', { amount: '50000.00', sameObject: true, otherTermsUnchanged: true, text: '增加一名岗位。' });
  await told.give('agent-a', 'sign-supplement', { supplement });
  await told.days(15);
  expect(await told.todos()).toEqual(expect.arrayContaining(['finance-officer: publishSupplement', 'finance-officer: fileSupplement']));
  await told.give('zhang-min', 'publish-supplement', { supplement });
  await told.give('zhang-min', 'file-supplement', { supplement, receipt: '财采备〔2025〕8号' });
  expect((await told.notices()).at(-1)).toBe('supplementNotice');
};

const subcontracted = async (told: Told): Promise<void> => {
  const { play } = told;
  const { id: subcontractor } = await play.cast.command(
    'luo-min',
    'organisations',
    { type: 'supplier', name: '同心心理咨询工作室', enterprise: 'micro', creditCode: '91320400MA1WXYT17C' },
    play.key('register'),
  );
  const part = { subcontractor, percent: '30', whole: false, main: false, scope: '心理辅导。' };
  expect(await told.refused('agent-a', 'propose-subcontract', { ...part, whole: true })).toBe('obligations.transfer_forbidden');
  await told.give('agent-a', 'propose-subcontract', part);
  await told.days(20);
  expect((await told.seen()).obligations.subcontracts).toMatchObject([{ late: true, consent: null }]);
  await told.give('zhao-lei', 'decide-subcontract', { subcontract: 'subcontract-1', consent: true, reason: '与投标文件一致。' });
};

const milestone = async (told: Told): Promise<void> => {
  await told.give('agent-a', 'report-milestone', { milestone: 'm1', report: '中期总结。', file: null });
  await told.days(10);
  expect(await told.todos()).toContain('purchaser-approver: confirmMilestone');
  await told.give('zhang-min', 'confirm-milestone', { milestone: 'm1' });
};

const givenBack = async (told: Told): Promise<void> => {
  expect(await told.refused('zhang-min', 'return-performance-bond')).toBe('obligations.bond_not_released');
  await acceptance(told.play);
  await told.days(10);
  expect(await told.todos()).toContain('finance-officer: returnPerformanceBond');
  await told.give('zhang-min', 'return-performance-bond', {});
  expect((await told.seen()).obligations.bond.giving).toMatchObject({ late: true });
};
