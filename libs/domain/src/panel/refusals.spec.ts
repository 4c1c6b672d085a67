import { describe, expect, it } from '@jest/globals';
import { type PanelSeat, type PanelState, panelStatus, type PanelStatus, type PanelVerb, panelVerbs } from './panel.js';
import { panelRefusals } from './refusals.js';
import {
  all,
  conflict,
  conflicted,
  declared,
  differing,
  examined,
  expert,
  free,
  judge,
  lock,
  locked,
  mismatch,
  open,
  play,
  present,
  prices,
  questioned,
  ref,
  refusedAs,
  reported,
  reporting,
  sheet,
  sheets,
  sign,
  submit,
  submitted,
} from './sample-panel.js';
import { panelTasks } from './tasks.js';

describe('why a verb is refused', () => {
  const short = conflicted;
  const supplement = (seats: readonly PanelSeat[]): PanelVerb => ({ verb: 'supplement', seats, reserves: [], draw: null });
  const correct = (more: object): PanelVerb => ({
    verb: 'correct',
    kind: 'extreme-score',
    reason: ref('r'),
    ref: ref('n'),
    sheet: sheet('31'),
    sheets,
    prices,
    ...more,
  });
  type Row = readonly [title: string, state: PanelState, actor: string | null, verb: PanelVerb, code: string];
  const rows: readonly Row[] = [
    ['scoring before the examination', declared, 'e1', submit(sheets.e1), 'panel.wrong_state'],
    ['judging before declaring', open(), 'e1', judge('A'), 'panel.declare_first'],
    ['a stranger declaring', open(), 'zed', free, 'panel.not_a_member'],
    ['somebody who left', play([['e1', conflict]]), 'e1', free, 'panel.not_a_member'],
    ['declaring twice', play([['e1', free]]), 'e1', free, 'panel.already_declared'],
    ['a conflict without saying which', open(), 'e1', { verb: 'declare', conflict: true }, 'panel.reason_required'],
    ['replacing a member without a reason', open(), null, { verb: 'replace', person: 'e1' }, 'panel.reason_required'],
    ['filling a seat with a member', short, null, supplement([expert('rep')]), 'panel.seat_taken'],
    ['filling a seat with somebody who left', short, null, supplement([expert('e1')]), 'panel.seat_taken'],
    ['filling more seats than are vacant', short, null, supplement([expert('x'), expert('y')]), 'panel.seats_differ'],
    ['a representative as chair', declared, 'e1', { verb: 'chooseChair', person: 'rep' }, 'panel.chair_is_representative'],
    ['judging what is not there', declared, 'e1', judge('Z'), 'panel.subject_unknown'],
    ['judging twice', play([['e1', judge('A')]], declared), 'e1', judge('A'), 'panel.already_judged'],
    ['rejecting without a reason', declared, 'e1', { verb: 'judge', subject: 'A', compliant: false }, 'panel.reason_required'],
    [
      'questioning what is not there',
      submitted,
      'e1',
      { verb: 'question', subject: 'Z', ground: 'low-price', basis: ref('b') },
      'panel.subject_unknown',
    ],
    ['points above the maximum', examined, 'e1', submit(sheet('60.5')), 'panel.sheet_faulty'],
    ['opening before all have submitted', examined, null, lock, 'panel.sheet_missing'],
    [
      'opening with a sheet that could not be read',
      submitted,
      null,
      { verb: 'lock', sheets: { e1: sheets.e1, e2: sheets.e2 }, prices },
      'panel.sheet_missing',
    ],
    ['correcting on second thoughts', locked, 'rep', correct({ kind: 'second-thoughts' }), 'panel.correction_not_lawful'],
    ['correcting without a reason', locked, 'rep', correct({ reason: undefined }), 'panel.reason_required'],
    ['correcting nothing', locked, 'rep', correct({ sheet: sheets.rep }), 'panel.correction_elsewhere'],
    [
      'correcting a subjective item as an objective one',
      differing,
      'e2',
      correct({ kind: 'objective-mismatch', sheet: sheet('41'), sheets: mismatch }),
      'panel.correction_elsewhere',
    ],
    ['presenting a report that is not final', differing, null, present, 'panel.not_final'],
    ['signing another report', reporting, 'e1', { verb: 'sign', report: ref('other') }, 'panel.other_report'],
    ['signing twice', play([['e1', sign]], reporting), 'e1', sign, 'panel.already_signed'],
    ['deeming who has signed', play([['e1', sign]], reporting), null, { verb: 'deem', person: 'e1' }, 'panel.already_signed'],
  ];
  it.each(rows)('%s', (_title, state, actor, verb, code) => {
    expect(refusedAs(state, actor, verb)?.refused).toBe(code);
  });
  it('a correction that the law does not know cites the rule', () => {
    expect(refusedAs(locked, 'rep', correct({ kind: 'second-thoughts' }))?.rule?.id).toBe('result.edit');
  });
  it('the catalogue holds each code once, and each has a row here', () => {
    const elsewhere = ['panel.pool_too_small']; // draw.spec.ts
    const codes = panelRefusals.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !rows.some((row) => row[4] === code) && !elsewhere.includes(code))).toEqual([]);
  });
});

const organiser = { organisation: 'agency', role: 'agency-officer' };
const names = {
  key: 'ev',
  declare: 'd',
  judge: 'j',
  submit: 's',
  correct: 'c',
  sign: 'g',
  supplement: 'u',
  lock: 'l',
  present: 'p',
  organiser,
};

describe('every status', () => {
  const samples: Record<PanelStatus, PanelState> = {
    short: conflicted,
    declaring: open(),
    examining: declared,
    questioning: questioned,
    scoring: submitted,
    locked,
    reporting,
    reported,
    failed: play([...all(judge('A', false)), ...all(judge('B', false)), ...all(judge('C', false))], declared),
  };
  const verbs: readonly PanelVerb[] = [
    free,
    { verb: 'replace', person: 'e2', reason: ref('ill') },
    { verb: 'supplement', seats: [], reserves: [], draw: null },
    { verb: 'chooseChair', person: 'e2' },
    judge('A'),
    { verb: 'question', subject: 'A', ground: 'low-price', basis: ref('b') },
    submit(sheets.e2),
    lock,
    { verb: 'correct', kind: 'sum-error', ref: ref('n'), sheet: sheets.e2, sheets },
    present,
    sign,
    { verb: 'deem', person: 'e2' },
  ];
  const statuses = Object.keys(samples) as PanelStatus[];
  it.each(statuses.flatMap((status) => verbs.map((verb) => ({ status, verb, name: verb.verb }))))('$status: $name', ({ status, verb }) => {
    expect(panelStatus(samples[status])).toBe(status);
    const legal: readonly string[] = panelVerbs[status];
    const early = ['panel.wrong_state', 'panel.declare_first'].includes(refusedAs(samples[status], 'e2', verb)?.refused ?? '');
    expect(early).toBe(!legal.includes(verb.verb));
  });
  it.each([
    ['short', ['u agency-officer', 'd rep', 'd e3']],
    ['declaring', ['d rep', 'd e1', 'd e2']],
    ['examining', ['j rep', 'j e1', 'j e2']],
    ['questioning', ['j rep', 'j e1', 'j e2']],
    ['scoring', ['l agency-officer']],
    ['locked', ['p agency-officer']],
    ['reporting', ['g rep', 'g e1', 'g e2']],
    ['reported', []],
    ['failed', []],
  ] as const)('%s asks for', (status, expected) => {
    const toDo = panelTasks(samples[status], names).map(({ name, to }) => `${name} ${'person' in to ? to.person : to.role}`);
    expect(toDo).toEqual(expected);
  });
  it('while sheets are missing, those who owe one are asked; while scorers differ, all are', () => {
    const toDo = (state: PanelState) => panelTasks(state, names).map(({ name, to }) => `${name} ${'person' in to ? to.person : to.role}`);
    expect(toDo(play([['e1', submit(sheets.e1)]], examined))).toEqual(['s rep', 's e2']);
    expect(toDo(differing)).toEqual(['c rep', 'c e1', 'c e2']);
    expect(panelTasks(null, names)).toEqual([]);
  });
});
