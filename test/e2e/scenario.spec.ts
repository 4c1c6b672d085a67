import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StartedSystem } from '../support/system.js';

// The whole purchase over HTTP, with the API, the worker, Temporal, PostgreSQL and the treasury as processes: as `npm run scenario` plays it.
describe('a purchase of community-correction services, played by its people', () => {
  let system: StartedSystem;
  beforeAll(async () => {
    system = await StartedSystem.start();
  }, 150_000);
  afterAll(async () => {
    await system.stop();
  }, 60_000);

  const play = async (...args: string[]) => {
    const { code, last } = await system.scenario(args);
    expect({ differences: last.differences, refused: last.refused }).toEqual({ differences: [], refused: undefined });
    expect(code).toBe(0);
    return last;
  };

  it('goes from the catalogue to its last payment, its price scores and instalments exact to the fen', async () => {
    expect(await play('justice-bureau-2025')).toMatchObject({
      ok: true,
      contract: '4000000.00',
      instalments: ['1600000.00', '1088800.00', '1311200.00'],
      instalmentsAtCeiling: ['1622400.00', '1104043.20', '1329556.80'],
      paid: ['1600000.00', '1088800.00', '1311200.00'],
      priceScores: { 'supplier-a': '10.00', 'supplier-b': '9.47', 'supplier-c': '9.23' },
    });
  }, 60_000);

  it('a smaller purchase goes by consultation: the contract is at the final quote of the best, one supplier has left', async () => {
    expect(await play('consultation-2025')).toMatchObject({
      ok: true,
      contract: '3860000.00',
      priceScores: { 'supplier-a': '10.00', 'supplier-b': '9.52' },
      ended: { evaluation: 'recommended', closing: 'closed' },
    });
  }, 60_000);

  // Two at a time: each in a world of its own, on two cores.
  const variants: readonly (readonly [string, string, object])[] = [
    [
      'failed-tender',
      'a tender with two bidders fails, is mended and run again',
      { ended: { tender: 'failed', failure: 'mend', 'tender:2': 'opened', closing: 'closed' } },
    ],
    [
      'treasury-returns',
      'a returned payment is corrected, approved again and paid once',
      { paid: ['1600000.00', '1088800.00', '1311200.00'] },
    ],
    [
      'poor-performance',
      'poor performance reduces the tail, and what it cannot bear comes back',
      { paid: ['1600000.00', '768800.00', '0.00'], recovered: '88800.00' },
    ],
    [
      'silent-purchaser',
      'a silent purchaser is deemed to have awarded to the first rank',
      { ended: { award: 'notified', closing: 'closed' } },
    ],
    [
      'winner-refuses',
      'the winner refuses to sign and the next candidate takes the contract',
      { contract: '3800000.00', ended: { contract: 'next', 'award:2': 'notified', 'contract:2': 'effective' } },
    ],
    [
      'ended-in-tender',
      'a purchase ended in tender gives its reservation back',
      { contract: null, ended: { tender: 'cancelled', closing: 'closed' } },
    ],
  ];
  const pairs = variants.flatMap((_one, i) => (i % 2 === 0 ? [variants.slice(i, i + 2)] : []));
  for (const pair of pairs)
    it(`${pair.map(([, title]) => title).join('; ')}`, async () => {
      const played = await Promise.all(pair.map(([variant]) => play('justice-bureau-2025', '--variant', variant)));
      played.forEach((last, i) => expect(last).toMatchObject({ ok: true, variant: pair[i]?.[0], ...pair[i]?.[2] }));
    }, 120_000);

  it('any lawful purchase does so: five drawn at random', async () => {
    const seeds = ['11', '12', '13', '14', '15'];
    for (let i = 0; i < seeds.length; i += 2) {
      const played = await Promise.all(seeds.slice(i, i + 2).map((seed) => play('random', '--seed', seed)));
      for (const last of played) expect(last.ok).toBe(true);
    }
  }, 180_000);
});
