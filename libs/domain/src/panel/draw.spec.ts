import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { isRefusal, plainDate } from '../kernel/index.js';
import { type Draw, drawPanel, type DrawInput, type PoolExpert, shuffled } from './draw.js';
import { sampleRules } from './sample.js';

const rules = sampleRules();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const expert = (person: string, more: Partial<PoolExpert> = {}): PoolExpert => ({
  person,
  appointment: person,
  unit: null,
  relations: [],
  ...more,
});
const pool = Array.from({ length: 12 }, (_, index) => expert(`e${String(index).padStart(2, '0')}`));
const input: DrawInput = {
  pool,
  size: 4,
  purchaserUnit: 'justice',
  bidders: ['A', 'B'],
  activityOn: plainDate('2025-04-10'),
  seed: 'a1b2',
  sha256,
};
const draw = (more: Partial<DrawInput> = {}): Draw => {
  const answer = drawPanel({ ...input, ...more }, rules);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const names = (list: readonly PoolExpert[]) => list.map(({ person }) => person);

describe('the draw of a panel', () => {
  it('can be done again by anybody who has seed and list', () => {
    expect(draw()).toEqual(draw());
    expect(names(draw().drawn)).not.toEqual(names(draw({ seed: 'c3d4' }).drawn));
  });
  it('keeps everybody who was not drawn in reserve, in the order drawn', () => {
    const { drawn, reserves } = draw();
    expect([drawn.length, reserves.length]).toEqual([4, 8]);
    expect(names([...drawn, ...reserves]).toSorted()).toEqual(names(pool));
  });
  it('does not depend on the order of the pool', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: pool.length }), fc.uuid(), (other, seed) => {
        expect(draw({ pool: other, seed })).toEqual(draw({ seed }));
      }),
    );
  });
  it('leaves out the purchaser’s own people and those related to a bidder', () => {
    const judged = [
      expert('own', { unit: 'justice' }),
      expert('other', { unit: 'elsewhere' }),
      expert('inside', { relations: [{ bidder: 'A', kind: 'employment', endedOn: plainDate('2022-04-10') }] }),
      expert('outside', { relations: [{ bidder: 'A', kind: 'employment', endedOn: plainDate('2022-04-09') }] }),
      expert('still', { relations: [{ bidder: 'B', kind: 'controlling-shareholder', endedOn: null }] }),
      expert('kin', { relations: [{ bidder: 'B', kind: 'spouse', endedOn: plainDate('1999-01-01') }] }),
      expert('nobody bids', { relations: [{ bidder: 'Z', kind: 'employment', endedOn: null }] }),
      expert('unheard of', { relations: [{ bidder: 'A', kind: 'neighbour', endedOn: null }] }),
    ];
    const { drawn, excluded } = draw({ pool: judged, size: 3 });
    expect(names(drawn).toSorted()).toEqual(['nobody bids', 'other', 'outside']);
    expect(excluded.map(({ person, because }) => `${person}: ${because}`)).toEqual([
      'own: own-unit',
      'inside: relation',
      'still: relation',
      'kin: relation',
      'unheard of: relation',
    ]);
  });
  it('leaves out who sat or left before', () => {
    const without = names(pool).slice(0, 8);
    expect(names(draw({ without }).drawn).toSorted()).toEqual(names(pool).slice(8));
  });
  it('is refused when the pool is too small', () => {
    expect(drawPanel({ ...input, size: 13 }, rules)).toEqual({ refused: 'panel.pool_too_small', meta: { needed: 13, eligible: 12 } });
  });
  it('favours nobody: over many seeds each comes first about as often', () => {
    const first = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed += 1) {
      const [person = ''] = shuffled(['a', 'b', 'c'], (one) => one, String(seed), sha256);
      first.set(person, (first.get(person) ?? 0) + 1);
    }
    for (const times of first.values()) expect(Math.abs(times - 1000)).toBeLessThan(120);
  });
  it('throws away a hash that would favour the first and takes the next', () => {
    const asked: string[] = [];
    const biased = (text: string): string => {
      asked.push(text);
      return asked.length === 1 ? 'f'.repeat(64) : '0'.repeat(64);
    };
    shuffled(['a', 'b', 'c'], (one) => one, 's', biased);
    expect(asked).toEqual(['s/0', 's/1', 's/2']);
  });
});
