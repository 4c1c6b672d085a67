import type { CaseId } from '@goufu/domain';

/** A case as a workflow is told of it: ids, never facts. */
export interface CaseRef {
  readonly realm: string;
  readonly caseId: CaseId;
}
/** An effect on the outside, by its key. */
export interface EffectRef {
  readonly realm: string;
  readonly key: string;
}

const EFFECT = 'effect/';

/** The workflow that follows a case: realms first, because ids that a kind derives (a budget line's) repeat from realm to realm. */
export const workflowIdOf = ({ realm, caseId }: CaseRef): string => `${realm}/${caseId}`;

/** The workflow that carries one effect to the outside. */
export const effectWorkflowIdOf = ({ realm, key }: EffectRef): string => `${EFFECT}${realm}/${key}`;

/** The case that a workflow id follows; null for an effect's workflow and for ids of other origin. A realm's name holds no slash. */
export const caseOfWorkflow = (workflowId: string): CaseRef | null => {
  if (workflowId.startsWith(EFFECT)) return null;
  const [realm, kind, ...rest] = workflowId.split('/');
  return realm && kind && rest.length > 0 && rest.every((part) => part !== '') ? { realm, caseId: [kind, ...rest].join('/') } : null;
};

/** The effect that a workflow id carries; null for a case's workflow. */
export const effectOfWorkflow = (workflowId: string): EffectRef | null => {
  const [prefix, realm, ...key] = workflowId.split('/');
  return prefix === 'effect' && realm && key.length > 0 ? { realm, key: key.join('/') } : null;
};

/** The first part of a case's id: its kind, and the name of the workflow that follows it. */
export const workflowTypeOf = (caseId: CaseId): string => caseId.slice(0, caseId.indexOf('/'));
