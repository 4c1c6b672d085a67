import { expect } from '@jest/globals';
import { negotiation2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../../apps/local/src/scenario/judging.js';
import { contract } from '../../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../../apps/local/src/scenario/preparation.js';
import { tender } from '../../../apps/local/src/scenario/tendering.js';
import { withAsides } from '../kept-plays.js';
import type { Told } from '../told.js';

const one = negotiation2025.bids.slice(0, 1);
export const singleSourceInput: PlayedInput = {
  ...negotiation2025,
  name: 'single-source',
  bids: one,
  talks: { finals: { 'supplier-a': '3850000.00' }, change: false },
};

/** One supplier is named and made public; another objects, the objection is argued, and the price is agreed with the one. */
export const singleSource = async (told: Told): Promise<void> => {
  const { play } = told;
  const opinions = ['expert-7', 'expert-8', 'expert-9'].map((expert) => ({ expert, text: '只有该机构具备承接条件。' }));
  const naming = { supplier: play.cast.id('supplier-a'), ground: 'only-supplier', reason: '唯一具备驻点服务条件。', opinions };
  withAsides(play, {
    before: {
      'record-survey': async () => {
        const amount = play.input.ceiling;
        await told.on('zhang-min', play.purchase, 'publish-intent-notice', { month: '2025-02', need: '矫治帮教。', amount });
        await told.give('zhang-min', 'name-single-source', naming);
      },
      'publish-intent-notice': async () => null,
      'submit-plan': async (body) => {
        const plan = { ...(body['plan'] as object), method: 'single-source' };
        expect(await told.refused('zhang-min', 'submit-plan', { plan })).toBe('planning.single_source_open');
        await told.give('agent-b', 'object-to-single-source', { objection: '我机构同样具备条件。' });
        await told.days(9);
        expect(await told.todos()).toContain('purchaser-handler: argueSingleSource');
        await told.give('zhang-min', 'argue-single-source', { stands: true, reason: '异议不成立。', opinions });
        return { plan };
      },
    },
  });
  await prepare(play);
  await planning(play);
  expect(await told.notices()).toEqual(expect.arrayContaining(['singleSourceNotice']));
  expect(await tender(play, 1, one)).toBe(true);
  await evaluation(play, 0);
  await award(play, 1, 0);
  await contract(play, 0);
  const { contract: agreed, tender: seen } = await told.seen();
  expect([seen.current.course.method, agreed.signed.amount]).toEqual(['single-source', '3850000.00']);
};
