import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accessPurchase, seePurchase } from '@goufu/access';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal } from '../../kernel/index.js';
import { tasksPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import {
  announced,
  aPurchase,
  BUREAU,
  contextIn,
  FINANCE,
  give,
  given,
  handler,
  on,
  person,
  ref,
  type World,
} from '../tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const AT = on('03-06T15:00');
const officer = person(FINANCE, 'finance-officer');
const as = (actor = handler, at = AT) => contextIn(world, at, { actor });
const todo = (state: PurchaseState) =>
  tasksPurchase(state).flatMap(({ key, name, to }) => (key.startsWith('objection/') ? [[name, to]] : []));

describe('an objection of finance to a filed plan', () => {
  const filed: PurchaseState = {
    ...aPurchase(world),
    planning: { ...aPurchase(world).planning, filing: { at: AT } as PurchaseState['planning']['filing'] },
  };
  const objected = given(filed, 'objectToPlan', { reason: ref('too dear') }, as(officer));
  const answered = given(objected, 'answerPlanObjection', { answer: ref('it is not') }, as());
  it('is the purchaser’s to answer', () => {
    expect(todo(filed)).toEqual([]);
    expect(todo(objected)).toEqual([['answerPlanObjection', { organisation: BUREAU, role: 'purchaser-handler' }]]);
  });
  it('once answered is finance’s again, which says whether it stands', () => {
    expect(todo(answered)).toEqual([['withdrawObjection', { organisation: FINANCE, role: 'finance-officer' }]]);
    expect(todo(given(answered, 'withdrawObjection', {}, as(officer)))).toEqual([]);
    expect(seePurchase(answered, as(officer))).toMatchObject({ objection: { answers: [{ at: AT }] } });
  });
  it('is answered once, and only while it stands', () => {
    const code = (state: PurchaseState) => {
      const answer = give(state, 'answerPlanObjection', { answer: ref('a') }, as());
      return isRefusal(answer) ? answer.refused : null;
    };
    expect([code(filed), code(answered)]).toEqual(['objection.none_open', 'objection.none_open']);
    const again = given(
      given(answered, 'withdrawObjection', {}, as(officer)),
      'objectToPlan',
      { reason: ref('still') },
      as(officer, on('03-07T09:00')),
    );
    expect(code(again)).toBeNull();
  });
  it('leaves no to-do once the notice is out', () => {
    expect(todo({ ...announced(world), planning: objected.planning })).toEqual([]);
  });
  it('is answered by the purchaser’s handler, and by nobody else', () => {
    expect(accessPurchase(objected, 'answerPlanObjection', as())).toBeNull();
    expect(accessPurchase(objected, 'answerPlanObjection', as(officer))?.refused).toBe('access.role_missing');
  });
});
