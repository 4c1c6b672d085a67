import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, type Instant } from '../kernel/index.js';
import type { PurchaseState } from '../purchase/state.js';
import {
  announced,
  aPurchase,
  contextIn,
  DEADLINE,
  NOTICE_AT,
  on,
  person,
  PURCHASE,
  type World,
} from '../purchase/tender/testing/a-tender.js';
import { beginBid, beginBidNeeds } from './begin.js';
import { bidClaim } from './bid.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const US = 'organisation/us';
const tender = announced(world);
const told = (state: PurchaseState, at: Instant, held: readonly string[] = []) =>
  beginBid(
    state,
    contextIn(world, at, {
      actor: person(US, 'supplier-agent'),
      caseId: PURCHASE,
      claims: new Map(held.map((claim) => [claim, 'bid/ours'])),
    }),
  );

describe('the way to a bid', () => {
  it('is open to a supplier from the notice to the deadline, and not at it', () => {
    expect(told(aPurchase(world), on('03-01T09:00'))).toBeNull();
    expect(told(tender, NOTICE_AT)).toEqual({ name: 'submit', begins: 'bid', allowed: true });
    expect(told(tender, DEADLINE)).toMatchObject({ allowed: false, reason: { refused: 'bid.window_closed' } });
  });
  it('is open to those alone who were invited, where a tender invites', () => {
    const inviting = (...invited: string[]): PurchaseState => ({
      ...tender,
      tender: { ...tender.tender, current: { ...tender.tender.current!, invited } },
    });
    expect(told(inviting('organisation/them'), NOTICE_AT)).toMatchObject({ allowed: false, reason: { refused: 'bid.not_invited' } });
    expect(told(inviting(US), NOTICE_AT)).toMatchObject({ allowed: true });
  });
  it('leads a supplier that has bid to its own bid, and asks for nobody else’s', () => {
    const claim = bidClaim(PURCHASE, 1, US);
    expect(beginBidNeeds(tender, US)).toEqual({ claims: [claim] });
    expect(told(tender, NOTICE_AT, [claim])).toMatchObject({
      allowed: false,
      reason: { refused: 'bid.already_submitted', meta: { bid: 'bid/ours' } },
    });
    expect(told(tender, NOTICE_AT, [bidClaim(PURCHASE, 1, 'organisation/them')])).toMatchObject({ allowed: true });
    expect(beginBidNeeds(tender, null)).toEqual({});
  });
});
