import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { seeBid, seePurchase } from '@goufu/access';
import { buildStacks, RuleBook } from '@goufu/rules';
import { finalQuoteRefusals } from '../../bid/refusals.js';
import { calendarFrom, count, dateOf, plainDate, encode, type Instant, type Json, plusMs } from '../../kernel/index.js';
import { deadlinesPurchase, effectsPurchase, tasksPurchase } from '../purchase.js';
import { BUREAU, contextIn, facts, PURCHASE, person, recorded, ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import {
  asked,
  asks,
  called,
  chairOf,
  consultation,
  gone,
  onBid,
  openedQuotes,
  overAt,
  quoted,
  quotes,
  refusal,
  seats,
  type Talks,
  talkedWith,
  talkedWithAll,
} from './testing/a-consultation.js';
import { acting, agency, approver, bid, entered, expert, presented, scored, sheet, signed, until } from './testing/an-evaluation.js';
import { talksRefusals } from './talks-refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const produced = new Set<string>();
const codeOf = (answer: unknown): string | null => {
  const code = refusal(answer)?.refused ?? null;
  if (code !== null) produced.add(code);
  return code;
};
const begun = consultation(world);
const talked = talkedWithAll(begun);
const call = called(talked);
const three = quoted(quoted(quoted(call, 'a', 390_000_000n), 'b', 370_000_000n), 'c', 380_000_000n);
const untilOf = (talks: Talks): Instant => talks.state.evaluation.course?.talks?.calls.at(-1)?.until ?? (0 as Instant);
const close = (talks: Talks): Talks => asks(overAt(talks, untilOf(talks)), SYSTEM, 'closeQuotes', { round: 1, call: 1 });
const opened = openedQuotes(close(three));
const talksOf = (talks: Talks) => talks.state.evaluation.course?.talks;
const dutiesOf = (talks: Talks) => tasksPurchase(talks.state).map(({ name, to, dueAt }) => [name, to, dueAt]);

describe('the talks of a consultation', () => {
  it('are held by a panel of three, one supplier after the other, before anything is scored', () => {
    expect(seats(begun)).toHaveLength(3);
    expect(dutiesOf(begun).map(([name, to]) => [name, to])).toEqual(
      ['a', 'b', 'c'].map(() => ['recordTalk', { person: begun.state.evaluation.course?.panel?.chair }]),
    );
    const member = acting(seats(begun)[0] ?? '');
    expect(codeOf(asked(begun, member, 'submitSheet', { sheet: ref('sheet') }))).toBe('evaluation.quotes_awaited');
    const negotiation = consultation(world, { method: 'competitive-negotiation' });
    expect(codeOf(asked(negotiation, member, 'submitSheet', { sheet: ref('sheet') }))).toBe('evaluation.nothing_scored');
  });
  it('give every supplier the same chance: no final quote is asked for before the last of them was heard', () => {
    const two = talkedWith(talkedWith(begun, 'a'), 'b');
    expect(codeOf(asked(two, chairOf(two), 'callFinalQuotes', { until: plusMs(two.at, 60_000) }))).toBe('evaluation.talks_open');
    expect(codeOf(asked(two, chairOf(two), 'recordTalk', { bid: bid('a'), record: ref('again') }))).toBe('evaluation.talked_already');
    expect(codeOf(asked(two, chairOf(two), 'recordTalk', { bid: bid('x'), record: ref('r') }))).toBe('evaluation.not_in_talks');
  });
  it('a first price above the budget puts nobody out: it is what is talked about', () => {
    expect(begun.state.evaluation.course?.panel?.compliant).toContain(bid('a'));
  });
  it('are recorded by the chair alone; outside of the panel there is nothing to know', () => {
    const other = acting(seats(begun).find((one) => one !== begun.state.evaluation.course?.panel?.chair) ?? '');
    expect(codeOf(asked(begun, other, 'recordTalk', { bid: bid('a'), record: ref('r') }))).toBe('evaluation.not_the_chair');
    expect(codeOf(asked(begun, expert('stranger'), 'recordTalk', { bid: bid('a'), record: ref('r') }))).toBe('case.not_found');
  });
  it('do not exist in an open tender', () => {
    const now = until('complied', entered(world));
    expect(codeOf(asked({ ...now, bids: new Map() }, agency, 'openFinalQuotes', {}))).toBe('evaluation.no_talks');
    expect(codeOf(onBid({ ...now, bids: begun.bids }, 'a', 'leaveTalks', {}))).toBe('bid.no_talks');
  });
});

describe('a change of what is needed', () => {
  const change = { changes: ['service-needs'], text: ref('twenty-five posts'), documents: [] };
  const proposed = asks(talked, chairOf(talked), 'proposeChange', change);
  it('waits for whoever sits for the purchaser, and meanwhile nothing is asked', () => {
    expect(dutiesOf(proposed)).toEqual([['confirmChange', { person: 'rep' }, expect.anything()]]);
    expect(codeOf(asked(proposed, chairOf(proposed), 'callFinalQuotes', { until: plusMs(proposed.at, 1) }))).toBe(
      'evaluation.change_pending',
    );
    expect(codeOf(asked(proposed, approver, 'confirmChange', { number: 1, confirmed: true }))).toBe('case.not_found');
  });
  it('goes to every supplier in the talks at once, in writing, and the talks begin anew', () => {
    const confirmed = asks(proposed, acting('rep'), 'confirmChange', { number: 1, confirmed: true });
    expect(talksOf(confirmed)).toMatchObject({ round: 2, changes: [{ answer: { confirmed: true, told: ['a', 'b', 'c'].map(bid) } }] });
    const told = ['a', 'b', 'c'].map((name) => ({ bid: bid(name), supplier: supplier(name) }));
    const event = { type: 'ChangeAnswered', schema: 1, data: { number: 1, confirmed: true, reason: null, told } };
    expect(effectsPurchase(recorded(event, confirmed.at, acting('rep')), confirmed.state).map(({ payload }) => payload)).toEqual(
      told.map(({ bid: about, supplier: to }) => ({ caseId: PURCHASE, about, to })),
    );
    expect(codeOf(asked(confirmed, chairOf(confirmed), 'callFinalQuotes', { until: plusMs(confirmed.at, 60_000) }))).toBe(
      'evaluation.talks_open',
    );
    const again = called(talkedWithAll(confirmed));
    expect(codeOf(quotes(again, 'a', 390_000_000n, 0))).toBe('bid.needs_outdated');
    expect(codeOf(quotes(again, 'a', 390_000_000n, 1))).toBeNull();
  });
  it('that the purchaser declines, with a reason, changes nothing', () => {
    expect(codeOf(asked(proposed, acting('rep'), 'confirmChange', { number: 1, confirmed: false }))).toBe('evaluation.reason_missing');
    expect(codeOf(asked(proposed, acting('rep'), 'confirmChange', { number: 2, confirmed: true }))).toBe('evaluation.no_change_pending');
    const declined = asks(proposed, acting('rep'), 'confirmChange', { number: 1, confirmed: false, reason: ref('too dear') });
    expect(talksOf(declined)).toMatchObject({ round: 1, changes: [{ answer: { confirmed: false, told: [] } }] });
    expect(codeOf(asked(declined, chairOf(declined), 'callFinalQuotes', { until: plusMs(declined.at, 60_000) }))).toBeNull();
  });
  it.each([[['scoring']], [['eligibility', 'service-needs']], [[]]])('touches %j only if the law leaves it to the panel', (changes) => {
    const answer = asked(talked, chairOf(talked), 'proposeChange', { ...change, changes });
    expect([codeOf(answer), refusal(answer)?.rule?.id]).toEqual(['evaluation.change_not_lawful', 'cc.change']);
  });
  it('comes too late once quotes are asked for', () => {
    expect(codeOf(asked(call, chairOf(call), 'proposeChange', change))).toBe('evaluation.quotes_called');
    expect(codeOf(asked(opened, chairOf(opened), 'proposeChange', change))).toBe('evaluation.quotes_complete');
  });
});

describe('final quotes', () => {
  it('are a to-do of every supplier in the talks, until the same instant', () => {
    expect(dutiesOf(call)).toEqual(
      ['a', 'b', 'c'].map((name) => ['quoteFinally', { organisation: supplier(name), role: 'supplier-agent' }, untilOf(call)]),
    );
    expect(deadlinesPurchase(call.state)).toMatchObject([
      { at: untilOf(call), command: { type: 'closeQuotes' }, locks: { window: { id: PURCHASE, mode: 'exclusive' } } },
      { command: { type: 'evaluationOverdue' } },
    ]);
  });
  it('change nothing that anybody else can read before they are opened: two worlds, with none and with three', () => {
    const viewers = [
      ...[BUREAU, 'organisation/audit', supplier('a'), supplier('stranger')].map((one) =>
        person(one, 'purchaser-handler', 'auditor', 'supplier-agent'),
      ),
      agency,
      chairOf(call),
    ];
    const known = (talks: Talks): string =>
      viewers
        .map((actor) => {
          const at = contextIn(world, talks.at, { actor, cases: new Map([[PURCHASE, facts(PURCHASE, talks.state)]]) });
          const others = [...talks.bids.values()].filter((state) => state.supplier !== actor.organisation);
          const bids = others.map((state) => seeBid(state, at));
          return encode([seePurchase(talks.state, at), bids, tasksPurchase(talks.state)] as unknown as Json);
        })
        .join('\n');
    expect(known(three)).toBe(known(call));
    expect(encode(close(three).state as unknown as Json)).not.toContain('370000000');
  });
  it('are received until the last instant and not at it; whoever gave one stays bound', () => {
    expect(codeOf(quotes(overAt(call, (untilOf(call) - 1) as Instant), 'a', 1n))).toBeNull();
    const late = quotes(overAt(call, untilOf(call)), 'a', 1n);
    expect([codeOf(late), refusal(late)?.rule?.id]).toEqual(['bid.quote_too_late', 'cc.quote.absent']);
    expect(codeOf(quotes(close(three), 'a', 1n))).toBe('bid.quote_too_late');
    expect(codeOf(onBid(three, 'a', 'leaveTalks', {}))).toBe('bid.quoted_already');
  });
  it('can be replaced in time: the last one counts', () => {
    const again = openedQuotes(close(quoted(three, 'a', 360_000_000n)));
    expect(talksOf(again)?.prices.map(({ bid: one, price }) => [one, price])).toContainEqual([bid('a'), 360_000_000n]);
  });
  it('above the budget are refused at the door, a fen above; at the budget they are not', () => {
    const dear = quotes(call, 'a', 399_000_001n);
    expect([codeOf(dear), refusal(dear)?.rule?.id, refusal(dear)?.meta]).toEqual([
      'bid.quote_above_ceiling',
      'invalid.bid',
      { ceiling: '3990000.00' },
    ]);
    expect(codeOf(quotes(call, 'a', 399_000_000n))).toBeNull();
    expect(codeOf(quotes(call, 'a', 0n))).toBe('bid.price_not_positive');
  });
  it('are asked for within a time that lies ahead, and given only when asked for', () => {
    expect(codeOf(asked(talked, chairOf(talked), 'callFinalQuotes', { until: talked.at }))).toBe('evaluation.quote_time_too_short');
    expect(codeOf(quotes(talked, 'a', 1n))).toBe('bid.quote_not_called');
    expect(codeOf(asked(talked, agency, 'openFinalQuotes', {}))).toBe('evaluation.no_quotes_called');
    expect(codeOf(asked(talked, agency, 'endQuoting', {}))).toBe('evaluation.no_quotes_called');
  });
  it('stand still while the clock does, and keep what was left of their time', () => {
    const still = asks(call, SYSTEM, 'suspendClock', { reason: 'complaint' });
    expect(codeOf(quotes(still, 'a', 1n))).toBe('bid.window_suspended');
    expect(deadlinesPurchase(still.state)).toEqual([]);
    const DAY = 86_400_000;
    const again = asks(overAt(still, plusMs(still.at, DAY - 60_000)), SYSTEM, 'resumeClock', {});
    expect(codeOf(quotes(overAt(again, plusMs(untilOf(call), DAY - 1)), 'a', 1n))).toBeNull();
    expect(codeOf(quotes(overAt(again, plusMs(untilOf(call), DAY)), 'a', 1n))).toBe('bid.quote_too_late');
  });
  it('stay sealed until the time is over, or until everybody has answered', () => {
    expect(codeOf(asked(three, agency, 'openFinalQuotes', {}))).toBe('evaluation.quotes_sealed');
    expect(codeOf(asked(quoted(call, 'a', 1n), agency, 'endQuoting', {}))).toBe('evaluation.quotes_outstanding');
    const early = asks(three, agency, 'endQuoting', {});
    expect(talksOf(early)?.calls[0]?.closed?.quotes).toHaveLength(3);
    expect(talksOf(openedQuotes(early))?.prices).toHaveLength(3);
  });
});

describe('a supplier without a final quote in time', () => {
  const two = close(quoted(quoted(call, 'b', 370_000_000n), 'c', 380_000_000n));
  it('is out by rule; with two the consultation goes on, since services are bought', () => {
    expect(two.state.evaluation.course?.failed).toBeNull();
    expect(talksOf(two)?.calls[0]?.closed?.absent).toEqual([{ bid: bid('a'), supplier: supplier('a'), ground: 'no-final-quote' }]);
    const { result } = signed(presented(scored(openedQuotes(two), sheet({ b: 80, c: 70 })))).state.evaluation;
    expect(result?.ranking.map((one) => one.supplier)).toEqual(['b', 'c'].map(supplier));
    expect(result?.rejected).toEqual([{ bid: bid('a'), supplier: supplier('a'), reason: 'no-final-quote', step: 'final-quote' }]);
  });
  it('who said that it leaves is out as one who left, and can neither quote nor leave again', () => {
    const left = gone(talked, 'a');
    const closed = close(quoted(quoted(called(left), 'b', 1n), 'c', 1n));
    expect(talksOf(closed)?.calls[0]?.closed?.absent).toMatchObject([{ ground: 'left-the-talks' }]);
    expect(codeOf(quotes(called(left), 'a', 1n))).toBe('bid.left_talks');
  });
  it('with one left the consultation ends', () => {
    const one = close(quoted(call, 'b', 370_000_000n));
    expect(one.state.evaluation.course?.failed).toMatchObject({ step: 'final-quote', left: 1, minimum: 2, rule: 'cc.final_quotes_min' });
    expect(one.state.stages.ended['evaluation']).toBe('failed');
  });
  it('two were not enough before the ministry said so in 2015; since then the record says by which rule they are', () => {
    const on = (day: string) => count(book.at('demo-county', plainDate(day)).rule('cc.final_quotes_min'));
    expect([on('2015-06-29'), on('2015-06-30')]).toEqual([3, 2]);
    const left = quoted(quoted(call, 'b', 1n), 'c', 1n);
    const answer = asked(overAt(left, untilOf(left)), SYSTEM, 'closeQuotes', { round: 1, call: 1 });
    expect('events' in answer ? answer.events[0]?.data : null).toMatchObject({
      rule: 'cc.quote.absent',
      exception: { left: 2, usual: 3, rule: 'cc.final_quotes_min' },
    });
  });
  it('nobody leaves talks in which it is not', () => {
    expect(codeOf(onBid({ ...opened, bids: begun.bids }, 'a', 'leaveTalks', {}))).toBe('bid.not_in_talks');
  });
});

describe('after the talks', () => {
  it('the price is the final quote: points, ranks and the contract go by it', () => {
    // Small enterprises less 10 per cent: 351 / 370 / 380; ten points for the lowest.
    const { result } = signed(presented(scored(opened, sheet({ a: 90, b: 80, c: 70 })))).state.evaluation;
    expect(result?.ranking.map(({ supplier: one, priceScore, price }) => [one, priceScore, price])).toEqual([
      [supplier('a'), '10.00', 390_000_000n],
      [supplier('b'), '9.49', 370_000_000n],
      [supplier('c'), '9.24', 380_000_000n],
    ]);
  });
  it('abnormally low final quotes are tested, not the first prices', () => {
    const talks = called(talkedWithAll(consultation(world, { noticeOn: '2026-02-02' })));
    expect(talks.state.evaluation.course?.lowPrice).toBeNull();
    const low = openedQuotes(close(quoted(quoted(quoted(talks, 'a', 390_000_000n), 'b', 150_000_000n), 'c', 380_000_000n)));
    expect(low.state.evaluation.course?.lowPrice?.triggered).toEqual([bid('b')]);
  });
});

it('every refusal of the talks has a test that produces it', () => {
  const codes = [...talksRefusals, ...finalQuoteRefusals].map(({ code }) => code);
  expect(codes.filter((code) => !produced.has(code))).toEqual([]);
});
