import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook, type PackFile } from '@goufu/rules';
import { calendarFrom, dateOf, toIso, type Instant } from '../kernel/index.js';
import { deadlinesPurchase } from './purchase.js';
import type { PurchaseState } from './state.js';
import { announced, contextIn, DEADLINE, give, given, on, SYSTEM, type World } from './tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const book = new RuleBook(buildStacks(readPacks() as readonly PackFile[], sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

const system = (state: PurchaseState, type: string, at: Instant, data: object = {}): PurchaseState =>
  given(state, type, data, contextIn(world, at, { actor: SYSTEM }));
const suspended = system(announced(world), 'suspendClock', on('03-20T10:00'), { reason: 'complaint' });
const closing = (state: PurchaseState): string | null => {
  const deadline = deadlinesPurchase(state).find(({ id }) => id.endsWith('/close'));
  return deadline ? toIso(deadline.at) : null;
};

describe('the clock of a purchase', () => {
  it('while it stands still no bid window closes', () => {
    expect(closing(suspended)).toBeNull();
  });
  it('when it goes on the window has what was left of it, to the second', () => {
    const resumed = system(suspended, 'resumeClock', on('03-22T16:00'));
    expect(closing(resumed)).toBe(toIso((DEADLINE + 54 * 3_600_000) as Instant));
  });
  it('a second suspension adds to the first', () => {
    const once = system(suspended, 'resumeClock', on('03-21T10:00'));
    const again = system(system(once, 'suspendClock', on('03-24T10:00'), { reason: 'complaint' }), 'resumeClock', on('03-25T10:00'));
    expect(closing(again)).toBe(toIso((DEADLINE + 48 * 3_600_000) as Instant));
  });
  it('suspending twice is suspending once, and so is going on', () => {
    for (const [state, type] of [
      [suspended, 'suspendClock'],
      [announced(world), 'resumeClock'],
    ] as const)
      expect(give(state, type, { reason: 'again' }, contextIn(world, on('03-21T10:00'), { actor: SYSTEM }))).toMatchObject({ events: [] });
  });
});
