import { describe, expect, it } from '@jest/globals';
import { type Actor, isRefusal, type PlainDate } from '../kernel/index.js';
import { actorOf, AT, contextOf, organisationOf, system } from '../organisation/sample.js';
import { decideExpertPool } from './decide.js';
import { evolveExpertPool } from './evolve.js';
import { drawable, type ExpertPoolCommand, type ExpertPoolCommandType, type ExpertPoolState, initialExpertPool } from './expert-pool.js';
import { projectExpertPool } from './project.js';
import { expertPoolRefusals } from './refusals.js';

const KEEPER = 'organisation/finance';
const keeper = actorOf('fang', KEEPER, 'finance-officer');
const reason = { content: 'c', hash: 'h' };
type Step = readonly [type: ExpertPoolCommandType, data: unknown, actor?: Actor];
const decided = (state: ExpertPoolState, [type, data, actor = keeper]: Step) =>
  decideExpertPool(
    state,
    { type, caseId: 'expert-pool/1', data } as unknown as ExpertPoolCommand,
    contextOf({ actor, caseId: 'expert-pool/1', cases: [organisationOf(KEEPER, { type: 'finance-county' })] }),
  );
const play = (...steps: readonly Step[]): ExpertPoolState =>
  steps.reduce((state, step) => {
    const decision = decided(state, step);
    if (isRefusal(decision)) throw new Error(decision.refused);
    return decision.events.reduce<ExpertPoolState>(
      (now, event) => evolveExpertPool(now, { caseId: 'expert-pool/1', event, effectiveAt: AT, at: AT, by: system, version: 1 }),
      state,
    );
  }, initialExpertPool);

const open: Step = ['open', { title: '示范县评审专家库', keeper: KEEPER }];
const he: Step = ['enrol', { person: 'he-jing', fields: ['social-work', 'law', 'law'] }];
const last = (endedOn: string) => [{ organisation: 'organisation/firm', kind: 'employment', endedOn: endedOn as PlainDate }];

describe('the library of experts', () => {
  const pool = play(open, he);
  it.each<[string, ExpertPoolState, Step, string | null]>([
    ['is opened once', pool, open, 'expert_pool.already_open'],
    ['does nothing before it is opened', initialExpertPool, he, 'expert_pool.not_open'],
    ['is kept by somebody known', initialExpertPool, ['open', { title: 'x', keeper: 'organisation/x' }], 'expert_pool.keeper_unknown'],
    ['holds an expert once', pool, he, 'expert_pool.already_enrolled'],
    ['knows what an expert is expert in', pool, ['enrol', { person: 'x', fields: [] }], 'expert_pool.fields_missing'],
    ['changes nobody it does not hold', pool, ['suspend', { person: 'x', reason }], 'expert_pool.expert_unknown'],
    [
      'lets an expert declare the own relations',
      pool,
      ['updateRelations', { person: 'he-jing', relations: last('2024-12-31') }, actorOf('he-jing', 'organisation/university', 'expert')],
      null,
    ],
    [
      'lets nobody declare another’s relations',
      pool,
      ['updateRelations', { person: 'he-jing', relations: [] }, actorOf('qu-bo', 'organisation/university', 'expert')],
      'expert_pool.relations_not_yours',
    ],
    [
      'takes no end of a relation that is still to come',
      pool,
      ['updateRelations', { person: 'he-jing', relations: last('2099-01-01') }],
      'expert_pool.relation_ends_later',
    ],
    ['reinstates only who was suspended', pool, ['reinstate', { person: 'he-jing', reason }], 'expert_pool.wrong_standing'],
  ])('%s', (_title, state, step, code) => {
    const answer = decided(state, step);
    expect(isRefusal(answer) ? answer.refused : null).toBe(code);
  });

  it('draws only from those who are enrolled', () => {
    expect(drawable(pool)).toMatchObject([{ person: 'he-jing', fields: ['law', 'social-work'], standing: 'enrolled' }]);
    const suspended: Step = ['suspend', { person: 'he-jing', reason }];
    expect(drawable(play(open, he, suspended))).toEqual([]);
    expect(drawable(play(open, he, suspended, ['reinstate', { person: 'he-jing', reason }]))).toHaveLength(1);
    const gone = play(open, he, ['remove', { person: 'he-jing', reason }]);
    expect(drawable(gone)).toEqual([]);
    expect(isRefusal(decided(gone, he))).toBe(false);
  });

  it('tells lists nothing about who is in it', () => {
    const events = [decided(initialExpertPool, open), decided(play(open), he)].flatMap((one) => (isRefusal(one) ? [] : one.events));
    const rows = events.flatMap((event) =>
      projectExpertPool({ caseId: 'expert-pool/1', event, effectiveAt: AT, at: AT, by: system, version: 1 }, pool),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('he-jing');
  });

  it('has every code once', () => {
    expect(new Set(expertPoolRefusals.map(({ code }) => code)).size).toBe(expertPoolRefusals.length);
  });
});
