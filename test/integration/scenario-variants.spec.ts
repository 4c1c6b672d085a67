import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import type { Variant } from '../../apps/local/src/scenario/stage.js';
import { fenOf, parted, pricePoints, yuanOf } from '../support/arithmetic.js';
import { type Played, Stage } from '../support/played.js';
import { datesOf, moneyOf } from '../support/reckoned.js';

const paidOf = ({ view }: Played): readonly string[] => (view.delivery.instalments as readonly { paid: string }[]).map(({ paid }) => paid);
/** Yuan that stand in a place of a year's line. */
const booked = ({ ledger }: Played, year: number, place: string): string => yuanOf(ledger.get(year)?.get(place) ?? 0n);
const straight = ['planning', 'tender', 'evaluation', 'award', 'contract', 'delivery', 'performance', 'closing'];

describe('the purchase of the justice bureau on the engine alone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(async () => {
    await stage.close();
  });
  const play = (variant: Variant | null): Promise<Played> => stage.play(justiceBureau2025, variant);
  const endedOf = ({ view }: Played): Readonly<Record<string, string>> => {
    expect(view.closed).toBe(true);
    return view.ended as Readonly<Record<string, string>>;
  };

  it('the figures of the tender: three instalments at the ceiling, and the price scores of its three bids', () => {
    expect(parted(fenOf('4056000.00'), justiceBureau2025.percents).map(yuanOf)).toEqual(['1622400.00', '1104043.20', '1329556.80']);
    const offers = justiceBureau2025.bids.map(({ supplier, price, kind }) => ({ name: supplier, price: fenOf(price), kind }));
    expect([...pricePoints(offers, '10', '10').values()]).toEqual(['10.00', '9.47', '9.23']);
  });

  it('goes from the catalogue to the last payment, and every figure is as reckoned apart', async () => {
    const played = await play(null);
    expect(Object.keys(endedOf(played)).toSorted()).toEqual(straight.toSorted());
    for (const figures of [await moneyOf(played), await datesOf(played)]) expect(figures.said).toEqual(figures.reckoned);
    expect(played.view.contract.signed.amount).toBe('4000000.00');
    expect(paidOf(played)).toEqual(['1600000.00', '1088800.00', '1311200.00']);
    expect([booked(played, 2025, 'paid'), booked(played, 2026, 'paid')]).toEqual(['2688800.00', '1311200.00']);
  }, 60_000);

  it('two bidders fail the first tender; mended, the second one is opened and paid the same', async () => {
    const played = await play('failed-tender');
    expect(endedOf(played)).toMatchObject({ tender: 'failed', failure: 'mend', 'tender:2': 'opened', closing: 'closed' });
    expect(paidOf(played)).toEqual(['1600000.00', '1088800.00', '1311200.00']);
  }, 60_000);

  it('a payment that the treasury sends back is approved anew and paid once', async () => {
    const played = await play('treasury-returns');
    const payment = await returned(played);
    expect(payment.attempts.map(({ state }) => state)).toEqual(['returned', 'paid']);
    expect(payment.paid).toBe('1600000.00');
    expect([booked(played, 2025, 'paid'), booked(played, 2026, 'paid')]).toEqual(['2688800.00', '1311200.00']);
  }, 60_000);

  it('a poor performance takes the tail and more: the rest is demanded back and comes back, never paid below zero', async () => {
    const played = await play('poor-performance');
    endedOf(played);
    // 8 points below 90 at the second instalment and 35 at the last, each point one per cent of the contract.
    const [cut, tail] = [fenOf('320000.00'), fenOf('1400000.00')];
    const owed = fenOf('4000000.00') - cut - tail;
    expect(paidOf(played)).toEqual(['1600000.00', yuanOf(fenOf('1088800.00') - cut), '0.00']);
    expect(played.view.delivery.clawback.amount).toBe(yuanOf(fenOf('1600000.00') + fenOf('1088800.00') - cut - owed));
    expect(booked(played, 2025, 'paid')).toBe(yuanOf(owed));
    expect(booked(played, 2026, 'available')).toBe('4056000.00');
  }, 60_000);

  it('a purchaser who says nothing: rank one wins by statute, the breach is on record', async () => {
    const played = await play('silent-purchaser');
    expect(Object.keys(endedOf(played)).toSorted()).toEqual(straight.toSorted());
    expect(played.view.award.decision).toMatchObject({ how: 'deemed' });
    expect(played.view.award.breaches).not.toEqual([]);
    expect(paidOf(played)).toEqual(['1600000.00', '1088800.00', '1311200.00']);
  }, 60_000);

  it('a winner who refuses to sign: the next candidate signs at its own price', async () => {
    const played = await play('winner-refuses');
    expect(endedOf(played)).toMatchObject({ contract: 'next', 'award:2': 'notified', 'contract:2': 'effective' });
    const { amount } = played.view.contract.signed as { amount: string };
    expect(amount).toBe('3800000.00');
    expect(paidOf(played)).toEqual(parted(fenOf(amount), justiceBureau2025.percents).map(yuanOf));
  }, 60_000);

  it('ended before the opening: nothing was bought, and the whole line is available again', async () => {
    const played = await play('ended-in-tender');
    expect(endedOf(played)).toEqual({ planning: 'approved', tender: 'cancelled', closing: 'closed' });
    expect(booked(played, 2025, 'available')).toBe('4056000.00');
  }, 60_000);
});

interface Payment {
  readonly instalment: string;
  readonly paid: string;
  readonly attempts: readonly { readonly state: string }[];
}
const returned = async ({ play, door }: Played): Promise<Payment> => {
  const auditor = play.cast.as('xu-yan');
  const { items } = await door.get<{ items: readonly { id: string }[] }>(auditor, 'disbursements?limit=100');
  for (const { id } of items) {
    const { view } = await door.show(auditor, id.replace('disbursement/', 'disbursements/'));
    if ('instalment' in view && view.instalment === 'p1') return view as unknown as Payment;
  }
  throw new Error('the first instalment was never asked for');
};
