import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type Instant, type Recorded } from '../kernel/index.js';
import { evolveFunding } from '../purchase/funding/evolve.js';
import { initialFunding } from '../purchase/funding/state.js';
import type { PurchaseState } from '../purchase/state.js';
import { aPurchase, contextIn, FINANCE, BUREAU, on, recorded, supplier, SYSTEM, type World } from '../purchase/tender/testing/a-tender.js';
import { clawbackDemand } from './clawback-demand.js';
import { decideDisbursement } from './decide.js';
import {
  initialDisbursement,
  interestOpen,
  outstanding,
  type DemandClawback,
  type DisbursementCommand,
  type DisbursementEvent,
  type DisbursementState,
} from './disbursement.js';
import { evolveDisbursement } from './evolve.js';
import { tasksDisbursement } from './tasks.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const ID = 'disbursement/1';
const DEMANDED_AT = on('06-02T10:00');

const decided = (state: DisbursementState, at: Instant, type: string, data: object) => {
  const answer = decideDisbursement(
    state,
    { type, caseId: ID, data } as DisbursementCommand,
    contextIn(world, at, { caseId: ID, actor: SYSTEM }),
  );
  if (isRefusal(answer)) throw new Error(answer.refused);
  const after = answer.events.reduce(
    (now, event) => evolveDisbursement(now, recorded(event, at, SYSTEM, ID) as Recorded<DisbursementEvent>),
    state,
  );
  return { ...answer, state: after };
};
const given = (state: DisbursementState, at: Instant, type: string, data: object): DisbursementState =>
  decided(state, at, type, data).state;
const demand = (more: Partial<DemandClawback> = {}): DemandClawback => ({
  purchase: 'purchase/1',
  contract: '1',
  jurisdiction: null,
  pins: {},
  purchaser: BUREAU,
  finance: FINANCE,
  supplier: supplier('a'),
  payeeKind: 'small',
  amount: 10_000_000n,
  cause: 'assessment',
  interestPercent: null,
  ...more,
});
const demanded = (more: Partial<DemandClawback> = {}): DisbursementState =>
  ['approval', 'payment'].reduce(
    (now, stage) => given(now, DEMANDED_AT, 'enterStage', { stage }),
    given(initialDisbursement, DEMANDED_AT, 'demandClawback', demand(more)),
  );
const receipt = (no: string, amount: bigint, valueOn: string) => ({
  key: null,
  movement: { kind: 'receipt', movementNo: no, amount, valueOn: plainDate(valueOn) },
});
const receives = (state: DisbursementState, no: string, amount: bigint, valueOn: string) =>
  decided(state, on(`${valueOn.slice(5)}T12:00`), 'recordTreasuryMovement', receipt(no, amount, valueOn));
const named = (state: DisbursementState) => tasksDisbursement(state).map(({ name, to }) => [name, 'role' in to ? to.role : null]);
const recoveryOf = ({ recovery }: DisbursementState) => {
  if (!recovery) throw new Error('nothing was demanded');
  return recovery;
};

describe('money that is given back late', () => {
  it('costs what the contract agreed', () => {
    // Due on 17 June; 100,000.00 x 7.3 % x 10 / 365
    const late = receives(demanded({ interestPercent: '7.3' }), 'm1', 10_000_000n, '2025-06-27');
    expect(recoveryOf(late.state)).toMatchObject({ received: 10_000_000n, interest: 20_000n });
    expect(outstanding(recoveryOf(late.state))).toBe(0n);
  });
  it('costs what the law says where the contract is silent', () => {
    // 100,000.00 x 3 % x 10 / 365
    const state = demanded();
    expect(recoveryOf(state).interestPercent).toBe('3.00');
    expect(recoveryOf(receives(state, 'm1', 10_000_000n, '2025-06-27').state).interest).toBe(8219n);
  });
  it('in time costs nothing', () => {
    expect(recoveryOf(receives(demanded(), 'm1', 10_000_000n, '2025-06-17').state).interest).toBe(0n);
  });
  it.each([
    ['of its own', { lateInterest: '5.00' }, '5.00'],
    ['for late payments', { payment: { interestPercent: '4.50' } }, '4.50'],
    ['of none', {}, null],
  ])('takes the contract’s rate %s', (_title, agreed, percent) => {
    const purchase = aPurchase(world);
    const signed = {
      number: '1',
      supplier: supplier('a'),
      enterprise: 'small',
      ...agreed,
    } as unknown as PurchaseState['contract']['signed'];
    const command = clawbackDemand({ ...purchase, contract: { ...purchase.contract, signed } }, 1n, 'assessment');
    expect((command.data as DemandClawback).interestPercent).toBe(percent);
  });
  it('leaves the interest to be paid: a to-do of the payer until it has come in too', () => {
    const late = receives(demanded({ interestPercent: '7.3' }), 'm1', 10_000_000n, '2025-06-27').state;
    expect([interestOpen(recoveryOf(late)), named(late)]).toEqual([20_000n, [['refund', 'supplier-agent']]]);
    const paid = receives(late, 'm2', 20_000n, '2025-07-01');
    expect([interestOpen(recoveryOf(paid.state)), named(paid.state), paid.commands]).toEqual([0n, [], []]);
  });
});

describe('money that comes in beyond what was outstanding', () => {
  const writtenOff = (state: DisbursementState): DisbursementState =>
    (
      [
        { type: 'RecoveryWrittenOff', schema: 1, data: { amount: 6_000_000n } },
        { type: 'StageEnded', schema: 1, data: { stage: 'payment', outcome: 'failed' } },
        { type: 'StageEntered', schema: 1, data: { stage: 'closing' } },
        { type: 'StageEnded', schema: 1, data: { stage: 'closing', outcome: 'closed' } },
      ] as const
    ).reduce<DisbursementState>(
      (now, event) => evolveDisbursement(now, recorded(event, on('08-01T10:00'), SYSTEM, ID) as Recorded<DisbursementEvent>),
      state,
    );
  const closed = writtenOff(receives(demanded(), 'm1', 4_000_000n, '2025-06-10').state);

  it('after it was written off and closed is taken all the same, and told to the purchase', () => {
    expect(closed.stages.closed).toBe(true);
    const late = receives(closed, 'm2', 5_000_000n, '2025-09-01');
    expect(recoveryOf(late.state)).toMatchObject({ received: 9_000_000n, writtenOff: 1_000_000n });
    expect(late.commands).toMatchObject([{ type: 'clawbackReceived', data: { amount: 5_000_000n } }]);
  });
  it('is heard once', () => {
    const late = receives(closed, 'm2', 5_000_000n, '2025-09-01').state;
    expect(receives(late, 'm2', 5_000_000n, '2025-09-01').events).toEqual([]);
  });
  it('beyond everything is shown to finance and the handler, to be given back', () => {
    const over = receives(demanded(), 'm1', 10_000_500n, '2025-06-10').state;
    expect(recoveryOf(over)).toMatchObject({ received: 10_000_000n, excess: 500n });
    expect(named(over)).toEqual([
      ['acknowledgeAlarm', 'finance-officer'],
      ['acknowledgeAlarm', 'purchaser-handler'],
    ]);
    expect(named(given(over, on('06-11T10:00'), 'acknowledgeAlarm', { alarm: 'overpaid-1' }))).toEqual([]);
  });
  it('makes the purchase count less as lost', () => {
    const facts = [
      { type: 'ClawbackDemanded', schema: 1, data: { disbursement: ID, amount: 10n } },
      { type: 'ClawbackReceived', schema: 1, data: { disbursement: ID, amount: 4n, moves: [] } },
      { type: 'ClawbackWrittenOff', schema: 1, data: { disbursement: ID, amount: 6n } },
      { type: 'ClawbackReceived', schema: 1, data: { disbursement: ID, amount: 5n, moves: [] } },
    ] as const;
    const funding = facts.reduce(
      (now, event) => evolveFunding(now, recorded(event, DEMANDED_AT, SYSTEM) as Parameters<typeof evolveFunding>[1]),
      initialFunding,
    );
    expect(funding.clawbacks).toEqual([{ disbursement: ID, demanded: 10n, received: 9n, writtenOff: 1n }]);
  });
});
