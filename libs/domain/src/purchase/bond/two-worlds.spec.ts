import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accessPurchase, offersPurchase, roles, seePurchase } from '@goufu/access';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import type { BidState } from '../../bid/bid.js';
import { calendarFrom, dateOf, encode, type Actor, type Context, type Instant, type Json } from '../../kernel/index.js';
import { deadlinesPurchase, legalPurchase, purchaseCommands, tasksPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import {
  AGENCY,
  announced,
  BUREAU,
  contextIn,
  DEADLINE,
  FINANCE,
  given,
  manyBids,
  on,
  person,
  PREFECTURE,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const viewers: readonly Actor[] = [
  { kind: 'anonymous', person: null, appointment: null, organisation: null, roles: [] },
  ...[BUREAU, FINANCE, PREFECTURE, AGENCY, supplier('a'), supplier('stranger'), 'organisation/audit'].map((organisation) =>
    person(organisation, ...roles),
  ),
];
/** Everything that a purchase lets anybody know. */
const known = (state: PurchaseState, at: Instant, more: Partial<Context>): string =>
  viewers
    .map((actor) => {
      const context = contextIn(world, at, { ...more, actor });
      const actions = Object.keys(purchaseCommands).map((type) => {
        const gate = accessPurchase(state, type, context) ?? legalPurchase(state, type, context);
        return [type, gate?.refused ?? null, offersPurchase(state, type, context)];
      });
      return encode([seePurchase(state, context), actions, tasksPurchase(state), deadlinesPurchase(state)] as unknown as Json);
    })
    .join('\n');
/** Bids with bonds, every second one withdrawn if wished. */
const bonded = (count: number, withdrawn = false): ReturnType<typeof manyBids> => {
  const { cases, contents } = manyBids(count);
  const states = [...cases].map(([id, facts], i) => {
    const status = withdrawn && i % 2 === 0 ? 'withdrawn' : 'submitted';
    const state: BidState = { ...(facts.state as BidState), status, bond: { form: 'transfer', amount: 6_000_000n } };
    return [id, { ...facts, state }] as const;
  });
  return { cases: new Map(states), contents };
};

describe('bonds in two worlds, one without bids and one with five', () => {
  const open = announced(world);
  it.each<[string, Instant]>([
    ['in the middle of the window', on('03-25T10:00')],
    ['one millisecond before the deadline', (DEADLINE - 1) as Instant],
  ])('say the same to everybody %s, bonds given or withdrawn', (_title, at) => {
    const none = known(open, at, manyBids(0));
    expect(known(open, at, bonded(5))).toBe(none);
    expect(known(open, at, bonded(5, true))).toBe(none);
  });
  it('say the same between the deadline and the opening, whoever gave one', () => {
    const closed = (bids: ReturnType<typeof manyBids>) =>
      given(open, 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...bids }));
    const at = on('04-01T09:31');
    const without = known(closed(manyBids(3)), at, {});
    expect(known(closed(bonded(5)), at, {})).toBe(without);
    const opened = given(closed(bonded(5)), 'openBids', { attendees: ref('a') }, contextIn(world, at, bonded(5)));
    expect(known(opened, at, {})).not.toBe(without);
  });
});
