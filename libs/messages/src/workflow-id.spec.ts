import { describe, expect, it } from '@jest/globals';
import { caseOfWorkflow, effectOfWorkflow, effectQueueOf, effectWorkflowIdOf, workflowIdOf, workflowTypeOf } from './index.js';

describe('workflow ids', () => {
  it.each([
    ['demo', 'purchase/0193-a'],
    ['world-7', 'budget/2025/justice'],
  ])('a case of realm %s is found again from its workflow (%s)', (realm, caseId) => {
    expect(caseOfWorkflow(workflowIdOf({ realm, caseId }))).toEqual({ realm, caseId });
  });

  it('the same budget line of two realms has two workflows', () => {
    const caseId = 'budget/2025/justice';
    expect(workflowIdOf({ realm: 'demo', caseId })).not.toBe(workflowIdOf({ realm: 'world', caseId }));
  });

  it('an effect is found again from its workflow and is no case', () => {
    const effect = { realm: 'demo', key: 'disbursement/1:payment:2' };
    const id = effectWorkflowIdOf(effect);
    expect(effectOfWorkflow(id)).toEqual(effect);
    expect(caseOfWorkflow(id)).toBeNull();
    expect(effectOfWorkflow('demo/purchase/1')).toBeNull();
  });

  it.each(['', 'demo', 'demo/purchase', 'demo/purchase/'])('"%s" follows no case', (id) => {
    expect(caseOfWorkflow(id)).toBeNull();
  });

  it('a workflow bears the name of its kind, and its effects a queue beside its own', () => {
    expect(workflowTypeOf('budget/2025/justice')).toBe('budget');
    expect(effectQueueOf('goufu')).toBe('goufu-effects');
  });
});
