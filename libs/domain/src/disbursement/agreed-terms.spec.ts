import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, plainDate } from '../kernel/index.js';
import type { EnterpriseKind } from '../organisation/organisation.js';
import type { ContractFace, InstalmentState } from '../purchase/types.js';
import { aPurchase, contextIn, facts, on, type World } from '../purchase/tender/testing/a-tender.js';
import { initialDisbursement, type Attempt, type DisbursementState } from './disbursement.js';
import { payDue } from './request.js';
import { recordAnswer } from './treasury.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const SIGNED = on('04-28T10:00');
const INVOICE = on('06-02T10:00');
const pins = { contractSigned: { on: plainDate('2025-04-28'), pack: world.rules(SIGNED).pack } };
const ready: InstalmentState = {
  id: 'p1',
  triggeredAt: INVOICE,
  readyAt: INVOICE,
  owedSince: INVOICE,
  payable: 30_500_000n,
  disbursement: null,
  paid: 0n,
  settled: null,
};
const due = (agreed: number | null, kind: EnterpriseKind = 'small') =>
  payDue(kind, ready, INVOICE, pins, contextIn(world, INVOICE), agreed);

describe('the days that a contract agreed for paying', () => {
  it('bind where they end before the law’s, and add nothing where the contract is silent', () => {
    expect(due(10).binding).toMatchObject({ rule: 'pay.purchase.due', lastDay: '2025-06-12' });
    expect(due(null).binding).toMatchObject({ rule: 'pay.purchase.due', lastDay: '2025-06-17' });
    expect(due(null).candidates).toHaveLength(2);
  });
});

describe('the ministry’s ten working days', () => {
  it('bind every payee where the pack says so, and are no more than read where it does not', () => {
    const rules = world.rules(INVOICE);
    const binding: World['rules'] = () => ({
      pack: rules.pack,
      has: (id, at) => rules.has(id, at),
      rule: (id, at) => (id === 'pay.procurement_2023.binds' ? { ...rules.rule(id, at), value: true } : rules.rule(id, at)),
    });
    const bound = (kind: EnterpriseKind) => payDue(kind, ready, INVOICE, pins, contextIn({ ...world, rules: binding }, INVOICE));
    // The Dragon Boat Festival was on Monday 2 June: ten working days end on the 16th.
    expect(bound('large').binding).toMatchObject({ rule: 'pay.procurement_2023', lastDay: '2025-06-16' });
    expect(bound('small').candidates.map(({ rule }) => rule)).toContain('pay.procurement_2023');
    expect(due(null, 'large').candidates.map(({ rule }) => rule)).not.toContain('pay.procurement_2023');
  });
});

describe('interest for paying 60 days late', () => {
  const attempt = { key: 'k', state: 'ordered', paid: 0n, returned: 0n } as Attempt;
  const interest = (payeeKind: EnterpriseKind, interestPercent: string | null) => {
    const signed = { payment: { days: null, interestPercent } } as ContractFace;
    const purchase = { ...aPurchase(world), contract: { ...aPurchase(world).contract, signed } };
    const state: DisbursementState = {
      ...initialDisbursement,
      purchase: 'purchase/1',
      instalment: 'p1',
      pins,
      payeeKind,
      amount: 30_500_000n,
      due: due(null, payeeKind),
      attempts: [attempt],
    };
    const context = contextIn(world, on('08-16T10:00'), { cases: new Map([['purchase/1', facts('purchase/1', purchase as never)]]) });
    const answer = { state: 'paid', paid: 30_500_000n, returned: 0n, treasuryNo: 'T1', reason: null, valueOn: '2025-08-16' };
    const posted = recordAnswer(state, 'k', answer, 'answer', context).events.find(({ type }) => type === 'PaymentPosted');
    if (posted?.type !== 'PaymentPosted') throw new Error('nothing was posted');
    return posted.data.interest;
  };
  it('is at the contract’s rate, whoever is paid', () => {
    expect(interest('small', '7.3')).toMatchObject({ days: 60, dailyPercent: '0.02', interest: 366_000n });
    expect(interest('social-organisation', '2.92')).toMatchObject({ days: 60, dailyPercent: '0.008', interest: 146_400n });
  });
  it('is never below the loan prime rate of the contract’s day for those whom the law protects', () => {
    expect(interest('small', '1')?.dailyPercent).toBe('31/3650');
    expect(interest('large', '1')?.dailyPercent).toBe('1/365');
  });
  it('is the law’s daily rate where the contract is silent, and none for others', () => {
    expect(interest('small', null)).toMatchObject({ dailyPercent: '0.05', interest: 915_000n });
    expect(interest('social-organisation', null)).toBeNull();
  });
});
