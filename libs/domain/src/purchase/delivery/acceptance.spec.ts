import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, toIso, yuan } from '../../kernel/index.js';
import type { PayFormula } from '../types.js';
import { deadlinesPurchase, purchaseCommands, tasksPurchase } from '../purchase.js';
import { handler, on, ref, type World } from '../tender/testing/a-tender.js';
import { fundsHeld } from '../funding/part.js';
import { clawbackOpen, instalmentsOf } from './instalments.js';
import {
  accepted,
  acted,
  agent,
  approver,
  assessed,
  delivering,
  leader,
  member,
  members,
  paid,
  step,
  tried,
  until,
} from './testing/a-delivery.js';
import { codeOf, refusalOf } from './testing/refused.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const begun = delivering(world);
const tasks = (now: typeof begun) => tasksPurchase(now.state).map(({ name }) => name);
const asked = step(begun, agent, 'requestAcceptance', {});
const opened = step(asked, handler, 'openAcceptance', { members });

describe('an acceptance', () => {
  it('is asked for by the supplier, or due because the term has ended', () => {
    expect(codeOf(begun, handler, 'openAcceptance', { members })).toBe('delivery.acceptance_not_requested');
    expect(codeOf(asked, agent, 'requestAcceptance', {})).toBe('delivery.acceptance_requested');
    const ended = until(begun, on('11-02T09:00'));
    expect(ended.state.delivery.acceptanceRequest).toMatchObject({ by: 'term-end', due: { rule: 'accept.due', lastDay: '2025-11-14' } });
  });
  it('needs three people who neither drafted nor signed', () => {
    const two = refusalOf(asked, handler, 'openAcceptance', { members: members.slice(1) });
    expect([two?.refused, two?.rule?.id]).toEqual(['delivery.acceptance_members_too_few', 'accept.members_min']);
    expect(codeOf(asked, handler, 'openAcceptance', { members: [...members, 'signer'] })).toBe(
      'delivery.acceptance_member_signed_contract',
    );
    expect(codeOf(asked, handler, 'openAcceptance', { members: [...members, 'stranger'] })).toBe('delivery.acceptance_member_unknown');
    expect(codeOf(opened, handler, 'openAcceptance', { members })).toBe('delivery.acceptance_open');
  });
  it('goes through every technical item, indicator and milestone', () => {
    expect(opened.state.delivery.acceptances[0]?.items.map(({ id }) => id)).toEqual(['item:t1', 'indicator:k1', 'indicator:k2']);
    expect(codeOf(opened, member(1), 'checkAcceptanceItems', { items: [{ id: 'item:x', passed: true }] })).toBe(
      'delivery.acceptance_item_unknown',
    );
    expect(refusalOf(opened, member(1), 'signAct')).toMatchObject({ refused: 'delivery.items_unchecked', rule: { id: 'accept.content' } });
  });
  it('hears three recipients, masked, where the service is for the public', () => {
    const items = ['item:t1', 'indicator:k1', 'indicator:k2'].map((id) => ({ id, passed: true }));
    const checked = step(opened, member(1), 'checkAcceptanceItems', { items });
    expect(refusalOf(checked, member(1), 'signAct')).toMatchObject({ refused: 'delivery.opinions_too_few', meta: { count: 0, needed: 3 } });
    expect(codeOf(checked, member(1), 'recordOpinion', { satisfied: true, opinion: ref('phone') })).toBe('delivery.not_masked');
    expect(codeOf(checked, member(1), 'recordOpinion', { satisfied: true, opinion: ref('masked') })).toBeNull();
  });
  it('is signed by each member once, and by nobody else', () => {
    const signing = { ...acted(asked), state: acted(asked).state };
    expect(signing.state.delivery.acceptance).toMatchObject({ passed: true, publishedAt: null });
    expect(codeOf(signing, member(1), 'signAct')).toBe('delivery.act_already_signed');
    expect(codeOf(opened, handler, 'signAct')).toBe('delivery.not_an_acceptance_member');
    expect(codeOf(begun, member(1), 'signAct')).toBe('delivery.no_acceptance_open');
    expect(codeOf(signing, member(1), 'recordOpinion', { satisfied: true, opinion: ref('masked') })).toBe('delivery.signature_begun');
    expect(codeOf(opened, handler, 'publishAcceptance')).toBe('delivery.act_not_concluded');
    expect(codeOf(begun, handler, 'publishAcceptance')).toBe('delivery.no_acceptance_open');
  });
  it('published makes what was prepaid final and what is owed accepted', () => {
    const prepaid = paid(until(begun, on('05-30T09:00')), 'p1', yuan('1622400.00'));
    expect(fundsHeld(prepaid.state)).toMatchObject({ advanced: yuan('1622400.00'), committed: yuan('2433600.00') });
    const done = accepted(prepaid);
    expect(fundsHeld(done.state)).toMatchObject({ advanced: 0n, committed: 0n, accepted: yuan('2433600.00'), paid: yuan('1622400.00') });
    expect(codeOf(done, handler, 'publishAcceptance')).toBe('delivery.acceptance_published');
    expect(codeOf(done, agent, 'requestAcceptance')).toBe('delivery.accepted');
    expect(codeOf(done, handler, 'openAcceptance', { members })).toBe('delivery.accepted');
    expect(codeOf(done, approver, 'supplement', {})).toBe('delivery.accepted');
  });
});

describe('a failed acceptance', () => {
  const failed = step(acted(asked, false), handler, 'publishAcceptance');
  const order = (until: string) => ({ until: plainDate(until), demand: ref('set it right') });
  it('does not pay the last instalment, and is set right by a date that the pack bounds', () => {
    expect(failed.state.delivery.acceptance).toMatchObject({ passed: false });
    expect(failed.state.delivery.instalments[2]?.triggerAt).toBeNull();
    expect(codeOf(failed, agent, 'requestAcceptance')).toBe('delivery.rectification_missing');
    expect(codeOf(failed, handler, 'orderRectification', order('2025-05-14'))).toBe('delivery.rectification_out_of_range');
    expect(codeOf(begun, handler, 'orderRectification', order('2025-05-10'))).toBe('delivery.nothing_to_rectify');
    const ordered = step(failed, handler, 'orderRectification', order('2025-05-13'));
    expect(tasks(ordered)).toContain('requestAcceptance');
    expect(accepted(ordered).state.delivery.acceptance).toMatchObject({ passed: true });
  });
  it('that the supplier lets lie after its rectification is due for the purchaser when that time is over', () => {
    const ordered = step(failed, handler, 'orderRectification', order('2025-05-13'));
    expect(codeOf(ordered, handler, 'openAcceptance', { members })).toBe('delivery.acceptance_not_requested');
    const over = until(ordered, on('05-14T09:00'));
    expect(over.state.delivery.acceptanceRequest).toMatchObject({ by: 'term-end', due: { rule: 'accept.due', lastDay: '2025-05-27' } });
    expect(codeOf(over, handler, 'openAcceptance', { members })).toBeNull();
  });
  const again = step(
    acted(step(step(failed, handler, 'orderRectification', order('2025-05-13')), agent, 'requestAcceptance', {}), false),
    handler,
    'publishAcceptance',
  );
  it('twice leaves rescission', () => {
    expect(tasks(again)).toContain('rescind');
    expect(tasks(again)).not.toContain('orderRectification');
    expect(codeOf(again, handler, 'orderRectification', order('2025-05-13'))).toBe('delivery.acceptance_rounds_over');
    expect(codeOf(again, agent, 'requestAcceptance')).toBe('delivery.acceptance_rounds_over');
  });
});

describe('a rescinded contract', () => {
  const failed = step(acted(asked, false), handler, 'publishAcceptance');
  const breach = step(
    step(step(failed, handler, 'orderRectification', { until: plainDate('2025-05-13'), demand: ref('d') }), agent, 'requestAcceptance', {}),
    handler,
    'reportBreach',
    { incident: { kind: 'vacancy', post: 'post-1', from: plainDate('2025-04-01'), to: plainDate('2025-04-20') }, account: ref('a') },
  );
  const ended = { reason: ref('why'), ground: 'agreement', owed: yuan('100000.00') };
  const rescinded = step(breach, leader, 'rescind', ended);
  it('is settled, and nothing else of its delivery goes on', () => {
    expect(codeOf(breach, handler, 'noticeBreach', { breach: 'breach-1', text: ref('t') })).toBeNull();
    const refused = refusalOf(rescinded, handler, 'noticeBreach', { breach: 'breach-1', text: ref('t') });
    expect([refused?.refused, refused?.rule?.id]).toEqual(['delivery.rescinded', 'contract.rescission_grounds']);
    expect(
      ['openAcceptance', 'publishAcceptance', 'openAssessment', 'supplement'].map((type) => codeOf(rescinded, handler, type, {})),
    ).toEqual(Array.from({ length: 4 }, () => 'delivery.rescinded'));
    expect(codeOf(rescinded, handler, 'publishContract')).toBeNull();
  });
  it('waits for its money and its publicity alone', () => {
    const waits = deadlinesPurchase(rescinded.state).map(({ id }) => id);
    expect(waits.filter((id) => id.startsWith('delivery/'))).toEqual(['delivery/publish', 'delivery/p1/reminder', 'delivery/file']);
    expect([...new Set(tasks(rescinded))].toSorted()).toEqual(['fileContract', 'publishContract', 'requestPayment']);
  });
});

describe('a late acceptance', () => {
  it('shows with finance and does not move the payee’s date', () => {
    const late = until(asked, on('07-01T09:00'));
    expect(late.state.delivery.acceptanceRequest).toMatchObject({ late: true, due: { lastDay: '2025-05-15' } });
    const tail = accepted(late).state.delivery.instalments[2];
    expect(toIso(tail?.owedSince as never)).toBe('2025-06-16T00:00:00.000+08:00');
    expect(tail?.triggeredAt).not.toBeNull();
    expect(toIso(accepted(asked).state.delivery.instalments[2]?.triggerAt as never)).toBe('2025-05-29T00:00:00.000+08:00');
  });
  it('and a publication that is forgotten is an alarm once', () => {
    expect(until(acted(asked), on('06-01T09:00')).state.delivery.acceptances[0]).toMatchObject({ late: true, publishedAt: null });
  });
});

const through = (course: typeof begun, percents: readonly [number, number]) => {
  const first = paid(until(course, on('05-30T09:00')), 'p1', yuan('1622400.00'));
  const second = until(assessed(first, 'p2', percents[0]), on('10-30T09:00'));
  const payable = instalmentsOf(second.state)[1]?.payable ?? 0n;
  const afterSecond = payable > 0n ? paid(second, 'p2', payable) : second;
  return until(accepted(assessed(afterSecond, 'p3', percents[1])), on('12-15T09:00'));
};

describe('the end of delivery', () => {
  it('comes by itself once acceptance is published and every instalment is paid', () => {
    const ready = through(begun, [91, 91]);
    expect(ready.state.stages.ended['delivery']).toBeUndefined();
    expect(instalmentsOf(ready.state).map(({ payable }) => payable)).toEqual([0n, 0n, yuan('1329556.80')]);
    const done = paid(ready, 'p3', yuan('1329556.80'));
    expect(deadlinesPurchase(done.state)[0]).toMatchObject({ id: 'delivery/settled', suspendable: false });
    expect(until(done, done.at).state.stages.ended['delivery']).toBe('settled');
  });
  it('comes with a tail cut by the contract’s formula, the rest of the money given back to the line', () => {
    const ready = through(begun, [91, 70]);
    expect(instalmentsOf(ready.state)[2]?.payable).toBe(yuan('1063645.44'));
    expect(fundsHeld(ready.state).accepted).toBe(yuan('1063645.44'));
    expect(until(paid(ready, 'p3', yuan('1063645.44')), on('12-16T09:00')).state.stages.ended['delivery']).toBe('settled');
  });
  it('waits for money that has to be given back: a negative tail is a demand, never a payment', () => {
    const formula: PayFormula = {
      kind: 'deduction-per-point',
      of: 'contract',
      below: '90',
      perPointPercent: '2',
      points: 'exact',
      capPercent: null,
    };
    const ready = through(delivering(world, { contract: { formula } }), [91, 50]);
    // 40 points at 2 % of the contract: 3,244,800.00, of which the tail bears 1,329,556.80.
    expect(instalmentsOf(ready.state)[2]).toMatchObject({ payable: 0n });
    expect(clawbackOpen(ready.state)).toBe(yuan('1915243.20'));
    expect(tasks(ready)).toContain('demandClawback');
    expect(codeOf(begun, approver, 'demandClawback')).toBe('delivery.nothing_to_claw_back');
    const demand = tried(ready, approver, 'demandClawback', {});
    expect(isRefusal(demand)).toBe(false);
    expect(deadlinesPurchase(ready.state).map(({ id }) => id)).not.toContain('delivery/settled');
    const told = step(ready, handler, 'clawbackDemanded', { disbursement: 'disbursement/back', amount: yuan('1915243.20') });
    const half = step(told, handler, 'clawbackReceived', { disbursement: 'disbursement/back', amount: yuan('1000000.00') });
    expect(until(half, on('12-20T09:00')).state.stages.ended['delivery']).toBeUndefined();
    const rest = step(half, handler, 'clawbackReceived', { disbursement: 'disbursement/back', amount: yuan('915243.20') });
    expect(instalmentsOf(rest.state)[2]?.settled).toBe('clawed-back');
    expect(until(rest, on('12-20T09:00')).state.stages.ended['delivery']).toBe('settled');
  });
  it('comes when the tail is given up by both', () => {
    const ready = through(begun, [91, 91]);
    const waive = { instalment: 'p3', reason: ref('agreed') };
    const both = step(step(ready, agent, 'waiveInstalment', waive), leader, 'waiveInstalment', waive);
    expect(until(both, on('12-20T09:00')).state.stages.ended['delivery']).toBe('settled');
    expect(fundsHeld(both.state).accepted).toBe(0n);
  });
});

describe('outside its stage', () => {
  const elsewhere = {
    ...begun,
    state: { ...begun.state, stages: { ...begun.state.stages, open: [{ stage: 'performance', since: begun.at }] } },
  };
  const between = { ...begun, state: { ...begun.state, stages: { ...begun.state.stages, open: [] } } };
  const own = Object.entries(purchaseCommands).filter(
    ([, { by, stages }]) => by === 'person' && stages !== 'any' && stages.join() === 'delivery',
  );
  it.each(own.map(([type]) => type))('%s is refused', (type) => {
    expect(codeOf(elsewhere, handler, type)).toBe('purchase.wrong_stage');
    expect(codeOf(between, handler, type)).toBe('purchase.between_stages');
  });
});
