import { describe, expect, it } from '@jest/globals';
import type { Context } from '../kernel/index.js';
import { decideDisbursement } from './decide.js';
import { type DisbursementState, initialDisbursement } from './disbursement.js';

// The lifecycle asks to close after it was told of a payment; by then the money may have come back.
describe('closing a disbursement', () => {
  const closing = (ended: Readonly<Record<string, string>>) => {
    const state: DisbursementState = { ...initialDisbursement, purchase: 'purchase/1', stages: { open: [], ended, closed: false } };
    const decided = decideDisbursement(state, { type: 'enterStage', caseId: 'disbursement/1', data: { stage: 'closing' } }, {} as Context);
    return 'events' in decided ? decided.events.map(({ type }) => type) : decided;
  };

  it.each([
    ['that is paid closes it', { approval: 'ordered', payment: 'paid' }, ['StageEntered', 'StageEnded']],
    ['that was refused closes it', { approval: 'refused' }, ['StageEntered', 'StageEnded']],
    ['whose money came back does nothing', { approval: 'ordered', payment: 'reopened' }, []],
    [
      'whose money came back, and was paid again, closes it',
      { approval: 'ordered', payment: 'reopened', 'approval:2': 'ordered', 'payment:2': 'paid' },
      ['StageEntered', 'StageEnded'],
    ],
  ])('%s', (_title, ended, events) => {
    expect(closing(ended)).toEqual(events);
  });
});
