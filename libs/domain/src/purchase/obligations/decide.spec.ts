import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plusMs, yuan, type Actor, type CaseFacts, type Refusal } from '../../kernel/index.js';
import { initialOrganisation, type OrganisationData } from '../../organisation/organisation.js';
import {
  accepted,
  agent,
  approver,
  assessed,
  type Course,
  delivering,
  paid,
  schedule,
  step,
  tried,
  until,
  withAvailable,
} from '../delivery/testing/a-delivery.js';
import { instalmentsOf } from '../delivery/instalments.js';
import { deadlinesPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import { contextIn, facts, give, handler, PURCHASE, recorded, ref, SYSTEM, type World } from '../tender/testing/a-tender.js';
import type { OpenedBid } from '../types.js';
import { obligationRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const codes = new Set<string>();
const noted = (said: unknown): Refusal | null => {
  if (!isRefusal(said)) return null;
  for (const one of [said, ...(said.also ?? [])]) codes.add(one.refused);
  return said;
};
const refusalOf = (now: Course, actor: Actor, type: string, data: unknown = {}): Refusal | null => noted(tried(now, actor, type, data));
const codeOf = (now: Course, actor: Actor, type: string, data: unknown = {}): string | null =>
  refusalOf(now, actor, type, data)?.refused ?? null;
const names = ({ state }: Course): readonly string[] =>
  tasksPurchase(state).map(({ name, to }) => `${name} ${'role' in to ? to.role : to.person}`);
const dueAt = ({ state }: Course, id: string) => deadlinesPurchase(state).find((one) => one.id === `obligations/${id}`)?.at ?? null;
const BOND = yuan('405600.00');

describe('the performance bond', () => {
  const begun = delivering(world, { contract: { bond: BOND } });
  const guarantee = { form: 'bank-guarantee' };
  const lodged = step(begun, agent, 'lodgePerformanceBond', guarantee);
  const done = (now: Course): Course => accepted(assessed(assessed(now, 'p2', 92), 'p3', 92));
  const returned = (now: Course): Course => step(now, handler, 'returnPerformanceBond');

  it('is demanded with the signature, in the pack’s days', () => {
    expect(begun.state.obligations.bond).toMatchObject({
      amount: BOND,
      lodging: { due: { rule: 'bond.performance.lodge', lastDay: '2025-05-15' } },
    });
    expect(names(begun)).toContain('lodgePerformanceBond supplier-agent');
    expect(delivering(world).state.obligations.bond).toBeNull();
  });
  it('is lodged without cash, once, and only where the contract demands it', () => {
    expect(refusalOf(begun, agent, 'lodgePerformanceBond', { form: 'cash' })).toMatchObject({
      refused: 'obligations.bond_form_unlawful',
      rule: { id: 'bond.performance_forms' },
    });
    expect(codeOf(lodged, agent, 'lodgePerformanceBond', guarantee)).toBe('obligations.bond_lodged');
    expect(codeOf(delivering(world), agent, 'lodgePerformanceBond', guarantee)).toBe('obligations.no_bond');
  });
  it('that is late is told to who stands above the handler, and still taken', () => {
    const late = until(begun, dueAt(begun, 'bond/lodge') ?? begun.at);
    expect(names(late).filter((one) => one.startsWith('lodge'))).toEqual([
      'lodgePerformanceBond supplier-agent',
      'lodgePerformanceBond purchaser-approver',
    ]);
    expect(step(late, agent, 'lodgePerformanceBond', guarantee).state.obligations.bond?.lodging).toMatchObject({ late: true });
  });
  it('is given back after the acceptance, in the pack’s days; late, finance is told', () => {
    expect(codeOf(begun, handler, 'returnPerformanceBond')).toBe('obligations.bond_not_lodged');
    expect(codeOf(lodged, handler, 'returnPerformanceBond')).toBe('obligations.bond_not_released');
    const free = done(lodged);
    expect(free.state.obligations.bond?.giving?.due.rule).toBe('bond.performance.return');
    expect(names(free)).toContain('returnPerformanceBond purchaser-handler');
    const late = until(free, dueAt(free, 'bond/return') ?? free.at);
    expect(names(late)).toContain('returnPerformanceBond finance-officer');
    expect(returned(late).state.obligations.bond?.giving).toMatchObject({ late: true });
    expect(codeOf(returned(free), handler, 'returnPerformanceBond')).toBe('obligations.bond_returned');
  });
  it('keeps the delivery open until it is given back', () => {
    const free = done(lodged);
    const ready = until(free, plusMs(free.at, 300 * 86_400_000));
    const settled = instalmentsOf(ready.state).reduce((now, { id, payable }) => paid(now, id, payable), ready);
    expect(instalmentsOf(settled.state).map((one) => one.settled)).toEqual(['paid', 'paid', 'paid']);
    expect(settled.state.stages.ended['delivery']).toBeUndefined();
    const last = returned(settled);
    expect(until(last, last.at).state.stages.ended['delivery']).toBe('settled');
  });
  it('is kept in part for a breach that was upheld alone, with the reason', () => {
    const keep = (withheld: string, reason = true) => ({ withheld: yuan(withheld), ...(reason ? { reason: ref('why') } : {}) });
    const free = done(lodged);
    expect(refusalOf(free, handler, 'returnPerformanceBond', keep('1.00'))?.refused).toBe('obligations.withheld_without_breach');
    expect(codeOf(free, handler, 'returnPerformanceBond', keep('405600.01'))).toBe('obligations.withheld_out_of_range');
    const { delivery } = free.state;
    const decision = { upheld: true } as never;
    const upheld = { ...free, state: { ...free.state, delivery: { ...delivery, breaches: [{ id: 'b', notice: {}, decision }] as never } } };
    expect(codeOf(upheld, handler, 'returnPerformanceBond', keep('1.00', false))).toBe('obligations.reason_missing');
    expect(tried(upheld, handler, 'returnPerformanceBond', keep('1.00'))).toMatchObject({
      events: [{ data: { amount: BOND - 100n, withheld: 100n } }],
    });
  });
  it('lodged only after the acceptance goes back at once', () => {
    const late = step(done(begun), agent, 'lodgePerformanceBond', guarantee);
    expect(late.state.obligations.bond?.giving).not.toBeNull();
  });
});

describe('a signed supplement', () => {
  const offer = { amount: yuan('100000.00'), sameObject: true, otherTermsUnchanged: true, text: ref('more') };
  const own = { supplement: 'supplement-1' };
  const offered = step(delivering(world), approver, 'supplement', offer);
  const signed = step(withAvailable(offered, yuan('100000.00')), agent, 'signSupplement', own);
  it('is published and filed within the days of the contract, from its own signature', () => {
    expect(names(signed).filter((one) => one.includes('Supplement'))).toEqual([
      'publishSupplement purchaser-handler',
      'fileSupplement purchaser-handler',
    ]);
    const [duties] = signed.state.obligations.supplements;
    expect([duties?.publication.due.rule, duties?.filing.due.rule]).toEqual(['contract.publish', 'contract.file']);
    const answer = tried(signed, handler, 'publishSupplement', own);
    if (isRefusal(answer)) throw new Error(answer.refused);
    const rows = projectPurchase(recorded(answer.events[0] as never, signed.at, handler), answer.state);
    expect(rows.find(({ table }) => table === 'notice')?.values).toMatchObject({ kind: 'supplementNotice' });
    const filed = step({ ...signed, state: answer.state }, handler, 'fileSupplement', { ...own, receipt: '1号' });
    expect(names(filed).filter((one) => one.includes('Supplement'))).toEqual([]);
    expect(filed.state.obligations.supplements[0]).toMatchObject({ publication: { late: false }, filing: { late: false, receipt: '1号' } });
  });
  it('late, is told to finance and still done', () => {
    const late = until(signed, plusMs(signed.at, 30 * 86_400_000));
    expect(names(late).filter((one) => one.endsWith('finance-officer'))).toEqual(
      expect.arrayContaining(['publishSupplement finance-officer', 'fileSupplement finance-officer']),
    );
    const done = step(step(late, handler, 'publishSupplement', own), handler, 'fileSupplement', { ...own, receipt: '1号' });
    expect(done.state.obligations.supplements[0]).toMatchObject({ publication: { late: true }, filing: { late: true } });
  });
  it('is published once and filed once, and no other', () => {
    expect(codeOf(offered, handler, 'publishSupplement', own)).toBe('obligations.nothing_to_publish');
    expect(codeOf(offered, handler, 'fileSupplement', { ...own, receipt: '1' })).toBe('obligations.nothing_to_file');
    expect(codeOf(signed, handler, 'publishSupplement', { supplement: 'x' })).toBe('obligations.supplement_unknown');
  });
});

describe('a subcontract', () => {
  const house = (id: string, enterprise: OrganisationData['enterprise']): CaseFacts =>
    facts(id, {
      ...initialOrganisation,
      data: { type: 'supplier', name: id, enterprise, creditCode: id, parent: null, finance: null, pack: null },
    });
  const cases = new Map([house('organisation/small', 'small'), house('organisation/large', 'large')].map((one) => [one.id, one]));
  const bid = (share: OpenedBid['share']): Course => {
    const now = delivering(world);
    const opening = { at: now.at, root: 'r', bids: [{ bid: 'bid/a', supplier: 'organisation/a', share } as OpenedBid] };
    const current = { round: 1, noticeAt: now.at, deadlineAt: now.at, opening };
    return { ...now, state: { ...now.state, tender: { ...now.state.tender, current } } };
  };
  const declared = bid({ with: 'subcontract', smallMicroSharePercent: '40' });
  const ask = (more: object = {}) => ({
    subcontractor: 'organisation/small',
    percent: '30',
    whole: false,
    main: false,
    scope: ref('s'),
    ...more,
  });
  const asked = (now: Course, more: object = {}) =>
    give(now.state, 'proposeSubcontract', ask(more), contextIn(now.world, now.at, { actor: agent, cases, caseId: PURCHASE }));
  const proposed = (now: Course, more: object = {}): Course => {
    const answer = asked(now, more);
    if (isRefusal(answer)) throw new Error(answer.refused);
    return { ...now, state: answer.state };
  };
  it.each<[string, Course, object, string, string]>([
    ['of the whole contract is a transfer', declared, { whole: true }, 'obligations.transfer_forbidden', 'gps.no_transfer'],
    ['of the main part is a transfer', declared, { main: true }, 'obligations.transfer_forbidden', 'gps.no_transfer'],
    ['of 100 % is a transfer', declared, { percent: '100' }, 'obligations.transfer_forbidden', 'gps.no_transfer'],
    ['that the bid did not name is refused', bid(null), {}, 'obligations.subcontract_not_declared', 'contract.subcontract'],
    [
      'by a bidder that named a consortium is refused',
      bid({ with: 'consortium', smallMicroSharePercent: '40' }),
      {},
      'obligations.subcontract_not_declared',
      'contract.subcontract',
    ],
    [
      'above the share of the bid is refused',
      declared,
      { percent: '40.01' },
      'obligations.subcontract_above_declared',
      'contract.subcontract',
    ],
    [
      'with a large enterprise is not what the bid promised',
      declared,
      { subcontractor: 'organisation/large' },
      'obligations.subcontractor_not_small',
      'sme.deduct.kinds',
    ],
  ])('%s', (_title, now, more, code, rule) => {
    expect(noted(asked(now, more))).toMatchObject({ refused: code, rule: { id: rule } });
  });
  it('with nobody known, or of nothing, is refused', () => {
    expect(noted(asked(declared, { subcontractor: 'organisation/a' }))?.refused).toBe('obligations.subcontractor_unknown');
    expect(noted(asked(declared, { percent: '0' }))?.refused).toBe('obligations.percent_malformed');
  });
  it('takes the purchaser’s consent, in the pack’s days', () => {
    const open = proposed(declared);
    expect(names(open)).toContain('decideSubcontract purchaser-approver');
    const late = until(open, dueAt(open, 'subcontract-1') ?? open.at);
    expect(late.state.obligations.subcontracts[0]).toMatchObject({
      late: true,
      consent: null,
      due: { rule: 'contract.subcontract.consent' },
    });
    const yes = { subcontract: 'subcontract-1', consent: true, reason: ref('fine') };
    const agreed = step(late, approver, 'decideSubcontract', yes);
    expect(agreed.state.obligations.subcontracts[0]).toMatchObject({ consent: true });
    expect(codeOf(agreed, approver, 'decideSubcontract', yes)).toBe('obligations.no_subcontract');
    expect(codeOf(open, approver, 'decideSubcontract', { ...yes, subcontract: 'x' })).toBe('obligations.subcontract_unknown');
    expect(noted(asked(agreed, { percent: '10.01' }))?.refused).toBe('obligations.subcontract_above_declared');
    const refused = step(open, approver, 'decideSubcontract', { ...yes, consent: false });
    expect(proposed(refused, { percent: '40' }).state.obligations.subcontracts).toHaveLength(2);
  });
});

describe('a milestone', () => {
  const [first, second, last] = schedule;
  const terms = [first!, { ...second!, trigger: 'milestone' as const, milestone: 'm1', conditions: ['invoice' as const] }, last!];
  const begun = delivering(world, {
    contract: { schedule: terms as never },
    plan: { milestones: [{ id: 'm1', name: '中期', dueOn: '2025-07-31' as never }] },
  });
  const reported = step(begun, agent, 'reportMilestone', { milestone: 'm1', report: ref('r') });
  it('is reported by its day, and confirmed in the pack’s days', () => {
    expect(names(begun)).toContain('reportMilestone supplier-agent');
    const task = tasksPurchase(reported.state).find(({ name }) => name === 'confirmMilestone');
    expect(task).toMatchObject({ rule: 'milestone.confirm', dueAt: dueAt(reported, 'milestone/m1') });
    const again = step(reported, agent, 'reportMilestone', { milestone: 'm1', report: ref('r2') });
    expect(dueAt(again, 'milestone/m1')).toBe(dueAt(reported, 'milestone/m1'));
  });
  it('confirmed late is told, and does not move the day on which the payee is owed', () => {
    const due = dueAt(reported, 'milestone/m1') ?? reported.at;
    const late = until(reported, plusMs(due, 20 * 86_400_000));
    expect(names(late)).toContain('confirmMilestone purchaser-approver');
    const owed = (now: Course) => step(now, handler, 'confirmMilestone', { milestone: 'm1' }).state.delivery.instalments[1]?.owedSince ?? 0;
    const lastMoment = until(reported, plusMs(due, -1));
    expect(owed(late)).toBe(owed(lastMoment));
    expect(owed(late)).toBeGreaterThan(0);
  });
});

it('of a rescinded contract nothing new is asked, and what was lodged goes back', () => {
  const lodged = step(delivering(world, { contract: { bond: BOND } }), agent, 'lodgePerformanceBond', { form: 'cheque' });
  const rescinded: Course = { ...lodged, state: { ...lodged.state, ending: { ...lodged.state.ending, rescission: {} as never } } };
  expect(codeOf(rescinded, agent, 'proposeSubcontract', {})).toBe('obligations.rescinded');
  expect(names(rescinded)).toContain('returnPerformanceBond purchaser-handler');
  expect(codeOf(rescinded, handler, 'returnPerformanceBond')).toBeNull();
  expect(
    codeOf(
      { ...rescinded, state: { ...rescinded.state, obligations: delivering(world, { contract: { bond: BOND } }).state.obligations } },
      agent,
      'lodgePerformanceBond',
      { form: 'cheque' },
    ),
  ).toBe('obligations.rescinded');
});
it('a due that comes when all is done changes nothing', () => {
  const now = delivering(world);
  for (const [type, data] of [
    ['performanceBondOverdue', { side: 'supplier' }],
    ['supplementPublicationOverdue', { supplement: 'x' }],
    ['supplementFilingOverdue', { supplement: 'x' }],
    ['subcontractOverdue', { subcontract: 'x' }],
    ['milestoneOverdue', { milestone: 'x' }],
  ] as const)
    expect(tried(now, SYSTEM, type, data)).toMatchObject({ events: [] });
});
it('every refusal of an obligation has a test that produces it', () => {
  expect(obligationRefusals.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
});
