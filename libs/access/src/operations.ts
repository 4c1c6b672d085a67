import { refuse, type Refusal } from '@goufu/domain';
import type { Role } from './permission.js';

/** What concerns the installation and no case: who keeps people and worlds. */
const operationsPermissions = {
  addPerson: ['operator'],
  viewPeople: ['operator', 'auditor'],
  disablePerson: ['operator'],
  enablePerson: ['operator'],
  explainAnybody: ['operator', 'auditor'],
  createWorld: ['operator'],
  advanceWorld: ['operator'],
  viewOperations: ['operator'],
} as const satisfies Record<string, readonly Role[]>;
export type OperationsAct = keyof typeof operationsPermissions;

/** May somebody with these roles do this: null when yes. */
export const mayOperate = (act: OperationsAct, roles: readonly string[]): Refusal | null =>
  operationsPermissions[act].some((role) => roles.includes(role))
    ? null
    : refuse('access.role_missing', { meta: { roles: operationsPermissions[act] } });

/** What somebody with these roles may do, of all that concerns no case. */
export const operationsOf = (roles: readonly string[]): readonly OperationsAct[] =>
  (Object.keys(operationsPermissions) as OperationsAct[]).filter((act) => mayOperate(act, roles) === null);
