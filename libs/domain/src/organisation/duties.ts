import type { Role } from './roles.js';

/**
 * The duties 岗位职责 that a role carries, in the words of the rule on incompatible positions (`pre.sod.positions`).
 * A role that is not named carries none that the rule knows.
 */
const duties: Readonly<Record<string, readonly string[] | undefined>> = {
  'purchaser-handler': ['need-drafting', 'document-drafting', 'payment-request'],
  'purchaser-procurement': ['need-review', 'document-review'],
  'purchaser-finance': ['need-review', 'document-review'],
  'purchaser-business': ['need-review', 'document-review'],
  'purchaser-supervision': ['need-review', 'document-review'],
  'purchaser-approver': ['payment-approval'],
  'purchaser-leader': ['contract-signing', 'payment-approval'],
  'supplier-agent': ['payment-request'],
  'finance-officer': ['payment-approval'],
  'finance-approver': ['payment-approval'],
  'finance-leader': ['payment-approval'],
} satisfies Partial<Record<Role, readonly string[]>>;

/** What a further unit does that a pack has scrutinise plans. */
const REVIEWING: readonly string[] = ['need-review', 'document-review'];

/** The first pair of duties that must not lie in one hand and that these roles would unite; null when there is none. */
export const incompatibleDuties = (
  roles: readonly string[],
  pairs: readonly (readonly [string, string])[],
  reviewers: readonly string[] = [],
): readonly [string, string] | null => {
  const united = new Set(roles.flatMap((role) => duties[role] ?? (reviewers.includes(role) ? REVIEWING : [])));
  return pairs.find(([one, other]) => united.has(one) && united.has(other)) ?? null;
};

/** Capacities of a person, and no desk at which work waits: nobody steps in for an expert. */
const personal: readonly string[] = ['expert', 'evaluator'] satisfies readonly Role[];
export const isDesk = (role: string): boolean => !personal.includes(role);

/** Who keeps the system or looks over it is appointed to that, and comes to it by no vacancy. */
const appointedAlone: readonly string[] = ['operator', 'auditor'] satisfies readonly Role[];
export const passesByRule = (role: string): boolean => !appointedAlone.includes(role);

/** 负责人: who answers for a house, whatever of its work nobody else can do. */
const heads: readonly string[] = ['purchaser-leader', 'finance-leader', 'prefecture-finance-approver'] satisfies readonly Role[];
export const isHead = (role: string): boolean => heads.includes(role);

/** Roles that a kind of organisation may give to its posts, by the beginning of their names. */
const families: Readonly<Record<string, readonly string[]>> = {
  'finance-county': ['finance-', 'operator', 'expert', 'evaluator'],
  'finance-prefecture': ['prefecture-finance-', 'operator', 'expert', 'evaluator'],
  purchaser: ['purchaser-', 'operator', 'expert', 'evaluator'],
  township: ['purchaser-', 'township-proposer', 'operator', 'expert', 'evaluator'],
  agency: ['agency-officer'],
  audit: ['auditor', 'operator', 'expert', 'evaluator'],
  supplier: ['supplier-agent', 'expert', 'evaluator'],
};

/** The first role that an organisation of this type cannot give; null when it may give all of them. */
export const foreignRole = (type: string, roles: readonly string[]): string | null =>
  roles.find((role) => !(families[type] ?? []).some((family) => (family.endsWith('-') ? role.startsWith(family) : role === family))) ??
  null;
