import type { Context, Expert, ExpertPoolCommandType, ExpertPoolState, Json, Refusal } from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permissions } from './permission.js';

const byKeeper = [
  { roles: ['operator'], in: 'any' },
  { roles: ['finance-officer', 'finance-approver'], in: 'keeper' },
] as const;

/** Who may keep the library of experts; an expert may declare the own relations anew. */
export const expertPoolPermissions: Permissions<ExpertPoolCommandType> = {
  open: [{ roles: ['operator', 'finance-officer', 'finance-approver'], in: 'any' }],
  enrol: byKeeper,
  updateRelations: [...byKeeper, { roles: ['expert'], in: 'any' }],
  suspend: byKeeper,
  reinstate: byKeeper,
  remove: byKeeper,
};

export const expertPoolParties = (state: ExpertPoolState): Parties => ({ keeper: state.keeper });

export const expertPoolAccess = (state: ExpertPoolState, type: ExpertPoolCommandType, context: Context): Refusal | null =>
  mayGive(expertPoolPermissions, type, context.actor, expertPoolParties(state), { known: state.keeper === null });

export const expertPoolOffered = (state: ExpertPoolState, type: ExpertPoolCommandType, context: Context): boolean =>
  isOffered(expertPoolPermissions, type, context.actor, expertPoolParties(state));

const shown = ({ person, fields, unit, employer, relations, standing, since }: Expert): Json =>
  ({ person, fields, unit, employer, relations, standing, since }) as unknown as Json;

/** The keeper, operators and auditors see the whole library; an expert sees the own entry; for everybody else it does not exist. */
export const seeExpertPool = (state: ExpertPoolState, { actor }: Context): Json | null => {
  if (state.keeper === null) return null;
  const whole = actor.organisation === state.keeper || actor.roles.includes('operator') || actor.roles.includes('auditor');
  const mine = state.experts.filter((expert) => actor.person !== null && expert.person === actor.person);
  if (!whole && mine.length === 0) return null;
  return { title: state.title, keeper: state.keeper, experts: (whole ? state.experts : mine).map(shown) };
};
