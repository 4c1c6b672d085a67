import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import type { BidState } from '../../bid/bid.js';
import { calendarFrom, dateOf, isRefusal, plainDate, type CaseFacts, type Context, type Instant, type Json } from '../../kernel/index.js';
import { deadlinesPurchase, effectsPurchase, tasksPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import {
  AGENCY,
  announced,
  anOffer,
  contextIn,
  DEADLINE,
  FINANCE,
  give,
  given,
  manyBids,
  on,
  person,
  recorded,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../tender/testing/a-tender.js';
import { acting, entered, members, tried, until } from '../evaluation/testing/an-evaluation.js';
import { bondFault, bondOf } from './facts.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const keeper = person(AGENCY, 'agency-officer');
const DEMANDED = 6_000_000n;
const OPENED = on('04-01T09:31');

/** Bids a to e; those named gave a bond of what is demanded, from an account of their own unless it is named. */
const bids = (bonds: Readonly<Record<string, { form?: string; account?: string }>>, withdrawn: readonly string[] = []) => {
  const plain = manyBids(5);
  const cases = new Map(
    [...plain.cases].map(([id, facts]) => {
      const bond = bonds[id.slice('bid/'.length)];
      const state = facts.state as BidState;
      const more: Partial<BidState> = {
        ...(bond ? { bond: { form: bond.form ?? 'transfer', amount: DEMANDED } } : {}),
        ...(withdrawn.includes(id) ? { status: 'withdrawn' } : {}),
      };
      return [id, { ...facts, state: { ...state, ...more } } as CaseFacts<BidState>];
    }),
  );
  const contents = new Map(
    [...plain.contents].map(([content]) => {
      const name = content.slice('offer of '.length);
      const bond = bonds[name];
      const paid = { form: bond?.form ?? 'transfer', amount: DEMANDED, account: bond?.account ?? `account of ${name}`, reference: '1' };
      return [content, anOffer(380_000_000n, bond ? { bond: paid } : {}) as unknown as Json];
    }),
  );
  return { cases: cases as Context['cases'], contents };
};
const system = (state: PurchaseState, at: Instant, type: string, data: object, more: Partial<Context> = {}) =>
  given(state, type, data, contextIn(world, at, { actor: SYSTEM, ...more }));
const opened = (with_: ReturnType<typeof bids>): PurchaseState => {
  const closed = system(announced(world), DEADLINE, 'closeWindow', { round: 1 }, with_);
  return given(closed, 'openBids', { attendees: ref('a') }, contextIn(world, OPENED, with_));
};
/** Everything of bonds that falls due at this moment. */
const settled = (state: PurchaseState, at: Instant, more: Partial<Context> = {}): PurchaseState => {
  const next = deadlinesPurchase(state).find((one) => one.id.startsWith('bond/') && one.at <= at);
  return next ? settled(system(state, next.at, next.command.type, next.command.data as object, more), at, more) : state;
};
const everybody = bids({ a: {}, b: { form: 'guarantee' }, c: {}, d: { account: 'ACCOUNT  of c' } }, ['bid/d', 'bid/e']);
const taken = settled(opened(everybody), OPENED, everybody);
const came = (state: PurchaseState, name: string, more: object = {}): PurchaseState =>
  given(
    state,
    'recordBondReceipt',
    { bid: `bid/${name}`, received: true, amount: DEMANDED, receivedOn: plainDate('2025-03-28'), evidence: ref('slip'), ...more },
    contextIn(world, on('04-01T10:00'), { actor: keeper }),
  );
const all = ['a', 'b', 'c', 'd'].reduce((now, name) => came(now, name), taken);
const winner = { bid: 'bid/a', supplier: supplier('a'), rank: 1, total: '90', priceScore: '10', technicalScore: '50', price: 380_000_000n };
const NOTIFIED = on('04-08T10:00');
const awarded = (state: PurchaseState): PurchaseState => ({
  ...state,
  stages: { open: [{ stage: 'contract', since: NOTIFIED }], ended: {}, closed: false },
  award: { ...state.award, current: { round: 1, winner, decidedAt: NOTIFIED, noticeAt: NOTIFIED, notifiedAt: NOTIFIED } },
});
const names = (state: PurchaseState) => tasksPurchase(state).flatMap(({ key, name, to }) => (key.startsWith('bond/') ? [[name, to]] : []));
const code = (state: PurchaseState, at: Instant, type: string, data: object, actor = keeper) => {
  const answer = give(state, type, data, contextIn(world, at, { actor }));
  return isRefusal(answer) ? [answer.refused, answer.rule?.id ?? null] : null;
};
const fault = (state: PurchaseState, name: string) => {
  const answer = bondFault(state, `bid/${name}`, contextIn(world, on('04-02T10:00')));
  return answer && [answer.refused, answer.rule?.id];
};

describe('a tender guarantee', () => {
  it('is on record once bids are opened: of which bidder, in which form, and who paid from the same account', () => {
    expect(taken.bond?.rounds).toMatchObject([
      {
        round: 1,
        demanded: DEMANDED,
        takenAt: OPENED,
        bonds: [
          { bid: 'bid/a', form: 'transfer', account: 1, standing: 'standing' },
          { bid: 'bid/b', form: 'guarantee', account: 2 },
          { bid: 'bid/c', account: 3 },
          // Withdrawn, and its envelope stays closed: what it gave is given back all the same.
          { bid: 'bid/d', standing: 'withdrawn' },
        ],
      },
    ]);
  });
  it('is received or not by what whoever opens the bids found on the account', () => {
    expect(names(taken)).toHaveLength(4);
    expect(names(taken)[0]).toEqual(['recordBondReceipt', { organisation: AGENCY, role: 'agency-officer' }]);
    const data = { bid: 'bid/a', received: true, evidence: ref('slip') };
    const at = on('04-01T10:00');
    expect(code(taken, at, 'recordBondReceipt', data)?.[0]).toBe('bond.amount_missing');
    expect(code(taken, at, 'recordBondReceipt', { ...data, amount: 1n, receivedOn: plainDate('2025-04-02') })?.[0]).toBe(
      'bond.in_the_future',
    );
    expect(code(taken, at, 'recordBondReceipt', { ...data, bid: 'bid/x' })?.[0]).toBe('bond.unknown');
    expect(code(came(taken, 'a'), at, 'recordBondReceipt', data)?.[0]).toBe('bond.receipt_recorded');
    expect(code(announced(world), at, 'recordBondReceipt', data)?.[0]).toBe('bond.none_known');
    expect(code(announced(world), at, 'refundBond', { bid: 'bid/a', refundedOn: plainDate('2025-04-01'), evidence: ref('s') })?.[0]).toBe(
      'bond.none_known',
    );
  });
  it('that is missing, late or too small makes the bid invalid, whatever the panel thinks of it', () => {
    expect(fault(taken, 'a')).toEqual(['bond.receipt_unrecorded', 'invalid.bid']);
    expect(fault(all, 'a')).toBeNull();
    expect(fault(came(taken, 'a', { received: false }), 'a')).toEqual(['bond.missing', 'invalid.bid']);
    expect(fault(came(taken, 'a', { receivedOn: plainDate('2025-04-01'), amount: DEMANDED - 1n }), 'a')).toEqual([
      'bond.too_small',
      'invalid.bid',
    ]);
    const late = given(
      taken,
      'recordBondReceipt',
      { bid: 'bid/a', received: true, amount: DEMANDED, receivedOn: plainDate('2025-04-02'), evidence: ref('slip') },
      contextIn(world, on('04-02T10:00'), { actor: keeper }),
    );
    expect(fault(late, 'a')).toEqual(['bond.too_late', 'bond.deadline']);
  });
  it('keeps the panel from voting a bid compliant until it came', () => {
    const course = until('chaired', entered(world));
    const withBonds = (from: PurchaseState): PurchaseState => ({
      ...course.state,
      tender: { ...course.state.tender, course: taken.tender.course },
      ...(from.bond ? { bond: from.bond } : {}),
    });
    const vote = (compliant: boolean, from: PurchaseState) =>
      tried({ ...course, state: withBonds(from) }, acting(members(course)[0] ?? ''), 'voteCompliance', {
        bid: 'bid/a',
        compliant,
        ...(compliant ? {} : { reason: ref('no bond') }),
      });
    expect(vote(true, taken)).toMatchObject({ refused: 'bond.receipt_unrecorded' });
    expect(isRefusal(vote(true, came(taken, 'a')))).toBe(false);
    expect(vote(true, came(taken, 'a', { received: false }))).toMatchObject({
      refused: 'bond.missing',
      meta: { demanded: '60000.00' },
    });
    expect(isRefusal(vote(false, came(taken, 'a', { received: false })))).toBe(false);
  });
  it('that nobody demanded is missed by nobody', () => {
    const { course } = all.tender;
    expect(fault({ ...all, tender: { ...all.tender, course: course && { ...course, bond: null } } }, 'x')).toBeNull();
  });
});

describe('giving it back', () => {
  const told = settled(awarded(all), NOTIFIED);
  it('is due five working days after the opening for whoever had withdrawn: the withdrawal was as sealed as the bid', () => {
    expect(bondOf(taken, 'bid/d')?.release).toMatchObject({
      because: 'withdrawn',
      due: { rule: 'tender.bid_bond_refund.withdrawn', lastDay: '2025-04-09' },
    });
  });
  it('is due five working days after the letter of award for those who lost, and not yet for the winner', () => {
    expect(bondOf(told, 'bid/b')?.release).toMatchObject({
      because: 'lost',
      due: { rule: 'tender.bid_bond_refund.loser', lastDay: '2025-04-15' },
    });
    expect(bondOf(told, 'bid/a')?.release).toBeNull();
    expect(code(told, NOTIFIED, 'refundBond', { bid: 'bid/a', refundedOn: plainDate('2025-04-08'), evidence: ref('s') })).toEqual([
      'bond.not_yet_due',
      'tender.bid_bond_refund.loser',
    ]);
  });
  it('is due five working days after the contract for the winner', () => {
    const signedAt = on('04-20T10:00');
    const signed = { ...told, contract: { ...told.contract, signed: { signedAt } as NonNullable<PurchaseState['contract']['signed']> } };
    expect(bondOf(settled(signed, signedAt), 'bid/a')?.release).toMatchObject({
      because: 'signed',
      due: { rule: 'tender.bid_bond_refund.winner', lastDay: '2025-04-25' },
    });
  });
  it('is due for all when the purchase ends early', () => {
    const at = on('04-03T10:00');
    const ended = settled({ ...all, endedEarly: { by: 'voidTender', at } }, at);
    expect(['a', 'b', 'c'].map((name) => bondOf(ended, `bid/${name}`)?.release?.due.rule)).toEqual(Array(3).fill('tender.cancel_refund'));
  });
  it('is due for all when too few have bid', () => {
    const few = bids({ a: {}, b: {} }, ['bid/c', 'bid/d', 'bid/e']);
    const failed = settled(system(announced(world), DEADLINE, 'closeWindow', { round: 1 }, few), DEADLINE, few);
    expect(failed.bond?.rounds[0]?.bonds.map(({ bid, release }) => [bid, release?.because])).toEqual([
      ['bid/a', 'ended'],
      ['bid/b', 'ended'],
    ]);
  });
  it('late is an alarm, and money costs the benchmark rate and a fifth more, from the day after the last lawful one', () => {
    const late = settled(told, on('04-16T00:00'));
    expect(bondOf(late, 'bid/c')?.release?.late).toBe(true);
    expect(names(late)).toContainEqual(['refundBond', { organisation: FINANCE, role: 'finance-officer' }]);
    const back = (name: string, more: object = {}) =>
      given(
        late,
        'refundBond',
        { bid: `bid/${name}`, refundedOn: plainDate('2025-05-05'), evidence: ref('s'), ...more },
        contextIn(world, on('05-05T10:00'), { actor: keeper }),
      );
    // 60,000.00 x 5.22 % x 20 / 365
    expect(bondOf(back('c'), 'bid/c')?.refund).toMatchObject({
      amount: DEMANDED,
      interest: { days: 20, annualPercent: '5.22', interest: 17_162n },
    });
    expect(bondOf(back('b'), 'bid/b')?.refund?.interest).toBeNull();
    expect(bondOf(back('c', { bidderCaused: ref('closed account') }), 'bid/c')?.refund?.interest).toBeNull();
    expect(names(back('c')).filter(([name]) => name === 'refundBond')).toHaveLength(4);
  });
  it('happens once, after it came in and never in the future; the bidder is told', () => {
    const data = { bid: 'bid/c', refundedOn: plainDate('2025-04-10'), evidence: ref('s') };
    const at = on('04-10T10:00');
    const answer = give(told, 'refundBond', data, contextIn(world, at, { actor: keeper }));
    if (isRefusal(answer)) throw new Error(answer.refused);
    expect(answer.events.flatMap((event) => effectsPurchase(recorded(event, at, keeper), answer.state))).toMatchObject([
      { kind: 'notice', payload: { to: supplier('c'), about: 'bondRefunded' } },
    ]);
    expect(code(answer.state, at, 'refundBond', data)?.[0]).toBe('bond.refunded');
    expect(code(told, at, 'refundBond', { ...data, refundedOn: plainDate('2025-04-11') })?.[0]).toBe('bond.in_the_future');
    expect(code(told, at, 'refundBond', { ...data, refundedOn: plainDate('2025-03-27') })?.[0]).toBe('bond.refund_before_receipt');
    expect(code(came(taken, 'c', { received: false }), at, 'refundBond', data)?.[0]).toBe('bond.not_received');
    expect(code(told, at, 'refundBond', { ...data, bid: 'bid/x' })?.[0]).toBe('bond.unknown');
  });
});

describe('forfeiting it', () => {
  const at = on('05-12T10:00');
  const approver = person('organisation/bureau', 'purchaser-approver');
  const refused: PurchaseState = { ...awarded(all), contract: { ...all.contract, refusal: { by: 'supplier', at } } };
  const data = { bid: 'bid/a', ground: 'refused-to-sign', reason: ref('r') };
  it('takes a ground of the law that the record shows', () => {
    expect(code(all, at, 'forfeitBond', { ...data, ground: 'we-like-it' }, approver)).toEqual([
      'bond.ground_not_legal',
      'bond.forfeit_grounds',
    ]);
    expect(code(all, at, 'forfeitBond', data, approver)).toEqual(['bond.ground_not_established', 'bond.forfeit_grounds']);
    expect(code(all, at, 'forfeitBond', { ...data, ground: 'collusion' }, approver)?.[0]).toBe('bond.ground_not_established');
    expect(code(all, at, 'forfeitBond', { ...data, bid: 'bid/x' }, approver)?.[0]).toBe('bond.unknown');
    expect(code(all, at, 'forfeitBond', { ...data, ground: 'false-materials' }, approver)).toBeNull();
  });
  it('of a winner who refused to sign is the approver’s to decide; then nothing is given back', () => {
    expect(names(refused).map(([name]) => name)).toContain('forfeitBond');
    const forfeited = given(refused, 'forfeitBond', data, contextIn(world, at, { actor: approver }));
    expect(bondOf(forfeited, 'bid/a')?.forfeit).toEqual({ ground: 'refused-to-sign', at });
    expect(code(forfeited, at, 'forfeitBond', data, approver)?.[0]).toBe('bond.forfeited');
    expect(code(forfeited, at, 'refundBond', { bid: 'bid/a', refundedOn: plainDate('2025-05-12'), evidence: ref('s') })?.[0]).toBe(
      'bond.forfeited',
    );
    expect(names(forfeited).map(([name]) => name)).not.toContain('forfeitBond');
  });
});
