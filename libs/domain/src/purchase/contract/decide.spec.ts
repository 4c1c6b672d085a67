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
const notified = (of: World = world): Course => {
  const begun = awarding(entered(of, { plan: { schedule, indicators, budgetLine: LINE } }));
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
  step(now, lawyer, 'reviewContract', { outcome, opinion: ref('opinion') });
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
