import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, isRefusal, type Actor } from '../../kernel/index.js';
import { postingsPurchase } from '../purchase.js';
import { handler, recorded, ref, type World } from '../tender/testing/a-tender.js';
import { setAsideFigures } from './set-aside.js';
import { sound } from './testing/a-sound-plan.js';
import {
  AT,
  aspects,
  codeOf,
  desksOf,
  financeApprover,
  judge,
  leaders,
  officer,
  passed,
  plan,
  refusalOf,
  sits,
  step,
  tasks,
  tried,
  vote,
} from './testing/a-desk.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const { begun, submitted, reviewed, internally } = desksOf(world);

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
    const last = vote(
      internally(
        reviewed(
          submitted(begun(), { template: { ...sound.template, deduction: null }, setAside: { reserved: false, reason: null, part } }),
        ),
      ),
      officer,
      'approve',
    );
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
