import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { type Actor, calendarFrom, dateOf, type Instant, isRefusal, type Refusal, toIso } from '../../kernel/index.js';
import { effectsPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import { initialPurchase, type PurchaseState } from '../state.js';
import {
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  facts,
  give,
  given,
  handler,
  on,
  person,
  recorded,
  ref,
  supplier,
  type World,
} from '../tender/testing/a-tender.js';
import { singleSourceRefusals } from './refusals.js';
import { singleSourceOpen } from './clear.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const AT = on('03-06T10:00');
const other = person(supplier('b'), 'supplier-agent');
const cases = new Map([supplier('a'), supplier('b')].map((id) => [id, facts(id, anOrganisation())]));
const context = (at: Instant = AT, actor: Actor = handler) => contextIn(world, at, { actor, cases });

const before = aPurchase(world);
const planning: PurchaseState = {
  ...before,
  stages: { open: [{ stage: 'planning', since: on('01-06T09:00') }], ended: {}, closed: false },
  planning: initialPurchase.planning,
};
const opinions = ['e1', 'e2', 'e3'].map((expert) => ({ expert, text: ref(`opinion of ${expert}`) }));
const naming = { supplier: supplier('a'), ground: 'only-supplier', reason: ref('why'), opinions };
const arguing = { stands: true, reason: ref('argued'), opinions };
const named = given(planning, 'nameSingleSource', naming, context());
const objected = given(named, 'objectToSingleSource', { objection: ref('we can, too') }, context(on('03-10T10:00'), other));
const OVER = on('03-14T09:00');
const produced = new Set<string>();
const refused = (answer: ReturnType<typeof give>): Refusal | null => {
  if (!isRefusal(answer)) return null;
  for (const one of [answer, ...(answer.also ?? [])]) produced.add(one.refused);
  return answer;
};
const waits = (state: PurchaseState, at: Instant, method = 'single-source') => singleSourceOpen(state, method, context(at))?.id ?? null;

describe('a single source', () => {
  it('is public for five full working days, with who it is and why', () => {
    expect(toIso(named.singleSource?.openUntil as never)).toBe('2025-03-14T00:00:00.000+08:00');
    const answer = give(planning, 'nameSingleSource', naming, context());
    if (isRefusal(answer)) throw new Error(answer.refused);
    const event = recorded(answer.events[0] as never, AT, handler);
    expect(projectPurchase(event, answer.state).find(({ table }) => table === 'notice')?.values).toMatchObject({
      kind: 'singleSourceNotice',
      until_at: named.singleSource?.openUntil,
    });
    expect(effectsPurchase(event, answer.state)).toMatchObject([{ kind: 'notice' }]);
  });
  it('may not be planned before its publicity is over, and then may', () => {
    expect([waits(planning, AT), waits(named, AT), waits(named, OVER)]).toEqual(['ss.grounds', 'ss.publicity', null]);
    expect(waits(planning, AT, 'competitive-negotiation')).toBeNull();
  });
  it('that was objected to waits for the argument of professionals, due five working days after the publicity', () => {
    expect(waits(objected, OVER)).toBe('ss.objection');
    expect(tasksPurchase(objected).find(({ name }) => name === 'argueSingleSource')).toMatchObject({
      to: { organisation: BUREAU, role: 'purchaser-handler' },
      dueAt: on('03-21T00:00'),
      rule: 'ss.objection',
    });
    const stands = given(objected, 'argueSingleSource', arguing, context(OVER));
    expect([waits(stands, OVER), tasksPurchase(stands).some(({ name }) => name === 'argueSingleSource')]).toEqual([null, false]);
    const holds = given(objected, 'argueSingleSource', { ...arguing, stands: false }, context(OVER));
    expect(waits(holds, OVER)).toBe('ss.objection');
  });
  it('in an emergency is not made public', () => {
    const urgent = given(planning, 'nameSingleSource', { ...naming, ground: 'unforeseeable-emergency' }, context());
    expect([urgent.singleSource?.openUntil, waits(urgent, AT)]).toEqual([undefined, null]);
  });
  const submitted = { ...named, planning: { ...named.planning, submitted: before.planning.plan } };
  it.each<[string, () => ReturnType<typeof give>, string, string | null]>([
    [
      'another ground',
      () => give(planning, 'nameSingleSource', { ...naming, ground: 'we-know-them' }, context()),
      'single_source.ground_unlawful',
      'ss.grounds',
    ],
    [
      'nobody known',
      () => give(planning, 'nameSingleSource', { ...naming, supplier: BUREAU }, context()),
      'single_source.supplier_unknown',
      null,
    ],
    [
      'two opinions',
      () => give(planning, 'nameSingleSource', { ...naming, opinions: opinions.slice(1) }, context()),
      'single_source.too_few_opinions',
      'ss.experts',
    ],
    [
      'another name under examination',
      () => give(submitted, 'nameSingleSource', naming, context()),
      'single_source.under_examination',
      null,
    ],
    [
      'an objection where nobody is named',
      () => give(planning, 'objectToSingleSource', { objection: ref('o') }, context(AT, other)),
      'single_source.none_named',
      null,
    ],
    [
      'a late objection',
      () => give(named, 'objectToSingleSource', { objection: ref('o') }, context(OVER, other)),
      'single_source.publicity_over',
      'ss.publicity',
    ],
    [
      'an objection of the one named',
      () => give(named, 'objectToSingleSource', { objection: ref('o') }, context(AT, person(supplier('a'), 'supplier-agent'))),
      'single_source.own_favour',
      null,
    ],
    [
      'an argument during the publicity',
      () => give(objected, 'argueSingleSource', arguing, context(on('03-12T09:00'))),
      'single_source.publicity_open',
      'ss.publicity',
    ],
    [
      'an argument without an objection',
      () => give(named, 'argueSingleSource', arguing, context(OVER)),
      'single_source.nothing_to_argue',
      null,
    ],
  ])('is refused with %s', (_title, act, code, rule) => {
    const answer = refused(act());
    expect([answer?.refused, answer?.rule?.id ?? null]).toEqual([code, rule]);
  });
  it('produces every code of its catalogue', () => {
    expect(singleSourceRefusals.map(({ code }) => code).filter((code) => !produced.has(code))).toEqual([]);
  });
});
