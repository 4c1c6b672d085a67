import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, type Instant } from '../../kernel/index.js';
import { tasksPurchase } from '../purchase.js';
import { ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import {
  asked,
  asks,
  called,
  consultation,
  openedQuotes,
  overAt,
  quoted,
  refusal,
  seats,
  talkedWithAll,
  type Talks,
} from './testing/a-consultation.js';
import { acting, agency, awarded, signed } from './testing/an-evaluation.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const call = called(talkedWithAll(consultation(world, { method: 'competitive-negotiation' })));
const close = (talks: Talks): Talks => {
  const until = talks.state.evaluation.course?.talks?.calls.at(-1)?.until ?? (0 as Instant);
  return asks(overAt(talks, until), SYSTEM, 'closeQuotes', { round: 1, call: 1 });
};
const after = (a: bigint, b: bigint, c: bigint): Talks => openedQuotes(close(quoted(quoted(quoted(call, 'a', a), 'b', b), 'c', c)));
const rankingOf = (talks: Talks) => {
  const reported = asks(talks, agency, 'presentReport', { report: ref('report') });
  return signed(reported).state.evaluation;
};

describe('a competitive negotiation', () => {
  it('scores nothing: the report is all that is left to do once the final quotes are opened', () => {
    const opened = after(390_000_000n, 370_000_000n, 380_000_000n);
    expect(tasksPurchase(opened.state).map(({ name }) => name)).toEqual(['presentReport']);
    const member = acting(seats(opened)[0] ?? '');
    expect(refusal(asked(opened, member, 'submitSheet', { sheet: ref('sheet') }))?.refused).toBe('evaluation.nothing_scored');
    expect(refusal(asked(call, agency, 'presentReport', { report: ref('report') }))?.refused).toBe('evaluation.quotes_awaited');
  });
  it('ranks by the lowest final quote, a small enterprise less its deduction; the contract is at the quote itself', () => {
    // 398 small less 10 per cent is 358.2: below 360.
    const { result } = rankingOf(after(398_000_000n, 360_000_000n, 380_000_000n));
    expect(result?.ranking.map(({ supplier: one, price, total }) => [one, price, total])).toEqual([
      [supplier('a'), 398_000_000n, ''],
      [supplier('b'), 360_000_000n, ''],
      [supplier('c'), 380_000_000n, ''],
    ]);
  });
  it('draws between equal quotes, with a seed that is published', () => {
    const { result, course } = rankingOf(after(398_000_000n, 370_000_000n, 370_000_000n));
    expect(course?.drawn).toHaveLength(1);
    expect(course?.tieSeed).not.toBeNull();
    expect(result?.ranking.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });
  it('ends where fewer than three quote: no exception is made for services', () => {
    const two = close(quoted(quoted(call, 'b', 1n), 'c', 1n));
    expect(two.state.evaluation.course?.failed).toMatchObject({ step: 'final-quote', left: 2, minimum: 3, rule: 'neg.final_quotes_min' });
  });
  it('is awarded within five working days by its own rule', () => {
    const reported = asks(after(398_000_000n, 360_000_000n, 380_000_000n), agency, 'presentReport', { report: ref('report') });
    const begun = awarded(reported);
    expect(begun.state.award.course?.due.rule).toBe('neg.decide');
  });
});
