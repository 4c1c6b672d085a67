import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, plainDate, plusMs, type Actor } from '../../kernel/index.js';
import { fundsHeld } from '../funding/part.js';
import { deadlinesPurchase, effectsPurchase, postingsPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import type { PurchaseState } from '../state.js';
import { contextIn, give, handler, recorded, ref, type World } from '../tender/testing/a-tender.js';
import type { PlanInput } from './planning.js';
import { sound } from './testing/a-sound-plan.js';
import {
  AT,
  approver,
  codeOf,
  desksOf,
  ended,
  financeApprover,
  leaders,
  LINE,
  officer,
  passed,
  plan,
  refusalOf,
  reviewer,
  sits,
  step,
  tasks,
  tried,
  type Desk,
  units,
  vote,
} from './testing/a-desk.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
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
const { begun, submitted, reviewed, internally, approved } = desksOf(world);

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
  it.each([
    [399_999_999n, 'competitive-consultation'],
    [400_000_000n, 'open-tender'],
  ])('a plan over %s fen that names no method takes the one that the pack has as default for its amount', (amount, method) => {
    const { plan: named } = plan({ amount });
    expect(submitted(begun(), { ...named, method: null as never }).state.planning.submitted?.method).toBe(method);
  });
  it('a survey or consultation is not of a day to come, and ends after it began', () => {
    const respondents = [{ name: ref('n'), answer: ref('a') }];
    const days = (from: string, to: string) => ({ from: plainDate(from), to: plainDate(to), summary: ref('s') });
    expect(codeOf(begun(), handler, 'recordSurvey', { on: plainDate('2025-01-09'), respondents })).toBe('planning.in_the_future');
    expect(codeOf(begun(), handler, 'recordConsultation', days('2025-01-01', '2025-01-09'))).toBe('planning.in_the_future');
    expect(codeOf(begun(), handler, 'recordConsultation', days('2025-01-03', '2025-01-02'))).toBe('planning.consultation_reversed');
  });
  it('a survey asks different bodies: one that stands twice, whatever the blanks around it, is one', () => {
    const names = ['同行社工', '大地公司', ' 同行社工 '];
    const respondents = names.map((_, i) => ({ name: ref(`n${i}`), answer: ref(`a${i}`) }));
    const contents = new Map(names.map((name, i) => [ref(`n${i}`).content, name]));
    const { world: of, state, at } = begun();
    const told = (given: typeof respondents) =>
      give(
        state,
        'recordSurvey',
        { on: plainDate('2025-01-07'), respondents: given },
        contextIn(of, at, { actor: reviewer('business'), contents }),
      );
    expect(told(respondents)).toMatchObject({
      refused: 'planning.respondent_twice',
      pointer: '/respondents/2/name',
      rule: { id: 'pre.need_survey.min_respondents' },
    });
    expect(told(respondents.slice(0, 2))).not.toHaveProperty('refused');
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

describe('an intent notice of something else', () => {
  const notice = { month: '2025-03', need: ref('need') };
  const early = step(begun(), handler, 'publishIntentNotice', { ...notice, amount: 1n });
  it('is published anew with the amount of the plan, and its days run again', () => {
    expect(codeOf(early, handler, 'publishIntentNotice', { ...notice, amount: 1n })).toBe('planning.intent_already_published');
    const planned = step(early, handler, 'submitPlan', plan());
    const later = { ...planned, at: plusMs(planned.at, 60_000) };
    const again = step(later, handler, 'publishIntentNotice', notice);
    expect(again.state.planning.intentNotice).toMatchObject({ amount: sound.amount, title: sound.title, round: 2 });
    expect(again.state.planning.intentNotice?.at).not.toBe(early.state.planning.intentNotice?.at);
    expect(codeOf(again, handler, 'publishIntentNotice', notice)).toBe('planning.intent_already_published');
    const answer = tried(planned, handler, 'publishIntentNotice', notice);
    if (isRefusal(answer)) throw new Error(answer.refused);
    const told = recorded(answer.events[0] as never, AT, handler);
    expect(projectPurchase(told, answer.state).find(({ table }) => table === 'notice')?.key).toBe('purchase/1:intentNotice:2');
    expect(effectsPurchase(told, answer.state)).toMatchObject([{ key: 'purchase/1:notice:intentNotice:2' }]);
  });
  it('is a to-do once the plan is in force', () => {
    const { state } = approved(internally(reviewed(submitted(early))));
    expect(state.planning.intentNotice?.outdatedAt).toBeDefined();
    expect(tasksPurchase(state).map(({ name }) => name)).toContain('publishIntentNotice');
    expect(tasksPurchase(approved().state).map(({ name }) => name)).not.toContain('publishIntentNotice');
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
