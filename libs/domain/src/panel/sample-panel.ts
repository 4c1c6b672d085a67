import { isRefusal } from '../kernel/index.js';
import type { Instant, Refusal } from '../kernel/index.js';
import { decidePanel, openPanel, type PanelSurroundings } from './decide.js';
import { evolvePanels } from './evolve.js';
import type { PanelDefinition, PanelMove, PanelSeat, PanelState, PanelVerb } from './panel.js';
import { sampleRules } from './sample.js';
import type { ScoreSheet } from './score-bids.js';

/** One small panel (a representative, two experts, one in reserve; three bids) at every point of its way: for specs. */
const AT = 1_741_000_000_000 as Instant;
const rules = sampleRules();
export const ref = (content: string) => ({ content, hash: `h-${content}` });
export const definition: PanelDefinition = {
  id: 'evaluation',
  items: [
    { id: 't', max: '60', type: 'subjective', technical: true },
    { id: 'o', max: '30', type: 'objective' },
  ],
  decimals: 2,
  method: 'open-tender',
  compliance: true,
  minCompliant: 2,
};
export const expert = (person: string): PanelSeat => ({ person, appointment: person, role: 'expert' });
const named: readonly PanelSeat[] = [{ person: 'rep', appointment: 'rep', role: 'purchaser-representative' }];
const asDrawn = (person: string) => ({ person, appointment: person, unit: null, relations: [] });
const draw = { drawn: ['e1', 'e2'].map(asDrawn), reserves: ['e3'].map(asDrawn), excluded: [], seed: 's', poolHash: 'p' };
export const sheet = (t: string, o = '10'): ScoreSheet => Object.fromEntries(['A', 'B', 'C'].map((bid) => [bid, { t, o }]));
export const sheets = { e1: sheet('50'), e2: sheet('40'), rep: sheet('30') };
export const prices = { A: { score: '10.00', quote: '3.00' }, B: { score: '9.00', quote: '2.00' }, C: { score: '8.00', quote: '1.00' } };

const around = (actor: string | null): PanelSurroundings => ({ at: AT, actor, rules });
const fold = (state: PanelState | null, moves: readonly PanelMove[] | Refusal): PanelState => {
  if (isRefusal(moves)) throw new Error(`${moves.refused} ${JSON.stringify(moves.meta)}`);
  return evolvePanels(state, moves as readonly PanelMove[], AT) as PanelState;
};
export type Act = readonly [actor: string | null, verb: PanelVerb];
export const play = (acts: readonly Act[], from: PanelState = open()): PanelState =>
  acts.reduce((state, [actor, verb]) => fold(state, decidePanel(state, verb, around(actor))), from);
export const open = (more: Partial<PanelDefinition> = {}): PanelState =>
  fold(null, openPanel({ definition: { ...definition, ...more }, subjects: ['A', 'B', 'C'], named, draw }));
export const openWith = (opening: Parameters<typeof openPanel>[0]): PanelState => fold(null, openPanel(opening));
export const refusedAs = (state: PanelState, actor: string | null, verb: PanelVerb): Refusal | null => {
  const answer = decidePanel(state, verb, around(actor));
  return isRefusal(answer) ? answer : null;
};

export const free: PanelVerb = { verb: 'declare', conflict: false };
export const conflict: PanelVerb = { verb: 'declare', conflict: true, statement: ref('c') };
export const judge = (subject: string, compliant = true): PanelVerb => ({ verb: 'judge', subject, compliant, reason: ref('why') });
export const submit = (points: ScoreSheet): PanelVerb => ({ verb: 'submit', ref: ref('sheet'), sheet: points });
export const lock: PanelVerb = { verb: 'lock', sheets, prices };
export const present: PanelVerb = { verb: 'present', report: ref('report') };
export const sign: PanelVerb = { verb: 'sign', report: ref('report') };
export const dissent: PanelVerb = { verb: 'sign', report: ref('report'), dissent: ref('but') };
export const people = ['rep', 'e1', 'e2'] as const;
export const all = (verb: PanelVerb): readonly Act[] => people.map((person) => [person, verb]);

export const declared = play(all(free));
export const examined = play(
  ['A', 'B', 'C'].flatMap((bid) => all(judge(bid))),
  declared,
);
export const submitted = play(
  people.map((person) => [person, submit(sheets[person])]),
  examined,
);
export const locked = play([[null, lock]], submitted);
export const reporting = play([[null, present]], locked);
export const reported = play(
  [
    ['rep', sign],
    ['e1', sign],
    ['e2', dissent],
  ],
  reporting,
);
export const mismatch = { ...sheets, e2: sheet('40', '11') };
export const differing = play(
  [
    ['e2', submit(mismatch.e2)],
    [null, { verb: 'lock', sheets: mismatch, prices }],
  ],
  submitted,
);

export const conflicted = play([
  ['e1', conflict],
  ['e2', conflict],
]);
export const questioned = play([['e1', { verb: 'question', subject: 'C', ground: 'low-price', basis: ref('explanation') }]], submitted);
