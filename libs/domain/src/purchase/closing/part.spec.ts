import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, decode, isRefusal, plusMs, type DomainEvent, type Instant, type Recorded } from '../../kernel/index.js';
import { deadlinesPurchase, decidePurchase, evolvePurchase, legalPurchase, tasksPurchase } from '../purchase.js';
import { initialPurchase, type PurchaseState } from '../state.js';
import { contextIn, handler, person, recorded, ref, SYSTEM, type World } from '../tender/testing/a-tender.js';
import { isUnsettled } from './unsettled.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

interface Stored {
  readonly case_id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly effective_at: Instant;
  readonly at: Instant;
  readonly person: string | null;
}
/** The whole purchase as it was played once, up to its closing. */
const played = (): readonly Recorded[] =>
  (
    JSON.parse(readFileSync(new URL('../../../../../test/corpus/purchase-paid.json', import.meta.url), 'utf8')) as { events: Stored[] }
  ).events.map(({ case_id: caseId, type, schema, data, effective_at: effectiveAt, at, person: by }, n) => ({
    caseId,
    event: { type, schema, data: decode(data) },
    effectiveAt,
    at,
    by: { person: by, appointment: null, organisation: null },
    version: n + 1,
  }));
const whole = played();
const fold = (state: PurchaseState, events: readonly Recorded[]) => events.reduce(evolvePurchase, state);
const closed = fold(initialPurchase, whole);
const ENDED = whole.at(-1)?.at ?? (0 as Instant);
const [instalment = '', funds] = Object.entries(closed.funding.instalments).at(-1) ?? [];
const asked = { instalment, disbursement: 'disbursement/last' };

const give = (state: PurchaseState, at: Instant, type: string, data: object, actor = SYSTEM) => {
  // The pins name the packs of the day on which it was played: today's say the same of what is asked here.
  const now = { ...state, pins: {} };
  const context = contextIn(world, at, { actor, caseId: state.id });
  const answer = legalPurchase(now, type, context) ?? decidePurchase(now, { type, caseId: state.id, data }, context);
  return isRefusal(answer) ? answer : { events: answer.events, state: folded(state, answer.events, at) };
};
const folded = (state: PurchaseState, events: readonly DomainEvent[], at: Instant): PurchaseState =>
  fold(
    state,
    events.map((event) => recorded(event, at, SYSTEM, state.id)),
  );
const given = (state: PurchaseState, at: Instant, type: string, data: object, actor = SYSTEM): PurchaseState => {
  const answer = give(state, at, type, data, actor);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer.state;
};
const dues = (state: PurchaseState) => deadlinesPurchase(state).map(({ id }) => id);
const supplier = closed.contract.signed?.supplier ?? '';
const back = plusMs(ENDED, 86_400_000);
const returned = given(closed, back, 'instalmentReturned', { ...asked, amount: funds?.paid ?? 0n });

describe('a purchase that is closed', () => {
  it('was settled: nobody holds anybody’s money', () => {
    expect([closed.stages.closed, isUnsettled(closed), dues(closed)]).toEqual([true, false, []]);
  });
  it('is taken up again when its last payment comes back, and people may act in it', () => {
    expect(returned.stages).toMatchObject({ closed: false, open: [{ stage: 'closing', since: back }] });
    expect(returned.stages.ended).toMatchObject({ delivery: 'settled', performance: 'appraised' });
    expect(returned.stages.ended).not.toHaveProperty('closing');
    expect(isUnsettled(returned)).toBe(true);
    const finance = person(closed.parties.finance, 'finance-officer');
    const fund = (state: PurchaseState) => give(state, back, 'fundPlannedPart', { year: 2026, line: 'budget/2026/x' }, finance);
    expect(fund(closed)).toMatchObject({ refused: 'purchase.closed' });
    const answer = fund(returned);
    expect(isRefusal(answer) ? answer.refused : null).not.toBe('purchase.closed');
  });
  it('stays open while the disbursement that it came back to goes on, and closes by itself once it is paid again', () => {
    expect(dues(returned)).not.toContain('closing/settled');
    expect(give(returned, back, 'completeClosing', {})).toMatchObject({ events: [] });
    const later = plusMs(back, 3_600_000);
    const paid = given(returned, later, 'instalmentPaid', { ...asked, amount: funds?.paid ?? 0n, last: true });
    expect(deadlinesPurchase(paid)).toMatchObject([{ id: 'closing/settled', at: later }]);
    expect(given(paid, later, 'completeClosing', {}).stages).toMatchObject({ closed: true, open: [], ended: { closing: 'closed' } });
  });
  it('tells the payee when the disbursement was refused after all; both sides may give the rest up', () => {
    const refused = given(returned, back, 'instalmentReopened', asked);
    expect(tasksPurchase(refused)).toContainEqual(
      expect.objectContaining({ name: 'requestPayment', to: { organisation: supplier, role: 'supplier-agent' }, meta: { instalment } }),
    );
    const waive = (state: PurchaseState, organisation: string | null) =>
      given(state, back, 'waiveInstalment', { instalment, reason: ref('r') }, { ...handler, organisation });
    const waived = waive(waive(refused, closed.parties.purchaser), supplier);
    expect(isUnsettled(waived)).toBe(false);
    expect(dues(waived)).toEqual(['closing/settled']);
  });
  it('is entered and left at once where nothing is open, and waits where something is', () => {
    const before = fold(initialPurchase, whole.slice(0, -2));
    expect(given(before, ENDED, 'enterStage', { stage: 'closing' }).stages.closed).toBe(true);
    const open = given({ ...before, stages: { ...before.stages, open: [] } }, ENDED, 'instalmentReturned', { ...asked, amount: 1n });
    expect(given(open, ENDED, 'enterStage', { stage: 'closing' }).stages).toMatchObject({ closed: false, open: [{ stage: 'closing' }] });
  });
});
