import { describe, expect, it } from '@jest/globals';
import type { Electorates } from './approval.js';
import { approvalStands, decideApproval } from './decide.js';
import { again, AT, chain, change, fold, play, shown, step, who, withdraw } from './sample.js';

// + approved, - refused, < returned, = superseded, / recused, 0 void, . awaited; ~ no longer counts.
const twoThirds = { num: 2, den: 3, op: '>=' } as const;
const moreThanHalf = { num: 1, den: 2, op: '>' } as const;
const pair: Electorates = { a: [who('ann'), who('ben')] };

describe('what each verb does in one step', () => {
  const all = chain([step('a')]);
  const share = chain([step('a', { ratio: twoThirds, veto: 'none' })]);
  const shareWithVeto = chain([step('a', { ratio: twoThirds })]);
  const half = chain([step('a', { ratio: moreThanHalf, veto: 'none' })]);
  const any = chain([step('a', { mode: 'any-sign', veto: 'none' })]);
  const turn = chain([step('a', { mode: 'in-turn', veto: 'none' })]);
  it.each([
    ['all-sign: the last one is awaited', play(all, ['ann+', 'ben+']), 'open a1: ann+ ben+ cai.'],
    ['all-sign: everybody signed, in any order', play(all, ['cai+', 'ann+', 'ben+']), 'approved a1: ann+ ben+ cai+'],
    ['all-sign with a veto: one refusal refuses', play(all, ['ann+', 'ben-']), 'refused a1: ann+ ben- cai='],
    ['two thirds is exact: two of three pass early', play(share, ['ann+', 'ben+']), 'approved a1: ann+ ben+ cai='],
    ['two thirds: one refusal does not refuse', play(share, ['ann-']), 'open a1: ann- ben. cai.'],
    ['two thirds: two refusals put it out of reach', play(share, ['ann-', 'ben-']), 'refused a1: ann- ben- cai='],
    ['a reached ratio waits while somebody may still veto', play(shareWithVeto, ['ann+', 'ben+']), 'open a1: ann+ ben+ cai.'],
    ['more than half of two is both', play(half, ['ann+'], pair), 'open a1: ann+ ben.'],
    ['exactly half is not more than half', play(half, ['ann+', 'ben-'], pair), 'refused a1: ann+ ben-'],
    ['any-sign: the first approval decides', play(any, ['ben+']), 'approved a1: ann= ben+ cai='],
    ['any-sign: the first refusal decides too', play(any, ['ben-']), 'refused a1: ann= ben- cai='],
    ['in turn: all, in the order frozen at the start', play(turn, ['ann+', 'ben+', 'cai+']), 'approved a1: ann+ ben+ cai+'],
    ['in turn: a refusal ends it', play(turn, ['ann+', 'ben-']), 'refused a1: ann+ ben- cai='],
    ['a return ends the round', play(all, ['ann+', 'ben<']), 'returned a1: ~ann+ ~ben< ~cai='],
    ['withdrawn by the initiator', play(all, ['ann+', ['ian', withdraw]]), 'withdrawn a1: ann+ ben0 cai0'],
  ])('%s', (_title, state, expected) => {
    expect(shown(state)).toBe(expected);
  });
});

describe('who may sit', () => {
  const all = chain([step('a')]);
  const drafted: Electorates = { a: [who('ian'), who('dot'), who('ann')] };
  const twice: Electorates = { a: [who('ann'), { person: 'ann', appointment: 'other' }] };
  const same: Electorates = { b: [who('dai')], c: [who('dai'), who('eve')] };
  it.each([
    ['initiator and drafter never sit', play(all, ['ann+'], drafted), 'approved a1: ian/ dot/ ann+'],
    ['an empty step is suspended, never passed', play(all, [], { a: [] }), 'suspended'],
    ['a step where only the drafter could sit is suspended', play(all, [], { a: [who('dot')] }), 'suspended a1: dot/'],
    ['somebody with two posts sits once', play(all, [], twice), 'open a1: ann.'],
    [
      'nobody sits in two steps of a distinct chain',
      play(chain([step('b'), step('c')], { distinct: true }), ['dai+'], same),
      'open b1: dai+ c1: dai/ eve.',
    ],
    ['elsewhere one person may answer twice', play(chain([step('b'), step('c')]), ['dai+'], same), 'open b1: dai+ c1: dai. eve.'],
  ])('%s', (_title, state, expected) => {
    expect(shown(state)).toBe(expected);
  });
});

describe('what happens along a chain', () => {
  const two = chain([step('b'), step('c')]);
  const levels = chain([step('b'), step('c', { above: '100' })]);
  const direct = chain([step('b'), step('c'), step('a', { mode: 'any-sign' })], { resume: 'direct' });
  it.each([
    ['the next step opens when the one before passed', play(two, ['dai+']), 'open b1: dai+ c1: eve.'],
    ['a refusal ends the chain', play(two, ['dai-']), 'refused b1: dai-'],
    ['a level asks at its amount exactly', play(levels, ['dai+']), 'open b1: dai+ c1: eve.'],
    ['a level above the amount is not asked', play(chain([step('b'), step('c', { above: '101' })]), ['dai+']), 'approved b1: dai+'],
    ['back to the drafter: the vote is kept and void', play(two, ['dai+', 'eve<']), 'returned b1: ~dai+ c1: ~eve<'],
    ['resubmitted: every step again', play(two, ['dai+', 'eve<', ['ian', again]]), 'open b1: ~dai+ c1: ~eve< b2: dai.'],
    [
      'back to a step: it is asked again, then the rest',
      play(two, ['dai+', 'eve<b', 'dai+']),
      'open b1: ~dai+ c1: ~eve< b2: dai+ c2: eve.',
    ],
    ['direct: straight back to who returned it', play(direct, ['dai+', 'eve<', ['ian', again]]), 'open b1: dai+ c1: ~eve< c2: eve.'],
    [
      'direct to a step: the steps between keep their votes',
      play(direct, ['dai+', 'eve+', 'ann<b', 'dai+']),
      'open b1: ~dai+ c1: eve+ a1: ~ann< ~ben= ~cai= b2: dai+ a2: ann. ben. cai.',
    ],
    [
      'direct, but the fields changed: every step again',
      play(direct, ['dai+', 'eve<', ['ian', { ...again, hash: 'v2' }]]),
      'open b1: ~dai+ c1: ~eve< b2: dai.',
    ],
    [
      'who redrafted meanwhile loses vote and seat',
      play(direct, ['dai+', 'eve<', ['ian', { ...again, drafters: ['dai'] }]]),
      'suspended b1: ~dai+ c1: ~eve< b2: dai/',
    ],
    ['a changed field voids votes while it is open', play(two, ['dai+', [null, change('v2')]]), 'open b1: ~dai+ c1: ~eve0 b2: dai.'],
    ['a changed field voids a finished approval', play(two, ['dai+', 'eve+', [null, change('v2')]]), 'open b1: ~dai+ c1: ~eve+ b2: dai.'],
    ['a changed amount asks its own levels', play(levels, ['dai+', [null, change('v2', 99n)]]), 'open b1: ~dai+ c1: ~eve0 b2: dai.'],
  ])('%s', (_title, state, expected) => {
    expect(shown(state)).toBe(expected);
  });
  it('an approval holds for the fields that were approved and no others', () => {
    const state = play(two, ['dai+', 'eve+']);
    expect([approvalStands(state, 'v1'), approvalStands(state, 'v2'), approvalStands(null, 'v1')]).toEqual([true, false, false]);
  });
});

describe('when the directory changes', () => {
  const refill = (state: Parameters<typeof decideApproval>[0], electorates: Electorates) =>
    fold(state, decideApproval(state, { verb: 'refreshElectorate' }, { at: AT, actor: null, electorates }));
  const all = chain([step('a')]);
  const now = (...names: string[]): Electorates => ({ a: names.map(who) });
  it.each([
    ['a suspended step opens when somebody holds the role', refill(play(all, [], { a: [] }), now('ann', 'dot')), 'open a1: ann.'],
    [
      'a holder who left before voting is replaced in place',
      refill(play(chain([step('a', { mode: 'in-turn' })])), now('ben', 'cai', 'new', 'more')),
      'open a1: ann0 new. ben. cai.',
    ],
    ['without a successor the others decide', refill(play(all, ['ann+', 'ben+']), now('ann', 'ben')), 'approved a1: ann+ ben+ cai0'],
    ['when all have left without voting it is suspended', refill(play(all), now()), 'suspended a1: ann0 ben0 cai0'],
    ['a vote already cast stays when its holder leaves', refill(play(all, ['ann+']), now('cai', 'new')), 'open a1: ann+ ben0 new. cai.'],
    [
      'who left and came back may sit again',
      refill(refill(play(all), now('ben', 'cai')), now('cai', 'ann')),
      'open a1: ann0 ben0 ann. cai.',
    ],
  ])('%s', (_title, state, expected) => {
    expect(shown(state)).toBe(expected);
  });
});
