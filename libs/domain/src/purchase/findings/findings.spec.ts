import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accessPurchase, roles, seePurchase, veilOfEvaluation, viewerOf } from '@goufu/access';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, plusMs, type Actor, type Json } from '../../kernel/index.js';
import {
  acting,
  agent,
  awarding,
  bid,
  context,
  type Course,
  entered,
  later,
  members,
  realBids,
  step,
  tried,
  until,
} from '../evaluation/testing/an-evaluation.js';
import { openedBid } from '../evaluation/course.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { anOffer, anOrganisation, BUREAU, facts, on, person, ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import { correctPrice, type StatedPrices } from './correct-price.js';
import { screened } from './screen.js';
import { signalsOf, type ComparedBid } from './signals.js';
import { findingsRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const produced = new Set<string>();
const code = (answer: ReturnType<typeof tried>): string | null => {
  if (!isRefusal(answer)) return null;
  produced.add(answer.refused);
  return answer.refused;
};

const PATTERNS = ['same-author', 'same-agent', 'same-contact', 'abnormally-identical', 'mixed-documents', 'same-bond-account'];
const LIMITS = { textLength: 10, equalBids: 3, stepBids: 4 };
const one = (name: string, price: bigint, more: Partial<ComparedBid> = {}): ComparedBid => ({
  bid: bid(name),
  supplier: supplier(name),
  price,
  agents: [`agent of ${name}`],
  author: null,
  device: null,
  contact: null,
  account: null,
  files: [],
  texts: [],
  ...more,
});
const found = (...bids: ComparedBid[]) =>
  signalsOf(bids, PATTERNS, LIMITS).map(({ pattern, of, bids: group }) => [pattern, of, group.join()]);

describe('bids that are compared', () => {
  it('and have nothing in common show nothing', () => {
    expect(found(one('a', 1n), one('b', 3n), one('c', 4n))).toEqual([]);
  });
  it.each<[string, Partial<ComparedBid>, string]>([
    ['one author made', { author: 'Zhang' }, 'same-author,author'],
    ['were made on one machine', { device: '00-1A-2B' }, 'same-author,device'],
    ['one person acts for', { agents: ['p1'] }, 'same-agent,agent'],
    ['name one contact', { contact: '138 0000' }, 'same-contact,contact'],
    ['answer in the same words', { texts: ['we will serve you well'] }, 'abnormally-identical,text'],
    ['hold the same file', { files: ['f'] }, 'mixed-documents,file'],
    ['paid their bonds from one account', { account: '6222 01' }, 'same-bond-account,account'],
  ])('%s are shown as such, whatever the spaces and the case', (_title, shared, key) => {
    const spaced = Object.fromEntries(
      Object.entries(shared).map(([name, value]) => [name, typeof value === 'string' ? ` ${value.toLowerCase()}` : value]),
    );
    expect(
      found(one('a', 1n, shared), one('b', 3n), one('c', 4n, spaced)).map(([pattern, of, group]) => `${pattern},${of} ${group}`),
    ).toEqual([`${key} bid/a,bid/c`]);
  });
  it('are shown for equal prices, and for even steps where there are enough of them', () => {
    expect(found(one('a', 5n), one('b', 5n), one('c', 9n))).toEqual([]);
    expect(found(one('a', 5n), one('b', 5n), one('c', 5n), one('d', 9n))).toEqual([
      ['abnormally-identical', 'equal-price', 'bid/a,bid/b,bid/c'],
    ]);
    expect(found(one('a', 1n), one('b', 3n), one('c', 5n))).toEqual([]);
    expect(found(one('a', 7n), one('b', 1n), one('c', 5n), one('d', 3n))).toEqual([
      ['abnormally-identical', 'even-steps', 'bid/a,bid/b,bid/c,bid/d'],
    ]);
  });
  it('are not shown for short answers, nor for patterns that the law does not name', () => {
    expect(found(one('a', 1n, { texts: ['yes'] }), one('b', 3n, { texts: ['yes'] }))).toEqual([]);
    expect(signalsOf([one('a', 1n), one('b', 1n)], [], LIMITS)).toEqual([]);
  });
});

describe('the screening', () => {
  const begun = entered(world, { bids: realBids });
  const envelope = (more: object) => anOffer(1n, more) as unknown as Json;
  const file = { file: 'f', name: 'n', size: 1, mediaType: 'm' };
  const contents = new Map<string, Json>([
    ['offer of a', envelope({ files: [file], origin: { author: 'Li', device: 'M1' } })],
    ['offer of b', envelope({ files: [file], bond: { form: 'transfer', amount: 1n, account: '1', reference: '1' } })],
    [
      'offer of c',
      envelope({ origin: { author: 'Wang', device: 'm 1' }, bond: { form: 'guarantee', amount: 1n, account: '1', reference: '2' } }),
    ],
  ]);
  const post = (of: string, who: string) =>
    facts(supplier(of), {
      ...anOrganisation(),
      appointments: [{ key: who, person: who, post: 'bids', roles: ['supplier-agent'], from: plainDate('2024-01-01'), to: null }],
    });
  const cases = new Map([post('a', 'p1'), post('b', 'p2'), post('c', 'p2')].map((it) => [it.id, it]));
  const before = { ...begun.state, findings: { rounds: [] } };
  const signals = (state = before) =>
    screened(state, context(begun, SYSTEM, { cases, contents })).flatMap((event) =>
      event.type === 'BidsScreened' ? event.data.signals : [],
    );
  it('reads what the system holds of each bid: posts, files, machines; a bank that guarantees two bids is no common account', () => {
    expect(signals().map(({ pattern, of, bids }) => [pattern, of, bids.join()])).toEqual([
      ['same-author', 'device', 'bid/a,bid/c'],
      ['same-agent', 'agent', 'bid/b,bid/c'],
      ['mixed-documents', 'file', 'bid/a,bid/b'],
    ]);
  });
  it('leaves out the forms that the tender itself handed out', () => {
    const versions = [{ version: 1, documents: [file], text: ref('t'), changes: [], at: begun.at }];
    const course = { versions } as unknown as NonNullable<typeof before.tender.course>;
    expect(signals({ ...before, tender: { ...before.tender, course } }).map(({ of }) => of)).not.toContain('file');
  });
  it('is done once, as the evaluation begins', () => {
    expect(begun.state.findings?.rounds).toEqual([{ round: 1, signals: [], corrections: [] }]);
    expect(screened(begun.state, context(begun, SYSTEM))).toEqual([]);
  });
});

const chaired = until('chaired', entered(world));
const chair = ({ state }: Course): Actor => acting(state.evaluation.course?.panel?.chair ?? '');
const signal = { id: 'signal-1', pattern: 'same-agent', of: 'agent', bids: [bid('a'), bid('b')] };
const suspected: Course = {
  ...chaired,
  state: { ...chaired.state, findings: { rounds: [{ round: 1, signals: [{ ...signal, judgement: null }], corrections: [] }] } },
};
const vote = (now: Course, name: string, compliant: boolean) =>
  tried(now, acting(members(now)[0] ?? ''), 'voteCompliance', { bid: bid(name), compliant, ...(compliant ? {} : { reason: ref('why') }) });
const judged = (upheld: boolean) => step(suspected, chair(suspected), 'judgeSignal', { signal: 'signal-1', upheld, reason: ref('heard') });
const todo = ({ state }: Course) => tasksPurchase(state).flatMap(({ key, name, to }) => (key.startsWith('findings/') ? [[name, to]] : []));

describe('a finding of collusion', () => {
  it('is the chair’s to put to the panel; until it is judged nobody can vote the bid compliant', () => {
    expect(todo(suspected)).toEqual([['judgeSignal', { person: chair(suspected).person }]]);
    expect(vote(suspected, 'a', true)).toMatchObject({ refused: 'findings.signal_open', rule: { id: 'collusion.auto_invalid' } });
    expect([code(vote(suspected, 'a', true)), code(vote(suspected, 'a', false)), code(vote(suspected, 'c', true))]).toEqual([
      'findings.signal_open',
      null,
      null,
    ]);
  });
  it('that is upheld makes the bids invalid; dismissed, it changes nothing', () => {
    expect([code(vote(judged(true), 'a', true)), code(vote(judged(true), 'b', false))]).toEqual(['findings.collusion_upheld', null]);
    expect(code(vote(judged(false), 'a', true))).toBeNull();
  });
  it('is judged once, by the chair, while compliance is examined', () => {
    const data = { signal: 'signal-1', upheld: true, reason: ref('r') };
    const other = acting(members(suspected).find((id) => id !== chair(suspected).person) ?? '');
    expect(code(tried(suspected, other, 'judgeSignal', data))).toBe('findings.not_the_chair');
    expect(code(tried(judged(false), chair(suspected), 'judgeSignal', data))).toBe('findings.signal_judged');
    expect(code(tried(suspected, chair(suspected), 'judgeSignal', { ...data, signal: 'x' }))).toBe('findings.signal_unknown');
    const over = until('complied', entered(world));
    expect(code(tried(over, chair(over), 'judgeSignal', data))).toBe('findings.examination_over');
    expect(code(tried(suspected, agent('a'), 'judgeSignal', data))).toBe('case.not_found');
  });
  it('is seen by the panel, audit and the purchaser’s supervision, and by no bidder', () => {
    const seen = (actor: Actor, now = suspected) =>
      (seePurchase(now.state, context(now, actor)) as unknown as { findings: { signals?: unknown[] } | null }).findings?.signals?.length ??
      0;
    expect(
      [acting(members(suspected)[0] ?? ''), person(BUREAU, 'purchaser-supervision'), person('organisation/audit', 'auditor')].map((who) =>
        seen(who),
      ),
    ).toEqual([1, 1, 1]);
    expect([agent('a'), agent('x'), person(BUREAU, 'purchaser-handler')].map((who) => seen(who))).toEqual([0, 0, 0]);
    const { hidden } = veilOfEvaluation(viewerOf(suspected.state, context(suspected, agent('a'))));
    expect(hidden).toEqual(expect.arrayContaining(['SignalJudged', 'PriceCorrectionDemanded', 'PriceCorrectionAnswered']));
  });
  it('does not exist for who does not sit, whatever the roles', () => {
    const everything = person(supplier('a'), ...roles);
    expect(accessPurchase(suspected.state, 'judgeSignal', context(suspected, everything))?.refused).toBe('case.not_found');
  });
});

describe('a price that contradicts itself', () => {
  const ORDER = ['opening-list', 'amount-in-words', 'total-over-misplaced-unit-decimal', 'unit-times-quantity'];
  it.each<[string, StatedPrices, readonly string[], bigint]>([
    ['that says the same everywhere needs nothing', { detail: 100n, inWords: 100n, items: [{ unitPrice: 50n, quantity: '2' }] }, [], 100n],
    ['with another total in the detail stands at the opening list', { detail: 90n }, ['opening-list'], 100n],
    ['with another amount in words is that amount', { inWords: 110n }, ['amount-in-words'], 110n],
    [
      'with a misplaced decimal in a unit price stands, and the unit price changes',
      { decimalMisplaced: true, items: [{ unitPrice: 5n, quantity: '2' }] },
      ['total-over-misplaced-unit-decimal'],
      100n,
    ],
    ['with unit prices that make another sum is that sum', { items: [{ unitPrice: 33n, quantity: '2.5' }] }, ['unit-times-quantity'], 83n],
    [
      'with several is corrected in the order of the law, each on what the one before left',
      { detail: 90n, inWords: 110n, items: [{ unitPrice: 60n, quantity: '2' }] },
      ['opening-list', 'amount-in-words', 'unit-times-quantity'],
      120n,
    ],
  ])('%s', (_title, stated, steps, price) => {
    const done = correctPrice(100n, stated, ORDER);
    expect([done.map(({ step: name }) => name), done.at(-1)?.to ?? 100n]).toEqual([steps, price]);
  });

  const data = { bid: bid('a'), stated: { inWords: 398_000_000n }, reason: ref('words differ'), until: on('04-01T18:00') };
  const demanded = step(chaired, chair(chaired), 'demandPriceCorrection', data);
  const answered = (accepted: boolean) => step(demanded, agent('a'), 'answerPriceCorrection', { bid: bid('a'), accepted });
  it('is corrected by the chair’s reading, for its bidder to confirm; until then it is not voted compliant', () => {
    expect(todo(demanded)).toEqual([['answerPriceCorrection', { organisation: supplier('a'), role: 'supplier-agent' }]]);
    expect(vote(demanded, 'a', true)).toMatchObject({ refused: 'findings.correction_open', rule: { id: 'error.correction' } });
    expect(code(vote(demanded, 'a', true))).toBe('findings.correction_open');
    expect(openedBid(demanded.state, bid('a'))?.price).toBe(400_000_000n);
  });
  it('binds as corrected once confirmed: in scores, ranking and award', () => {
    expect(openedBid(answered(true).state, bid('a'))?.price).toBe(398_000_000n);
    expect(code(vote(answered(true), 'a', true))).toBeNull();
    expect([openedBid(awarding(entered(world)).state, bid('a'))?.price, todo(answered(true))]).toEqual([400_000_000n, []]);
  });
  it('that its bidder refuses, or leaves unanswered, makes the bid invalid', () => {
    expect(code(vote(answered(false), 'a', true))).toBe('findings.correction_refused');
    const due = deadlinesPurchase(demanded.state).find(({ id }) => id === 'findings/correction/bid/a');
    const missed = step(later(demanded, due?.at ?? demanded.at), SYSTEM, 'priceCorrectionOverdue', { bid: bid('a') });
    expect(code(vote(missed, 'a', true))).toBe('findings.correction_refused');
    expect(code(vote(missed, 'a', false))).toBeNull();
    expect(tried(answered(true), SYSTEM, 'priceCorrectionOverdue', { bid: bid('a') })).toMatchObject({ events: [] });
  });
  it('is corrected once, of a bid that is examined, for a difference that there is, in time', () => {
    const demand = (more: object, now = chaired) => code(tried(now, chair(now), 'demandPriceCorrection', { ...data, ...more }));
    expect(demand({}, demanded)).toBe('findings.correction_demanded');
    expect(demand({ bid: 'bid/x' })).toBe('findings.bid_unknown');
    expect(demand({ stated: { inWords: 400_000_000n } })).toBe('findings.no_error');
    expect(demand({ until: plusMs(chaired.at, 0) })).toBe('findings.until_past');
    expect(code(tried(demanded, agent('b'), 'answerPriceCorrection', { bid: bid('a'), accepted: true }))).toBe(
      'findings.nothing_to_confirm',
    );
  });
});

it('every refusal of the findings has a test that produces it', () => {
  expect(findingsRefusals.map(({ code: it }) => it).filter((it) => !produced.has(it))).toEqual([]);
});
