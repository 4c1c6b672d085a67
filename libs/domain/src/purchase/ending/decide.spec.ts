import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type Recorded, type Refusal } from '../../kernel/index.js';
import { deadlinesPurchase, effectsPurchase, projectPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import {
  announced,
  aPurchase,
  contextIn,
  DEADLINE,
  fold,
  give,
  given,
  handler,
  manyBids,
  NOTICE_AT,
  on,
  recorded,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../tender/testing/a-tender.js';
import type { ContractFace } from '../types.js';
import { phaseOf, type Phase } from './ending.js';
import { endingMoments } from './moments.js';
import { endingRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const MAY = on('05-06T10:00');

const stage = (state: PurchaseState, name: string | null, ended: Record<string, string> = {}): PurchaseState => ({
  ...state,
  stages: { open: name === null ? [] : [{ stage: name, since: NOTICE_AT }], ended: { planning: 'approved', ...ended }, closed: false },
});
const before = aPurchase(world);
const open = announced(world);
const closed = given(open, 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(3) }));
const opened = given(closed, 'openBids', { attendees: ref('a') }, contextIn(world, on('04-01T09:31'), manyBids(3)));
const winner = {
  bid: 'bid/a',
  supplier: supplier('a'),
  rank: 1,
  total: '90.00',
  priceScore: '10.00',
  technicalScore: '50.00',
  price: 380_000_000n,
};
const awarded = (notified: boolean): PurchaseState => ({
  ...opened,
  award: {
    ...opened.award,
    current: { round: 1, winner, decidedAt: MAY, noticeAt: notified ? MAY : null, notifiedAt: notified ? MAY : null },
  },
});
const terms = (id: string, amount: bigint, last: boolean) =>
  ({
    id,
    amount,
    percent: '50',
    trigger: last ? 'acceptance-published' : 'contract-signed',
    offset: { unit: 'month', length: 1 },
    conditions: [],
    expectedOn: plainDate('2025-08-01'),
    last,
  }) as const;
const schedule = [terms('1', 160_000_000n, false), terms('2', 220_000_000n, true)];
const signed: ContractFace = {
  number: '1',
  supplier: supplier('a'),
  enterprise: 'small',
  amount: 380_000_000n,
  schedule,
  signedAt: MAY,
  startsOn: plainDate('2025-06-01'),
  effectiveAt: MAY,
  endsOn: plainDate('2026-05-31'),
  payee: { organisation: supplier('a'), account: ref('account') },
  formula: { kind: 'factor-table', of: 'tail', table: [] },
  ladder: [],
  indicators: [],
};
/** In delivery, with so much of the first instalment paid. */
const delivering = (paid: bigint, more: Partial<PurchaseState['delivery']> = {}, disbursement: string | null = null): PurchaseState => {
  const state = awarded(true);
  const instalments = schedule.map(({ id, amount, last }) => ({
    id,
    amount,
    reduced: 0n,
    waived: 0n,
    waivedAt: null,
    triggerAt: last ? null : MAY,
    triggeredAt: last ? null : MAY,
    readyAt: last ? null : MAY,
    owedSince: last ? null : MAY,
    reminder: null,
    reminded: false,
    waiver: [],
  }));
  const funds = (id: string, got: bigint) => ({
    id,
    amount: 0n,
    expectedOn: plainDate('2025-08-01'),
    disbursement: id === '1' ? disbursement : null,
    requested: got,
    paid: got,
    returned: 0n,
    lastPaidAt: got > 0n ? MAY : null,
    drawn: [],
  });
  return {
    ...stage(state, 'delivery'),
    contract: { ...state.contract, signed },
    delivery: { ...state.delivery, instalments, ...more },
    funding: { ...state.funding, instalments: { 1: funds('1', paid), 2: funds('2', 0n) } },
    pins: { ...state.pins, contractSigned: { on: plainDate('2025-05-06'), pack: world.rules(MAY).pack } },
  };
};
const phases: Record<Phase, readonly PurchaseState[]> = {
  'before-notice': [stage(before, 'planning'), before, stage(open, 'tender:2', { tender: 'failed' })],
  'until-opening': [open, closed],
  'after-opening': [opened, stage(opened, 'evaluation'), stage(awarded(false), 'award')],
  'after-notification': [stage(awarded(true), 'award'), stage(awarded(true), 'contract')],
  'after-signing': [delivering(0n)],
  rescinding: [],
  failed: [stage(open, 'failure')],
  performed: [stage(delivering(0n), 'performance'), delivering(0n, { acceptance: { passed: true, actAt: MAY, publishedAt: MAY } })],
  'between-stages': [stage(open, null)],
};
const produced = new Set<string>();
const end = (state: PurchaseState, type: string, data: object = {}) => {
  const reason = {
    reason: ref('why'),
    ground: type === 'rescind' ? 'agreement' : type === 'invalidateAward' ? 'complaint-decision' : 'major-change',
  };
  const answer = give(
    state,
    type,
    { ...reason, reference: ref('decision'), retender: false, owed: 0n, ...data },
    contextIn(world, MAY, { actor: handler }),
  );
  if (isRefusal(answer)) for (const one of [answer, ...(answer.also ?? [])]) produced.add(one.refused);
  return answer;
};
const refused = (answer: ReturnType<typeof end>): Refusal | null => (isRefusal(answer) ? answer : null);
const done = (answer: ReturnType<typeof end>) => {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
phases.rescinding = [done(end(delivering(160_000_000n), 'rescind', { owed: 100_000_000n })).state];

describe('a purchase ends early only in the way of its stage', () => {
  const table = Object.entries(endingMoments).flatMap(([type, moments]) =>
    Object.entries(moments).flatMap(([phase, code]) =>
      phases[phase as Phase].map((state) => ({ type, phase, code, state, stage: state.stages.open[0]?.stage ?? 'none' })),
    ),
  );
  it.each(table)('$type in $stage, $phase: $code', ({ type, phase, code, state }) => {
    expect(phaseOf(state)).toBe(phase);
    const answer = refused(end(state, type));
    expect(answer?.refused ?? null).toBe(code);
    expect(code === null || /第.+条/.test(answer?.rule?.citation ?? '')).toBe(true);
  });
  it.each([
    ['cancel', before, 'cancelled', 'tender'],
    ['cancel', stage(before, 'planning'), 'cancelled', 'planning'],
    ['terminateTender', open, 'cancelled', 'tender'],
    ['voidTender', stage(opened, 'evaluation'), 'cancelled', 'evaluation'],
    ['invalidateAward', stage(awarded(true), 'contract'), 'cancelled', 'contract'],
  ] as const)('%s ends the stage and names who ended the purchase', (type, state, outcome, name) => {
    const { state: after } = done(end(state, type));
    expect(after.stages).toMatchObject({ open: [], ended: { [name]: outcome } });
    expect([after.endedEarly?.by, after.ending.ended?.by]).toEqual([type, type]);
    // Nothing is waited for but the guarantees that the notice demanded: whoever gave one has to get it back.
    expect(deadlinesPurchase(after).map(({ id }) => id)).toEqual(type === 'cancel' ? [] : ['bond/take/1']);
  });
});

describe('grounds, compensations and what follows', () => {
  it.each<[string, PurchaseState, string, object, string]>([
    ['a tender terminated at will', open, 'terminateTender', { ground: 'we-changed-our-mind' }, 'ending.ground_not_legal'],
    ['a tender voided at will', opened, 'voidTender', { ground: 'wrong-winner' }, 'ending.ground_not_legal'],
    ['an award undone at will', stage(awarded(true), 'award'), 'invalidateAward', { ground: 'too-expensive' }, 'ending.ground_not_legal'],
    ['a contract rescinded at will', delivering(0n), 'rescind', { ground: 'no-money' }, 'ending.ground_not_legal'],
    ['a new tender for a cancelled task', opened, 'voidTender', { retender: true }, 'ending.task_cancelled'],
    [
      'a compensation of nothing',
      open,
      'terminateTender',
      { compensations: [{ to: supplier('a'), amount: 0n, reason: ref('r') }] },
      'ending.compensation_invalid',
    ],
    ['a settlement above the contract', delivering(0n), 'rescind', { owed: 380_000_001n }, 'ending.owed_out_of_range'],
    [
      'a rescission for a breach that nobody decided',
      delivering(0n),
      'rescind',
      { ground: 'supplier-breach' },
      'ending.breach_not_established',
    ],
    ['a rescission while an instalment is being paid', delivering(0n, {}, 'disbursement/1'), 'rescind', {}, 'ending.disbursement_open'],
  ])('%s is refused', (_title, state, type, data, code) => {
    expect(refused(end(state, type, data))?.refused).toBe(code);
  });
  it('a void tender whose task goes on has failed, and the purchaser chooses how to go on', () => {
    const { state } = done(end(stage(opened, 'evaluation'), 'voidTender', { ground: 'all-bids-above-budget', retender: true }));
    expect(state.stages.ended).toMatchObject({ evaluation: 'failed' });
    expect(state.endedEarly).toBeNull();
  });
  it('says when bonds and fees are to be given back, and tells the bidders only once they are known', () => {
    const [unopened, voided] = [done(end(closed, 'terminateTender')), done(end(opened, 'voidTender'))];
    expect(unopened.state.ending.ended?.refundsDue).toMatchObject({ rule: 'tender.cancel_refund', lastDay: '2025-05-13' });
    const suppliers = [unopened, voided].map(({ events }) => (events[0] as { data: { suppliers?: unknown } }).data.suppliers);
    expect(suppliers).toEqual([[], [supplier('a'), supplier('b'), supplier('c')]]);
  });
  it.each([
    ['cancel', before, 'cancellationNotice'],
    ['terminateTender', open, 'terminationNotice'],
    ['voidTender', opened, 'voidNotice'],
    ['invalidateAward', stage(awarded(true), 'contract'), 'awardInvalidNotice'],
    ['rescind', delivering(0n), 'rescissionNotice'],
  ] as const)('%s is published', (type, state, kind) => {
    const { events } = done(end(state, type));
    const after = fold(state, events.slice(0, 1), MAY);
    const event = recorded(events[0] as never, MAY, handler) as Recorded;
    expect(projectPurchase(event, after).filter(({ table }) => table === 'notice')).toMatchObject([{ values: { kind } }]);
    expect(effectsPurchase(event, after)).toMatchObject([{ kind: 'notice', key: `purchase/1:notice:${kind}:1` }]);
  });
});

describe('an invalid award', () => {
  const report = ['a', 'b', 'c'].map((name, i) => ({ ...winner, bid: `bid/${name}`, supplier: supplier(name), rank: i + 1 }));
  const ranked = (state: PurchaseState, left = 3): PurchaseState => ({
    ...state,
    evaluation: { ...state.evaluation, result: { reportAt: MAY, ranking: report.slice(0, left), rejected: [] } },
  });
  const unsigned = ranked(stage(awarded(true), 'contract'));
  const line = { line: 'budget/2025/x', memo: null, year: 2025, endsAt: on('12-31T23:59'), ended: false, carried: 0 };
  const held = { ...line, planned: 0n, reserved: 0n, committed: 380_000_000n, advanced: 0n, accepted: 0n, paid: 0n };
  const funded = (state: PurchaseState): PurchaseState => ({ ...state, funding: { ...state.funding, years: [held] } });
  const signedOn = funded(ranked(delivering(0n)));
  const on_ = (state: PurchaseState, afterwards: string, more: object = {}) =>
    end(state, 'invalidateAward', { ground: 'award-invalid', afterwards, ...more });

  it('before the contract leads to the next candidate, who is chosen as after a refusal', () => {
    const { state } = done(on_(unsigned, 'next'));
    expect(state.stages.ended).toMatchObject({ contract: 'next' });
    expect([state.endedEarly, state.ending.invalidAwards?.[0]]).toMatchObject([null, { bid: 'bid/a', afterwards: 'next', contract: null }]);
    const again = given(state, 'enterStage', { stage: 'award:2' }, contextIn(world, MAY, { actor: SYSTEM }));
    expect([again.award.course?.mode, again.award.course?.candidates.map(({ bid }) => bid)]).toEqual(['choosing', ['bid/b', 'bid/c']]);
  });
  it('is tendered again where no candidate is left, or where a decision on a complaint orders it', () => {
    const none = ranked(unsigned, 1);
    const answer = refused(on_(none, 'next'));
    expect([answer?.refused, answer?.rule?.id]).toEqual(['ending.no_candidate_left', 'award.invalid_effects']);
    expect(done(on_(none, 'retender')).state.stages.ended).toMatchObject({ contract: 'failed' });
    expect(refused(on_(unsigned, 'retender'))).toMatchObject({ refused: 'ending.candidate_left', meta: { left: 2 } });
    expect(done(on_(unsigned, 'retender', { ground: 'complaint-decision' })).state.stages.ended).toMatchObject({ contract: 'failed' });
  });
  it('with a contract that nothing was done under undoes it: its money waits for the next one', () => {
    const { state, events } = done(on_(signedOn, 'next'));
    expect(state.stages.ended).toMatchObject({ delivery: 'next' });
    expect([state.contract.signed, state.delivery.instalments]).toEqual([null, []]);
    expect(state.funding.years).toMatchObject([{ committed: 0n, reserved: 380_000_000n }]);
    expect(state.ending.invalidAwards).toMatchObject([{ contract: '1', afterwards: 'next' }]);
    expect(events.map(({ type }) => type)).toEqual(['AwardInvalidated', 'CommitmentsReleased', 'StageEnded']);
    expect(done(on_(ranked(signedOn, 1), 'retender')).state.stages.ended).toMatchObject({ delivery: 'failed' });
  });
  it('may end the purchase with its contract: all money goes back to its line', () => {
    const { state } = done(on_(signedOn, 'end'));
    expect(state.stages.ended).toMatchObject({ delivery: 'rescinded' });
    expect([state.endedEarly?.by, state.funding.years]).toEqual(['invalidateAward', []]);
  });
  it('of a contract that is being performed leaves it standing: who caused the damage answers for it', () => {
    const begun = ranked(delivering(160_000_000n));
    for (const afterwards of ['next', 'retender']) {
      const answer = refused(on_(begun, afterwards));
      expect([answer?.refused, answer?.rule?.id]).toEqual(['ending.contract_begun', 'award.invalid_effects']);
    }
    const compensations = [{ to: supplier('b'), amount: 1n, reason: ref('costs of bidding') }];
    const { state } = done(on_(begun, 'liability', { compensations }));
    expect([state.stages.open.length, state.contract.signed?.number]).toEqual([1, '1']);
    expect(state.ending.invalidAwards).toMatchObject([{ afterwards: 'liability', compensations }]);
    expect(refused(on_(unsigned, 'liability'))?.refused).toBe('ending.contract_not_begun');
  });
  it('is published once', () => {
    const { events } = done(on_(unsigned, 'next'));
    const after = fold(unsigned, events.slice(0, 1), MAY);
    const event = recorded(events[0] as never, MAY, handler) as Recorded;
    expect(projectPurchase(event, after).filter(({ table }) => table === 'notice')).toMatchObject([
      { values: { kind: 'awardInvalidNotice' } },
    ]);
    const all = done(on_(signedOn, 'end')).events.map((one) => recorded(one, MAY, handler) as Recorded);
    expect(all.flatMap((one) => effectsPurchase(one, signedOn)).filter(({ kind }) => kind === 'notice')).toHaveLength(1);
  });
});

describe('a rescission', () => {
  it('with nothing owed and nothing paid ends delivery at once', () => {
    const { state } = done(end(delivering(0n), 'rescind'));
    expect(state.stages.ended).toMatchObject({ delivery: 'rescinded' });
    expect(state.endedEarly?.by).toBe('rescind');
  });
  it('that leaves the supplier with what is owed ends at once as well', () => {
    expect(done(end(delivering(160_000_000n), 'rescind', { owed: 160_000_000n })).state.stages.ended).toMatchObject({
      delivery: 'rescinded',
    });
  });
  it('clears what was prepaid: what stays with the supplier stands as paid in the ledger', () => {
    const line = { line: 'budget/2025/x', memo: null, year: 2025, endsAt: on('12-31T23:59'), ended: false, carried: 0 };
    const held = { ...line, planned: 0n, reserved: 0n, committed: 220_000_000n, advanced: 160_000_000n, accepted: 0n, paid: 0n };
    const began = delivering(160_000_000n);
    const state: PurchaseState = { ...began, funding: { ...began.funding, years: [held] } };
    const after = done(end(state, 'rescind', { owed: 160_000_000n })).state;
    expect(after.stages.ended).toMatchObject({ delivery: 'rescinded' });
    expect(after.funding.years).toMatchObject([{ advanced: 0n, committed: 0n, paid: 160_000_000n }]);
  });
  it('demands back what was paid too much, and waits for it', () => {
    const { state } = done(end(delivering(160_000_000n), 'rescind', { owed: 100_000_000n }));
    expect(state.ending.rescission?.settlement).toEqual({ owed: 100_000_000n, paid: 160_000_000n, clawback: 60_000_000n, outstanding: 0n });
    expect(state.delivery.clawback?.amount).toBe(60_000_000n);
    expect(state.stages.open).toHaveLength(1);
    expect(give(state, 'completeRescission', {}, contextIn(world, MAY, { actor: SYSTEM }))).toMatchObject({ events: [] });
    const clawbacks = [{ disbursement: 'disbursement/2', demanded: 60_000_000n, received: 60_000_000n, writtenOff: 0n }];
    const back: PurchaseState = { ...state, funding: { ...state.funding, clawbacks } };
    expect(deadlinesPurchase(back).find(({ id }) => id === 'ending/settled')).toMatchObject({ command: { type: 'completeRescission' } });
    expect(given(back, 'completeRescission', {}, contextIn(world, MAY, { actor: SYSTEM })).stages.ended).toMatchObject({
      delivery: 'rescinded',
    });
  });
  it('lets the supplier ask at once for what is owed, in instalments whose trigger will never come', () => {
    const { state } = done(end(delivering(160_000_000n), 'rescind', { owed: 200_000_000n }));
    expect(state.delivery.instalments.map(({ amount, reduced, readyAt }) => [amount - reduced, readyAt])).toEqual([
      [160_000_000n, MAY],
      [40_000_000n, MAY],
    ]);
    const paid = {
      ...state.funding.instalments,
      2: { ...state.funding.instalments['2']!, paid: 40_000_000n, lastPaidAt: on('05-20T10:00') },
    };
    const all: PurchaseState = { ...state, funding: { ...state.funding, instalments: paid } };
    expect(deadlinesPurchase(all).find(({ id }) => id === 'ending/settled')?.at).toBe(on('05-20T10:00'));
  });
});

it('every refusal of an early end has a test that produces it', () => {
  expect(endingRefusals.map(({ code }) => code).filter((code) => !produced.has(code))).toEqual([]);
});
