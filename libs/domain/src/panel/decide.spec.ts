import { describe, expect, it } from '@jest/globals';
import { panelMayRead, panelStatus, type PanelVerb, scoredSubjects, sheetIsOpen, sitting } from './panel.js';
import {
  type Act,
  all,
  conflict,
  conflicted,
  declared,
  definition,
  differing,
  dissent,
  examined,
  expert,
  free,
  judge,
  lock,
  locked,
  mismatch,
  open,
  openWith,
  people,
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

describe('a panel from the draw to the report', () => {
  it('shows nothing to a member who has not declared', () => {
    const state = play([['e1', free]]);
    expect([panelMayRead(state, 'e1'), panelMayRead(state, 'e2'), panelMayRead(state, 'e3'), panelMayRead(null, 'e1')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
  it('goes on when all have declared, voted, submitted, been locked, presented and signed', () => {
    const states = [open(), declared, examined, submitted, locked, reporting, reported];
    expect(states.map(panelStatus)).toEqual(['declaring', 'examining', 'scoring', 'scoring', 'locked', 'reporting', 'reported']);
  });
  it('replaces a member with a conflict by the first in reserve, who declares too', () => {
    const state = play([['e1', conflict]]);
    expect([sitting(state).map(({ person }) => person), state.reserves, panelStatus(state)]).toEqual([
      ['rep', 'e2', 'e3'],
      [],
      'declaring',
    ]);
  });
  it('with the reserve used up waits for another draw', () => {
    const short = conflicted;
    expect([panelStatus(short), short.vacant]).toEqual(['short', ['expert']]);
    const filled = play(
      [[null, { verb: 'supplement', seats: [expert('e4')], reserves: [expert('e5')], draw: { seed: 's2', poolHash: 'p2' } }]],
      short,
    );
    expect([panelStatus(filled), filled.draws.map(({ seed }) => seed), filled.reserves.length]).toEqual(['declaring', ['s', 's2'], 1]);
  });
  it('does not put an expert in the representative’s place', () => {
    expect(play([['rep', conflict]]).vacant).toEqual(['purchaser-representative']);
  });
  it('lets the majority decide on each subject', () => {
    const votes: readonly Act[] = [
      ...all(judge('A')),
      ['rep', judge('B', false)],
      ['e1', judge('B', false)],
      ['e2', judge('B')],
      ...all(judge('C')),
    ];
    const state = play(votes, declared);
    expect([scoredSubjects(state), panelStatus(state)]).toEqual([['A', 'C'], 'scoring']);
  });
  it('fails when too few are compliant', () => {
    const state = play([...all(judge('A')), ...all(judge('B', false)), ...all(judge('C', false))], declared);
    expect(panelStatus(state)).toBe('failed');
  });
  it('votes again on everything with whoever comes later, and keeps the sheets if the finding is the same', () => {
    const state = play(
      [
        ['e1', conflict],
        ['e3', free],
      ],
      submitted,
    );
    expect([panelStatus(state), state.sheets.map(({ person }) => person)]).toEqual(['examining', ['rep', 'e2']]);
    const again = play(
      ['A', 'B', 'C'].map((bid): Act => ['e3', judge(bid)]),
      state,
    );
    expect([panelStatus(again), again.sheets.length]).toEqual(['scoring', 2]);
  });
  it('scores nothing twice by a member who left', () => {
    const state = play(
      [['e1', conflict], ['e3', free], ...['A', 'B', 'C'].map((bid): Act => ['e3', judge(bid)]), ['e3', submit(sheet('60'))]],
      submitted,
    );
    const result = play([[null, { verb: 'lock', sheets: { ...sheets, e3: sheet('60') }, prices }]], state).outcome;
    expect(result?.totals[0]).toMatchObject({ bid: 'A', means: { t: '130/3', o: '10' }, total: '63.33' });
  });
  it('excludes a subject whose low price the majority does not believe', () => {
    const asked = questioned;
    expect(panelStatus(asked)).toBe('questioning');
    const answered = play(
      [
        ['e1', judge('C', false)],
        ['e2', judge('C', false)],
        ['rep', judge('C')],
      ],
      asked,
    );
    expect([panelStatus(answered), scoredSubjects(answered), play([[null, lock]], answered).outcome?.totals.map(({ bid }) => bid)]).toEqual(
      ['scoring', ['A', 'B'], ['A', 'B']],
    );
    const believed = play(all(judge('C')), asked);
    expect([scoredSubjects(believed), believed.questions[0]?.closed]).toEqual([['A', 'B', 'C'], 'satisfied']);
  });
  it('keeps points hidden until all are opened at once', () => {
    expect(JSON.stringify(submitted)).not.toContain('"50"');
    expect([sheetIsOpen(submitted, 'e1', 'e1'), sheetIsOpen(submitted, 'e1', 'e2'), sheetIsOpen(locked, 'e1', 'e2')]).toEqual([
      true,
      false,
      true,
    ]);
  });
  it('lets a member change the own sheet until then', () => {
    const state = play([['e1', { verb: 'submit', ref: ref('second'), sheet: sheet('1') }]], submitted);
    expect([state.sheets.length, state.sheets.find(({ person }) => person === 'e1')?.ref.content]).toEqual([3, 'second']);
  });
  it('ranks by exact means and the price score', () => {
    expect(locked.outcome?.totals.map(({ bid, rank, total }) => [bid, rank, total])).toEqual([
      ['A', 1, '60.00'],
      ['B', 2, '59.00'],
      ['C', 3, '58.00'],
    ]);
  });
  it('is final only when scorers agree on objective items: who differs corrects the own sheet', () => {
    expect([differing.outcome?.final, refusedAs(differing, null, present)?.refused]).toEqual([false, 'panel.not_final']);
    const fixed = play(
      people
        .slice(2)
        .map(
          (): Act => [
            'e2',
            { verb: 'correct', kind: 'objective-mismatch', reason: ref('r'), ref: ref('new'), sheet: sheets.e2, sheets: mismatch, prices },
          ],
        ),
      differing,
    );
    expect([fixed.outcome?.final, fixed.sheets.find(({ person }) => person === 'e2')?.ref.content]).toEqual([true, 'new']);
  });
  it('voids signatures when a score is corrected', () => {
    const correct: PanelVerb = {
      verb: 'correct',
      kind: 'extreme-score',
      reason: ref('r'),
      ref: ref('new'),
      sheet: sheet('31'),
      sheets,
      prices,
    };
    const state = play(
      [
        ['e1', sign],
        ['rep', correct],
      ],
      reporting,
    );
    expect([panelStatus(state), state.signatures, state.outcome?.totals[0]?.total]).toEqual(['locked', [], '60.33']);
  });
  it('records dissent, and takes silence for agreement', () => {
    const state = play(
      [
        ['rep', sign],
        ['e2', dissent],
        [null, { verb: 'deem', person: 'e1' }],
      ],
      reporting,
    );
    expect(state.signatures.map(({ person, how }) => `${person} ${how}`)).toEqual(['rep agreed', 'e2 dissented', 'e1 deemed']);
    expect(panelStatus(state)).toBe('reported');
  });
  it('rejects a report that the majority dissents from', () => {
    const state = play(
      [
        ['rep', dissent],
        ['e2', dissent],
        ['e1', sign],
      ],
      reporting,
    );
    expect([panelStatus(state), state.report, state.signatures]).toEqual(['locked', null, []]);
  });
  it('serves an assessment too: named evaluators, one contract, no compliance, no price', () => {
    const assessment = {
      ...definition,
      id: 'assessment',
      method: null,
      compliance: false,
      minCompliant: 0,
      items: [{ id: 'i', max: '100', type: 'subjective' as const }],
    };
    const points = { v1: { contract: { i: '88' } }, v2: { contract: { i: '87' } }, v3: { contract: { i: '90' } } };
    const opened = openWith({ definition: assessment, subjects: ['contract'], named: Object.keys(points).map(expert), draw: null });
    const state = play(
      [
        ...Object.keys(points).map((person): Act => [person, free]),
        ...Object.entries(points).map(([person, body]): Act => [person, submit(body)]),
      ],
      opened,
    );
    expect(play([[null, { verb: 'lock', sheets: points }]], state).outcome?.totals).toEqual([
      { bid: 'contract', rank: 1, means: { i: '265/3' }, price: '0', exact: '265/3', total: '88.33' },
    ]);
  });
});
