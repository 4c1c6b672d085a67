import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, yuan } from '../../kernel/index.js';
import { fundsHeld } from '../funding/part.js';
import { postingsPurchase, tasksPurchase } from '../purchase.js';
import { recorded, ref, type World } from '../tender/testing/a-tender.js';
import { contractTotal, instalmentsOf } from './instalments.js';
import { agent, approver, assessed, delivering, LINE, step, tried, withAvailable } from './testing/a-delivery.js';
import { codeOf, refusalOf } from './testing/refused.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

describe('a supplement', () => {
  const offer = (amount: string, more: object = {}) => ({
    amount: yuan(amount),
    sameObject: true,
    otherTermsUnchanged: true,
    text: ref('more of it'),
    ...more,
  });
  const small = delivering(world, { contract: { amount: yuan('1365000.00') } });
  const earlier = step(small, approver, 'supplement', offer('81900.00'));
  it('of exactly 10 per cent together with earlier ones is taken, a fen more is refused', () => {
    const whole = tried(earlier, approver, 'supplement', offer('54600.00'));
    expect(whole).toMatchObject({ events: [{ data: { cumulative: yuan('136500.00'), cap: yuan('136500.00') } }] });
    const over = refusalOf(earlier, approver, 'supplement', offer('54600.01'));
    expect([over?.refused, over?.rule?.id, over?.meta]).toEqual([
      'delivery.supplement_over_cap',
      'contract.supplement_max',
      { cumulative: '136500.01', cap: '136500.00', over: '0.01' },
    ]);
  });
  it('of another object, on other terms, or of nothing is refused whatever its amount', () => {
    expect(codeOf(small, approver, 'supplement', offer('1.00', { sameObject: false }))).toBe('delivery.supplement_of_another_object');
    expect(codeOf(small, approver, 'supplement', offer('1.00', { otherTermsUnchanged: false }))).toBe('delivery.supplement_changes_terms');
    expect(codeOf(small, approver, 'supplement', offer('0.00'))).toBe('delivery.supplement_not_positive');
  });
  const sign = { supplement: 'supplement-1' };
  it('is signed by the supplier, once', () => {
    expect(codeOf(small, agent, 'signSupplement', sign)).toBe('delivery.supplement_signed');
    expect(codeOf(earlier, agent, 'signSupplement', { supplement: 'supplement-9' })).toBe('delivery.supplement_unknown');
    const signed = step(withAvailable(earlier, yuan('81900.00')), agent, 'signSupplement', sign);
    expect(signed.state.delivery.supplements[0]?.signedAt).not.toBeNull();
    const next = step(signed, approver, 'supplement', offer('1.00'));
    expect(codeOf(next, agent, 'signSupplement', sign)).toBe('delivery.supplement_signed');
  });
  it('taken back by the purchaser or declined by the supplier counts no more, and cannot be signed', () => {
    const drop = { ...sign, reason: ref('not needed') };
    for (const [who, side] of [
      [approver, 'purchaser'],
      [agent, 'supplier'],
    ] as const) {
      expect(tried(earlier, who, 'withdrawSupplement', drop)).toMatchObject({ events: [{ data: { id: 'supplement-1', side } }] });
      const gone = step(earlier, who, 'withdrawSupplement', drop);
      expect(tasksPurchase(gone.state).filter(({ name }) => name === 'signSupplement')).toEqual([]);
      expect(codeOf(gone, agent, 'signSupplement', sign)).toBe('delivery.supplement_signed');
      const anew = step(gone, approver, 'supplement', offer('136500.00'));
      expect(codeOf(anew, agent, 'signSupplement', sign)).toBe('delivery.supplement_withdrawn');
      expect(codeOf(anew, approver, 'withdrawSupplement', drop)).toBe('delivery.supplement_withdrawn');
      expect(codeOf(anew, approver, 'withdrawSupplement', { ...drop, supplement: 'supplement-9' })).toBe('delivery.supplement_unknown');
    }
    const signed = step(withAvailable(earlier, yuan('81900.00')), agent, 'signSupplement', sign);
    const next = step(signed, approver, 'supplement', offer('1.00'));
    expect(codeOf(next, approver, 'withdrawSupplement', drop)).toBe('delivery.supplement_signed');
  });
  it('is not signed when its budget line is a fen short', () => {
    const short = refusalOf(withAvailable(earlier, yuan('81899.99')), agent, 'signSupplement', sign);
    expect([short?.refused, short?.rule?.id, short?.meta]).toEqual([
      'funding.year_short',
      'pay.no_budget',
      { year: 2025, missing: '0.01' },
    ]);
  });
  it('signed, is committed in the same decision and paid with the last instalment', () => {
    const before = fundsHeld(earlier.state).committed;
    const answer = tried(withAvailable(earlier, yuan('81900.00')), agent, 'signSupplement', sign);
    if (!('events' in answer)) throw new Error('refused');
    const posted = answer.events.flatMap((event) => postingsPurchase(recorded(event, earlier.at, agent), answer.state));
    expect(posted).toMatchObject([{ from: `${LINE}#available`, to: `${LINE}#committed`, amount: yuan('81900.00') }]);
    expect(fundsHeld(answer.state).committed - before).toBe(yuan('81900.00'));
    const last = instalmentsOf(answer.state).at(-1);
    expect(last?.payable).toBe((earlier.state.delivery.instalments.at(-1)?.amount ?? 0n) + yuan('81900.00'));
    expect(answer.state.funding.instalments['p3']?.amount).toBe(last?.payable);
    expect(contractTotal(answer.state)).toBe(yuan('1446900.00'));
  });
  it('moves the pay of an assessment on the whole contract, supplement and all', () => {
    const signed = step(withAvailable(earlier, yuan('81900.00')), agent, 'signSupplement', sign);
    const tail = signed.state.delivery.instalments.at(-1)?.amount ?? 0n;
    expect(assessed(signed, 'p3', 70).state.delivery.instalments.at(-1)?.reduced).toBe(tail - (tail * 80n + 50n) / 100n);
  });
});
