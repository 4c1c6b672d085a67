import type { CaseId } from './case.js';

/** Audit of any organisation, as lists and search name it. */
const AUDIT = 'role:auditor';
/** Whoever acts in this role anywhere, as lists and search name them. */
export const inRole = (role: string): string => `role:${role}`;

/**
 * Who finds a case in lists and search that is sealed for nobody: the parties to it, and audit. Whether everybody finds it is said apart. A bid is
 * never listed so: before the opening its existence is its bidder's alone.
 */
export const readersWithAudit = (...parties: readonly (CaseId | null | undefined)[]): readonly string[] =>
  [...new Set([...parties.filter((id): id is CaseId => typeof id === 'string'), AUDIT])].sort();
