import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../kernel/index.js';
import type { Instant } from '../kernel/index.js';
import { decidePanel } from './decide.js';
import { evolvePanels } from './evolve.js';
import { type PanelMove, panelStatus, type PanelState, type PanelVerb, scoredSubjects, sitting } from './panel.js';
import { expert, open, prices, ref } from './sample-panel.js';
import { sampleRules } from './sample.js';
import type { ScoreSheet } from './score-bids.js';
import { panelTasks } from './tasks.js';

const AT = 0 as Instant;
const rules = sampleRules();
const organiser = { organisation: 'agency', role: 'agency-officer' };
const names = {
  key: 'p',
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

/** Bodies of the sheets as `content` would hold them. */
interface World {
  readonly state: PanelState;
  readonly bodies: Readonly<Record<string, ScoreSheet>>;
}
interface Luck {
  readonly who: number;
  readonly what: number;
  readonly points: number;
  readonly yes: boolean;
}
const luck: fc.Arbitrary<Luck> = fc.record({ who: fc.nat(5), what: fc.nat(11), points: fc.nat(1), yes: fc.boolean() });

/** Something that a member or the organiser might try next, lawful or not. */
const attempt = ({ state, bodies }: World, { who, what, points, yes }: Luck): readonly [string, PanelVerb] => {
  const people = [...state.members.map(({ person }) => person), 'stranger'];
  const person = people[who % people.length] ?? 'stranger';
  const subject = state.subjects[who % state.subjects.length] ?? '';
  const sheet: ScoreSheet = Object.fromEntries(state.subjects.map((one) => [one, { t: '10', o: String(points) }]));
  const verbs: readonly PanelVerb[] = [
    { verb: 'declare', conflict: false },
    { verb: 'declare', conflict: yes, statement: ref('c') },
    { verb: 'replace', person, reason: ref('r') },
    {
      verb: 'supplement',
      seats: state.vacant.map((role, index) => ({ ...expert(`n${state.members.length + index}`), role })),
      reserves: [],
      draw: null,
    },
    ...state.subjects.map((one): PanelVerb => ({ verb: 'judge', subject: one, compliant: yes || points === 0, reason: ref('r') })),
    { verb: 'question', subject, ground: 'low-price', basis: ref('b') },
    { verb: 'submit', ref: ref('s'), sheet },
    { verb: 'lock', sheets: bodies, prices },
    { verb: 'correct', kind: 'objective-mismatch', reason: ref('r'), ref: ref('n'), sheet, sheets: bodies, prices },
    { verb: 'present', report: ref('report') },
    { verb: 'sign', report: ref('report'), ...(yes ? {} : { dissent: ref('d') }) },
    { verb: 'deem', person },
  ];
  return [person, verbs[what % verbs.length] ?? verbs[0]!];
};
const step = (world: World, person: string, verb: PanelVerb): World => {
  const moves = decidePanel(world.state, verb, { at: AT, actor: person, rules });
  if (isRefusal(moves)) return world;
  const state = evolvePanels(world.state, moves as readonly PanelMove[], AT) ?? world.state;
  return { state, bodies: 'sheet' in verb ? { ...world.bodies, [person]: verb.sheet } : world.bodies };
};
/** Everybody does in turn what the to-dos ask, as far as it goes. */
const carryOn = (world: World): World => {
  let now = world;
  for (let round = 0; round < 200; round += 1) {
    const [next] = panelTasks(now.state, names);
    if (!next) break;
    const person = 'person' in next.to ? next.to.person : 'organiser';
    const sheet: ScoreSheet = Object.fromEntries(now.state.subjects.map((one) => [one, { t: '10', o: '1' }]));
    const doing: Readonly<Record<string, readonly PanelVerb[]>> = {
      d: [{ verb: 'declare', conflict: false }],
      j: now.state.subjects.map((subject): PanelVerb => ({ verb: 'judge', subject, compliant: true })),
      s: [{ verb: 'submit', ref: ref('s'), sheet }],
      c: sitting(now.state).map(
        (): PanelVerb => ({
          verb: 'correct',
          kind: 'objective-mismatch',
          reason: ref('r'),
          ref: ref('n'),
          sheet,
          sheets: now.bodies,
          prices,
        }),
      ),
      g: [{ verb: 'sign', report: now.state.report ?? ref('none') }],
      u: [
        {
          verb: 'supplement',
          seats: now.state.vacant.map((role, index) => ({ ...expert(`late${now.state.members.length + index}`), role })),
          reserves: [],
          draw: null,
        },
      ],
      l: [{ verb: 'lock', sheets: now.bodies, prices }],
      p: [{ verb: 'present', report: ref('report') }],
    };
    const actors = next.name === 'c' ? sitting(now.state).map((one) => one.person) : [person];
    for (const actor of actors) for (const verb of doing[next.name] ?? []) now = step(now, actor, verb);
  }
  return now;
};
const walks = fc.array(luck, { maxLength: 80 });
const walk = (list: readonly Luck[]): readonly World[] => {
  const worlds: World[] = [{ state: open(), bodies: {} }];
  for (const one of list) {
    const world = worlds.at(-1) as World;
    worlds.push(step(world, ...attempt(world, one)));
  }
  return worlds;
};

describe('whatever happens to a panel', () => {
  it('somebody has something to do until it has reported or failed', () => {
    fc.assert(
      fc.property(walks, (list) => {
        for (const { state } of walk(list))
          expect(panelTasks(state, names).length === 0).toBe(['reported', 'failed'].includes(panelStatus(state)));
      }),
    );
  });
  it('doing what the to-dos ask leads to a report', () => {
    fc.assert(
      fc.property(walks, (list) => {
        const end = carryOn(walk(list).at(-1) as World);
        expect(['reported', 'failed']).toContain(panelStatus(end.state));
      }),
    );
  });
  it('an outcome ranks exactly what is still in, and a report is signed by exactly those who sit', () => {
    fc.assert(
      fc.property(walks, (list) => {
        const { state } = carryOn(walk(list).at(-1) as World);
        const done = panelStatus(state) === 'reported';
        const ranked = done ? (state.outcome?.totals ?? []).map(({ bid }) => bid).toSorted() : [];
        expect(ranked).toEqual(done ? scoredSubjects(state) : []);
        const signed = done ? state.signatures.map(({ person }) => person).toSorted() : [];
        expect(signed).toEqual(
          done
            ? sitting(state)
                .map(({ person }) => person)
                .toSorted()
            : [],
        );
      }),
    );
  });
});
