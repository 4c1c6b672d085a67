import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, plusMs } from '../kernel/index.js';
import { acting, approver, awarding, bid, entered, members, opened, realBids, step, until } from './evaluation/testing/an-evaluation.js';
import { purchaseRow } from './case-row.js';
import { deadlinesPurchase } from './purchase.js';
import type { PurchaseState } from './state.js';
import {
  AGENCY,
  announced,
  aPurchase,
  BUREAU,
  DEADLINE,
  FINANCE,
  handler,
  NOTICE_AT,
  recorded,
  ref,
  type World,
} from './tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const rowOf = (state: PurchaseState) =>
  purchaseRow(recorded({ type: 'Anything', schema: 1, data: {} }, NOTICE_AT, handler), state, deadlinesPurchase(state)).values;

describe('a purchase in lists and search', () => {
  it('is found by its parties and audit, and from the tender notice on by everybody', () => {
    const planned = aPurchase(world);
    const readers = [AGENCY, BUREAU, FINANCE, 'role:auditor'];
    expect(rowOf(planned)).toMatchObject({ public: false, readers: expect.arrayContaining(readers) });
    expect(rowOf(announced(world))).toMatchObject({ public: true, readers: expect.arrayContaining(readers) });
  });

  it('shows the day on which bids close', () => {
    expect(rowOf(announced(world))?.['due_at']).toBe(DEADLINE);
  });

  it('does not betray that a bidder has to explain a low price', () => {
    const bids = [opened('a', 150_000_000n), ...realBids.slice(1), opened('d', 385_000_000n)];
    const now = until('complied', entered(world, { bids, noticeOn: '2026-02-02' }));
    const [, chair = ''] = members(now);
    const asked = step(now, acting(chair), 'demandExplanation', { bid: bid('a'), until: plusMs(now.at, 1_800_000), reason: ref('r') });
    expect(deadlinesPurchase(asked.state)[0]?.id).toContain('/explain/');
    expect(rowOf(asked.state)).toEqual(rowOf(now.state));
    expect(rowOf(asked.state)?.['due_at']).toBeNull();
  });

  it('does not betray that the purchaser has chosen, before the result notice', () => {
    const awarded = awarding(entered(world));
    const confirmed = step(awarded, approver, 'confirmWinner', { bid: bid('a') });
    expect(deadlinesPurchase(confirmed.state)).not.toEqual(deadlinesPurchase(awarded.state));
    expect(rowOf(confirmed.state)).toEqual(rowOf(awarded.state));
  });
});
