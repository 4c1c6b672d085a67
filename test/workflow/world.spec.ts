import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, plusMs, type Instant } from '@goufu/domain';
import { NoWorld, WorldUnsettled } from '@goufu/relay';
import { Rig } from './rig.js';

const DAY = 86_400_000;
const START = instant('2025-01-06T09:00:00+08:00');

describe('a world', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open(START);
    rig.system.start();
    await rig.work();
  }, 60_000);
  afterAll(async () => {
    await rig.close();
  });

  it('is walked through in order of time, each due at its own instant, and comes to rest in between', async () => {
    const waits = [30, 10, 20, 90, 10.5];
    const ids = await Promise.all(waits.map(async (days) => (await rig.give(null, 'begin', { patienceMs: days * DAY })).id));
    await Promise.all(ids.map((id) => rig.isOpen(id, 'work')));
    const began = performance.now();
    const { now, dues } = await rig.system.advance(rig.realm, { byMs: 45 * DAY });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(dues).toBe(4);
    expect(now).toBeGreaterThanOrEqual(plusMs(START, 45 * DAY));
    const ended = await rig.sql<{ case_id: string; effective_at: Instant; at: Instant }>(
      `select case_id, effective_at, at from event where type = 'StageEnded' and data like '%expired%' order by at, effective_at`,
    );
    expect(ended.map((row) => waits[ids.indexOf(row.case_id)])).toEqual([10, 10.5, 20, 30]);
    // decided within moments of its own instant, by the world's clock
    for (const row of ended) expect(row.at - row.effective_at).toBeLessThan(60_000);
    expect(await Promise.all(ids.map(async (id) => (await rig.facts(id)).closed))).toEqual([true, true, true, false, true]);
  });

  it('goes forward alone', async () => {
    const before = await rig.system.worlds.clock(rig.realm);
    await rig.system.advance(rig.realm, { to: START });
    expect((await rig.system.worlds.clock(rig.realm))?.now).toBeGreaterThanOrEqual(before?.now ?? Infinity);
  });

  it('says what it waits for when it does not come to rest', async () => {
    rig.outsides.payment = {
      ask: () => Promise.resolve({ final: false, why: 'no answer' }),
      send: () => Promise.resolve({ final: false, why: 'no answer' }),
    };
    const { id } = await rig.give(null, 'begin');
    await rig.isOpen(id, 'work');
    await rig.give(id, 'pay', { key: `${id}:payment:1`, kind: 'payment' });
    await expect(rig.system.advance(rig.realm, { byMs: DAY }, { settleMs: 500 })).rejects.toThrow(WorldUnsettled);
    rig.outsides.payment.ask = () => Promise.resolve({ final: true, answer: null });
    await rig.system.advance(rig.realm, { byMs: DAY });
  });

  it('a realm in real time is none', async () => {
    await rig.system.worlds.create({ id: 'real', name: 'real', jurisdiction: 'demo-county' });
    await expect(rig.system.advance('real', { byMs: DAY })).rejects.toThrow(NoWorld);
  });
});
