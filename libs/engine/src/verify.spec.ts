import { describe, expect, it } from '@jest/globals';
import { type Instant, instant, type PlainDate } from '@goufu/domain';
import type { MerkleRow, RecordStore } from '@goufu/persistence';
import { GENESIS } from './hash.js';
import { merkleRoot, sealDays } from './verify.js';

/** A record of two cases, the second of which begins two days after the first. */
const recordAt = (now: string, kept: MerkleRow[] = []) => {
  const first = instant('2025-03-03T10:00:00+08:00');
  const second = instant('2025-03-05T23:59:59.999+08:00');
  const store = {
    realms: async () => ['demo'],
    now: async () => instant(now),
    beginning: async () => first,
    lastSealed: async () => kept.at(-1)?.day ?? null,
    keepRoot: async (row: MerkleRow) => void kept.push(row),
    headsBefore: async (_realm: string, before: Instant) => [
      { caseId: 'a', hash: 'h1' },
      ...(second < before ? [{ caseId: 'b', hash: 'h2' }] : []),
    ],
  };
  return { store: store as unknown as RecordStore, kept };
};

describe('the daily root', () => {
  it('is kept for every day that is over, from the first event on', async () => {
    const { store, kept } = recordAt('2025-03-06T09:00:00+08:00');
    await sealDays(store);
    expect(kept.map(({ day, heads }) => [day, heads])).toEqual([
      ['2025-03-03', 1],
      ['2025-03-04', 1],
      ['2025-03-05', 2],
    ]);
    expect(kept[0]?.root).toBe(kept[1]?.root);
    expect(kept[1]?.root).not.toBe(kept[2]?.root);
  });

  it('waits a minute after midnight: what was being written then is committed by then', async () => {
    const { store } = recordAt('2025-03-04T00:00:59+08:00');
    expect(await sealDays(store)).toEqual([]);
    expect(await sealDays(recordAt('2025-03-04T00:01:00+08:00').store)).toHaveLength(1);
  });

  it('goes on after the last day that was sealed', async () => {
    const sealed: MerkleRow = { realm: 'demo', day: '2025-03-04' as PlainDate, root: 'r', heads: 1 };
    const { store } = recordAt('2025-03-06T09:00:00+08:00', [sealed]);
    expect((await sealDays(store)).map(({ day }) => day)).toEqual(['2025-03-05']);
    expect(await sealDays(store)).toEqual([]);
  });

  it('of nothing is the beginning of every chain', () => {
    expect(merkleRoot([])).toBe(GENESIS);
  });
});
