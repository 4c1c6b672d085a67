import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { type Actor, calendarFrom, dateOf, isRefusal, plainDate } from '../kernel/index.js';
import { desksOf, type Desk, approver, leaders, tasks, vote } from './planning/testing/a-desk.js';
import { anOrganisation, BUREAU, contextIn, facts, give, handler, person, SYSTEM, type World } from './tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county/justice-bureau', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const { submitted, reviewed } = desksOf(world);

/** The bureau with these people in it, after somebody has left. */
const bureau = (...actors: readonly Actor[]) =>
  facts(BUREAU, {
    ...anOrganisation({ type: 'purchaser' }),
    appointments: actors.map((one) => ({
      key: one.person === handler.person ? 'left' : 'a',
      person: one.person ?? '',
      post: 'p',
      roles: one.roles,
      from: plainDate('2024-01-01'),
      to: one.person === handler.person ? plainDate('2024-12-31') : null,
    })),
  });
const handOver = (desk: Desk, leaver: Actor, ...actors: readonly Actor[]): Desk => {
  const cases = new Map([[BUREAU, bureau(...actors)]]);
  const data = { person: leaver.person, appointment: leaver.appointment };
  const answer = give(desk.state, 'handOver', data, contextIn(desk.world, desk.at, { actor: SYSTEM, cases }));
  if (isRefusal(answer)) throw new Error(answer.refused);
  return { ...desk, state: answer.state };
};
const second: Actor = { ...person(BUREAU, 'purchaser-approver'), person: 'second' };

describe('a purchase in which somebody had something to do who has left', () => {
  it('gives the vote to who follows in the post', () => {
    const desk = reviewed();
    expect(tasks(desk)).toContain(`votePlan ${approver.person}`);
    expect(tasks(handOver(desk, approver, second, ...leaders))).toContain('votePlan second');
  });
  it('is left as it is where they had nothing to do', () => {
    for (const desk of [submitted(), vote(reviewed(), approver, 'approve')])
      expect(handOver(desk, { ...approver, person: 'somebody else', appointment: 'x' }, approver, ...leaders).state).toEqual(desk.state);
  });
  it('with nobody to follow waits for the operator', () => {
    expect(tasks(handOver(reviewed(), approver, ...leaders))).toContain('refreshPlanElectorate operator');
  });
});
