import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal } from '../../kernel/index.js';
import type { PurchaseState } from '../state.js';
import {
  announced,
  aNotice,
  aPurchase,
  contextIn,
  DEADLINE,
  give,
  given,
  manyBids,
  NOTICE_AT,
  on,
  SYSTEM,
  type World,
} from './testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const closedWith = (state: PurchaseState, bids: number): PurchaseState =>
  given(state, 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(bids) }));

describe('a competitive consultation', () => {
  const consultation = { method: 'competitive-consultation', amount: 399_000_000n } as const;
  const state = announced(world, consultation);

  it('gives ten days to answer and three working days of notice, by its own rules, and remembers its course', () => {
    const soon = { ...aNotice, deadlineAt: on('03-19T09:30'), openingAt: on('03-19T09:30'), questionsUntil: on('03-14T17:00') };
    const early = give(aPurchase(world, consultation), 'publishTenderNotice', soon, contextIn(world, NOTICE_AT));
    expect(isRefusal(early) ? [early.refused, early.rule?.id] : []).toEqual(['tender.deadline_too_early', 'cc.min_response_time']);
    expect(state.tender.current?.course).toEqual({
      method: 'competitive-consultation',
      reading: 'closed',
      talks: 'each-supplier',
      ranking: 'score',
    });
    expect(state.tender.course?.noticeUntil).toBe('2025-03-13');
  });

  it('goes on with two suppliers, since services are bought, and ends with one', () => {
    expect(closedWith(state, 2).tender.course).toMatchObject({
      failed: null,
      closing: { exception: { left: 2, usual: 3, rule: 'cc.open.min_bidders' } },
    });
    expect(closedWith(state, 3).tender.course?.closing).not.toHaveProperty('exception');
    expect(closedWith(state, 1).tender.course?.failed).toMatchObject({ bidders: 1, minimum: 2, rule: 'cc.open.min_bidders' });
  });
});
