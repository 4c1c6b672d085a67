import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, decode, isRefusal, plusMs, type Refusal, type Rules, toIso } from '../../kernel/index.js';
import { deadlinesPurchase, effectsPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import {
  agency,
  agent,
  approver,
  awarding,
  bid,
  type Course,
  entered,
  later,
  members,
  opened,
  realBids,
  step,
  tried,
} from '../evaluation/testing/an-evaluation.js';
import { handler, recorded, ref, supplier, SYSTEM, type World } from '../tender/testing/a-tender.js';
import { resultIsPublic } from './publication.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const begun = awarding(entered(world));
const refused = (answer: ReturnType<typeof tried>): Refusal | null => (isRefusal(answer) ? answer : null);
const codeOf = (answer: ReturnType<typeof tried>): string | null => refused(answer)?.refused ?? null;
const course = (now: Course) => now.state.award.course;
const ended = (now: Course, stage = 'award') => now.state.stages.ended[stage] ?? null;
const confirm = (now: Course, name: string): Course => step(now, approver, 'confirmWinner', { bid: bid(name) });
const pass = (now: Course, name: string): Course =>
  step(now, approver, 'recordLawfulReason', { bid: bid(name), ground: 'gave-up', reason: ref('letter') });
const publish = (now: Course): Course => step(now, agency, 'publishResult', { media: ['provincial-portal'] });
const due = (now: Course) => deadlinesPurchase(now.state)[0];
/** The deadline that comes next, applied at its own instant. */
const passed = (now: Course): Course => {
  const next = due(now);
  return step(later(now, next?.at ?? now.at), SYSTEM, next?.command.type ?? '', next?.command.data);
};
const again = (now: Course, stage = 'award:2'): Course =>
  step({ ...now, state: { ...now.state, stages: { ...now.state.stages, open: [] } } }, SYSTEM, 'enterStage', { stage });
const names = (now: Course) => course(now)?.candidates.map((one) => one.supplier);

describe('the decision', () => {
  it('is due five working days after the signed report; the tomb-sweeping holiday does not count', () => {
    expect(course(begun)?.due).toMatchObject({ rule: 'award.decide', lastDay: '2025-04-09' });
    expect(due(begun)).toMatchObject({ command: { type: 'deemWinner' }, suspendable: false });
    expect(names(begun)).toEqual(['a', 'b', 'c'].map(supplier));
    expect(course(awarding(entered(world, { ownTender: true })))?.due.rule).toBe('award.decide.self');
  });
  it('takes the candidates in ranking order', () => {
    const answer = refused(tried(begun, approver, 'confirmWinner', { bid: bid('b') }));
    expect([answer?.refused, answer?.rule?.id, answer?.meta]).toEqual(['award.not_in_order', 'award.decide', { rank: 1 }]);
    expect(codeOf(tried(begun, approver, 'confirmWinner', { bid: 'bid/x' }))).toBe('award.no_candidate');
    expect(course(confirm(begun, 'a'))?.decision).toMatchObject({ how: 'confirmed', rule: null, winner: { rank: 1 } });
  });
  it('passes a candidate over for a lawful reason alone, each in turn', () => {
    const reason = (name: string) =>
      tried(begun, approver, 'recordLawfulReason', { bid: bid(name), ground: 'gave-up', reason: ref('letter') });
    expect(codeOf(reason('b'))).toBe('award.not_in_order');
    expect(codeOf(reason('x'))).toBe('award.no_candidate');
    const liking = refused(tried(begun, approver, 'recordLawfulReason', { bid: bid('a'), ground: 'too-far-away', reason: ref('letter') }));
    expect([liking?.refused, liking?.pointer, liking?.rule?.id]).toEqual(['award.ground_not_lawful', '/ground', 'award.pass_over_grounds']);
    expect(course(confirm(pass(begun, 'a'), 'b'))?.decision?.winner).toMatchObject({ supplier: supplier('b'), rank: 2 });
  });
  it('with every candidate passed over the tender has failed', () => {
    expect(ended(pass(pass(pass(begun, 'a'), 'b'), 'c'))).toBe('failed');
  });
  it('names three candidates at most, however many were ranked', () => {
    const four = entered(world, { bids: [...realBids, opened('d', 395_000_000n)] });
    expect(four.state.tender.current?.opening?.bids).toHaveLength(4);
  });
});

describe('silence', () => {
  const deemed = passed(begun);
  it('makes the first candidate the winner by statute, at the end of the last day, and is a breach on record', () => {
    expect(course(deemed)?.decision).toMatchObject({ how: 'deemed', rule: 'award.deemed', winner: { supplier: supplier('a') } });
    expect(toIso(course(deemed)?.decision?.at as never)).toBe('2025-04-10T00:00:00.000+08:00');
    expect(deemed.state.award.breaches).toMatchObject([{ rule: 'award.decide', organisation: 'organisation/bureau' }]);
    expect(codeOf(tried(deemed, approver, 'confirmWinner', { bid: bid('a') }))).toBe('award.already_decided');
  });
  it('makes the next candidate the winner where the first was passed over for a lawful reason', () => {
    expect(course(passed(pass(begun, 'a')))?.decision?.winner.supplier).toBe(supplier('b'));
  });
  it('leaves the notice to the agency where that is entrusted to it, else to the purchaser', () => {
    const to = (now: Course) => tasksPurchase(now.state).map((task) => [task.name, task.to]);
    expect(to(deemed)).toEqual([['publishResult', { organisation: 'organisation/agency', role: 'agency-officer' }]]);
    expect(to(passed(awarding(entered(world, { ownTender: true }))))).toEqual([
      ['publishResult', { organisation: 'organisation/bureau', role: 'purchaser-handler' }],
    ]);
  });
  it('of the notice too shows with finance; the award stands and is published late', () => {
    const late = passed(deemed);
    expect(course(late)?.decision?.noticeLate).toBe(true);
    expect(late.state.award.breaches).toMatchObject([
      { rule: 'award.decide' },
      { rule: 'award.notice', organisation: 'organisation/agency' },
    ]);
    expect(tasksPurchase(late.state).map(({ to }) => to)).toContainEqual({ organisation: 'organisation/finance', role: 'finance-officer' });
    expect(deadlinesPurchase(late.state)).toEqual([]);
    expect(ended(publish(late))).toBe('notified');
  });
  it('changes nothing once the winner is confirmed', () => {
    const confirmed = confirm(begun, 'a');
    const answer = tried(later(confirmed, due(begun)?.at ?? begun.at), SYSTEM, 'deemWinner', { round: 1 });
    expect(answer).toMatchObject({ events: [] });
  });
});

describe('the notice', () => {
  const decided = confirm(begun, 'a');
  const published = publish(decided);
  const event = () => {
    const answer = tried(decided, agency, 'publishResult', { media: ['provincial-portal'] });
    if (isRefusal(answer)) throw new Error(answer.refused);
    return answer.events.map((one) => recorded(one, decided.at, agency));
  };

  it('and the letter of award go out together and end the stage', () => {
    expect(published.state.award.current).toMatchObject({ round: 1, noticeAt: decided.at, notifiedAt: decided.at, letter: '〔2025〕1号' });
    expect(published.state.award.current).not.toHaveProperty('standstillUntil');
    expect(ended(published)).toBe('notified');
  });
  it("keeps the winner out of everybody's sight before it", () => {
    expect(decided.state.award.current).toBeNull();
    expect([resultIsPublic(decided.state), resultIsPublic(published.state)]).toEqual([false, true]);
  });
  it('names winner, price, scores, panel and seeds, and no other bidder', () => {
    const row = projectPurchase(event()[0] as never, published.state).find(({ table }) => table === 'notice');
    const body = decode(row?.values?.['body'] as string) as unknown as Record<string, unknown>;
    expect(row?.key).toBe('purchase/1:awardNotice');
    expect(body).toMatchObject({
      winner: supplier('a'),
      price: 400_000_000n,
      total: '91.50',
      priceScore: '10.00',
      how: 'confirmed',
      ties: null,
    });
    expect((body['panel'] as { person: string }[]).map(({ person }) => person)).toEqual(members(begun));
    expect(body['draws']).toEqual([{ seed: 'ab'.repeat(32), poolHash: expect.any(String) }]);
    expect(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
      'organisation/b"',
    );
    expect(JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(bid('a'));
  });
  it('tells every bidder by a message of its own, under a key that stays', () => {
    const effects = event().flatMap((one) => effectsPurchase(one, published.state));
    expect(effects.map(({ key }) => key)).toEqual([
      'purchase/1:notice:awardNotice:1',
      'purchase/1:notice:ownResult:1:bid/a',
      'purchase/1:notice:ownResult:1:bid/b',
      'purchase/1:notice:ownResult:1:bid/c',
      'purchase/1:notice:awardLetter:1',
    ]);
    expect(effects.every(({ kind }) => kind === 'notice')).toBe(true);
  });
  it('opens a standstill only where a pack has one', () => {
    const own = (rules: Rules): Rules => ({
      pack: rules.pack,
      has: (id, pins) => id === 'award.standstill' || rules.has(id, pins),
      rule: (id, pins) =>
        id === 'award.standstill'
          ? { ...rules.rule('award.notice_duration', pins), id, value: 10, kind: 'at-least' }
          : rules.rule(id, pins),
    });
    const slow = publish(confirm(awarding(entered({ ...world, rules: (at) => own(world.rules(at)) })), 'a'));
    expect(toIso(slow.state.award.current?.standstillUntil as never)).toMatch(/^2025-04-1/);
  });
});

describe('a winner that refuses', () => {
  const first = publish(confirm(begun, 'a'));
  const second = again(first);
  it('leaves the choice to the purchaser: the next candidate in order', () => {
    expect(course(second)).toMatchObject({ mode: 'choosing', due: { rule: 'award.next.choose' } });
    expect(names(second)).toEqual(['b', 'c'].map(supplier));
    expect(second.state.award).toMatchObject({ current: null, history: [{ winner: { supplier: supplier('a') } }] });
    const chosen = publish(confirm(second, 'b'));
    expect(chosen.state.award.current).toMatchObject({ round: 2, winner: { supplier: supplier('b'), rank: 2 } });
    expect(ended(chosen, 'award:2')).toBe('notified');
  });
  it('in time from the refusal, whenever the next round could be opened', () => {
    const endedAt = first.at;
    const stages = { ...first.state.stages, endedAt };
    const slow = again(later({ ...first, state: { ...first.state, stages } }, plusMs(endedAt, 30 * 60_000)));
    expect(course(slow)?.due.from).toBe(endedAt);
  });
  it('or failure', () => {
    expect(ended(step(second, approver, 'giveUpAward', { reason: ref('too dear') }), 'award:2')).toBe('failed');
    expect(codeOf(tried(begun, approver, 'giveUpAward', { reason: ref('r') }))).toBe('award.nothing_refused');
  });
  it('and no statute chooses for the purchaser: a late choice is shown to finance', () => {
    const late = passed(second);
    expect(course(late)).toMatchObject({ late: true, decision: null });
    expect(tasksPurchase(late.state).map(({ to }) => to)).toContainEqual({ organisation: 'organisation/finance', role: 'finance-officer' });
    expect(deadlinesPurchase(late.state)).toEqual([]);
    expect(course(confirm(late, 'b'))?.decision?.how).toBe('next');
  });
  it('after the last candidate nobody is left', () => {
    const third = again(publish(confirm(second, 'b')), 'award:3');
    expect(names(third)).toEqual([supplier('c')]);
    expect(ended(again(publish(confirm(third, 'c')), 'award:4'), 'award:4')).toBe('failed');
  });
});

describe('which command is legal when', () => {
  const commands: readonly [string, object][] = [
    ['confirmWinner', { bid: bid('a') }],
    ['recordLawfulReason', { bid: bid('a'), ground: 'gave-up', reason: ref('r') }],
    ['giveUpAward', { reason: ref('r') }],
    ['publishResult', { media: ['m'] }],
  ];
  const over = 'purchase.between_stages';
  it.each<[string, Course, readonly (string | null)[]]>([
    ['while it is decided', begun, [null, null, 'award.nothing_refused', 'award.not_decided']],
    ['once it is decided', confirm(begun, 'a'), ['award.already_decided', 'award.already_decided', 'award.already_decided', null]],
    ['once it is published', publish(confirm(begun, 'a')), [over, over, over, over]],
    ['during the evaluation', entered(world), Array(4).fill('purchase.wrong_stage')],
  ])('%s', (_title, now, codes) => {
    expect(commands.map(([type, data]) => codeOf(tried(now, approver, type, data)))).toEqual(codes);
  });
  it('by whom: the purchaser decides, an agency or a bidder never', async () => {
    const { accessPurchase } = await import('@goufu/access');
    const may = (type: string, actor: typeof approver) =>
      accessPurchase(begun.state, type, { actor, cases: new Map() } as never)?.refused ?? null;
    expect(['confirmWinner', 'recordLawfulReason', 'giveUpAward'].flatMap((type) => [may(type, approver), may(type, agency)])).toEqual([
      null,
      'access.role_missing',
      null,
      'access.role_missing',
      null,
      'access.role_missing',
    ]);
    expect([may('publishResult', agency), may('publishResult', handler), may('publishResult', agent('a'))]).toEqual([
      null,
      null,
      'access.role_missing',
    ]);
  });
});
