import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plusMs, type Refusal } from '../../kernel/index.js';
import { panelStatus } from '../../panel/panel.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { ref, SYSTEM, supplier, type World } from '../tender/testing/a-tender.js';
import {
  acting,
  agency,
  agent,
  approver,
  bid,
  type Course,
  declared,
  each,
  entered,
  later,
  members,
  opened,
  PERCENT,
  presented,
  realBids,
  scored,
  sheet,
  signed,
  step,
  submits,
  template,
  tried,
  until,
  withContent,
} from './testing/an-evaluation.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const begun = entered(world);
const at = (point: Parameters<typeof until>[0], course: Course = begun): Course => until(point, course);
const refused = (answer: ReturnType<typeof tried>): Refusal | null => (isRefusal(answer) ? answer : null);
const codeOf = (answer: ReturnType<typeof tried>): string | null => refused(answer)?.refused ?? null;
const course = (now: Course) => now.state.evaluation.course;
const status = (now: Course) => (course(now)?.panel ? panelStatus(course(now)?.panel as never) : null);
const ended = (now: Course, stage = 'evaluation') => now.state.stages.ended[stage] ?? null;

describe('compliance', () => {
  it('with fewer than three compliant bids by majority the tender is void', () => {
    const now = at('chaired');
    const voted = each(now, (then, id, index) =>
      realBids.reduce((state, one) => {
        if (state.state.stages.open.length === 0) return state;
        const compliant = one.bid !== bid('b') || index < 2;
        return step(state, acting(id), 'voteCompliance', { bid: one.bid, compliant, ...(compliant ? {} : { reason: ref('unsigned') }) });
      }, then),
    );
    expect(course(voted)?.failed).toMatchObject({ step: 'compliance', left: 2, minimum: 3, rule: 'tender.compliance.min' });
    expect(ended(voted)).toBe('failed');
    expect(deadlinesPurchase(voted.state)).toEqual([]);
  });
  it('a bid that the majority rejects is out, with the reason for its bidder', () => {
    const four = entered(world, { bids: [...realBids, opened('d', 395_000_000n)] });
    const now = until('chaired', four);
    const voted = each(now, (then, id) =>
      ['a', 'b', 'c', 'd'].reduce(
        (state, name) =>
          step(state, acting(id), 'voteCompliance', { bid: bid(name), compliant: name !== 'b', reason: ref(`${name} by ${id}`) }),
        then,
      ),
    );
    const { result } = signed(presented(scored(voted, sheet({ a: 90, c: 70, d: 60 })))).state.evaluation;
    expect(result?.ranking.map((one) => one.supplier)).toEqual(['a', 'c', 'd'].map(supplier));
    // 360 / 390 / 395: the base is taken among those who are still in.
    expect(result?.ranking.map(({ priceScore }) => priceScore)).toEqual(['10.00', '9.23', '9.11']);
    expect(result?.rejected).toEqual([{ bid: bid('b'), supplier: supplier('b'), step: 'compliance', reason: ref('b by rep') }]);
  });
});

describe('a price above the budget or the highest price', () => {
  const dear = [...realBids, opened('d', 405_600_001n)];
  const vote = (now: Course, name: string, compliant: boolean) =>
    tried(now, acting(members(now)[0] ?? ''), 'voteCompliance', {
      bid: bid(name),
      compliant,
      ...(compliant ? {} : { reason: ref('dear') }),
    });
  it('cannot be voted valid, a fen above; at the budget it can', () => {
    const now = at('chaired', entered(world, { bids: dear }));
    expect(refused(vote(now, 'd', true))).toMatchObject({
      refused: 'evaluation.price_above_ceiling',
      rule: { id: 'invalid.bid' },
      meta: { price: '4056000.01', ceiling: '4056000.00' },
    });
    expect(codeOf(vote(now, 'd', false))).toBeNull();
    const exact = at('chaired', entered(world, { bids: [...realBids, opened('d', 405_600_000n)] }));
    expect(codeOf(vote(exact, 'd', true))).toBeNull();
  });
  it('is measured by the highest price where the plan sets one', () => {
    const now = at('chaired', entered(world, { plan: { maxPrice: 395_000_000n } }));
    expect(codeOf(vote(now, 'a', true))).toBe('evaluation.price_above_ceiling');
    expect(codeOf(vote(now, 'c', true))).toBeNull();
  });
});

describe('the score sheets', () => {
  it('are references until the last one is in; that one opens all together', () => {
    const now = at('complied');
    const [one = '', ...others] = members(now);
    const first = submits(now, one, sheet(PERCENT));
    expect(course(first)?.panel).toMatchObject({ outcome: null, sheets: [{ person: one, ref: ref(`sheet of ${one}`) }] });
    expect(JSON.stringify(first.state.evaluation)).not.toContain('10.8');
    const all = others.reduce((then, id) => submits(then, id, sheet(PERCENT)), first);
    expect(status(all)).toBe('locked');
    expect(course(all)?.panel?.outcome?.final).toBe(true);
  });
  it.each<[string, Parameters<typeof sheet>[1], object?]>([
    ['points above the maximum', { t1: '12.01' }],
    ['points that are no number', { t1: 'many' }],
  ])('refuses %s', (_title, other) => {
    const [, one = ''] = members(at('complied'));
    const now = withContent(at('complied'), 's', sheet(PERCENT, other));
    expect(codeOf(tried(now, acting(one), 'submitSheet', { sheet: ref('s') }))).toBe('panel.sheet_faulty');
  });
  it.each([
    ['a list', []],
    ['a word', 'x'],
    ['nothing', null],
    ['rows that are none', { [bid('a')]: 'x' }],
  ])('refuses a sheet that is %s', (_title, body) => {
    const [, one = ''] = members(at('complied'));
    expect(codeOf(tried(withContent(at('complied'), 's', body as never), acting(one), 'submitSheet', { sheet: ref('s') }))).toBe(
      'panel.sheet_faulty',
    );
  });
  it('scorers who differ on an objective item have to correct it before there is a report', () => {
    const now = at('complied');
    const differing = each(now, (then, id, index) => submits(then, id, sheet(PERCENT, index === 0 ? { c1: '3' } : {})));
    expect(course(differing)?.panel?.outcome?.final).toBe(false);
    expect(codeOf(tried(differing, agency, 'presentReport', { report: ref('r') }))).toBe('panel.not_final');
    const [one = ''] = members(now);
    const mended = withContent(differing, 'mended', sheet(PERCENT));
    const correct = (kind: string) => tried(mended, acting(one), 'correctScore', { kind, sheet: ref('mended'), reason: ref('r') });
    expect(codeOf(correct('changed-my-mind'))).toBe('panel.correction_not_lawful');
    const corrected = step(mended, acting(one), 'correctScore', { kind: 'objective-mismatch', sheet: ref('mended'), reason: ref('r') });
    expect(course(corrected)?.panel?.outcome?.final).toBe(true);
  });
});

describe('a document whose scoring breaks the law of the notice', () => {
  it('stops the last sheet: nobody reckons with an unlawful deduction', () => {
    const plan = { template: { ...template, deduction: { smallMicroPercent: '25', sharePercent: '4' } } };
    const now = until('complied', entered(world, { plan }));
    const [last = '', ...others] = members(now);
    const waiting = withContent(
      others.reduce((then, id) => submits(then, id, sheet(PERCENT)), now),
      'last',
      sheet(PERCENT),
    );
    const answer = refused(tried(waiting, acting(last), 'submitSheet', { sheet: ref('last') }));
    expect([answer?.refused, answer?.rule?.id]).toEqual(['evaluation.scoring_impossible', 'sme.deduct']);
  });
});

describe('equals', () => {
  const equal = { bids: [opened('a', 380_000_000n), opened('b', 380_000_000n), opened('c', 390_000_000n)] };
  const order = (now: Course) => now.state.evaluation.result?.ranking.map((one) => one.supplier);
  it('are drawn by the seed of the moment in which the sheets were locked, however often a report is presented', () => {
    const locked = until('scored', entered(world, equal));
    const same = scored(until('complied', entered(world, equal)), sheet({ a: 80, b: 80, c: 70 }));
    const twice = presented(presented(same));
    expect(order(signed(twice))).toEqual(order(signed(presented(same))));
    expect(course(twice)?.drawn).toHaveLength(1);
    expect(course(locked)?.tieSeed).toBe('ab'.repeat(32));
  });
  it('go by the item that the document names, where it names one', () => {
    const plan = { template: { ...template, tie: { item: 't1' } } };
    const now = until('complied', entered(world, { ...equal, plan }));
    const body = sheet({ a: 80, b: 80, c: 70 }) as Record<string, Record<string, string>>;
    // b has a point more on t1 and one less on t2: the totals are equal.
    body[bid('b')] = { ...body[bid('b')], t1: '10.6', t2: '5.4' };
    expect(order(signed(presented(scored(now, body))))).toEqual(['b', 'a', 'c'].map(supplier));
    expect(course(presented(scored(now, body)))?.drawn).toEqual([]);
  });
});
describe('the report', () => {
  it('needs a chair when a member presents it, and the chair it must be', () => {
    const [, one = '', two = ''] = members(at('scored'));
    expect(codeOf(tried(at('scored'), acting(two), 'presentReport', { report: ref('r') }))).toBe('evaluation.not_the_chair');
    expect(codeOf(tried(at('scored'), acting(one), 'presentReport', { report: ref('r') }))).toBeNull();
    expect(codeOf(tried(at('scored'), approver, 'presentReport', { report: ref('r') }))).toBe('case.not_found');
  });
  it('waits for a chair', () => {
    const headless = scored(
      each(declared(at('drawn')), (now, id) =>
        realBids.reduce((then, one) => step(then, acting(id), 'voteCompliance', { bid: one.bid, compliant: true }), now),
      ),
    );
    expect(codeOf(tried(headless, agency, 'presentReport', { report: ref('r') }))).toBe('evaluation.chair_missing');
    expect(tasksPurchase(headless.state).filter(({ name }) => name === 'electChair')).toHaveLength(5);
    const [rep = '', one = ''] = members(headless);
    expect(codeOf(tried(headless, acting(one), 'electChair', { person: rep }))).toBe('panel.chair_is_representative');
    expect(
      codeOf(tried(step(headless, acting(one), 'electChair', { person: one }), agency, 'presentReport', { report: ref('r') })),
    ).toBeNull();
  });
  it('is signed by all, one with a dissent; the last signature ends the evaluation', () => {
    const [one = '', ...others] = members(at('presented'));
    const dissented = step(at('presented'), acting(one), 'signReport', { hash: ref('report').hash, dissent: ref('too generous') });
    const done = others.reduce((now, id) => step(now, acting(id), 'signReport', { hash: ref('report').hash }), dissented);
    expect(ended(done)).toBe('recommended');
    expect(course(done)?.panel?.signatures[0]).toMatchObject({ person: one, how: 'dissented' });
  });
  it('is rejected by a majority of dissents and written anew', () => {
    const dissents = each(at('presented'), (now, id) =>
      step(now, acting(id), 'signReport', { hash: ref('report').hash, dissent: ref('no') }),
    );
    expect(status(dissents)).toBe('locked');
    expect(ended(dissents)).toBeNull();
    expect(ended(signed(presented(dissents)))).toBe('recommended');
  });
  it('refuses a signature under another text; who neither signs nor dissents is deemed to agree', () => {
    const [one = '', ...others] = members(at('presented'));
    expect(codeOf(tried(at('presented'), acting(one), 'signReport', { hash: 'other' }))).toBe('panel.other_report');
    const waiting = others.reduce((now, id) => step(now, acting(id), 'signReport', { hash: ref('report').hash }), at('presented'));
    expect(ended(step(waiting, agency, 'deemSignature', { person: one, reason: ref('went home') }))).toBe('recommended');
  });
});

describe('a price that looks too low', () => {
  const bids = [opened('a', 150_000_000n), ...realBids.slice(1), opened('d', 385_000_000n)];
  const after = { bids, noticeOn: '2026-02-02' };
  const now = until('complied', entered(world, after));
  const [, chair = '', other = ''] = members(now);
  const until30 = plusMs(now.at, 30 * 60_000);
  const asked = step(now, acting(chair), 'demandExplanation', { bid: bid('a'), until: until30, reason: ref('limit') });
  const judged = (state: Course, yes: boolean) =>
    each(state, (then, id) => step(then, acting(id), 'judgeExplanation', { bid: bid('a'), accepted: yes, reason: ref(`by ${id}`) }));

  it('triggers nothing where the rule was not in force at the notice', () => {
    expect(course(until('complied', entered(world, { bids })))?.lowPrice).toBeNull();
  });
  it('has to be asked about before anybody scores', () => {
    expect(course(now)?.lowPrice?.triggered).toEqual([bid('a')]);
    const answer = refused(tried(now, acting(other), 'submitSheet', { sheet: ref('s') }));
    expect([answer?.refused, answer?.meta]).toEqual(['evaluation.low_price_open', { bids: [bid('a')] }]);
    expect(tasksPurchase(now.state)).toContainEqual(expect.objectContaining({ name: 'demandExplanation', to: { person: chair } }));
  });
  it('is asked about by the chair, with 30 minutes at least', () => {
    const demand = (actor: string, time: number) =>
      tried(now, acting(actor), 'demandExplanation', { bid: bid('a'), until: time, reason: ref('limit') });
    expect(codeOf(demand(other, until30))).toBe('evaluation.not_the_chair');
    const short = refused(demand(chair, until30 - 1));
    expect([short?.refused, short?.rule?.id]).toEqual(['evaluation.explanation_time_too_short', 'low.explain_min']);
    expect(codeOf(demand(chair, until30))).toBeNull();
    expect(codeOf(tried(asked, acting(chair), 'demandExplanation', { bid: bid('a'), until: plusMs(until30, 9e6), reason: ref('l') }))).toBe(
      'evaluation.already_demanded',
    );
    expect(codeOf(tried(asked, acting(chair), 'demandExplanation', { bid: 'bid/x', until: until30, reason: ref('l') }))).toBe(
      'evaluation.not_compliant',
    );
  });
  it('is explained by its bidder alone, once, in time', () => {
    const explain = (who: string) => tried(asked, agent(who), 'explainPrice', { bid: bid('a'), explanation: ref('cheap') });
    expect(codeOf(explain('b'))).toBe('evaluation.nothing_demanded');
    expect(codeOf(explain('a'))).toBeNull();
    expect(deadlinesPurchase(asked.state)[0]).toMatchObject({
      at: until30,
      command: { type: 'explanationOverdue' },
      rule: 'low.explain_min',
    });
    expect(codeOf(tried(asked, acting(chair), 'judgeExplanation', { bid: bid('a'), accepted: true, reason: ref('r') }))).toBe(
      'evaluation.nothing_to_judge',
    );
  });
  it('stays in when the majority accepts the explanation', () => {
    const settled = judged(step(asked, agent('a'), 'explainPrice', { bid: bid('a'), explanation: ref('cheap') }), true);
    const body = sheet({ ...PERCENT, d: 60 });
    const { result } = signed(presented(scored(settled, body))).state.evaluation;
    expect(result?.ranking).toHaveLength(4);
    expect(result?.rejected).toEqual([]);
  });
  it('is out when the time passes in silence and the majority finds it unproved; the base price is that of the rest', () => {
    const silent = step(later(asked, until30), SYSTEM, 'explanationOverdue', { round: 1, bid: bid('a') });
    expect(codeOf(tried(silent, agent('a'), 'explainPrice', { bid: bid('a'), explanation: ref('late') }))).toBe(
      'evaluation.nothing_demanded',
    );
    const out = judged(silent, false);
    const { result } = signed(presented(scored(out, sheet({ b: 80, c: 70, d: 60 })))).state.evaluation;
    expect(result?.ranking.map(({ priceScore }) => priceScore)).toEqual(['10.00', '9.74', '9.87']);
    expect(result?.rejected).toEqual([{ bid: bid('a'), supplier: supplier('a'), step: 'low-price', reason: ref('by rep') }]);
  });
  it('leaves fewer than three: the tender is void', () => {
    const three = until('complied', entered(world, { bids: bids.slice(0, 3), noticeOn: '2026-02-02' }));
    const demand = step(three, acting(members(three)[1] ?? ''), 'demandExplanation', {
      bid: bid('a'),
      until: plusMs(three.at, 36e5),
      reason: ref('l'),
    });
    const answered = step(demand, agent('a'), 'explainPrice', { bid: bid('a'), explanation: ref('cheap') });
    const voted = each(answered, (then, id) =>
      then.state.stages.open.length === 0
        ? then
        : step(then, acting(id), 'judgeExplanation', { bid: bid('a'), accepted: false, reason: ref('r') }),
    );
    expect(course(voted)?.failed).toMatchObject({ step: 'low-price', left: 2 });
    expect(ended(voted)).toBe('failed');
  });
  it("may be asked about by the panel's own judgement too, with any time that is still to come", () => {
    const plain = at('complied');
    const [, head = ''] = members(plain);
    const demand = (time: number) => tried(plain, acting(head), 'demandExplanation', { bid: bid('b'), until: time, reason: ref('r') });
    expect(codeOf(demand(plain.at))).toBe('evaluation.explanation_time_too_short');
    expect(codeOf(demand(plain.at + 1))).toBeNull();
  });
});
