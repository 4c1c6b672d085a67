/** Roles of offices: a chain of approval finds its people by them. */
export const officeRoles = [
  'purchaser-handler',
  'purchaser-procurement',
  'purchaser-finance',
  'purchaser-business',
  'purchaser-supervision',
  'purchaser-approver',
  'purchaser-leader',
  'finance-officer',
  'finance-approver',
  'finance-leader',
  'prefecture-finance-officer',
  'prefecture-finance-approver',
  'agency-officer',
] as const;

/** What a post entitles to. A post has one or more of these; permissions and chains name them, code does not. */
export const roles = [...officeRoles, 'supplier-agent', 'expert', 'evaluator', 'auditor', 'operator', 'township-proposer'] as const;
export type Role = (typeof roles)[number];
