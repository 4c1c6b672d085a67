import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, plainDate, toIso, yuan } from '../../kernel/index.js';
import { beginRequest } from '../../disbursement/begin.js';
import { deadlinesPurchase, effectsPurchase, projectPurchase, tasksPurchase } from '../purchase.js';
import { BUREAU, handler, on, person, recorded, ref, SYSTEM, type World } from '../tender/testing/a-tender.js';
import {
  agent,
  approver,
  assessed,
  delivering,
  evaluator,
  leader,
  paid,
  published,
  scored,
  seats,
  step,
  tried,
  until,
} from './testing/a-delivery.js';
import { codeOf, refusalOf } from './testing/refused.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const begun = delivering(world);
const day = (text: string) => plainDate(`2025-${text}`);
const tasks = (now: typeof begun) => tasksPurchase(now.state).map(({ name }) => name);

describe('publication and filing', () => {
  it('are due two and seven working days after the signature; Labour Day does not count', () => {
    const { publication, filing } = begun.state.delivery;
    expect([publication?.due.lastDay, filing?.due.lastDay]).toEqual(['2025-04-30', '2025-05-12']);
    expect(deadlinesPurchase(begun.state).map(({ id }) => id)).toEqual([
      'delivery/publish',
      'delivery/file',
      'delivery/p1/trigger',
      'delivery/p2/trigger',
      'delivery/term',
      'funding/year-end/budget/2025/justice',
    ]);
  });
  it('in time are done once', () => {
    const done = step(step(begun, handler, 'publishContract'), handler, 'fileContract', { receipt: '7' });
    expect([done.state.delivery.publication?.late, done.state.delivery.filing]).toMatchObject([false, { late: false, receipt: '7' }]);
    expect(codeOf(done, handler, 'publishContract')).toBe('delivery.contract_already_published');
    expect(codeOf(done, handler, 'fileContract', { receipt: '8' })).toBe('delivery.contract_already_filed');
  });
  it('late show with finance and are done all the same, with the lateness on record', () => {
    const late = until(begun, on('05-20T09:00'));
    expect(
      tasksPurchase(late.state)
        .filter(({ to }) => 'role' in to && to.role === 'finance-officer')
        .map(({ name }) => name),
    ).toEqual(['publishContract', 'fileContract']);
    expect(step(late, handler, 'publishContract').state.delivery.publication).toMatchObject({ late: true });
  });
  it('put the contract where everybody can read it, without the account', () => {
    const answer = tried(begun, handler, 'publishContract', {});
    if (!('events' in answer)) throw new Error('refused');
    const at = recorded(answer.events[0] as never, begun.at, handler);
    const row = projectPurchase(at, answer.state).find(({ table }) => table === 'notice');
    expect(row?.values).toMatchObject({ kind: 'contractNotice' });
    expect(JSON.stringify(row?.values?.body)).not.toContain('account');
    expect(effectsPurchase(at, answer.state)).toMatchObject([{ kind: 'notice', key: 'purchase/1:notice:contractNotice' }]);
  });
});

describe('the course of the service', () => {
  const milestones = [{ id: 'm1', name: '年度计划', dueOn: day('08-01') }];
  const planned = delivering(world, { plan: { milestones } });
  it('a milestone is reported by the supplier and then confirmed', () => {
    const report = { milestone: 'm1', report: ref('done') };
    expect(codeOf(planned, handler, 'confirmMilestone', { milestone: 'm1' })).toBe('delivery.milestone_not_reported');
    expect(codeOf(planned, agent, 'reportMilestone', { ...report, milestone: 'm9' })).toBe('delivery.milestone_unknown');
    const reported = step(planned, agent, 'reportMilestone', report);
    expect(tasks(reported)).toContain('confirmMilestone');
    const confirmed = step(reported, handler, 'confirmMilestone', { milestone: 'm1' });
    expect(codeOf(confirmed, agent, 'reportMilestone', report)).toBe('delivery.milestone_confirmed');
  });
  it('a service is recorded masked, counted towards an indicator, and never for tomorrow', () => {
    const visit = { kind: 'visit', on: day('04-28'), quantity: 12, indicator: 'k1', summary: ref('masked') };
    expect(step(begun, agent, 'recordService', visit).state.delivery.records).toMatchObject([{ id: 'record-1', quantity: 12 }]);
    expect(codeOf(begun, agent, 'recordService', { ...visit, on: day('04-29') })).toBe('delivery.in_the_future');
    expect(codeOf(begun, agent, 'recordService', { ...visit, quantity: 0 })).toBe('delivery.quantity_not_positive');
    expect(codeOf(begun, agent, 'recordService', { ...visit, indicator: 'k9' })).toBe('delivery.indicator_unknown');
    const named = refusalOf(begun, agent, 'recordService', { ...visit, summary: ref('phone') });
    expect([named?.refused, named?.rule?.id]).toEqual(['delivery.not_masked', 'accept.opinion.masked']);
  });
  it('a post stands empty from one day to the day before it is filled', () => {
    const change = (change: string, on: string) => ({ post: '7', change, on: day(on), note: ref('masked') });
    const later = until(begun, on('06-20T09:00'));
    const empty = step(later, agent, 'recordPersonnel', change('vacated', '06-01'));
    expect(codeOf(empty, agent, 'recordPersonnel', change('vacated', '06-02'))).toBe('delivery.post_already_vacant');
    expect(codeOf(later, agent, 'recordPersonnel', change('filled', '06-02'))).toBe('delivery.post_not_vacant');
    expect(codeOf(empty, agent, 'recordPersonnel', change('filled', '06-01'))).toBe('delivery.vacancy_ends_before_it_begins');
    expect(step(empty, agent, 'recordPersonnel', change('filled', '06-18')).state.delivery.vacancies).toEqual([
      { post: '7', from: '2025-06-01', to: '2025-06-17' },
    ]);
  });
});

describe('a breach', () => {
  const vacancy = { incident: { kind: 'vacancy', post: '7', from: day('06-01'), to: day('06-17') }, account: ref('post 7 stood empty') };
  const reported = step(until(begun, on('06-20T09:00')), handler, 'reportBreach', vacancy);
  const noticed = step(reported, handler, 'noticeBreach', { breach: 'breach-1', text: ref('notice') });
  const decide = (upheld: boolean) => ({ breach: 'breach-1', upheld, reason: ref('why') });
  it('is decided after notice and defence alone', () => {
    expect(codeOf(reported, approver, 'decideBreach', decide(true))).toBe('delivery.defence_open');
    expect(codeOf(noticed, approver, 'decideBreach', decide(true))).toBe('delivery.defence_open');
    expect(codeOf(reported, agent, 'defend', { breach: 'breach-1', statement: ref('but') })).toBe('delivery.breach_not_noticed');
    expect(codeOf(noticed, handler, 'noticeBreach', { breach: 'breach-1', text: ref('again') })).toBe('delivery.breach_already_noticed');
    expect(codeOf(reported, handler, 'noticeBreach', { breach: 'breach-9', text: ref('x') })).toBe('delivery.breach_unknown');
  });
  it('takes 17 days of one post out of the last instalment, once the supplier has been heard', () => {
    const heard = step(noticed, agent, 'defend', { breach: 'breach-1', statement: ref('illness') });
    expect(codeOf(heard, agent, 'defend', { breach: 'breach-1', statement: ref('more') })).toBe('delivery.already_defended');
    const decided = step(heard, approver, 'decideBreach', decide(true));
    expect(decided.state.delivery.breaches[0]?.decision).toMatchObject({ deduction: yuan('7871.17'), penalty: 0n, mayTerminate: false });
    expect(decided.state.delivery.instalments.map(({ reduced }) => reduced)).toEqual([0n, 0n, yuan('7871.17')]);
    expect(codeOf(decided, approver, 'decideBreach', decide(true))).toBe('delivery.defence_open');
    const second = step(step(decided, handler, 'reportBreach', vacancy), handler, 'noticeBreach', { breach: 'breach-2', text: ref('n') });
    expect(codeOf(step(second, agent, 'defend', { breach: 'breach-2', statement: ref('s') }), approver, 'decideBreach', decide(true))).toBe(
      'delivery.breach_decided',
    );
    expect(
      codeOf(step(second, agent, 'defend', { breach: 'breach-2', statement: ref('s') }), agent, 'defend', {
        breach: 'breach-1',
        statement: ref('s'),
      }),
    ).not.toBeNull();
  });
  it('is decided without a defence when its five working days have passed, and then none is heard', () => {
    const silent = until(noticed, on('06-28T09:00'));
    expect(silent.state.delivery.breaches[0]).toMatchObject({ defence: null, decideDue: { rule: 'breach.decide' } });
    expect(codeOf(silent, agent, 'defend', { breach: 'breach-1', statement: ref('late') })).toBe('delivery.defence_too_late');
    expect(step(silent, approver, 'decideBreach', decide(true)).state.delivery.breaches[0]?.decision?.upheld).toBe(true);
  });
  it('that is not upheld takes nothing', () => {
    const decided = step(
      step(noticed, agent, 'defend', { breach: 'breach-1', statement: ref('s') }),
      approver,
      'decideBreach',
      decide(false),
    );
    expect(decided.state.delivery.instalments.every(({ reduced }) => reduced === 0n)).toBe(true);
  });
  it('adds to what earlier decisions took, never twice', () => {
    const again = { ...vacancy, incident: { ...vacancy.incident, from: day('07-01'), to: day('07-14') } };
    const first = step(step(noticed, agent, 'defend', { breach: 'breach-1', statement: ref('s') }), approver, 'decideBreach', decide(true));
    const later = step(until(first, on('07-20T09:00')), handler, 'reportBreach', again);
    const told = step(later, handler, 'noticeBreach', { breach: 'breach-2', text: ref('n') });
    const decided = step(step(told, agent, 'defend', { breach: 'breach-2', statement: ref('s') }), approver, 'decideBreach', {
      ...decide(true),
      breach: 'breach-2',
    });
    // 31 empty days in all at 463.01: 14,353.31, of which 7,871.17 stood already.
    expect(decided.state.delivery.breaches[1]?.decision?.deduction).toBe(yuan('6482.14'));
    expect(decided.state.delivery.instalments[2]?.reduced).toBe(yuan('14353.31'));
  });
  it('has to have happened', () => {
    expect(codeOf(begun, handler, 'reportBreach', vacancy)).toBe('delivery.in_the_future');
    expect(codeOf(reported, handler, 'reportBreach', { ...vacancy, incident: { ...vacancy.incident, to: day('05-01') } })).toBe(
      'delivery.vacancy_ends_before_it_begins',
    );
    expect(codeOf(begun, handler, 'reportBreach', { incident: { kind: 'failed-assessment', on: day('04-28') }, account: ref('a') })).toBe(
      'delivery.no_failed_assessment',
    );
  });
});

describe('an assessment', () => {
  const open = { instalment: 'p2', evaluators: seats };
  it('is opened for an instalment that depends on one, by as many evaluators as the pack says', () => {
    expect(codeOf(begun, handler, 'openAssessment', { ...open, instalment: 'p9' })).toBe('delivery.instalment_unknown');
    expect(codeOf(begun, handler, 'openAssessment', { ...open, instalment: 'p1' })).toBe('delivery.instalment_not_assessed');
    const two = refusalOf(begun, handler, 'openAssessment', { ...open, evaluators: seats.slice(1) });
    expect([two?.refused, two?.rule?.id]).toEqual(['delivery.evaluators_wrong_number', 'assessment.evaluators']);
    expect(codeOf(begun, handler, 'openAssessment', { ...open, evaluators: [seats[0], seats[0], seats[1]] })).toBe(
      'delivery.evaluator_twice',
    );
    const with4 = (person: string) => ({ ...open, evaluators: [...seats.slice(1), { person, organisation: BUREAU }] });
    expect(codeOf(begun, handler, 'openAssessment', with4('member-1'))).toBe('delivery.evaluator_without_post');
    expect(codeOf(begun, handler, 'openAssessment', with4('signer'))).toBe('delivery.evaluator_signed_contract');
    const opened = step(begun, handler, 'openAssessment', open);
    expect(codeOf(opened, handler, 'openAssessment', open)).toBe('delivery.assessment_open');
    expect(tasks(opened).filter((name) => name === 'declareAssessmentConflict')).toHaveLength(3);
  });
  it('hides the sheets until all are in, and then has the exact mean', () => {
    const all = scored(begun, 'p2', 91);
    const [round] = all.state.delivery.assessments;
    expect(round?.score).toEqual({ exact: '91', total: '91.00' });
    expect(codeOf(step(begun, handler, 'openAssessment', open), handler, 'publishAssessment', { assessment: 'assessment-1' })).toBe(
      'delivery.not_scored',
    );
  });
  it('refuses points above an indicator’s weight, and a sheet before the declaration', () => {
    const opened = step(begun, handler, 'openAssessment', open);
    const sheet = { assessment: 'assessment-1', points: ref('too much') };
    const withSheet = { ...opened, contents: new Map([...opened.contents, ['too much', { k1: '61', k2: '1' }]]) };
    expect(codeOf(withSheet, evaluator(1), 'submitAssessmentSheet', sheet)).toBe('panel.declare_first');
    const free = [1, 2, 3].reduce<typeof begun>(
      (now, n) => step(now, evaluator(n), 'declareAssessmentConflict', { assessment: 'assessment-1', conflict: false }),
      withSheet,
    );
    expect(codeOf(free, evaluator(1), 'submitAssessmentSheet', sheet)).toBe('panel.sheet_faulty');
    expect(codeOf(free, evaluator(4), 'submitAssessmentSheet', sheet)).toBe('panel.not_a_member');
  });
  it('goes on with another evaluator for one who declares a conflict or is absent', () => {
    const opened = step(begun, handler, 'openAssessment', open);
    const left = step(opened, evaluator(1), 'declareAssessmentConflict', {
      assessment: 'assessment-1',
      conflict: true,
      statement: ref('cousin'),
    });
    expect(tasks(left)).toContain('replaceEvaluator');
    const by = { person: 'evaluator-4', organisation: 'organisation/audit' };
    const filled = step(left, handler, 'replaceEvaluator', { assessment: 'assessment-1', by, reason: ref('cousin') });
    expect(filled.state.delivery.assessments[0]?.panel.vacant).toEqual([]);
    const absent = { assessment: 'assessment-1', leaving: 'evaluator-2', by, reason: ref('ill') };
    expect(step(opened, handler, 'replaceEvaluator', absent).state.delivery.assessments[0]?.panel.members.at(-1)?.person).toBe(
      'evaluator-4',
    );
    expect(codeOf(opened, handler, 'replaceEvaluator', { ...absent, by: { ...by, person: 'signer' } })).toBe(
      'delivery.evaluator_signed_contract',
    );
  });
  it('is in force when the supplier accepts it, or when nobody appeals in five working days', () => {
    const out = published(scored(begun, 'p2', 91));
    expect(out.state.delivery.assessments[0]).toMatchObject({
      published: { passed: true, appealDue: { lastDay: '2025-05-08' } },
      settledAt: null,
    });
    const over = until(out, on('05-10T09:00'));
    expect(toIso(over.state.delivery.assessments[0]?.settledAt as never)).toBe('2025-05-09T00:00:00.000+08:00');
    expect(codeOf(over, agent, 'appeal', { assessment: 'assessment-1', grounds: ref('g') })).toBe('delivery.appeal_too_late');
    const taken = step(out, agent, 'acceptAssessment', { assessment: 'assessment-1' });
    expect(codeOf(taken, agent, 'appeal', { assessment: 'assessment-1', grounds: ref('g') })).toBe('delivery.assessment_settled');
    expect(codeOf(taken, handler, 'publishAssessment', { assessment: 'assessment-1' })).toBe('delivery.not_scored');
  });
  it('is void when an appeal is upheld, and stands when it is rejected', () => {
    const out = published(scored(begun, 'p2', 70));
    expect(codeOf(out, approver, 'answerAppeal', { assessment: 'assessment-1', upheld: true, reason: ref('r') })).toBe(
      'delivery.no_appeal',
    );
    const appealed = step(out, agent, 'appeal', { assessment: 'assessment-1', grounds: ref('g') });
    expect(codeOf(appealed, agent, 'appeal', { assessment: 'assessment-1', grounds: ref('g') })).toBe('delivery.already_appealed');
    expect(codeOf(appealed, handler, 'answerAppeal', { assessment: 'assessment-1', upheld: false, reason: ref('r') })).toBe(
      'delivery.appeal_by_publisher',
    );
    expect(until(appealed, on('06-20T09:00')).state.delivery.assessments[0]?.settledAt).toBeNull();
    const upheld = step(appealed, approver, 'answerAppeal', { assessment: 'assessment-1', upheld: true, reason: ref('r') });
    expect(upheld.state.delivery.assessments[0]).toMatchObject({ void: true, settledAt: null });
    expect(codeOf(upheld, handler, 'openAssessment', open)).toBeNull();
    const rejected = step(appealed, approver, 'answerAppeal', { assessment: 'assessment-1', upheld: false, reason: ref('r') });
    // 70 points: 80 % of 1,104,043.20 is paid.
    expect(rejected.state.delivery.instalments[1]?.reduced).toBe(yuan('220808.64'));
  });
  it('is published once, whatever other round waits', () => {
    const both = scored(published(scored(begun, 'p2', 91)), 'p3', 91);
    expect(codeOf(both, handler, 'publishAssessment', { assessment: 'assessment-1' })).toBe('delivery.assessment_published');
  });
  it('that failed can be reported as a breach, and late shows on record', () => {
    const failed = assessed(begun, 'p2', 55);
    expect(failed.state.delivery.assessments[0]?.published?.passed).toBe(false);
    const report = { incident: { kind: 'failed-assessment', on: day('04-28') }, account: ref('a') };
    const reported = step(failed, handler, 'reportBreach', report);
    expect(codeOf(reported, handler, 'reportBreach', report)).toBe('delivery.no_failed_assessment');
    expect(until(step(begun, handler, 'openAssessment', open), on('06-01T09:00')).state.delivery.assessments[0]?.late).toBe(true);
    expect(codeOf(begun, agent, 'acceptAssessment', { assessment: 'assessment-1' })).toBe('delivery.assessment_not_published');
    expect(codeOf(begun, evaluator(1), 'submitAssessmentSheet', { assessment: 'assessment-1', points: ref('x') })).toBe(
      'delivery.assessment_unknown',
    );
  });
});

describe('instalments', () => {
  it('of 4,056,000.00 at 40 / 27.22 / 32.78 are 1,622,400.00 / 1,104,043.20 / 1,329,556.80', () => {
    expect(begun.state.delivery.instalments.map(({ amount }) => amount)).toEqual([
      yuan('1622400.00'),
      yuan('1104043.20'),
      yuan('1329556.80'),
    ]);
  });
  it('fall due by themselves one month after the signature; then the supplier has a to-do, and after the pack’s days the purchaser is told', () => {
    expect(toIso(begun.state.delivery.instalments[0]?.triggerAt as never)).toBe('2025-05-29T00:00:00.000+08:00');
    const ready = until(begun, on('05-30T09:00'));
    expect(tasks(ready)).toContain('requestPayment');
    expect(beginRequest(ready.state, { actor: agent })).toEqual({ name: 'requestPayment', begins: 'disbursement', allowed: true });
    expect(beginRequest(ready.state, { actor: person('organisation/other', 'supplier-agent') })).toBeNull();
    expect(ready.state.delivery.instalments[0]).toMatchObject({
      reminder: { rule: 'pay.request_reminder', lastDay: '2025-06-06' },
      reminded: false,
    });
    const told = until(ready, on('06-10T09:00'));
    expect(tasks(told)).toContain('waiveInstalment');
    expect(until(paid(ready, 'p1', yuan('1622400.00')), on('06-10T09:00')).state.delivery.instalments[0]?.reminded).toBe(false);
  });
  it('that wait for an assessment are ready with it, and never before their day', () => {
    expect(assessed(begun, 'p2', 91).state.delivery.instalments[1]?.readyAt).toBeNull();
    expect(until(assessed(begun, 'p2', 91), on('10-30T09:00')).state.delivery.instalments[1]?.readyAt).not.toBeNull();
    expect(until(begun, on('10-30T09:00')).state.delivery.instalments[1]?.readyAt).toBeNull();
  });
  it('are owed from the assessment when the purchaser was in time with it, which is no delay', () => {
    const ready = assessed(until(begun, on('10-29T09:00')), 'p2', 91).state.delivery.instalments[1];
    expect(ready?.owedSince).toBe(ready?.readyAt);
  });
  it('are owed from the day on which a late assessment should have been there', () => {
    const late = assessed(until(begun, on('12-01T09:00')), 'p2', 91).state.delivery.instalments[1];
    expect(toIso(late?.readyAt as never)).toMatch(/^2025-12-01T09:/);
    // Triggered on 29 October at 00:00; ten working days end on 12 November, and the supplier took two minutes to accept the result.
    expect(toIso(late?.owedSince as never)).toMatch(/^2025-11-13T00:0/);
  });
  it('are given up when both sides say so', () => {
    const ready = until(begun, on('05-30T09:00'));
    const waive = { instalment: 'p1', reason: ref('agreed') };
    expect(codeOf(ready, agent, 'waiveInstalment', { ...waive, instalment: 'p9' })).toBe('delivery.instalment_unknown');
    const one = step(ready, agent, 'waiveInstalment', waive);
    expect(one.state.delivery.instalments[0]?.waivedAt).toBeNull();
    expect(codeOf(one, agent, 'waiveInstalment', waive)).toBe('delivery.waiver_agreed');
    const both = step(one, leader, 'waiveInstalment', waive);
    expect(both.state.delivery.instalments[0]).toMatchObject({ waived: yuan('1622400.00') });
    expect(codeOf(both, agent, 'waiveInstalment', waive)).toBe('delivery.instalment_settled');
    const asked = step(ready, SYSTEM, 'instalmentRequested', {
      instalment: 'p1',
      disbursement: 'disbursement/1',
      amount: 1n,
      invoice: '1',
    });
    expect(codeOf(asked, agent, 'waiveInstalment', waive)).toBe('delivery.disbursement_open');
  });
  it('fall due on their own day, however late the stage was opened', () => {
    const late = delivering(world, { enteredAt: on('07-01T09:00') });
    expect(late.state.delivery.instalments[0]?.triggeredAt).toBeNull();
    expect(toIso(until(late, late.at).state.delivery.instalments[0]?.triggeredAt as never)).toBe('2025-05-29T00:00:00.000+08:00');
  });
});
