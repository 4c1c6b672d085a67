import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../kernel/index.js';
import type { Instant } from '../kernel/index.js';
import type { ApprovalDefinition, ApprovalMove, ApprovalState, ApprovalStep, ApprovalVerb, Candidate, Electorates } from './approval.js';
import { approvalTasks } from './deadlines.js';
import { decideApproval, openApproval } from './decide.js';
import { approvalDefinitionFaults, protectedText, stepsFor } from './definition.js';
import { evolveApprovals } from './evolve.js';
import { seatsOf, tallyOf, verdictOf } from './tally.js';

const AT = 0 as Instant;
const who = (person: string): Candidate => ({ person, appointment: person });
const PEOPLE = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
const NAMES = { key: 'k', vote: 'v', resubmit: 's', refresh: 'r', overdue: 'o', alert: { organisation: 'o', role: 'admin' } };

const aRatio = fc
  .record({ den: fc.integer({ min: 1, max: 7 }), num: fc.integer({ min: 0, max: 7 }), op: fc.constantFrom('>=' as const, '>' as const) })
  .filter(({ num, den, op }) => (op === '>' ? num < den : num > 0 && num <= den));
const aStep = (id: string): fc.Arbitrary<ApprovalStep> =>
  fc
    .record({
      mode: fc.constantFrom('in-turn' as const, 'all-sign' as const, 'any-sign' as const),
      veto: fc.constantFrom('none' as const, 'any' as const),
      ratio: aRatio,
      withRatio: fc.boolean(),
    })
    .map(({ mode, veto, ratio, withRatio }) => ({
      id,
      name: { zh: id, en: id },
      mode,
      veto,
      candidates: { organisation: 'purchaser', role: id },
      selfApprover: 'exclude',
      empty: 'suspend',
      ...(mode === 'all-sign' && withRatio ? { ratio } : {}),
    }));
const aChain: fc.Arbitrary<ApprovalDefinition> = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    aStep('s0'),
    aStep('s1'),
    aStep('s2'),
    fc.constantFrom('replay' as const, 'direct' as const),
    fc.boolean(),
  )
  .map(([size, a, b, c, resume, distinct]) => ({ id: 'chain', steps: [a, b, c].slice(0, size), protected: ['amount'], resume, distinct }));
const somePeople = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 5 }).map((list) => list.map(who));
const someElectorates: fc.Arbitrary<Electorates> = fc.record({ s0: somePeople, s1: somePeople, s2: somePeople });
const opinion = { content: 'o', hash: 'h' };
type Act = { readonly actor: string; readonly kind: number; readonly electorates: Electorates };
const someActs = fc.array(fc.record({ actor: fc.constantFrom(...PEOPLE, 'ian'), kind: fc.nat(9), electorates: someElectorates }), {
  maxLength: 25,
});

const verbOf = (state: ApprovalState, { kind }: Act): ApprovalVerb => {
  const seen = { hash: state.hash };
  if (kind <= 4) return { verb: 'approve', ...seen };
  if (kind === 5) return { verb: 'refuse', ...seen, opinion };
  if (kind === 6)
    return state.status === 'returned'
      ? { verb: 'resubmit', hash: state.hash, amount: 1n }
      : { verb: 'return', to: 'drafter', ...seen, opinion };
  if (kind === 7) return { verb: 'return', to: 's0', ...seen, opinion };
  if (kind === 8) return { verb: 'changeProtected', hash: `${state.hash}'`, amount: 1n };
  return { verb: 'refreshElectorate' };
};
const fold = (state: ApprovalState | null, moves: readonly ApprovalMove[]): ApprovalState =>
  evolveApprovals(state, moves, AT) as ApprovalState;
const history = (definition: ApprovalDefinition, electorates: Electorates, acts: readonly Act[]): readonly ApprovalState[] => {
  const first = openApproval(
    { definition, initiator: who('ian'), drafters: ['p0'], amount: 1n, hash: 'h' },
    { at: AT, actor: who('ian'), electorates },
  );
  if (isRefusal(first)) throw new Error(first.refused);
  const states = [fold(null, first as readonly ApprovalMove[])];
  for (const act of acts) {
    const state = states[states.length - 1] as ApprovalState;
    const moves = decideApproval(state, verbOf(state, act), { at: AT, actor: who(act.actor), electorates: act.electorates });
    if (!isRefusal(moves)) states.push(fold(state, moves as readonly ApprovalMove[]));
  }
  return states;
};
const walks = fc.tuple(aChain, someElectorates, someActs);

describe('whatever happens to a chain', () => {
  it('a chain is decided or somebody has something to do', () => {
    fc.assert(
      fc.property(walks, ([definition, electorates, acts]) => {
        for (const state of history(definition, electorates, acts)) {
          const decided = ['approved', 'refused', 'withdrawn'].includes(state.status);
          expect(approvalTasks(state, NAMES).length > 0).toBe(!decided);
        }
      }),
    );
  });
  it('whoever has a to-do can do it', () => {
    fc.assert(
      fc.property(walks, ([definition, electorates, acts]) => {
        for (const state of history(definition, electorates, acts).filter(({ status }) => status === 'open')) {
          for (const { to } of approvalTasks(state, NAMES)) {
            const person = 'person' in to ? to.person : '';
            const answer = decideApproval(state, { verb: 'approve', hash: state.hash }, { at: AT, actor: who(person), electorates });
            expect(isRefusal(answer) ? answer.refused : null).toBeNull();
          }
        }
      }),
    );
  });
  it('a seat has one outcome, keeps it, and has one when all is decided', () => {
    fc.assert(
      fc.property(walks, ([definition, electorates, acts]) => {
        const states = history(definition, electorates, acts);
        for (const [index, state] of states.entries()) {
          const before = (states[index - 1]?.seats ?? []).filter(({ outcome }) => outcome !== null);
          const kept = before.filter((old) =>
            state.seats.some(
              (seat) =>
                seat.step === old.step && seat.generation === old.generation && seat.person === old.person && seat.outcome === old.outcome,
            ),
          );
          expect(kept.length).toBe(before.length);
          const hanging = state.status === 'open' ? [] : state.seats.filter(({ outcome }) => outcome === null);
          expect(hanging).toEqual([]);
        }
      }),
    );
  });
  it('nobody approves an own matter, and nobody twice in a distinct chain', () => {
    fc.assert(
      fc.property(walks, ([definition, electorates, acts]) => {
        const state = history(definition, electorates, acts).at(-1) as ApprovalState;
        const voted = state.seats.filter((seat) => seat.counts && (seat.outcome === 'approved' || seat.outcome === 'refused'));
        expect(voted.filter(({ person }) => state.excluded.includes(person))).toEqual([]);
        const people = new Set(voted.map(({ person }) => person));
        expect(definition.distinct ? people.size : voted.length).toBe(voted.length);
      }),
    );
  });
  it('an approved chain has in every step of the amount the votes that its ratio asks for', () => {
    fc.assert(
      fc.property(walks, ([definition, electorates, acts]) => {
        for (const state of history(definition, electorates, acts).filter(({ status }) => status === 'approved'))
          for (const { id } of definition.steps) expect(seatsOf(state, id).some(({ outcome }) => outcome === 'approved')).toBe(true);
      }),
    );
  });
});

describe('tallies', () => {
  const votes = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });
  it('in an all-sign step the order of the votes changes nothing', () => {
    fc.assert(
      fc.property(aStep('s0'), votes, fc.infiniteStream(fc.nat(1000)), (step, answers, luck) => {
        const allSign: ApprovalStep = { ...step, mode: 'all-sign' };
        const definition: ApprovalDefinition = { id: 'c', steps: [allSign], protected: [], resume: 'replay' };
        const seats = answers.map((_, index) => who(`q${index}`));
        const play = (order: readonly number[]) => {
          let state = fold(
            null,
            openApproval(
              { definition, initiator: who('ian'), drafters: [], amount: null, hash: 'h' },
              { at: AT, actor: null, electorates: { s0: seats } },
            ) as readonly ApprovalMove[],
          );
          for (const index of order) {
            const verb: ApprovalVerb = answers[index] ? { verb: 'approve', hash: 'h' } : { verb: 'refuse', hash: 'h', opinion };
            const moves = decideApproval(state, verb, { at: AT, actor: who(`q${index}`), electorates: {} });
            if (!isRefusal(moves)) state = fold(state, moves as readonly ApprovalMove[]);
          }
          return state.status;
        };
        const order = answers.map((_, index) => index);
        const keys = order.map(() => luck.next().value as number);
        const shuffled = order.toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        expect(play(shuffled)).toBe(play(order));
        expect(['approved', 'refused']).toContain(play(order));
      }),
    );
  });
  it('an early decision is the one that the last vote would have brought', () => {
    fc.assert(
      fc.property(aStep('s0'), fc.nat(6), fc.nat(6), fc.nat(6), (step, approved, refused, pending) => {
        const verdict = (a: number, r: number, p: number) =>
          verdictOf({ ...step, mode: 'all-sign' }, { electorate: a + r + p, approved: a, refused: r, pending: p });
        const early = verdict(approved, refused, pending);
        if (early === 'undecided') return;
        for (let yes = 0; yes <= pending; yes += 1) expect(verdict(approved + yes, refused + pending - yes, 0)).toBe(early);
      }),
    );
  });
  it('an empty electorate decides nothing', () => {
    fc.assert(fc.property(aStep('s0'), (step) => expect(verdictOf(step, tallyOf([]))).toBe('undecided')));
  });
});

describe('definitions', () => {
  const step: ApprovalStep = {
    id: 'a',
    name: { zh: '甲', en: 'a' },
    mode: 'all-sign',
    veto: 'any',
    candidates: { organisation: 'finance', role: 'head' },
    selfApprover: 'exclude',
    empty: 'suspend',
  };
  const faults = (steps: readonly ApprovalStep[], fields: readonly string[] = ['amount']) =>
    approvalDefinitionFaults({ id: 'c', steps, protected: fields, resume: 'replay' });
  it.each([
    ['a sound one has no faults', faults([step, { ...step, id: 'b', above: '100' }]), []],
    ['no step', faults([]), ['a chain needs at least one step']],
    ['two of one name', faults([step, step]), ['two steps have the same id']],
    ['the word of returns', faults([{ ...step, id: 'drafter' }]), ['no step may be called drafter: returns use this word']],
    ['a chain that small amounts would pass unseen', faults([{ ...step, above: '1' }]), ['at least one step must apply to every amount']],
    [
      'levels by an unprotected amount',
      faults([step, { ...step, id: 'b', above: '1' }], []),
      ['a chain with levels by amount must protect the field amount'],
    ],
    ['an amount in yuan', faults([step, { ...step, id: 'b', above: '1.00' }]), ['b: above is an amount in fen']],
    [
      'a ratio where it means nothing',
      faults([{ ...step, mode: 'any-sign', ratio: { num: 1, den: 2, op: '>' } }]),
      ['a: only an all-sign step has a ratio'],
    ],
    ['three halves', faults([{ ...step, ratio: { num: 3, den: 2, op: '>=' } }]), ['a: a ratio is a fraction between 0 and 1']],
    ['at least none', faults([{ ...step, ratio: { num: 0, den: 2, op: '>=' } }]), ['a: at least 0 of them would pass without a vote']],
    ['more than all', faults([{ ...step, ratio: { num: 2, den: 2, op: '>' } }]), ['a: more than all of them can never pass']],
  ])('%s', (_title, found, expected) => {
    expect(found).toEqual(expected);
  });
  it('a level applies at or above its amount', () => {
    const definition: ApprovalDefinition = {
      id: 'c',
      steps: [step, { ...step, id: 'b', above: '100' }],
      protected: ['amount'],
      resume: 'replay',
    };
    expect([stepsFor(definition, 99n), stepsFor(definition, 100n), stepsFor(definition, null)]).toEqual([['a'], ['a', 'b'], ['a']]);
  });
  it('the protected text ignores the order of keys and every other field', () => {
    const definition: ApprovalDefinition = { id: 'c', steps: [step], protected: ['amount', 'payee'], resume: 'replay' };
    const text = protectedText(definition, { amount: 5n, payee: { name: 'x', bank: [1, null] }, note: 'a' });
    expect(text).toBe(protectedText(definition, { note: 'b', payee: { bank: [1, null], name: 'x' }, amount: 5n }));
    expect(text).not.toBe(protectedText(definition, { amount: '5', payee: { name: 'x', bank: [1, null] } }));
    expect(protectedText(definition, {})).toBe('amount=null\npayee=null');
  });
});
