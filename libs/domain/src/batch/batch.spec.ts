import { describe, expect, it } from '@jest/globals';
import { isRefusal, type CaseId, type Command, type Instant, type Recorded } from '../kernel/index.js';
import { contextOf } from '../organisation/sample.js';
import {
  batchProgress,
  deadlinesBatch,
  decideBatch,
  evolveBatch,
  initialBatch,
  progressBatch,
  type BatchCommand,
  type BatchEvent,
  type BatchState,
} from './batch.js';

const owner = 'budget/2025/l';
const commandsFor = (cases: readonly CaseId[]): readonly Command[] => cases.map((caseId) => ({ type: 'fundYear', caseId, data: {} }));
const step = (state: BatchState, command: BatchCommand, at = 1000): { state: BatchState; given: readonly Command[] } => {
  const decided = decideBatch(state, command, contextOf({ caseId: 'batch/1' }));
  if (isRefusal(decided)) throw new Error(decided.refused);
  const by = { person: null, appointment: null, organisation: null };
  const after = decided.events.reduce((now, event) => {
    const recorded: Recorded<BatchEvent> = { caseId: 'batch/1', event, effectiveAt: at as Instant, at: at as Instant, by, version: 1 };
    return evolveBatch(now, recorded);
  }, state);
  return { state: after, given: decided.commands ?? [] };
};
const begun = (cases: readonly CaseId[]) =>
  step(initialBatch, { type: 'beginBatch', caseId: '', data: { owner, commands: commandsFor(cases) } }).state;
const go: BatchCommand = { type: 'continueBatch', caseId: 'batch/1', data: {} };

describe('a batch', () => {
  it('gives every case its command once, a few at a time, and tells its owner when it is over', () => {
    let state = begun(Array.from({ length: 12 }, (_, n) => `purchase/${n}`));
    const given: Command[] = [];
    const sizes: number[] = [];
    while (!progressBatch(state).closed) {
      const [due] = deadlinesBatch(state);
      const next = step(state, go, due?.at ?? 0);
      // What is locked beforehand is exactly what is commanded.
      expect(due?.locks?.cases).toEqual(next.given.map(({ caseId }) => caseId));
      expect(next.state.nextAt).toBeGreaterThan(due?.at ?? 0);
      sizes.push(next.given.length);
      given.push(...next.given);
      state = next.state;
    }
    expect(sizes).toEqual([5, 5, 3]);
    expect(given.map(({ caseId }) => caseId)).toEqual([...Array.from({ length: 12 }, (_, n) => `purchase/${n}`), owner]);
    expect(given.at(-1)).toEqual({ type: 'batchDone', caseId: owner, data: { batch: 'batch/1' } });
    expect(batchProgress(state)).toEqual({ total: 12, given: 12 });
    expect(deadlinesBatch(state)).toEqual([]);
  });
  it('goes on where it stood, and never locks one case twice in a step', () => {
    const { state, given } = step(begun(['purchase/a', 'purchase/a', 'purchase/b']), go);
    expect(given.map(({ caseId }) => caseId)).toEqual(['purchase/a', 'purchase/b']);
    expect(batchProgress(state)).toEqual({ total: 3, given: 2 });
    expect(step(state, go).given.map(({ caseId }) => caseId)).toEqual(['purchase/a', owner]);
  });
  it('of nothing only tells its owner', () => {
    expect(step(begun([]), go).given.map(({ type }) => type)).toEqual(['batchDone']);
  });
  it('begins once', () => {
    const again: BatchCommand = { type: 'beginBatch', caseId: '', data: { owner, commands: [] } };
    expect(decideBatch(begun(['purchase/a']), again, contextOf())).toMatchObject({ refused: 'batch.already_begun' });
  });
  it('over hears nothing more', () => {
    const over = step(begun([]), go).state;
    expect(decideBatch(over, go, contextOf())).toEqual({ events: [] });
  });
});
