import { describe, expect, it } from '@jest/globals';
import { approvalVerbs } from './approval.js';
import type { ApprovalState, ApprovalStatus, ApprovalVerb } from './approval.js';
import { approvalRefusals } from './refusals.js';
import { again, approve, back, chain, change, play, refusal, refusedAs, step, withdraw } from './sample.js';

describe('why a verb is refused', () => {
  const all = play(chain([step('a'), step('b')]), ['ann+']);
  const any = play(chain([step('a', { mode: 'any-sign' }), step('b')]), ['ann+']);
  const second = play(chain([step('b'), step('c')]), ['dai+']);
  const returned = play(chain([step('b'), step('c')], { resume: 'direct' }), ['dai+', 'eve<']);
  const replayed = play(chain([step('b')]), ['dai<']);
  const inTurn = play(chain([step('a', { mode: 'in-turn' })]));
  type Row = readonly [title: string, state: ApprovalState, actor: string | null, verb: ApprovalVerb, code: string];
  const rows: readonly Row[] = [
    ['a finished approval takes no vote', play(chain([step('b')]), ['dai+']), 'dai', approve, 'approval.not_open'],
    ['a vote cast on an earlier round', all, 'ben', { verb: 'approve', hash: 'v1', generation: 7 }, 'approval.moved'],
    ['a vote on other fields than those now', all, 'ben', { verb: 'approve', hash: 'old' }, 'approval.protected_changed'],
    ['the drafter approving', all, 'dot', approve, 'approval.self_approval'],
    ['the initiator approving', all, 'ian', approve, 'approval.self_approval'],
    ['voting twice', all, 'ann', approve, 'approval.already_voted'],
    ['coming second to an any-sign step', any, 'ben', approve, 'approval.step_decided'],
    ['somebody without a seat', all, 'eve', approve, 'approval.not_your_seat'],
    ['nobody', all, null, approve, 'approval.not_your_seat'],
    ['out of turn', inTurn, 'ben', approve, 'approval.not_your_turn'],
    ['refusing without a reason', all, 'ben', { verb: 'refuse', hash: 'v1' }, 'approval.reason_required'],
    ['returning without a reason', all, 'ben', { verb: 'return', to: 'drafter', hash: 'v1' }, 'approval.reason_required'],
    ['returning to a step that is not there', second, 'eve', back('z'), 'approval.return_target_unknown'],
    ['returning to the step itself', second, 'eve', back('c'), 'approval.return_target_unknown'],
    ['going straight back where every step is walked again', second, 'eve', back('b', { resume: 'direct' }), 'approval.direct_not_offered'],
    [
      'resubmitting straight back after a return for replay',
      replayed,
      'ian',
      { ...again, resume: 'direct' } as ApprovalVerb,
      'approval.direct_not_offered',
    ],
    [
      'resubmitting straight back with changed fields',
      returned,
      'ian',
      { ...again, hash: 'v2', resume: 'direct' } as ApprovalVerb,
      'approval.protected_changed',
    ],
    ['somebody else resubmitting', returned, 'dot', again, 'approval.not_initiator'],
    ['somebody else withdrawing', all, 'ann', withdraw, 'approval.not_initiator'],
    ['voiding votes though nothing has changed', all, null, change('v1'), 'approval.fields_unchanged'],
    ['refreshing a step for which nobody is new', all, null, { verb: 'refreshElectorate' }, 'approval.electorate_unchanged'],
    ['an amount that no level applies to', play(chain([step('b', { above: '100' })])), null, change('v2', 1n), 'approval.no_step_applies'],
  ];
  it.each(rows)('%s', (_title, state, actor, verb, code) => {
    expect(refusedAs(state, actor, verb)).toBe(code);
  });
  it('the catalogue holds each code once, and each has a row here', () => {
    const codes = approvalRefusals.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !rows.some((row) => row[4] === code))).toEqual([]);
  });
});

describe('every status knows every verb', () => {
  const samples: Record<ApprovalStatus, ApprovalState> = {
    open: play(chain([step('b')])),
    suspended: play(chain([step('b')]), [], {}),
    returned: play(chain([step('b')]), ['dai<']),
    approved: play(chain([step('b')]), ['dai+']),
    refused: play(chain([step('b')]), ['dai-']),
    withdrawn: play(chain([step('b')]), [['ian', withdraw]]),
  };
  const verbs: readonly ApprovalVerb[] = [
    approve,
    back('drafter'),
    refusal,
    again,
    withdraw,
    change('v2'),
    { verb: 'refreshElectorate' },
    { verb: 'handOver', person: 'ian', appointment: 'ian-post' },
    { verb: 'overdue', step: 'b', generation: 1 },
  ];
  const statuses = Object.keys(samples) as ApprovalStatus[];
  it.each(statuses.flatMap((status) => verbs.map((verb) => ({ status, verb, name: verb.verb }))))('$status: $name', ({ status, verb }) => {
    const legal: readonly string[] = approvalVerbs[status];
    expect(refusedAs(samples[status], null, verb) === 'approval.not_open').toBe(!legal.includes(verb.verb));
  });
});
