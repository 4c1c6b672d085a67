import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, words, type Actor, type Context, type Refusal } from '../../kernel/index.js';
import { kindAt } from '../../organisation/declared-kind.js';
import type { EnterpriseKind, OrganisationState } from '../../organisation/organisation.js';
import { agency, bid, type Course, entered, poolCases, step, tried } from '../evaluation/testing/an-evaluation.js';
import { tasksPurchase } from '../purchase.js';
import { anOrganisation, facts, on, person, ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import type { OpenedBid } from '../types.js';
import { declarationRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const registered = (...kinds: readonly (readonly [EnterpriseKind, string])[]): OrganisationState => ({
  ...anOrganisation(),
  kinds: kinds.map(([kind, from]) => ({ kind, from: on(from) })),
});
/** Bidder a declares `small`. */
const directory = (a: OrganisationState): Partial<Context> => ({
  cases: new Map([...poolCases(), [supplier('a'), facts(supplier('a'), a)]]),
});
const evaluating = (a: OrganisationState): Course => {
  const before = entered(world);
  const stages = { ...before.state.stages, open: [] };
  const state = { ...before.state, stages, evaluation: { ...before.state.evaluation, course: null } };
  return step({ ...before, state }, SYSTEM, 'enterStage', { stage: 'evaluation' }, directory(a));
};
const codes = new Set<string>();
const refusalOf = (now: Course, actor: Actor, type: string, data: unknown): Refusal | null => {
  const said = tried(now, actor, type, data);
  if (!isRefusal(said)) return null;
  codes.add(said.refused);
  return said;
};
const qualify = { bid: bid('a'), qualified: true };
const judged = (truthful: boolean) => ({ bid: bid('a'), truthful, reason: ref('why') });
const tasks = ({ state }: Course) => tasksPurchase(state).filter(({ name }) => name === 'judgeDeclaration');

describe('what a bid declares of its kind of enterprise', () => {
  const differing = evaluating(registered(['medium', '01-02T09:00']));
  it('is compared with the directory as its evaluation begins: a difference is a finding with a to-do', () => {
    expect(differing.state.declarations.rounds).toMatchObject([
      { findings: [{ bid: bid('a'), declared: 'small', registered: 'medium', judgement: null }] },
    ]);
    expect(tasks(differing)).toMatchObject([
      { to: { role: 'agency-officer' }, rule: 'sme.false_declaration', meta: { declared: 'small' } },
    ]);
  });
  it('is what the directory held when the bid was received, not what it holds later', () => {
    const moved = registered(['small', '01-02T09:00'], ['medium', '04-01T09:40']);
    expect(kindAt(moved, on('03-31T09:00'))).toBe('small');
    expect(kindAt(moved, on('01-01T09:00'))).toBeNull();
    expect(evaluating(moved).state.declarations.rounds).toEqual([]);
    expect(refusalOf(evaluating(moved), agency, 'judgeDeclaration', judged(true))?.refused).toBe('declarations.nothing_open');
  });
  it('and was not judged, does not let the bid qualify', () => {
    expect(refusalOf(differing, agency, 'checkQualification', qualify)).toMatchObject({
      refused: 'declarations.open',
      rule: { id: 'sme.false_declaration' },
      meta: { declared: 'small', registered: 'medium' },
    });
    expect(refusalOf(differing, agency, 'checkQualification', { ...qualify, qualified: false, reason: ref('other') })).toBeNull();
  });
  it('and is found true, qualifies; it is judged once', () => {
    const truthful = step(differing, agency, 'judgeDeclaration', judged(true));
    expect(tasks(truthful)).toEqual([]);
    expect(refusalOf(truthful, agency, 'checkQualification', qualify)).toBeNull();
    expect(refusalOf(differing, agency, 'judgeDeclaration', { ...judged(true), bid: bid('b') })?.refused).toBe('declarations.unknown');
  });
  it('and is found false, is false material: the bid does not qualify', () => {
    const untrue = step(differing, agency, 'judgeDeclaration', judged(false));
    expect(refusalOf(untrue, agency, 'checkQualification', qualify)).toMatchObject({
      refused: 'declarations.false',
      rule: { id: 'sme.false_declaration' },
    });
    expect(refusalOf(untrue, agency, 'checkQualification', { ...qualify, qualified: false, reason: ref('false material') })).toBeNull();
    const two = { ...untrue.state.declarations.rounds[0]!, findings: [...untrue.state.declarations.rounds[0]!.findings] };
    two.findings.push({ ...two.findings[0]!, bid: bid('c'), judgement: null });
    const half = { ...untrue, state: { ...untrue.state, declarations: { rounds: [two] } } };
    expect(refusalOf(half, agency, 'judgeDeclaration', judged(true))?.refused).toBe('declarations.judged');
  });
  it('is seen by the purchaser’s side and by the bidder whose it is, by nobody else', async () => {
    const { seePurchase } = await import('@goufu/access');
    const shown = (actor: Actor) =>
      (seePurchase(differing.state, { actor, cases: new Map(), at: differing.at } as never) as { declarations: unknown } | null)
        ?.declarations ?? null;
    expect([shown(agency), shown(person(supplier('a'), 'supplier-agent'))].map((seen) => seen !== null)).toEqual([true, true]);
    expect(shown(person(supplier('b'), 'supplier-agent'))).toBeNull();
  });
});

it('a bid that gives away less than what is set aside by subcontract does not qualify', () => {
  const part = { form: 'subcontract', percent: '40', smallMicroPercent: '75' } as const;
  const now = evaluating(registered(['small', '01-02T09:00']));
  const { plan } = now.state.planning;
  const bidding = (share: OpenedBid['share']): Course => {
    const { current } = now.state.tender;
    const bids = current?.opening?.bids.map((one) => (one.bid === bid('b') ? { ...one, share } : one)) ?? [];
    const opening = current?.opening && { ...current.opening, bids };
    const tender = { ...now.state.tender, current: current && { ...current, opening: opening ?? null } };
    const setAside = { reserved: false, reason: null, part };
    return { ...now, state: { ...now.state, tender, planning: { ...now.state.planning, plan: plan && { ...plan, setAside } } } };
  };
  const ask = (share: OpenedBid['share'], name = 'b') =>
    refusalOf(bidding(share), agency, 'checkQualification', { bid: bid(name), qualified: true });
  expect(ask(null)).toMatchObject({
    refused: 'declarations.share_missing',
    rule: { id: 'sme.reserve.forms' },
    meta: { percent: '0', min: '30' },
  });
  expect(ask({ with: 'consortium', smallMicroSharePercent: '30' })?.refused).toBe('declarations.share_missing');
  expect(ask({ with: 'subcontract', smallMicroSharePercent: '29.99' })?.refused).toBe('declarations.share_missing');
  expect(ask({ with: 'subcontract', smallMicroSharePercent: '30' })).toBeNull();
  expect(ask(null, 'a')).toBeNull();
});
it('a false declaration makes an award invalid', () => {
  expect(words(world.rules(on('04-01T09:00')).rule('award.invalid_grounds'))).toContain('false-declaration');
});
it('every refusal of a declaration has a test that produces it', () => {
  expect(declarationRefusals.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
});
