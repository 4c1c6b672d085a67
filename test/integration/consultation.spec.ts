import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultation2025, negotiation2025 } from '../../apps/local/src/scenario/input.js';
import { keepPlayed } from '../support/kept-plays.js';
import { type Played, Stage } from '../support/played.js';
import { otherMethod, otherMethodInput, withTwo, withTwoInput } from '../support/plays/other-method.js';
import { singleSource, singleSourceInput } from '../support/plays/single-source.js';
import { datesOf, moneyOf } from '../support/reckoned.js';
import { Told } from '../support/told.js';

describe('a competitive consultation on the engine alone', () => {
  let stage: Stage;
  let played: Played;
  beforeAll(async () => {
    stage = await Stage.open();
    played = await stage.play(consultation2025);
  }, 90_000);
  afterAll(async () => {
    await stage.close();
  });

  it('goes from the catalogue to the last payment at the final quote, and every figure is as reckoned apart', async () => {
    const { view } = played;
    expect(view.ended).toMatchObject({ tender: 'opened', evaluation: 'recommended', contract: 'effective', closing: 'closed' });
    for (const figures of [await moneyOf(played), await datesOf(played)]) expect(figures.said).toEqual(figures.reckoned);
    expect(view.contract.signed.amount).toBe('3860000.00');
    await keepPlayed(played, 'consultation');
  });

  it('was chosen by nobody: below the open-tender threshold it is what the pack says', () => {
    expect(played.view.planning.plan.method).toBe('competitive-consultation');
    expect(played.view.tender.current.course).toMatchObject({ reading: 'closed', talks: 'each-supplier' });
  });

  it('keeps who left the talks out of the ranking and tells it why', async () => {
    const { play, door } = played;
    const third = play.cast.id('supplier-c');
    expect((played.view.evaluation.result.ranking as readonly { supplier: string }[]).map(({ supplier }) => supplier)).not.toContain(third);
    const { view } = await door.show(play.cast.as('agent-c'), play.purchase.replace('purchase/', 'purchases/'));
    expect(view.award).toMatchObject({ own: { rank: null, reasons: [{ code: 'final-quote', text: 'left-the-talks' }] } });
  });

  it('tells a bidder nothing of the others: no first price, no final quote, not how many there were', async () => {
    const { play, door } = played;
    const { view } = await door.show(play.cast.as('agent-b'), play.purchase.replace('purchase/', 'purchases/'));
    expect(view.tender.current.opening).toMatchObject({ count: null });
    expect(JSON.stringify(view)).not.toMatch(/3940000|3930000/);
  });

  it('follows a failed open tender once it is granted: the money stays reserved once, and two suppliers suffice', async () => {
    const { play, door } = await stage.begin(otherMethodInput, null);
    const told = new Told(play, door);
    await play.time.play([() => otherMethod(told)]);
  }, 60_000);

  it('goes on as a negotiation with the two who were left, and nobody else may answer', async () => {
    const { play, door } = await stage.begin(withTwoInput, null);
    const told = new Told(play, door);
    await play.time.play([() => withTwo(told)]);
    await keepPlayed({ play, door }, 'with-two');
  }, 60_000);

  it('goes to a single source once it was public and what was objected is argued, at the price agreed with it', async () => {
    const { play, door } = await stage.begin(singleSourceInput, null);
    const told = new Told(play, door);
    await play.time.play([() => singleSource(told)]);
    await keepPlayed({ play, door }, 'single-source');
  }, 60_000);

  it('as a negotiation scores nothing: the lowest final quote wins, a small enterprise less ten per cent', async () => {
    const { view } = await stage.play(negotiation2025);
    // 3,900,000 less 10 % is 3,510,000.
    const order = (view.evaluation.result.ranking as readonly { price: string; total: string }[]).map(({ price, total }) => [price, total]);
    expect(order).toEqual([
      ['3900000.00', ''],
      ['3590000.00', ''],
      ['3600000.00', ''],
    ]);
    expect(view).toMatchObject({ closed: true, contract: { signed: { amount: '3900000.00' }, due: { rule: 'neg.sign' } } });
  }, 60_000);
});
