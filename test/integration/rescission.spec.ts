import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { award, evaluation } from '../../apps/local/src/scenario/judging.js';
import { afterSigning, appraisal, contract, payInstalment } from '../../apps/local/src/scenario/performing.js';
import { planning, prepare } from '../../apps/local/src/scenario/preparation.js';
import { Play, type Variant } from '../../apps/local/src/scenario/stage.js';
import { tender } from '../../apps/local/src/scenario/tendering.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { keepPlayed } from '../support/kept-plays.js';
import { Stage } from '../support/played.js';

const input = { ...justiceBureau2025, name: 'rescinded' };
const variants: readonly (Variant | null)[] = [
  null,
  'failed-tender',
  'treasury-returns',
  'poor-performance',
  'silent-purchaser',
  'winner-refuses',
  'ended-in-tender',
];

describe('a contract that is rescinded in the middle of its term', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(async () => {
    await stage.close();
  });

  it('is settled: what is owed is paid and no prepayment any more, the rest of the money goes back, and what it cost is appraised', async () => {
    const { play: main } = await stage.play({ ...input, name: 'cast' }, 'ended-in-tender');
    const door = await stage.place.copy(`cast-${input.jurisdiction}`, input.name, `${input.startsOn}T08:00:00+08:00`);
    const play = new Play(main.cast.behind(door), input, new Timeline(door), null, 'closed', {
      realm: door.realm,
      treasury: door.treasury,
    });
    await play.time.play([() => rescinded(play)]);
    const { view } = await play.seen('zhang-min');
    expect(view).toMatchObject({ closed: true, ended: { delivery: 'rescinded', performance: 'appraised', closing: 'closed' } });
    expect((view.delivery.instalments as readonly { paid: string }[]).map(({ paid }) => paid)).toEqual(['1600000.00', '0.00', '0.00']);
    expect(view).toMatchObject({ funding: { years: [{ year: 2025, advanced: '0.00', paid: '1600000.00' }] } });
    await keepPlayed({ play, door }, 'rescinded-appraised');
  }, 120_000);

  // What the variants of the scenario leave behind is proved in their own spec; here it is only kept.
  if (process.env.KEEP_CORPUS)
    it.each(variants)(
      '%s is kept',
      async (variant) => {
        await keepPlayed(await stage.play(justiceBureau2025, variant), variant ?? 'year-by-year');
      },
      120_000,
    );
});

const supplementDeclined = async (play: Play): Promise<void> => {
  const text = { amount: '100000.00', sameObject: true, otherTermsUnchanged: true, text: '增加一名岗位。' };
  await play.give('zhao-lei', 'supplement', text, '提出补充合同');
  await play.give('agent-a', 'withdraw-supplement', { supplement: 'supplement-1', reason: '人手不足。' }, '谢绝补充合同');
};

const rescinded = async (play: Play): Promise<void> => {
  await prepare(play);
  await planning(play);
  await tender(play, 1, input.bids);
  await evaluation(play, 0);
  await award(play, 1, 0);
  await contract(play, 0);
  await afterSigning(play);
  await play.on(120);
  await payInstalment(play, 'p1');
  await supplementDeclined(play);
  await play.on(150);
  const settlement = { ground: 'agreement', owed: '1600000.00', reason: '双方协商一致解除合同。', compensations: [] };
  await play.give('sun-li', 'rescind', settlement, '协议解除合同并结算');
  await play.cast.door.settle();
  await appraisal(play);
  await play.cast.door.settle();
};
