import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { initialBudget } from '../../budget/budget.js';
import { accountOf } from '../../budget/ledger.js';
import { calendarFrom, dateOf, isRefusal, plainDate, type Actor, type CaseFacts, type Context, type Instant } from '../../kernel/index.js';
import { fundsHeld } from '../funding/part.js';
import { deadlinesPurchase, postingsPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import { initialPurchase, type PurchaseState } from '../state.js';
import {
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  facts,
  FINANCE,
  give,
  handler,
  on,
  person,
  recorded,
  ref,
  type World,
} from '../tender/testing/a-tender.js';
import type { PlanInput } from './planning.js';
import { setAsideFigures } from './set-aside.js';
import { listed, sound } from './testing/a-sound-plan.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const AT = on('01-08T09:00');
const units = ['procurement', 'finance', 'business', 'supervision'] as const;
const reviewer = (unit: string): Actor => person(BUREAU, `purchaser-${unit}`);
const judge: Actor = { ...person(BUREAU, 'purchaser-business'), person: 'judge' };
const approver = person(BUREAU, 'purchaser-approver');
const leaders = [1, 2, 3].map((n): Actor => ({ ...person(BUREAU, 'purchaser-leader'), person: `leader-${n}` }));
const officer = person(FINANCE, 'finance-officer');
const financeApprover = person(FINANCE, 'finance-approver');
const house = (id: string, ...actors: Actor[]): CaseFacts =>
  facts(id, {
    ...anOrganisation({ type: 'purchaser' }),
    appointments: actors.map((one) => ({
      key: 'a',
      person: one.person ?? '',
      post: 'p',
      roles: one.roles,
      from: plainDate('2024-01-01'),
      to: null,
    })),
  });
const LINE = sound.budgetLine;
const budget = facts(LINE, {
  ...initialBudget,
  data: { purchaser: BUREAU, finance: FINANCE, year: 2025, number: '1', amount: 0n },
  endsAt: on('12-31T23:59'),
});
const cases = new Map(
  [
    house(BUREAU, handler, approver, ...leaders, ...units.map(reviewer)),
    house(FINANCE, officer, financeApprover),
    facts('catalogue/1', listed),
    budget,
  ].map((one) => [one.id, one]),
);
const AVAILABLE = accountOf(LINE, 'available');
const accounts = (balance: bigint): Context['accounts'] => new Map([[AVAILABLE, { id: AVAILABLE, balance }]]);
const filing: World = {
  ...world,
  rules: (at) => {
    const rules = world.rules(at);
    return {
      pack: rules.pack,
      has: (id, pins) => rules.has(id, pins),
      rule: (id, pins) => (id === 'pre.plan_filing' ? { ...rules.rule(id, pins), value: 'filing' } : rules.rule(id, pins)),
    };
  },
};
interface Desk {
  readonly world: World;
  readonly state: PurchaseState;
  readonly at: Instant;
  readonly balance: bigint;
}
const context = ({ world: of, at, balance }: Desk, actor: Actor): Context =>
  contextIn(of, at, { actor, cases, accounts: accounts(balance) });
const tried = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => give(desk.state, type, data, context(desk, actor));
const step = (desk: Desk, actor: Actor, type: string, data: unknown = {}): Desk => {
  const answer = tried(desk, actor, type, data);
  if (isRefusal(answer)) throw new Error(`${type} was refused: ${answer.refused}`);
  return { ...desk, state: answer.state };
};
const refusalOf = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => {
  const answer = tried(desk, actor, type, data);
  return isRefusal(answer) ? answer : null;
};
const codeOf = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => refusalOf(desk, actor, type, data)?.refused ?? null;

/** Opened and surveyed; nothing is submitted. */
const begun = (of: World = world): Desk => {
  const before = aPurchase(of);
  const state: PurchaseState = {
    ...before,
    stages: { open: [{ stage: 'planning', since: on('01-06T09:00') }], ended: {}, closed: false },
    planning: initialPurchase.planning,
  };
  const desk: Desk = { world: of, state, at: AT, balance: 500_000_000n };
  const survey = ['a', 'b', 'c'].map((name) => ({ name: ref(name), answer: ref(`answer of ${name}`) }));
  const surveyed = step(desk, reviewer('business'), 'recordSurvey', { on: plainDate('2025-01-07'), respondents: survey });
  const consulted = step(surveyed, handler, 'recordConsultation', {
    from: plainDate('2024-12-20'),
    to: plainDate('2025-01-03'),
    summary: ref('s'),
  });
  return ['exAnteAppraisal', 'riskStudy', 'legalReview'].reduce(
    (now, kind) => step(now, judge, 'recordJudgement', { kind, outcome: 'recommended', summary: ref(kind) }),
    consulted,
  );
};
const other = reviewer('business-2');
const sits = (unit: string): Actor => (unit === 'business' ? { ...reviewer('business'), person: other.person } : reviewer(unit));
const plan = (change: Partial<PlanInput> = {}) => ({ plan: { ...sound, ...change } });
const aspects = ['non-discrimination', 'competition', 'procurement-policy', 'performance-risk'].map((aspect) => ({ aspect, passed: true }));
const passed = { verdict: 'passed', opinion: ref('fine'), aspects };
const submitted = (desk: Desk = begun(), change: Partial<PlanInput> = {}): Desk => step(desk, handler, 'submitPlan', plan(change));
const reviewed = (desk: Desk = submitted()): Desk => units.reduce((now, unit) => step(now, sits(unit), 'reviewPlan', passed), desk);
const vote = (desk: Desk, actor: Actor, verb: string, more: object = {}): Desk => {
  const chain = actor.organisation === FINANCE ? 'finance' : 'internal';
  const type = chain === 'finance' ? 'votePlanAsFinance' : 'votePlan';
  return step(desk, actor, type, { verb, hash: desk.state.planning[chain]?.hash ?? '', opinion: ref('o'), ...more });
};
const internally = (desk: Desk = reviewed()): Desk =>
  leaders.reduce(
    (now, one) => (now.state.planning.internal?.status === 'open' ? vote(now, one, 'approve') : now),
    vote(desk, approver, 'approve'),
  );
const approved = (desk: Desk = internally()): Desk => vote(vote(desk, officer, 'approve'), financeApprover, 'approve');
const tasks = (desk: Desk) => tasksPurchase(desk.state).map(({ name, to }) => `${name} ${'role' in to ? to.role : to.person}`);
const ended = ({ state }: Desk) => state.stages.ended['planning'] ?? null;

describe('the internal review', () => {
  it('is by four units, due five working days after the submission', () => {
    expect(tasks(submitted())).toEqual(units.map((unit) => `reviewPlan purchaser-${unit}`));
    expect(submitted().state.planning.scrutiny?.due).toMatchObject({ rule: 'pre.review.due', lastDay: '2025-01-15' });
  });
  it('is by nobody who drafted: neither who submitted nor who surveyed', () => {
    expect(refusalOf(submitted(), reviewer('business'), 'reviewPlan', passed)).toMatchObject({
      refused: 'planning.reviewer_drafted',
      rule: { id: 'pre.review.sod' },
    });
    expect(codeOf(submitted(), { ...handler, roles: ['purchaser-procurement'] }, 'reviewPlan', passed)).toBe('planning.reviewer_drafted');
  });
  it('takes four persons: nobody reviews for two units, and no unit twice', () => {
    const one = step(submitted(), reviewer('finance'), 'reviewPlan', passed);
    const both = { ...reviewer('finance'), roles: ['purchaser-finance', 'purchaser-supervision'] };
    expect(refusalOf(one, both, 'reviewPlan', passed)).toMatchObject({
      refused: 'planning.already_reviewed',
      rule: { id: 'pre.review.members' },
    });
    expect(codeOf(one, { ...reviewer('finance'), person: 'somebody' }, 'reviewPlan', passed)).toBe('planning.already_reviewed');
  });
  it('by one unit can return the plan to the draft; survey and studies stay', () => {
    const back = step(step(submitted(), reviewer('finance'), 'reviewPlan', passed), reviewer('supervision'), 'reviewPlan', {
      verdict: 'returned',
      opinion: ref('too vague'),
    });
    expect(back.state.planning).toMatchObject({ submitted: null, scrutiny: null, survey: { respondents: 3 } });
    expect(tasks(back)).toEqual(['submitPlan purchaser-handler']);
    expect(submitted(back).state.planning.scrutiny?.reviews).toEqual([]);
  });
  it('that is late is on record once and goes on', () => {
    const due = deadlinesPurchase(submitted().state).find(({ id }) => id === 'planning/scrutiny');
    const late = step({ ...submitted(), at: due?.at ?? AT }, handler, 'scrutinyOverdue');
    expect(late.state.planning.scrutiny?.late).toBe(true);
    expect(deadlinesPurchase(late.state).some(({ id }) => id === 'planning/scrutiny')).toBe(false);
    expect(codeOf(late, sits('finance'), 'reviewPlan', passed)).toBeNull();
  });
});

describe('the key scrutiny', () => {
  const sent = submitted();
  const answer = (more: object) => ({ ...passed, ...more });
  it('answers each aspect that the pack names, by itself', () => {
    expect(sent.state.planning.scrutiny?.aspects).toEqual(aspects.map(({ aspect }) => aspect));
    expect(refusalOf(sent, sits('finance'), 'reviewPlan', answer({ aspects: aspects.slice(1) }))).toMatchObject({
      refused: 'planning.aspect_unanswered',
      rule: { id: 'pre.review.key.aspects' },
      meta: { aspects: ['non-discrimination'] },
    });
    const failed = aspects.map((one, i) => (i === 1 ? { ...one, passed: false } : one));
    expect(refusalOf(sent, sits('finance'), 'reviewPlan', answer({ aspects: failed }))).toMatchObject({
      refused: 'planning.aspect_failed',
      pointer: '/aspects/1/passed',
    });
    expect(codeOf(sent, sits('finance'), 'reviewPlan', answer({ aspects: failed, verdict: 'returned' }))).toBeNull();
    expect(codeOf(sent, sits('finance'), 'reviewPlan', answer({ aspects: [...aspects, aspects[0]] }))).toBe('planning.aspect_unknown');
  });
  it('says why more than two similar contracts are asked for', () => {
    const asking = submitted(begun(), { eligibility: [{ id: 'e1', text: ref('e'), similarContracts: 3 }] });
    expect(asking.state.planning.scrutiny?.findings).toMatchObject([{ rule: 'pre.similar_contract_max', count: 3, usual: 2 }]);
    expect(refusalOf(asking, sits('finance'), 'reviewPlan', passed)).toMatchObject({
      refused: 'planning.finding_unanswered',
      pointer: '/aspects/1/note',
      rule: { id: 'pre.similar_contract_max' },
    });
    const noted = aspects.map((one) => (one.aspect === 'competition' ? { ...one, note: ref('why three') } : one));
    const done = step(asking, sits('finance'), 'reviewPlan', answer({ aspects: noted }));
    expect(done.state.planning.scrutiny?.reviews[0]?.aspects).toEqual(noted);
    expect(
      submitted(begun(), { eligibility: [{ id: 'e1', text: ref('e'), similarContracts: 2 }] }).state.planning.scrutiny?.findings,
    ).toEqual([]);
  });
  it('takes a further unit where the pack names one', () => {
    const wider: World = {
      ...world,
      rules: (at) => {
        const rules = world.rules(at);
        const more = (id: string) => (id === 'pre.review.members' ? ['purchaser-legal'] : []);
        return {
          pack: rules.pack,
          has: (id, pins) => rules.has(id, pins),
          rule: (id, pins) => {
            const rule = rules.rule(id, pins);
            return more(id).length > 0 ? { ...rule, value: [...(rule.value as string[]), ...more(id)] } : rule;
          },
        };
      },
    };
    const four = reviewed(submitted(begun(wider)));
    expect(tasks(four)).toEqual(['reviewPlan purchaser-legal']);
    expect(four.state.planning.internal).toBeNull();
    expect(step(four, sits('legal'), 'reviewPlan', passed).state.planning.internal).not.toBeNull();
  });
});

describe('judgements', () => {
  const judgement = { kind: 'riskStudy', outcome: 'recommended', summary: ref('s') };
  it('are not by who drafted, and who judged does not draft', () => {
    expect(refusalOf(begun(), handler, 'recordJudgement', judgement)).toMatchObject({
      refused: 'planning.judge_drafted',
      rule: { id: 'pre.judgement.sod' },
    });
    expect(refusalOf(begun(), { ...handler, person: judge.person }, 'submitPlan', plan())).toMatchObject({
      refused: 'planning.drafter_judged',
      rule: { id: 'pre.judgement.sod' },
    });
  });
});

describe('what is set aside for small and medium enterprises', () => {
  it('is counted in its department’s year when the plan is approved', () => {
    const part = { form: 'consortium', percent: '40', smallMicroPercent: '75' } as const;
    const last = vote(internally(reviewed(submitted(begun(), { setAside: { reserved: false, reason: null, part } }))), officer, 'approve');
    const { hash } = last.state.planning.finance ?? { hash: '' };
    const answer = tried(last, financeApprover, 'votePlanAsFinance', { verb: 'approve', hash });
    if (isRefusal(answer)) throw new Error(answer.refused);
    const balances: Record<string, bigint> = {};
    for (const event of answer.events)
      for (const { to, amount } of postingsPurchase(recorded(event as never, AT, handler), answer.state))
        if (to.startsWith('set-aside/bureau/2025#')) balances[to.slice(to.indexOf('#') + 1)] = amount;
    expect(setAsideFigures(balances).large).toEqual({
      amount: sound.amount,
      reserved: (sound.amount * 40n) / 100n,
      percent: '40',
      smallMicro: (sound.amount * 30n) / 100n,
      smallMicroPercent: '75',
      byForm: { none: 0n, whole: 0n, package: 0n, consortium: (sound.amount * 40n) / 100n, subcontract: 0n },
    });
    const opened = { ...answer.state, stages: { ...answer.state.stages, open: [{ stage: 'tender', since: AT }] } };
    const cancelled = tried({ ...last, state: opened }, leaders[0] as Actor, 'cancel', { reason: ref('r') });
    if (isRefusal(cancelled)) throw new Error(cancelled.refused);
    const back = cancelled.events
      .flatMap((event) => postingsPurchase(recorded(event as never, AT, handler), cancelled.state))
      .filter(({ from }) => from.startsWith('set-aside/'));
    expect(back.map(({ amount }) => amount)).toEqual([sound.amount, (sound.amount * 40n) / 100n, (sound.amount * 30n) / 100n]);
  });
});

describe('the order of planning', () => {
  it('is draft, review, internal approval, finance, and nothing before its turn', () => {
    expect(codeOf(begun(), sits('finance'), 'reviewPlan', passed)).toBe('planning.not_in_scrutiny');
    expect(codeOf(submitted(), handler, 'submitPlan', plan())).toBe('planning.under_examination');
    expect(codeOf(submitted(), handler, 'recordSurvey', { on: plainDate('2025-01-07'), respondents: [] })).toBe(
      'planning.under_examination',
    );
    expect(codeOf(submitted(), approver, 'votePlan', { verb: 'approve', hash: '' })).toBe('planning.nothing_submitted');
    expect(codeOf(reviewed(), officer, 'votePlanAsFinance', { verb: 'approve', hash: '' })).toBe('planning.not_with_finance');
    expect(codeOf(reviewed(), sits('finance'), 'reviewPlan', passed)).toBe('planning.not_in_scrutiny');
    expect(codeOf(internally(), handler, 'filePlan')).toBe('planning.not_to_be_filed');
    expect(approved().state.stages).toMatchObject({ open: [], ended: { planning: 'approved' } });
  });
  it('a survey or consultation is not of a day to come, and ends after it began', () => {
    const respondents = [{ name: ref('n'), answer: ref('a') }];
    const days = (from: string, to: string) => ({ from: plainDate(from), to: plainDate(to), summary: ref('s') });
    expect(codeOf(begun(), handler, 'recordSurvey', { on: plainDate('2025-01-09'), respondents })).toBe('planning.in_the_future');
    expect(codeOf(begun(), handler, 'recordConsultation', days('2025-01-01', '2025-01-09'))).toBe('planning.in_the_future');
    expect(codeOf(begun(), handler, 'recordConsultation', days('2025-01-03', '2025-01-02'))).toBe('planning.consultation_reversed');
  });
  it.each<[string, (desk: Desk) => Desk]>([
    ['return by the approver', () => vote(reviewed(), approver, 'return', { to: 'drafter' })],
    ['return by finance', () => vote(internally(), officer, 'return', { to: 'drafter' })],
    ['withdrawal in the review', () => step(submitted(), handler, 'withdrawPlan', { reason: ref('r') })],
    ['withdrawal in the internal approval', () => step(reviewed(), handler, 'withdrawPlan', { reason: ref('r') })],
    ['withdrawal from finance', () => step(internally(), handler, 'withdrawPlan', { reason: ref('r') })],
  ])('a %s leads to the draft, and the whole order begins anew', (_title, act) => {
    const back = act(begun());
    expect(back.state.planning).toMatchObject({ submitted: null, scrutiny: null, internal: null, finance: null });
    expect(ended(approved(internally(reviewed(submitted(back)))))).toBe('approved');
  });
  it.each<[string, () => Desk]>([
    ['the approver', () => vote(reviewed(), approver, 'refuse')],
    ['finance', () => vote(internally(), officer, 'refuse')],
  ])('a refusal by %s ends planning, and no money is held', (_title, act) => {
    expect(ended(act())).toBe('refused');
    expect(act().state.funding.years).toEqual([]);
  });
  it('drafters do not approve what they drafted: the empty step waits, with an alert', () => {
    const respondents = [1, 2, 3].map((n) => ({ name: ref(`n${n}`), answer: ref(`a${n}`) }));
    const now = reviewed(submitted(step(begun(), approver, 'recordSurvey', { on: plainDate('2025-01-07'), respondents })));
    const { hash, status } = now.state.planning.internal ?? { hash: '', status: null };
    expect(status).toBe('suspended');
    expect(isRefusal(tried(now, approver, 'votePlan', { verb: 'approve', hash }))).toBe(true);
    expect(tasks(now)).toEqual(['refreshPlanElectorate operator']);
  });
});

describe('the money', () => {
  it('is reserved in the transaction of the approval, by the year that expects each instalment', () => {
    expect(fundsHeld(internally().state)).toMatchObject({ reserved: 0n });
    expect(fundsHeld(approved().state).reserved).toBe(sound.amount);
  });
  it('of a line that was exhausted meanwhile refuses the approval', () => {
    const last = vote(internally(), officer, 'approve');
    const short = { ...last, balance: sound.amount - 1n };
    const { hash } = last.state.planning.finance ?? { hash: '' };
    expect(refusalOf(short, financeApprover, 'votePlanAsFinance', { verb: 'approve', hash })).toMatchObject({
      refused: 'planning.not_budgeted',
      meta: { missing: '0.01' },
    });
  });
  const consultation: Partial<PlanInput> = {
    method: 'competitive-consultation',
    amount: 300_000_000n,
    template: {
      ...sound.template,
      parts: [
        { name: 'price', kind: 'price', weight: '20', items: [] },
        {
          name: 'technical',
          kind: 'technical',
          weight: '80',
          items: [{ id: 't', name: 't', points: '80', type: 'subjective', technical: true }],
        },
      ],
    },
  };
  const memo = (events: readonly { readonly type: string }[], desk: Desk) =>
    events
      .flatMap((event) => postingsPurchase(recorded(event as never, AT, handler), desk.state))
      .filter(({ from, to }) => `${from}${to}`.includes('untendered'));
  it('of a purchase without open tender is counted on the line, and counted out when it is cancelled', () => {
    const last = vote(internally(reviewed(submitted(begun(), consultation))), officer, 'approve');
    const { hash } = last.state.planning.finance ?? { hash: '' };
    const answer = tried(last, financeApprover, 'votePlanAsFinance', { verb: 'approve', hash });
    if (isRefusal(answer)) throw new Error(answer.refused);
    const [into, out] = [`${LINE}#untendered-C05020300`, `${LINE}#appropriation-untendered-C05020300`];
    expect(memo(answer.events, { ...last, state: answer.state })).toMatchObject([{ from: out, to: into, amount: 300_000_000n }]);
    const opened = { ...answer.state, stages: { ...answer.state.stages, open: [{ stage: 'tender', since: AT }] } };
    const cancelled = tried({ ...last, state: opened }, leaders[0] as Actor, 'cancel', { reason: ref('r') });
    if (isRefusal(cancelled)) throw new Error(cancelled.refused);
    expect(memo(cancelled.events, { ...last, state: cancelled.state })).toMatchObject([{ from: into, to: out, amount: 300_000_000n }]);
    expect(memo([], approved())).toEqual([]);
  });
});

describe('where a plan is filed', () => {
  const waiting = internally(reviewed(submitted(begun(filing))));
  const filed = step(waiting, handler, 'filePlan');
  it('the plan is complete on submission, with a receipt, and its money is reserved', () => {
    expect(tasks(waiting)).toEqual(['filePlan purchaser-handler']);
    expect(filed.state.planning.filing?.receipt).toBe('〔2025〕1号');
    expect(ended(filed)).toBe('approved');
    expect(fundsHeld(filed.state).reserved).toBe(sound.amount);
    expect(codeOf(reviewed(submitted(begun(filing))), handler, 'filePlan')).toBe('planning.not_with_finance');
  });
  it('finance may object until the notice, and withdraw it', () => {
    const tender = { ...filed, state: { ...filed.state, stages: { ...filed.state.stages, open: [{ stage: 'tender', since: AT }] } } };
    expect(codeOf(waiting, officer, 'objectToPlan', { reason: ref('r') })).toBe('planning.not_with_finance');
    const objected = step(tender, officer, 'objectToPlan', { reason: ref('r') });
    expect(objected.state.planning.objection).not.toBeNull();
    expect(step(objected, officer, 'withdrawObjection').state.planning.objection).toBeNull();
    expect(codeOf(tender, officer, 'withdrawObjection')).toBe('planning.no_objection');
    const current = { round: 1, noticeAt: AT, deadlineAt: AT, opening: null };
    const announced = { ...tender, state: { ...tender.state, tender: { ...tender.state.tender, current } } };
    expect(codeOf(announced, officer, 'objectToPlan', { reason: ref('r') })).toBe('planning.objection_too_late');
  });
});

describe('the intent notice', () => {
  const notice = { month: '2025-03', need: ref('need') };
  it('goes out as soon as need, amount and month are set, with a plan or before there is one', () => {
    expect(codeOf(begun(), handler, 'publishIntentNotice', notice)).toBe('planning.amount_not_positive');
    const early = step(begun(), handler, 'publishIntentNotice', { ...notice, amount: 400_000_000n });
    expect(early.state.planning.intentNotice).toMatchObject({ amount: 400_000_000n, month: '2025-03' });
    expect(step(submitted(), handler, 'publishIntentNotice', { ...notice, amount: 1n }).state.planning.intentNotice?.amount).toBe(
      sound.amount,
    );
  });
  it('is for everybody, and goes out once', () => {
    const answer = tried(submitted(), handler, 'publishIntentNotice', notice);
    if (isRefusal(answer)) throw new Error(answer.refused);
    const rows = projectPurchase(recorded(answer.events[0] as never, AT, handler), answer.state);
    expect(rows.find(({ table }) => table === 'notice')?.values).toMatchObject({ kind: 'intentNotice' });
    expect(codeOf({ ...submitted(), state: answer.state }, handler, 'publishIntentNotice', notice)).toBe(
      'planning.intent_already_published',
    );
  });
});

describe('after a change of method', () => {
  it('only method and document are open', () => {
    const { state } = approved();
    const again: PurchaseState = {
      ...state,
      stages: { open: [{ stage: 'planning:2', since: AT }], ended: { ...state.stages.ended, failure: 'other-method' }, closed: false },
      planning: { ...state.planning, submitted: null, scrutiny: null, internal: null, finance: null },
      failure: { ...state.failure, approvedMethods: ['competitive-consultation'] },
    };
    const desk = { ...begun(), state: again };
    expect(refusalOf(desk, handler, 'submitPlan', plan({ termMonths: 11 }))).toMatchObject({
      refused: 'planning.only_method_and_document_open',
      pointer: '/plan/termMonths',
    });
    expect(codeOf(desk, handler, 'submitPlan', plan({ eligibility: [{ id: 'e2', text: ref('other') }] }))).toBeNull();
  });
});
