import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { type Actor, calendarFrom, type CaseFacts, dateOf, isRefusal, plainDate, type Refusal } from '../../kernel/index.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import {
  aNotice,
  announced,
  anOrganisation,
  BUREAU,
  contextIn,
  DEADLINE,
  facts,
  fold,
  give,
  given,
  handler,
  manyBids,
  on,
  person,
  PREFECTURE,
  ref,
  SYSTEM,
  type World,
} from '../tender/testing/a-tender.js';
import { failureRefusals } from './refusals.js';
import { survivorsOf } from './survivors.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const AT = on('04-02T09:00');

const leader = person(BUREAU, 'purchaser-leader');
const officer = person(PREFECTURE, 'prefecture-finance-officer');
const approver = person(PREFECTURE, 'prefecture-finance-approver');
const holding = (id: string, ...actors: Actor[]): CaseFacts<OrganisationState> =>
  facts(id, {
    ...anOrganisation({ type: 'purchaser' }),
    appointments: actors.map((actor) => ({
      key: 'a',
      person: actor.person ?? '',
      post: 'p',
      roles: actor.roles,
      from: plainDate('2024-01-01'),
      to: null,
    })),
  });
const cases = new Map([holding(BUREAU, handler, leader), holding(PREFECTURE, officer, approver)].map((one) => [one.id, one]));
const at = (actor: Actor = handler, day = AT) => contextIn(world, day, { actor, cases });

/** A tender that had no bids, with its failure entered as the lifecycle does. */
const failed = (plan: Partial<Plan> = {}, stage = 'failure', bids = 0): PurchaseState => {
  const closing = contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(bids) });
  const closed = given(announced(world, plan), 'closeWindow', { round: 1 }, closing);
  // Of no bidder there is any guarantee.
  const taken = given(closed, 'takeBonds', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM }));
  return given(taken, 'enterStage', { stage }, contextIn(world, on('04-01T09:31'), { actor: SYSTEM }));
};
const faulty = { kind: 'document-faulty', faults: [{ text: ref('brand named') }] };
const sound = { kind: 'document-sound', opinions: ['e1', 'e2', 'e3'].map((expert) => ({ expert, text: ref(`opinion of ${expert}`) })) };
const found = (finding: object, plan: Partial<Plan> = {}) => given(failed(plan), 'recordFinding', finding, at());
const choose = (state: PurchaseState, choice: string, more: object = {}) =>
  give(state, 'choose', { choice, reason: ref('why'), ...more }, at());
const applied = given(found(sound), 'choose', { choice: 'other-method', method: 'competitive-consultation', reason: ref('why') }, at());
const hash = (state: PurchaseState) => state.failure.current?.application?.approval?.hash ?? '';
const vote = (state: PurchaseState, actor: Actor, verb = 'approve', more: object = {}) =>
  given(state, 'voteOtherMethod', { verb, hash: hash(state), opinion: ref('o'), ...more }, at(actor));
const produced = new Set<string>();
const refused = (answer: ReturnType<typeof give>): Refusal | null => {
  if (!isRefusal(answer)) return null;
  produced.add(answer.refused);
  return answer;
};

describe('a failed tender', () => {
  it('waits for a finding, due from the moment at which it failed', () => {
    const state = failed();
    expect(state.failure).toMatchObject({
      rounds: 1,
      current: { round: 1, of: 'tender', due: { rule: 'failure.choose', from: DEADLINE } },
    });
    expect(tasksPurchase(state)).toMatchObject([{ name: 'recordFinding', to: { organisation: BUREAU, role: 'purchaser-handler' } }]);
    expect(deadlinesPurchase(state)).toMatchObject([{ command: { type: 'failureOverdue' }, rule: 'failure.choose' }]);
  });
  it.each(['evaluation', 'award', 'contract'])(
    'of the stage %s is dealt with in time from its end, not from when failure was opened',
    (stage) => {
      const endedAt = on('04-01T17:00');
      const stages = { open: [], ended: { planning: 'approved', tender: 'opened', [stage]: 'failed' }, closed: false, endedAt };
      const state = given({ ...announced(world), stages }, 'enterStage', { stage: 'failure' }, at(SYSTEM, on('04-01T17:30')));
      expect(state.failure.current).toMatchObject({ of: stage, due: { rule: 'failure.choose', from: endedAt } });
    },
  );
  it('that is not dealt with in time is late, and waits on', () => {
    const late = given(failed(), 'failureOverdue', { round: 1 }, at(SYSTEM, on('04-17T00:00')));
    expect(late.failure.current?.late).toBe(true);
    expect(deadlinesPurchase(late)).toEqual([]);
    expect(give(late, 'failureOverdue', { round: 1 }, at(SYSTEM))).toMatchObject({ events: [] });
  });
  it.each([
    ['faulty documents are mended', faulty, 'mend'],
    ['a tender with sound documents is held again', sound, 'retender'],
    ['after faulty documents one may give up', faulty, 'abandon'],
    ['after sound documents one may give up', sound, 'abandon'],
  ])('%s', (_title, finding, choice) => {
    const answer = choose(found(finding), choice);
    expect(isRefusal(answer) ? answer : answer.state.stages).toMatchObject({ open: [], ended: { failure: choice } });
  });
  it('that is given up ends the purchase early, and says so in public', () => {
    const answer = choose(found(sound), 'abandon');
    expect(isRefusal(answer) ? answer : answer.state.endedEarly?.by).toBe('abandon');
  });
  it('a second failure is a round of its own and keeps the first', () => {
    const mended = choose(found(faulty), 'mend');
    if (isRefusal(mended)) throw new Error(mended.refused);
    const again = fold(
      { ...mended.state, stages: { ...mended.state.stages, ended: { ...mended.state.stages.ended, 'tender:2': 'failed' } } },
      [],
      AT,
    );
    const state = given(again, 'enterStage', { stage: 'failure:2' }, at(SYSTEM));
    expect(state.failure).toMatchObject({
      rounds: 2,
      current: { round: 2, of: 'tender:2', finding: null },
      history: [{ round: 1, choice: { choice: 'mend' } }],
    });
  });
});

describe('is refused', () => {
  it.each<[string, () => ReturnType<typeof give>, string]>([
    ['a choice without a finding', () => choose(failed(), 'retender'), 'failure.finding_missing'],
    [
      'a finding of faults without faults',
      () => give(failed(), 'recordFinding', { ...faulty, faults: [] }, at()),
      'failure.faults_missing',
    ],
    [
      'a finding of sound documents with two experts',
      () => give(failed(), 'recordFinding', { ...sound, opinions: sound.opinions.slice(1) }, at()),
      'failure.too_few_opinions',
    ],
    [
      'one expert counted three times',
      () => give(failed(), 'recordFinding', { ...sound, opinions: sound.opinions.map((one) => ({ ...one, expert: 'e1' })) }, at()),
      'failure.too_few_opinions',
    ],
    ['tendering faulty documents again', () => choose(found(faulty), 'retender'), 'failure.choice_against_finding'],
    [
      'another method after faulty documents',
      () => choose(found(faulty), 'other-method', { method: 'single-source' }),
      'failure.choice_against_finding',
    ],
    ['mending sound documents', () => choose(found(sound), 'mend'), 'failure.choice_against_finding'],
    ['a way that the pack does not name', () => choose(found(sound), 'award-anyway'), 'failure.choice_unknown'],
    ['another method without naming it', () => choose(found(sound), 'other-method'), 'failure.method_missing'],
    ['the same method', () => choose(found(sound), 'other-method', { method: 'open-tender' }), 'failure.same_method'],
    [
      'a method that is not open to services',
      () => choose(found(sound), 'other-method', { method: 'inquiry' }),
      'failure.method_forbidden',
    ],
    [
      'a method that no stage can carry out',
      () => choose(found(sound), 'other-method', { method: 'framework-agreement' }),
      'failure.method_has_no_procedure',
    ],
    [
      'a single source that nobody was told of',
      () => choose(found(sound), 'other-method', { method: 'single-source' }),
      'failure.single_source_open',
    ],
    [
      'a negotiation with two where nobody was left',
      () => choose(found(sound), 'other-method', { method: 'negotiation-with-two' }),
      'failure.survivors_differ',
    ],
    ['another choice while the application is being decided', () => choose(applied, 'retender'), 'failure.application_open'],
    [
      'another finding while the application is being decided',
      () => give(applied, 'recordFinding', faulty, at()),
      'failure.application_open',
    ],
    [
      'a vote without an application',
      () => give(found(sound), 'voteOtherMethod', { verb: 'approve', hash: '' }, at(leader)),
      'failure.no_application',
    ],
    [
      'another method without a plan',
      () => choose({ ...found(sound), planning: { ...found(sound).planning, plan: null } }, 'other-method', { method: 'single-source' }),
      'failure.plan_missing',
    ],
  ])('%s', (_title, act, code) => {
    expect(refused(act())?.refused).toBe(code);
  });
  it('with the article that says which way is open', () => {
    expect(refused(choose(found(faulty), 'retender'))?.rule?.id).toBe('tender.lt3.above_threshold');
  });
  it('and every code of the catalogue is produced here', () => {
    expect(failureRefusals.map(({ code }) => code).filter((code) => !produced.has(code))).toEqual([]);
  });
});

describe('another method at or above the open-tender threshold', () => {
  it('is decided by the competent unit and then by finance of the prefecture', () => {
    expect(applied.stages.open).toHaveLength(1);
    expect(tasksPurchase(applied)).toMatchObject([{ name: 'voteOtherMethod', to: { person: leader.person } }]);
    const approved = vote(vote(vote(applied, leader), officer), approver);
    expect(approved.stages.ended).toMatchObject({ failure: 'other-method' });
    expect(approved.failure.approvedMethods).toEqual(['competitive-consultation']);
  });
  it('refused by finance returns to the choice, with the refusal on record', () => {
    const back = vote(vote(applied, leader), officer, 'refuse');
    expect(back.failure.current).toMatchObject({
      application: null,
      refusals: [{ method: 'competitive-consultation', outcome: 'refused' }],
      choice: null,
    });
    const again = choose(back, 'retender');
    expect(isRefusal(again) ? again : again.state.stages.ended).toMatchObject({ failure: 'retender' });
  });
  it('returned to the purchaser is mended and asked for again', () => {
    const returned = vote(vote(applied, leader), officer, 'return', { to: 'drafter' });
    expect(tasksPurchase(returned)).toMatchObject([{ name: 'resubmitOtherMethod', to: { person: handler.person } }]);
    const again = given(returned, 'resubmitOtherMethod', { method: 'competitive-negotiation', reason: ref('better') }, at());
    expect(vote(vote(vote(again, leader), officer), approver).failure.approvedMethods).toEqual(['competitive-negotiation']);
  });
  it('withdrawn by who asked returns to the choice', () => {
    const withdrawn = given(applied, 'withdrawOtherMethod', {}, at());
    expect(withdrawn.failure.current).toMatchObject({ application: null, refusals: [{ outcome: 'withdrawn' }] });
  });
  it('is not decided by who applied for it', () => {
    const self = give(applied, 'voteOtherMethod', { verb: 'approve', hash: hash(applied) }, at(handler));
    expect(isRefusal(self) ? self.refused : null).toBe('approval.self_approval');
  });
});

describe('another method below the threshold', () => {
  it('needs nobody else: the choice stands at once', () => {
    const answer = choose(found(sound, { amount: 300_000_000n }), 'other-method', { method: 'competitive-consultation' });
    expect(isRefusal(answer) ? answer : answer.state.failure.approvedMethods).toEqual(['competitive-consultation']);
  });
});

describe('a negotiation with the two who were left', () => {
  const two = (plan: Partial<Plan> = {}) => given(failed(plan, 'failure', 2), 'recordFinding', sound, at());
  const method = { method: 'negotiation-with-two' };
  it('is decided by finance, below the threshold too, and goes on with these two alone', () => {
    const asked = given(two({ amount: 300_000_000n }), 'choose', { choice: 'other-method', ...method, reason: ref('why') }, at());
    expect(asked.failure.current?.application).toMatchObject(method);
    const granted = vote(vote(vote(asked, leader), officer), approver);
    expect(granted.failure).toMatchObject({
      approvedMethods: ['negotiation-with-two'],
      invited: ['organisation/a', 'organisation/b'],
    });
    const plan = { ...granted.planning.plan!, method: 'negotiation-with-two' as const };
    const stages = {
      open: [{ stage: 'tender:2', since: AT }],
      ended: { ...granted.stages.ended, 'planning:2': 'approved' },
      closed: false,
    };
    const again = { ...granted, stages, planning: { ...granted.planning, plan } };
    const deadlineAt = on('04-20T09:00');
    const supply = { from: plainDate('2025-04-02'), to: plainDate('2025-04-10') };
    const issued = given(
      again,
      'publishTenderNotice',
      { ...aNotice, supply, deadlineAt, openingAt: deadlineAt, questionsUntil: on('04-08T09:00'), bond: null },
      at(),
    );
    expect(issued.tender.current).toMatchObject({ invited: ['organisation/a', 'organisation/b'], course: { talks: 'each-supplier' } });
    expect(tasksPurchase(issued)).toMatchObject([
      { name: 'answerInvitation', to: { organisation: 'organisation/a' }, dueAt: deadlineAt },
      { name: 'answerInvitation', to: { organisation: 'organisation/b' }, dueAt: deadlineAt },
    ]);
    const closing = contextIn(world, deadlineAt, { actor: SYSTEM, ...manyBids(0) });
    expect(given(issued, 'closeWindow', { round: 2 }, closing).tender.course?.failed).toMatchObject({ minimum: 2, rule: 'neg.two.min' });
  });
  it('takes two who were left, with the article', () => {
    const one = given(failed({}, 'failure', 1), 'recordFinding', sound, at());
    expect(refused(choose(one, 'other-method', method))).toMatchObject({ rule: { id: 'neg.two.min' }, meta: { count: 1, minimum: 2 } });
  });
  it('counts of an evaluation that failed those who met what was asked', () => {
    const bids = ['a', 'b', 'c'].map((name) => ({ bid: `bid/${name}`, supplier: `organisation/${name}` }));
    const current = { ...two().tender.current!, opening: { at: AT, root: '', bids } } as never;
    const course = { failed: { step: 'qualification' }, qualified: ['bid/a', 'bid/c'], panel: null } as never;
    const state = two();
    const of = { ...state.failure.current!, of: 'evaluation' };
    const failing = {
      ...state,
      failure: { ...state.failure, current: of },
      tender: { ...state.tender, current },
      evaluation: { ...state.evaluation, course },
    };
    expect(survivorsOf(failing)).toEqual(['organisation/a', 'organisation/c']);
    expect(survivorsOf({ ...failing, failure: { ...state.failure, current: { ...of, of: 'award' } } })).toEqual([]);
  });
});
