import { describe, expect, it } from '@jest/globals';
import type { ApprovalState, Candidate, Electorates } from './approval.js';
import { approvalTasks } from './deadlines.js';
import { decideApproval } from './decide.js';
import { again, AT, chain, fold, people, play, refusedAs, shown, step, who } from './sample.js';

const names = {
  key: 'spec',
  vote: 'vote',
  resubmit: 'resubmit',
  refresh: 'refresh',
  overdue: 'overdue',
  alert: { organisation: '*', role: 'operator' },
};
const leave = (
  state: ApprovalState,
  leaver: string,
  { electorates = people, successors = [] }: { electorates?: Electorates; successors?: readonly Candidate[] } = {},
): ApprovalState => {
  const moves = decideApproval(state, { verb: 'handOver', ...who(leaver) }, { at: AT, actor: null, electorates, successors });
  return Array.isArray(moves) && moves.length === 0 ? state : fold(state, moves);
};
const whose = (state: ApprovalState) =>
  approvalTasks(state, names).map(({ name, to }) => `${name}: ${'person' in to ? to.person : to.role}`);
const without = (name: string, ...more: readonly Candidate[]): Electorates => ({
  ...people,
  a: [...(people.a ?? []).filter(({ person }) => person !== name), ...more],
});

describe('when somebody leaves a chain', () => {
  const all = chain([step('a')]);
  const returned = play(all, ['ann<']);

  it('the successor in the post has the vote to cast', () => {
    const state = leave(play(all), 'ben', { electorates: without('ben', who('new')) });
    expect(shown(state)).toBe('open a1: ann. ben0 new. cai.');
    expect(whose(state)).toEqual(['vote: ann', 'vote: new', 'vote: cai']);
  });
  it('without a successor the others decide, and with nobody left the operator is told', () => {
    expect(whose(leave(play(all), 'ben', { electorates: without('ben') }))).toEqual(['vote: ann', 'vote: cai']);
    expect(whose(leave(play(chain([step('b')])), 'dai', { electorates: {} }))).toEqual(['refresh: operator']);
  });
  it('what came back to them goes to who follows in the post, who then answers for it and no longer decides on it', () => {
    const state = leave(returned, 'ian', { successors: [who('jan')] });
    expect(whose(state)).toEqual(['resubmit: jan']);
    expect(refusedAs(state, 'ian', again)).toBe('approval.not_initiator');
    expect(refusedAs(state, 'jan', again)).toBeNull();
    expect(state.excluded).toContain('jan');
  });
  it('nobody takes over who has voted in the chain or may still', () => {
    const state = leave(play(all, ['ann+']), 'ian', { successors: [who('ann'), who('ben'), who('jan')] });
    expect(state.initiator).toEqual(who('jan'));
  });
  it('what nobody can take over waits for the operator, who appoints and refreshes', () => {
    const state = leave(returned, 'ian');
    expect(whose(state)).toEqual(['refresh: operator']);
    expect(refusedAs(state, null, { verb: 'refreshElectorate' })).toBe('approval.electorate_unchanged');
    const around = { at: AT, actor: null, electorates: people, successors: [who('jan')] };
    const taken = fold(state, decideApproval(state, { verb: 'refreshElectorate' }, around));
    expect(whose(taken)).toEqual(['resubmit: jan']);
  });
  it('nothing moves where they had nothing to do, and told twice it moves once', () => {
    expect(leave(returned, 'eve')).toBe(returned);
    const once = leave(returned, 'ian', { successors: [who('jan')] });
    expect(leave(once, 'ian', { successors: [who('kim')] })).toBe(once);
    const over = play(all, ['ann+', 'ben+', 'cai+']);
    expect(leave(over, 'ian', { successors: [who('jan')] })).toBe(over);
  });
});
