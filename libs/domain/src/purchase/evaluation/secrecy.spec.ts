import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accessPurchase, hidesEvaluationEntry, offersPurchase, seePurchase, viewerOf } from '@goufu/access';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { type Actor, calendarFrom, dateOf, encode, type Json } from '../../kernel/index.js';
import { deadlinesPurchase, legalPurchase, projectPurchase, purchaseCommands } from '../purchase.js';
import { AGENCY, FINANCE, handler, person, PREFECTURE, recorded, ref, supplier, type World } from '../tender/testing/a-tender.js';
import {
  acting,
  agency,
  agent,
  approver,
  awarding,
  bid,
  call,
  context,
  type Course,
  entered,
  expert,
  members,
  PERCENT,
  type Point,
  sheet,
  step,
  steps,
  submits,
  until,
} from './testing/an-evaluation.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const begun = entered(world);
const auditor = person('organisation/audit', 'auditor');
const anonymous: Actor = { kind: 'anonymous', person: null, appointment: null, organisation: null, roles: [] };
/** Everybody who neither organises the panel nor sits on it. */
const others: readonly (readonly [string, Actor])[] = [
  ['the public', anonymous],
  ['a bidder', agent('a')],
  ['another supplier', agent('stranger')],
  ["the purchaser's handler", handler],
  ["the purchaser's approver", approver],
  ['finance', person(FINANCE, 'finance-officer', 'finance-approver', 'finance-leader')],
  ['prefecture finance', person(PREFECTURE, 'prefecture-finance-officer')],
  ['another office of the agency', person(AGENCY, 'operator')],
  ['an auditor', auditor],
  ['an expert who was not drawn', expert('outsider')],
];
/** All that an actor learns of a purchase: view, buttons, the next due, what stands in lists. */
const known = (now: Course, actor: Actor): string => {
  const around = context(now, actor);
  const actions = Object.keys(purchaseCommands).map((type) => {
    const gate = accessPurchase(now.state, type, around) ?? legalPurchase(now.state, type, around);
    return [type, gate, offersPurchase(now.state, type, around)];
  });
  const rows = projectPurchase(recorded({ type: 'PanelMoved', schema: 1, data: {} }, now.at, agency), now.state);
  return encode([seePurchase(now.state, around), actions, deadlinesPurchase(now.state), rows] as unknown as Json);
};
const see = (now: Course, actor: Actor) =>
  (seePurchase(now.state, context(now, actor)) as unknown as {
    evaluation: Record<string, unknown>;
    award: Record<string, unknown>;
  } | null) ?? null;

describe('two worlds with other experts', () => {
  const drawnWith = (entropy: string): Course =>
    step(until('qualified', begun), agency, 'drawPanel', call, { entropy: entropy.repeat(32) });
  const on = (now: Course, point: Point): Course => {
    const order: readonly Point[] = ['declared', 'chaired', 'complied', 'scored', 'presented'];
    return order.slice(0, order.indexOf(point) + 1).reduce((then, one) => steps[one](then), now);
  };
  const [one, two] = [drawnWith('01'), drawnWith('02')];
  it('are other worlds', () => expect(members(one)).not.toEqual(members(two)));
  it.each(others)('say the same to %s before the result notice, at every point', (_title, actor) => {
    for (const point of ['drawn', 'declared', 'complied', 'scored', 'presented'] as const) {
      const [first, second] = point === 'drawn' ? [one, two] : [on(one, point), on(two, point)];
      expect([point, known(first, actor)]).toEqual([point, known(second, actor)]);
    }
  });
});

describe('two worlds with other sheets', () => {
  const complied = until('complied', begun);
  const [first = '', second = ''] = members(complied);
  const generous = submits(complied, first, sheet({ a: 90, b: 80, c: 70 }));
  const strict = submits(complied, first, sheet({ a: 10, b: 20, c: 30 }));
  it.each([...others, ['the organiser', agency] as const, ['another member', acting(second)] as const])(
    'say the same to %s until all are locked',
    (_title, actor) => expect(known(generous, actor)).toBe(known(strict, actor)),
  );
  it('the author reads the own sheet; each member reads all once they are locked, by seat and without names', () => {
    expect(see(generous, acting(first))?.evaluation['seat']).toMatchObject({ sheet: ref(`sheet of ${first}`) });
    expect(see(generous, acting(second))?.evaluation['seat']).toMatchObject({ sheet: null });
    const locked = until('scored', begun);
    const seat = see(locked, acting(second))?.evaluation['seat'] as { others: { seat: number; sheet: unknown }[] };
    expect(seat.others.map((other) => other.seat)).toEqual([1, 2, 3, 4]);
    const text = JSON.stringify({ ...seat, others: seat.others.map((other) => other.seat) });
    for (const name of members(locked).filter((id) => id !== second)) expect(text).not.toContain(`"${name}"`);
  });
});

describe('two worlds with other scores', () => {
  const with_ = (percent: Record<string, number>): Course => {
    const complied = until('complied', begun);
    const locked = members(complied).reduce((now, id) => submits(now, id, sheet(percent)), complied);
    return steps.signed(steps.presented(locked));
  };
  const one = with_(PERCENT);
  const two = with_({ a: 50, b: 60, c: 70 });
  it.each(others.filter(([title]) => ['the public', 'a bidder', 'another supplier', 'an expert who was not drawn'].includes(title)))(
    'say the same to %s before the result notice',
    (_title, actor) => expect(known(one, actor)).toBe(known(two, actor)),
  );
});

describe('bid content', () => {
  it('is closed to a member until the declaration, and open after it', () => {
    const drawn = until('drawn', begun);
    const [, member = ''] = members(drawn);
    expect(see(drawn, acting(member))?.evaluation).not.toHaveProperty('bids');
    const free = step(drawn, acting(member), 'declareConflict', { conflict: false });
    expect(see(free, acting(member))?.evaluation['bids']).toMatchObject(['a', 'b', 'c'].map((name) => ({ bid: bid(name) })));
    const gone = step(free, acting(member), 'declareConflict', { conflict: true, statement: ref('found out') });
    expect(see(gone, acting(member))?.evaluation).not.toHaveProperty('bids');
  });
  it.each(others.filter(([title]) => !["the purchaser's handler", 'an auditor'].includes(title)))('is never shown to %s', (_title, actor) =>
    expect(see(until('complied', begun), actor)?.evaluation ?? {}).not.toHaveProperty('bids'),
  );
});

describe('the result notice', () => {
  const awarded = awarding(begun);
  const confirmed = step(awarded, approver, 'confirmWinner', { bid: bid('a') });
  const published = step(confirmed, agency, 'publishResult', { media: ['m'] });
  const outside = others.filter(([title]) => ['the public', 'a bidder', 'another supplier', 'an expert who was not drawn'].includes(title));

  it.each(outside)('is the first that %s hears of the winner', (_title, actor) => {
    expect(see(confirmed, actor)?.award).toEqual(see(awarded, actor)?.award);
    expect(see(published, actor)?.award['current']).toMatchObject({ winner: { supplier: supplier('a'), total: '91.50' } });
  });
  it('opens the names to everybody and keeps the votes inside', () => {
    const panel = see(published, anonymous)?.evaluation['panel'] as { members: { person: string }[] };
    expect(panel.members.map((one) => one.person)).toEqual(members(awarded));
    expect(panel).not.toHaveProperty('votes');
    expect(see(published, auditor)?.evaluation['panel']).toHaveProperty('votes');
  });
  it("tells every bidder the own score, rank and reasons, and nobody else's", () => {
    const own = (name: string) => see(published, agent(name))?.award['own'] as Record<string, unknown>;
    expect(own('a')).toMatchObject({ rank: 1, total: '91.50', priceScore: '10.00', reasons: [] });
    expect(own('b')).toMatchObject({ rank: 2, total: '82.47', priceScore: '9.47', reasons: [{ code: 'ranked-lower' }] });
    expect(encode(see(published, agent('b'))?.award as Json)).not.toContain('73.73');
    expect(see(published, agent('stranger'))?.award).not.toHaveProperty('own');
  });
  it("opens the timeline of the panel, which was the organiser's alone", () => {
    const hidden = (now: Course, actor: Actor) => hidesEvaluationEntry(viewerOf(now.state, context(now, actor)), 'PanelMoved');
    expect([hidden(awarded, auditor), hidden(awarded, handler), hidden(awarded, agency), hidden(published, auditor)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
