import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type Actor, type Context, type Refusal, type Rules } from '../../kernel/index.js';
import {
  approver,
  awarding,
  agency,
  bid,
  type Course,
  entered,
  later,
  step as give,
  tried as answer,
} from '../evaluation/testing/an-evaluation.js';
import { indicators, LINE, schedule } from '../delivery/testing/a-delivery.js';
import { fundsHeld } from '../funding/part.js';
import { applyMoves, move } from '../funding/moves.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { anOrganisation, BUREAU, facts, handler, on, person, ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import type { Plan } from '../types.js';
import { contractRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const PRICE = 400_000_000n;
const leader = person(BUREAU, 'purchaser-leader');
const lawyer = person(BUREAU, 'purchaser-supervision');
const agentOf = (name: string): Actor => person(supplier(name), 'supplier-agent');
const houses: Context['cases'] = new Map(
  ['a', 'b', 'c'].map((name) => [supplier(name), facts(supplier(name), { ...anOrganisation(), account: ref(`account of ${name}`) })]),
);
const more: Partial<Context> = { cases: houses };

/** The award to the first of three, notified, its money reserved; the stage of the contract opens at `at`. */
const notified = (of: World = world, plan: Partial<Plan> = {}): Course => {
  const begun = awarding(entered(of, { plan: { schedule, indicators, budgetLine: LINE, ...plan } }));
  const years = applyMoves([], [move(LINE, 'available', 'reserved', 405_600_000n, 2025)], [{ line: LINE, endsAt: on('12-31T23:59') }]);
  const funded = { ...begun, state: { ...begun.state, funding: { ...begun.state.funding, years } } };
  const chosen = give(funded, approver, 'confirmWinner', { bid: bid('a') });
  return give(chosen, agency, 'publishResult', { media: ['provincial-portal'] });
};
const codes = new Set<string>();
const refusalOf = (now: Course, actor: Actor, type: string, data: unknown): Refusal | null => {
  const said = answer(now, actor, type, data, more);
  if (!isRefusal(said)) return null;
  for (const one of [said, ...(said.also ?? [])]) codes.add(one.refused);
  return said;
};
const codeOf = (now: Course, actor: Actor, type: string, data: unknown = {}): string | null =>
  refusalOf(now, actor, type, data)?.refused ?? null;
const step = (now: Course, actor: Actor, type: string, data: unknown = {}): Course => give(now, actor, type, data, more);
const opened = (now: Course): Course => step(now, SYSTEM, 'enterStage', { stage: 'contract' });
const begun = opened(notified());
const terms = {
  startsOn: plainDate('2025-05-01'),
  amount: PRICE,
  termMonths: 12,
  percents: ['40', '27.22', '32.78'],
  clauses: [{ id: 'c1', text: ref('clause'), flagged: true }],
};
const drafted = step(begun, handler, 'draftContract', terms);
const hash = (now: Course): string => now.state.contract.draft?.hash ?? '';
const reviewed = (now: Course, outcome = 'recommended'): Course =>
  step(now, lawyer, 'reviewContract', { outcome, opinion: ref('opinion'), clauses: [{ id: 'c1', fair: true, reason: ref('why') }] });
const ready = reviewed(drafted);
const sign = (now: Course, side: 'Supplier' | 'Purchaser'): Course =>
  step(now, side === 'Supplier' ? agentOf('a') : leader, `signAs${side}`, { hash: hash(now) });
/** The due day, applied at its own instant. */
const overdue = (now: Course): Course => {
  const due = deadlinesPurchase(now.state).find(({ id }) => id === 'contract/sign');
  return step(later(now, due?.at ?? now.at), SYSTEM, 'signatureOverdue');
};
const tasks = (now: Course, role: string): readonly string[] =>
  tasksPurchase(now.state).flatMap(({ name, to }) => ('role' in to && to.role === role ? [name] : []));

describe('the time for signing', () => {
  it('is 30 days from the letter of award, however late the stage opens', () => {
    // Notified on 1 April; the thirtieth day is Labour Day, and the statutory holiday has two days in 2025.
    expect(begun.state.contract.due).toMatchObject({ rule: 'contract.sign', lastDay: '2025-05-03' });
    const late = opened(later(notified(), on('04-20T09:00')));
    expect(late.state.contract.due?.dueAt).toBe(begun.state.contract.due?.dueAt);
  });
});

describe('the draft', () => {
  it.each([
    ['another amount than the bid price', { amount: PRICE + 1n }, 'contract.amount_differs', '/amount'],
    ['another term than the plan’s', { termMonths: 13 }, 'contract.term_differs', '/termMonths'],
    ['other instalments than the document’s', { percents: ['50', '50'] }, 'contract.schedule_differs', '/percents'],
  ])('with %s is refused', (_title, change, code, pointer) => {
    expect(refusalOf(begun, handler, 'draftContract', { ...terms, ...change })).toMatchObject({
      refused: code,
      pointer,
      rule: { id: 'contract.sign' },
    });
  });
  it('of a term that begins before the day of the draft, or before the standstill is over, is refused', () => {
    const early = (now: Course, startsOn: string) => refusalOf(now, handler, 'draftContract', { ...terms, startsOn: plainDate(startsOn) });
    const today = dateOf(begun.at);
    expect(today).toBe('2025-04-01');
    expect(early(begun, '2025-03-31')).toMatchObject({
      refused: 'contract.starts_too_early',
      pointer: '/startsOn',
      rule: { id: 'contract.start' },
      meta: { startsOn: '2025-03-31', earliest: '2025-04-01' },
    });
    expect(early(begun, '2025-04-01')).toBeNull();
    const { current } = begun.state.award;
    const award = { ...begun.state.award, current: current && { ...current, standstillUntil: on('04-10T00:00') } };
    const still = { ...begun, state: { ...begun.state, award } };
    expect(early(still, '2025-04-09')?.meta).toMatchObject({ earliest: '2025-04-10' });
    expect(early(still, '2025-04-10')).toBeNull();
  });
  it('is at the bid price, in instalments of fen that sum to it, to the account that the winner has registered', () => {
    const { draft } = drafted.state.contract;
    expect(draft).toMatchObject({ supplier: supplier('a'), amount: PRICE, endsOn: '2026-04-30', account: ref('account of a') });
    expect(draft?.schedule.map(({ amount }) => amount)).toEqual([160_000_000n, 108_880_000n, 131_120_000n]);
    expect(draft?.schedule.reduce((sum, { amount }) => sum + amount, 0n)).toBe(PRICE);
  });
  it('needs an account', () => {
    const bare = new Map([[supplier('a'), facts(supplier('a'), anOrganisation())]]);
    const said = answer(begun, handler, 'draftContract', terms, { cases: bare });
    expect(isRefusal(said) && said.refused).toBe('contract.account_missing');
    codes.add('contract.account_missing');
  });
  it('is reviewed before anybody signs, and anew once it has changed', () => {
    expect(codeOf(begun, lawyer, 'reviewContract', { outcome: 'recommended', opinion: ref('o') })).toBe('contract.nothing_drafted');
    expect(refusalOf(drafted, leader, 'signAsPurchaser', { hash: hash(drafted) })).toMatchObject({
      refused: 'contract.review_missing',
      rule: { id: 'pre.contract.legal_review' },
    });
    expect(codeOf(reviewed(drafted, 'not-recommended'), leader, 'signAsPurchaser', { hash: hash(drafted) })).toBe(
      'contract.review_missing',
    );
    const again = step(ready, handler, 'draftContract', { ...terms, startsOn: plainDate('2025-06-01') });
    expect(codeOf(again, leader, 'signAsPurchaser', { hash: hash(again) })).toBe('contract.review_missing');
  });
});

describe('the legal review', () => {
  const judged = (fair: boolean, outcome = 'recommended') => ({
    outcome,
    opinion: ref('o'),
    clauses: [{ id: 'c1', fair, reason: ref('why') }],
  });
  it('judges every flagged clause by itself, and passes no unfair one', () => {
    expect(refusalOf(drafted, lawyer, 'reviewContract', { outcome: 'recommended', opinion: ref('o') })).toMatchObject({
      refused: 'contract.clause_unjudged',
      rule: { id: 'contract.clause_review' },
      meta: { clauses: ['c1'] },
    });
    expect(refusalOf(drafted, lawyer, 'reviewContract', judged(false))).toMatchObject({
      refused: 'contract.clause_unfair',
      pointer: '/outcome',
    });
    const clauses = [...judged(true).clauses, { id: 'c9', fair: true, reason: ref('why') }];
    expect(codeOf(drafted, lawyer, 'reviewContract', { ...judged(true), clauses })).toBe('contract.clause_unknown');
    expect(step(drafted, lawyer, 'reviewContract', judged(true)).state.contract.review?.clauses).toEqual(judged(true).clauses);
  });
  it('that finds a clause unfair sends the text back to its drafter', () => {
    const back = step(drafted, lawyer, 'reviewContract', judged(false, 'not-recommended'));
    expect(tasks(back, 'purchaser-handler')).toEqual(['draftContract']);
    expect(tasks(drafted, 'purchaser-supervision')).toEqual(['reviewContract']);
  });
  it('is not by who drafted', () => {
    expect(refusalOf(drafted, handler, 'reviewContract', judged(true))).toMatchObject({
      refused: 'contract.reviewer_drafted',
      rule: { id: 'pre.sod.positions' },
    });
  });
});

describe('how the contract pays', () => {
  const paid = (payment: object, of: Course = begun) => refusalOf(of, handler, 'draftContract', { ...terms, payment });
  it('may be agreed where the document is silent, within the law', () => {
    expect(paid({ days: 15, interestPercent: '3.1' })).toBeNull();
    expect(paid({ days: 16, interestPercent: null })).toMatchObject({
      refused: 'contract.payment_days_too_long',
      pointer: '/payment/days',
      rule: { id: 'pay.purchase.due' },
      meta: { days: 16, max: 15 },
    });
  });
  it('agrees no rate below the loan prime rate of the day with a small enterprise', () => {
    expect(paid({ days: null, interestPercent: '3.09' })).toMatchObject({
      refused: 'contract.interest_below_minimum',
      rule: { id: 'pay.sme.interest_min' },
      meta: { min: '3.1' },
    });
    expect(paid({ days: null, interestPercent: 'x' })?.refused).toBe('contract.interest_malformed');
  });
  it('is as the document says where it says something', () => {
    const said = opened(notified(world, { payment: { days: 10, interestPercent: '4' } }));
    expect(codeOf(said, handler, 'draftContract', terms)).toBeNull();
    expect(paid({ days: 12, interestPercent: '4' }, said)).toMatchObject({ refused: 'contract.payment_differs', pointer: '/payment/days' });
    expect(paid({ days: 10, interestPercent: '5' }, said)).toMatchObject({ pointer: '/payment/interestPercent' });
  });
  it('is drafted anew where the law no longer allows what the document says', () => {
    const late = opened(notified(world, { payment: { days: 20, interestPercent: null } }));
    expect(codeOf(late, handler, 'draftContract', terms)).toBe('contract.payment_days_too_long');
    expect(paid({ days: 15, interestPercent: null }, late)).toBeNull();
    const [first, second, last] = schedule as readonly [Plan['schedule'][number], Plan['schedule'][number], Plan['schedule'][number]];
    const bare = opened(notified(world, { schedule: [{ ...first, percent: '20' }, { ...second, percent: '47.22' }, last] }));
    const percents = ['20', '47.22', '32.78'];
    expect(refusalOf(bare, handler, 'draftContract', { ...terms, percents })).toMatchObject({
      refused: 'contract.prepayment_out_of_range',
      pointer: '/percents',
      rule: { id: 'pay.prepayment' },
      also: [{ refused: 'contract.prepayment_below_floor', rule: { id: 'pay.prepayment.sme_min' } }],
    });
    expect(codeOf(bare, handler, 'draftContract', { ...terms, percents: ['20', '40', '30'] })).toBe('contract.schedule_differs');
    expect(codeOf(bare, handler, 'draftContract', { ...terms, percents: ['30', '37.22', '32.78'] })).toBeNull();
    const slow = opened(notified(world, { schedule: [first, second, { ...last, offset: { unit: 'month', length: 2 } }] }));
    expect(refusalOf(slow, handler, 'draftContract', terms)).toMatchObject({
      refused: 'contract.payment_too_late',
      pointer: '/percents/2/offset',
      rule: { id: 'pay.sme.max' },
      meta: { days: 77, max: 60 },
    });
  });
  it('lets nobody pay a small enterprise late on a void ground; what both agree is judged', () => {
    const excused = (excuse: string) => ({ ...terms, clauses: [{ id: 'c1', text: ref('late'), flagged: false, excuse }] });
    expect(refusalOf(begun, handler, 'draftContract', excused('internal-payment-process'))).toMatchObject({
      refused: 'contract.excuse_void',
      pointer: '/clauses/0/excuse',
      rule: { id: 'pay.sme.excuses_void' },
    });
    const agreed = step(begun, handler, 'draftContract', excused('final-audit-agreed'));
    expect(codeOf(agreed, lawyer, 'reviewContract', { outcome: 'recommended', opinion: ref('o') })).toBe('contract.clause_unjudged');
    const twice = { ...terms, clauses: [...terms.clauses, ...terms.clauses] };
    expect(codeOf(begun, handler, 'draftContract', twice)).toBe('contract.clause_twice');
  });
  it('demands the bond of the document, never above the cap, and says so in the contract', () => {
    const bonded = (bondPercent: string) =>
      step(opened(notified(world, { bondPercent })), handler, 'draftContract', terms).state.contract.draft?.bond;
    expect([bonded('5'), bonded('10'), bonded('12'), drafted.state.contract.draft?.bond]).toEqual([
      20_000_000n,
      40_000_000n,
      40_000_000n,
      undefined,
    ]);
  });
});

describe('the signatures', () => {
  it('are under the text that was seen, each side once, and not by who drafted it', () => {
    expect(codeOf(begun, leader, 'signAsPurchaser', { hash: 'x' })).toBe('contract.nothing_drafted');
    expect(codeOf(ready, leader, 'signAsPurchaser', { hash: 'another' })).toBe('contract.text_changed');
    expect(codeOf(ready, handler, 'signAsPurchaser', { hash: hash(ready) })).toBe('contract.signer_drafted');
    const one = sign(ready, 'Supplier');
    expect(codeOf(one, agentOf('a'), 'signAsSupplier', { hash: hash(one) })).toBe('contract.already_signed');
    expect(codeOf(one, handler, 'draftContract', terms)).toBe('contract.signature_begun');
  });
  it('of both conclude it: the money is committed, what the award left goes back, the stage ends', () => {
    const both = sign(sign(ready, 'Supplier'), 'Purchaser');
    expect(both.state.stages.ended).toMatchObject({ contract: 'effective' });
    expect(both.state.contract.signed).toMatchObject({
      number: '〔2025〕1号',
      amount: PRICE,
      enterprise: 'small',
      supplier: supplier('a'),
    });
    expect(both.state.pins.contractSigned?.on).toBe(dateOf(both.state.contract.signed?.signedAt as never));
    expect(fundsHeld(both.state)).toMatchObject({ reserved: 0n, committed: PRICE });
    expect(new Set(both.state.contract.signers)).toEqual(new Set([handler, leader, agentOf('a')].map((one) => one.person)));
  });
  it('wait for the end of a standstill, where a pack has one', () => {
    const slow: World = {
      ...world,
      rules: (at): Rules => {
        const rules = world.rules(at);
        const own = { ...rules.rule('award.notice_duration'), id: 'award.standstill', value: 10, kind: 'at-least' } as const;
        return {
          pack: rules.pack,
          has: (id, pins) => id === own.id || rules.has(id, pins),
          rule: (id, pins) => (id === own.id ? own : rules.rule(id, pins)),
        };
      },
    };
    const early = reviewed(step(opened(notified(slow)), handler, 'draftContract', terms));
    const until = early.state.award.current?.standstillUntil;
    expect(refusalOf(early, agentOf('a'), 'signAsSupplier', { hash: hash(early) })).toMatchObject({
      refused: 'contract.standstill',
      rule: { id: 'award.standstill' },
    });
    expect(codeOf(later(early, until ?? early.at), agentOf('a'), 'signAsSupplier', { hash: hash(early) })).toBeNull();
  });
});

describe('at the end of the time', () => {
  it('the missing supplier is refused, or taken late with the lateness on record', () => {
    const late = overdue(sign(ready, 'Purchaser'));
    expect(late.state.contract.missed).toEqual(['supplier']);
    expect(tasks(late, 'purchaser-handler')).toEqual(['recordRefusalToSign']);
    expect(codeOf(sign(ready, 'Purchaser'), handler, 'recordRefusalToSign', { reason: ref('r') })).toBe('contract.not_yet_due');
    expect(sign(late, 'Supplier').state.contract.signatures.supplier).toMatchObject({ late: true });
    const refused = step(late, handler, 'recordRefusalToSign', { reason: ref('silence') });
    expect(refused.state.contract.refusal).toMatchObject({ by: 'recorded' });
    expect(codeOf(refused, agentOf('a'), 'signAsSupplier', { hash: hash(refused) })).toBe('contract.refused');
  });
  it('the missing purchaser is a breach that finance sees, and the award stands', () => {
    const late = overdue(sign(ready, 'Supplier'));
    expect(late.state.contract.missed).toEqual(['purchaser']);
    expect(tasks(late, 'finance-officer')).toEqual(['signAsPurchaser']);
    expect(codeOf(late, handler, 'recordRefusalToSign', { reason: ref('r') })).toBe('contract.supplier_signed');
    expect(sign(late, 'Purchaser').state.stages.ended).toMatchObject({ contract: 'effective' });
  });
});

describe('a winner that refuses', () => {
  const refused = step(ready, agentOf('a'), 'refuseToSign', { reason: ref('no') });
  it('leaves the choice to the purchaser: the next candidate, or failure', () => {
    expect(tasks(refused, 'purchaser-approver')).toEqual(['chooseAfterRefusal']);
    expect(codeOf(ready, approver, 'chooseAfterRefusal', { choice: 'next' })).toBe('contract.not_refused');
    expect(step(refused, approver, 'chooseAfterRefusal', { choice: 'next' }).state.stages.ended).toMatchObject({ contract: 'next' });
    expect(step(refused, approver, 'chooseAfterRefusal', { choice: 'failed' }).state.stages.ended).toMatchObject({ contract: 'failed' });
    expect(codeOf(sign(ready, 'Supplier'), agentOf('a'), 'refuseToSign', { reason: ref('no') })).toBe('contract.already_signed');
  });
  it('and was the last candidate, leaves failure alone', () => {
    const { award } = refused.state;
    const current = award.current && { ...award.current, winner: { ...award.current.winner, rank: 3 } };
    const last = { ...refused, state: { ...refused.state, award: { ...award, current } } };
    expect(codeOf(last, approver, 'chooseAfterRefusal', { choice: 'next' })).toBe('contract.no_next_candidate');
    expect(codeOf(last, approver, 'chooseAfterRefusal', { choice: 'failed' })).toBeNull();
  });
});

it('every refusal of the contract has a test that produces it', () => {
  expect(contractRefusals.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
});
