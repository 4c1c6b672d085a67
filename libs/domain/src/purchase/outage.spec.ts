import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook, type PackFile } from '@goufu/rules';
import { calendarFrom, dateOf, toIso, type Instant } from '../kernel/index.js';
import { deadlinesPurchase, tasksPurchase } from './purchase.js';
import type { PurchaseState } from './state.js';
import { aPurchase, contextIn, given, on, supplier, SYSTEM, type World } from './tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const book = new RuleBook(buildStacks(readPacks() as readonly PackFile[], sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

const NOTIFIED = on('04-10T15:00');
const won: PurchaseState = {
  ...aPurchase(world),
  stages: { open: [], ended: { award: 'notified' }, closed: false, endedAt: NOTIFIED },
  award: {
    ...aPurchase(world).award,
    current: {
      round: 1,
      winner: {
        bid: 'bid/a',
        supplier: supplier('a'),
        rank: 1,
        total: '90.00',
        priceScore: '10.00',
        technicalScore: '50.00',
        price: 400_000_000n,
      },
      decidedAt: NOTIFIED,
      noticeAt: NOTIFIED,
      notifiedAt: NOTIFIED,
    },
  },
};
const enteredAt = (at: Instant): PurchaseState => given(won, 'enterStage', { stage: 'contract' }, contextIn(world, at, { actor: SYSTEM }));
const signBy = (state: PurchaseState): string => toIso(deadlinesPurchase(state).find(({ id }) => id === 'contract/sign')!.at);

describe('the outage rule', () => {
  it('a stage entered in a moment has its dates by the law alone', () => {
    expect(signBy(enteredAt((NOTIFIED + 200) as Instant))).toBe('2025-05-11T00:00:00.000+08:00');
  });
  it('59 minutes are within the tolerance, and no date moves', () => {
    expect(enteredAt(on('04-10T15:59')).clock.moved).toEqual([]);
  });
  it('an hour is beyond it, but an hour leaves the last day as it is', () => {
    expect(signBy(enteredAt(on('04-10T16:00')))).toBe('2025-05-11T00:00:00.000+08:00');
  });
  it('two days without a door give two days back, on record', () => {
    const state = enteredAt(on('04-12T15:00'));
    expect(signBy(state)).toBe('2025-05-13T00:00:00.000+08:00');
    expect(state.clock.moved).toHaveLength(1);
  });
  it('the to-do shows the day that binds', () => {
    const task = tasksPurchase(enteredAt(on('04-12T15:00'))).find(({ name }) => name === 'draftContract');
    expect(toIso(task!.dueAt!)).toBe('2025-05-13T00:00:00.000+08:00');
  });
});
