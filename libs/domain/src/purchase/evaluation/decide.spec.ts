import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, type Refusal } from '../../kernel/index.js';
import { panelStatus } from '../../panel/panel.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { ref, SYSTEM, supplier, type World } from '../tender/testing/a-tender.js';
import {
  acting,
  agency,
  bid,
  call,
  type Course,
  entered,
  expert,
  later,
  members,
  PERCENT,
  poolCases,
  poolExpert,
  qualified,
  sheet,
  step,
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

describe('the real purchase', () => {
  it('gives its three bids the price scores 10.00, 9.47 and 9.23 and ranks them by the rounded totals', () => {
    const result = at('signed').state.evaluation.result;
    expect(result?.ranking.map(({ supplier: name, rank, priceScore, total, price }) => [name, rank, priceScore, total, price])).toEqual([
      [supplier('a'), 1, '10.00', '91.50', 400_000_000n],
      [supplier('b'), 2, '9.47', '82.47', 380_000_000n],
      [supplier('c'), 3, '9.23', '73.73', 390_000_000n],
    ]);
    expect(result?.ranking[0]?.technicalScore).toBe('54.90');
    expect(ended(at('signed'))).toBe('recommended');
  });
  it('waits ten working days from the opening for the report, and only reminds', () => {
    const [due] = deadlinesPurchase(begun.state);
    expect(due).toMatchObject({ command: { type: 'evaluationOverdue', data: { round: 1 } }, rule: 'evaluation.finish' });
    const late = step(later(begun, due?.at ?? begun.at), SYSTEM, 'evaluationOverdue', { round: 1 });
    expect(course(late)?.late).toBe(true);
    expect(deadlinesPurchase(late.state)).toEqual([]);
    expect(tasksPurchase(late.state)).toContainEqual(expect.objectContaining({ key: 'evaluation/1/late' }));
    expect(tried(late, agency, 'checkQualification', { bid: bid('a'), qualified: true })).toHaveProperty('events');
  });
});

describe('the qualification check', () => {
  const check = (now: Course, name: string, ok: boolean) =>
    step(now, agency, 'checkQualification', { bid: bid(name), qualified: ok, ...(ok ? {} : { reason: ref('why') }) });
  it('of a purchase reserved for small enterprises passes small and medium ones alone', () => {
    const reserved = entered(world, { plan: { setAside: { reserved: true, reason: null }, template: { ...template, deduction: null } } });
    const check = (name: string, qualified = true) =>
      tried(reserved, agency, 'checkQualification', { bid: bid(name), qualified, ...(qualified ? {} : { reason: ref('large') }) });
    expect(check('b')).toMatchObject({ refused: 'evaluation.reserved_for_small', rule: { id: 'sme.reserved.kinds' } });
    expect(check('c')).toMatchObject({ refused: 'evaluation.reserved_for_small', meta: { kind: 'social-organisation' } });
    expect([isRefusal(check('a')), isRefusal(check('b', false))]).toEqual([false, false]);
  });
  it('with fewer than three qualified there is no evaluation: the tender has failed', () => {
    const failed = check(check(check(begun, 'a', true), 'b', false), 'c', true);
    expect(course(failed)?.failed).toMatchObject({ step: 'qualification', left: 2, minimum: 3, rule: 'tender.qualification' });
    expect(ended(failed)).toBe('failed');
  });
  it.each<[string, Course, object, string]>([
    ['a bid that was never opened', begun, { bid: 'bid/none', qualified: true }, 'evaluation.bid_unknown'],
    ['a bidder put out without a reason', begun, { bid: bid('a'), qualified: false }, 'evaluation.reason_missing'],
    ['a bid checked twice', check(begun, 'a', true), { bid: bid('a'), qualified: true }, 'evaluation.already_checked'],
    ['a bid after the check has closed', at('qualified'), { bid: bid('a'), qualified: true }, 'evaluation.qualification_closed'],
  ])('refuses %s', (_title, now, data, code) => expect(codeOf(tried(now, agency, 'checkQualification', data))).toBe(code));
});

describe('the draw of the panel', () => {
  it('seats five: the representative and four experts, everybody else in reserve, seed recorded', () => {
    const panel = course(at('drawn'))?.panel;
    expect(panel?.members.map(({ role }) => role)).toEqual(['purchaser-representative', 'expert', 'expert', 'expert', 'expert']);
    expect(panel?.reserves).toHaveLength(6);
    expect(panel?.draws).toEqual([{ seed: 'ab'.repeat(32), poolHash: expect.any(String) }]);
    expect(course(at('drawn'))?.organiser).toBe(agency.organisation);
  });
  it('is the same for the same seed and another for another', () => {
    const names = (entropy: string): readonly string[] => members(step(at('qualified'), agency, 'drawPanel', call, { entropy }));
    expect(names('01'.repeat(32))).toEqual(names('01'.repeat(32)));
    expect(new Set(['01', '02', '03', '04', '05'].map((one) => names(one.repeat(32)).join()))).not.toHaveProperty('size', 1);
  });
  it.each<[string, object, number]>([
    ['five below ten million yuan', {}, 5],
    ['seven where the matter is complex', { complex: true }, 7],
    ['seven where many people are affected', { highImpact: true }, 7],
    ['as many as asked for, above the least', { size: 9 }, 9],
  ])('seats %s', (_title, more, size) => {
    expect(members(step(at('qualified'), agency, 'drawPanel', { ...call, ...more }))).toHaveLength(size);
  });
  it('seats seven from ten million yuan on', () => {
    const big = until('qualified', entered(world, { plan: { amount: 1_000_000_000n } }));
    expect(members(step(big, agency, 'drawPanel', call))).toHaveLength(7);
  });

  const only = (one: ReturnType<typeof poolExpert>) => ({
    cases: poolCases([...['x1', 'x2', 'x3', 'x4'].map((id) => poolExpert(id)), one]),
    entropy: '07'.repeat(32),
  });
  it.each<[string, Parameters<typeof poolExpert>[1]]>([
    ['works for the purchaser', { unit: 'organisation/bureau' }],
    ['works for the agency', { unit: 'organisation/agency' }],
    ['works for a bidder', { unit: supplier('a') }],
    [
      'left a bidder less than three years ago',
      { relations: [{ organisation: supplier('b'), kind: 'employment', endedOn: plainDate('2022-04-01') }] },
    ],
    [
      'is kin to a bidder, however long ago',
      { relations: [{ organisation: supplier('c'), kind: 'kinship', endedOn: plainDate('2001-01-01') }] },
    ],
    [
      'sat on the board of a bidder less than three years ago',
      { relations: [{ organisation: supplier('b'), kind: 'director', endedOn: plainDate('2022-04-01') }] },
    ],
    ['owns shares of a bidder', { relations: [{ organisation: supplier('a'), kind: 'shareholder', endedOn: null }] }],
    ['is suspended', { standing: 'suspended' }],
    ['knows another field', { fields: ['建筑'] }],
  ])('leaves out an expert who %s', (_title, more) => {
    const now = step(at('qualified'), agency, 'drawPanel', { ...call, fields: ['社会工作'] }, only(poolExpert('out', more)));
    const panel = course(now)?.panel;
    expect([...(panel?.members ?? []), ...(panel?.reserves ?? [])].map((one) => one.person)).not.toContain('out');
  });
  it('takes an expert who left a bidder three years and a day ago', () => {
    const long = poolExpert('back', { relations: [{ organisation: supplier('b'), kind: 'employment', endedOn: plainDate('2022-03-31') }] });
    const panel = course(step(at('qualified'), agency, 'drawPanel', call, only(long)))?.panel;
    expect([...(panel?.members ?? []), ...(panel?.reserves ?? [])].map((one) => one.person)).toContain('back');
  });
  it.each<[string, object, string, string | null]>([
    ['two representatives of five', { representatives: [{ person: 'rep' }, { person: 'rep' }] }, 'evaluation.committee_unlawful', null],
    ['an even number', { size: 6 }, 'evaluation.committee_unlawful', 'committee.odd'],
    ['fewer than five', { size: 3 }, 'evaluation.committee_unlawful', 'committee.size'],
    ['more than the pool holds', { size: 99 }, 'panel.pool_too_small', null],
    ['a representative from nowhere', { representatives: [{ person: 'stranger' }] }, 'evaluation.representative_unknown', null],
    ['a pool that is none', { pool: 'organisation/bureau' }, 'evaluation.pool_unknown', null],
  ])('refuses %s', (_title, more, code, rule) => {
    const answer = refused(tried(at('qualified'), agency, 'drawPanel', { ...call, ...more }));
    expect([answer?.refused, answer?.rule?.id ?? null]).toEqual([code, rule]);
  });
});

describe('conflicts of interest', () => {
  it('a member with a conflict leaves, and the next in reserve sits and declares too', () => {
    const drawn = at('drawn');
    const [, leaver = ''] = members(drawn);
    const next = course(drawn)?.panel?.reserves[0]?.person;
    const now = step(drawn, acting(leaver), 'declareConflict', { conflict: true, bidder: supplier('a'), statement: ref('my brother') });
    expect(members(now)).not.toContain(leaver);
    expect(members(now)).toContain(next);
    expect(status(now)).toBe('declaring');
  });
  it('refuses a bidder that is none, and a conflict without a word about it', () => {
    const [, one = ''] = members(at('drawn'));
    expect(
      codeOf(tried(at('drawn'), acting(one), 'declareConflict', { conflict: true, bidder: 'organisation/x', statement: ref('s') })),
    ).toBe('evaluation.bidder_unknown');
    expect(codeOf(tried(at('drawn'), acting(one), 'declareConflict', { conflict: true, bidder: supplier('a') }))).toBe(
      'panel.reason_required',
    );
  });
  it('an absent member is replaced by the organiser; with the reserve used up the seat is filled by a new draw', () => {
    const small = { cases: poolCases(['x1', 'x2', 'x3', 'x4'].map((id) => poolExpert(id))) };
    const drawn = step(at('qualified'), agency, 'drawPanel', call, small);
    const short = step(drawn, agency, 'replaceMember', { person: 'x1', reason: ref('ill') });
    expect(status(short)).toBe('short');
    const filled = step(short, agency, 'supplementPanel', { pool: call.pool, representatives: [] });
    expect(status(filled)).toBe('declaring');
    expect(members(filled)).toHaveLength(5);
    expect(course(filled)?.panel?.draws).toHaveLength(2);
  });
});

describe('who is not on the panel', () => {
  const verbs: readonly [string, object][] = [
    ['declareConflict', { conflict: false }],
    ['electChair', { person: 'e01' }],
    ['voteCompliance', { bid: bid('a'), compliant: true }],
    ['demandExplanation', { bid: bid('a'), until: begun.at, reason: ref('r') }],
    ['judgeExplanation', { bid: bid('a'), accepted: true, reason: ref('r') }],
    ['submitSheet', { sheet: ref('s') }],
    ['correctScore', { kind: 'sum-error', sheet: ref('s'), reason: ref('r') }],
    ['signReport', { hash: 'h' }],
  ];
  const points: readonly Parameters<typeof until>[0][] = ['qualified', 'drawn', 'declared', 'complied', 'scored', 'presented'];
  it.each(points)('hears at the point "%s" that there is nothing, whatever the command', (point) => {
    for (const [type, data] of verbs)
      expect([type, codeOf(tried(at(point), expert('outsider'), type, data))]).toEqual([type, 'case.not_found']);
  });
});

describe('which command is legal when', () => {
  const commands: Readonly<Record<string, (now: Course) => ReturnType<typeof tried>>> = {
    drawPanel: (now) => tried(now, agency, 'drawPanel', call),
    replaceMember: (now) => tried(now, agency, 'replaceMember', { person: members(now)[1] ?? 'e01', reason: ref('ill') }),
    declareConflict: (now) => tried(now, acting(members(now)[1] ?? ''), 'declareConflict', { conflict: true, statement: ref('c') }),
    voteCompliance: (now) => tried(now, acting(members(now)[1] ?? ''), 'voteCompliance', { bid: bid('a'), compliant: true }),
    submitSheet: (now) => tried(withContent(now, 's', sheet(PERCENT)), acting(members(now)[1] ?? ''), 'submitSheet', { sheet: ref('s') }),
    presentReport: (now) => tried(now, agency, 'presentReport', { report: ref('report') }),
    signReport: (now) => tried(now, acting(members(now)[1] ?? ''), 'signReport', { hash: ref('report').hash }),
    deemSignature: (now) => tried(now, agency, 'deemSignature', { person: members(now)[1] ?? '', reason: ref('silent') }),
  };
  const wrong = 'panel.wrong_state';
  const nobody = 'case.not_found';
  const first = 'panel.declare_first';
  const table: Readonly<Record<'qualified' | 'drawn' | 'chaired' | 'complied' | 'scored' | 'presented', readonly (string | null)[]>> = {
    qualified: [null, 'evaluation.no_panel', nobody, nobody, nobody, 'evaluation.no_panel', nobody, 'evaluation.no_panel'],
    drawn: ['evaluation.panel_already_drawn', null, null, first, first, wrong, first, wrong],
    chaired: ['evaluation.panel_already_drawn', null, null, null, wrong, wrong, wrong, wrong],
    complied: ['evaluation.panel_already_drawn', null, null, wrong, null, wrong, wrong, wrong],
    scored: ['evaluation.panel_already_drawn', wrong, wrong, wrong, wrong, null, wrong, wrong],
    presented: ['evaluation.panel_already_drawn', wrong, wrong, wrong, wrong, null, null, null],
  };
  it.each(Object.keys(table) as (keyof typeof table)[])('at the point "%s"', (point) => {
    expect(Object.keys(commands).map((type) => codeOf(commands[type]?.(at(point)) as never))).toEqual(table[point]);
  });
  it('before the qualification check there is no draw, after the signed report nothing at all', () => {
    expect(codeOf(tried(begun, agency, 'drawPanel', call))).toBe('evaluation.qualification_open');
    expect(codeOf(tried(at('signed'), agency, 'presentReport', { report: ref('r') }))).toBe('purchase.between_stages');
  });
});

describe('a second round', () => {
  it('begins with nothing of the first, which is kept', () => {
    const failed = ['a', 'b', 'c'].reduce(
      (now, name) => step(now, agency, 'checkQualification', { bid: bid(name), qualified: false, reason: ref('why') }),
      begun,
    );
    const again = step(failed, SYSTEM, 'enterStage', { stage: 'evaluation:2' });
    expect(course(again)).toMatchObject({ round: 2, checks: [], panel: null });
    expect(again.state.evaluation.history).toMatchObject([{ course: { round: 1, failed: { step: 'qualification' } }, result: null }]);
    expect(codeOf(tried(qualified(again), agency, 'drawPanel', call))).toBeNull();
  });
});
