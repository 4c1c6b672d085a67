import {
  type Context,
  drawable,
  type Expert,
  type ExpertPoolCommandType,
  type ExpertPoolState,
  type Json,
  organisers,
  type Refusal,
} from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

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

const seesWhole = (state: ExpertPoolState, { actor }: Context): boolean =>
  actor.organisation === state.keeper || actor.roles.includes('operator') || actor.roles.includes('auditor');
const entriesOf = (state: ExpertPoolState, { actor }: Context): readonly Expert[] =>
  state.experts.filter((expert) => actor.person !== null && expert.person === actor.person);

/**
 * The keeper, operators and auditors see the whole library; an expert sees the own entry; whoever draws panels from it sees that it is there and which
 * fields it has, and nobody in it; for everybody else it does not exist.
 */
export const seeExpertPool = (state: ExpertPoolState, context: Context): Json | null => {
  if (state.keeper === null) return null;
  const { title, keeper } = state;
  if (seesWhole(state, context)) return { title, keeper, experts: state.experts.map(shown) };
  const mine = entriesOf(state, context);
  if (mine.length > 0) return { title, keeper, experts: mine.map(shown) };
  const fields = [...new Set(drawable(state).flatMap((expert) => expert.fields))].sort();
  return organisers.some((role) => context.actor.roles.includes(role)) ? { title, keeper, fields } : null;
};

/** Who came and went is for those who see somebody in it. */
export const veilOfExpertPool = (state: ExpertPoolState, context: Context): { hidden: readonly string[]; unsigned: readonly string[] } => ({
  hidden:
    seesWhole(state, context) || entriesOf(state, context).length > 0
      ? []
      : ['ExpertEnrolled', 'RelationsUpdated', 'ExpertStandingChanged'],
  unsigned: [],
});

/** Who may give a command of the pool, held against this actor. */
export const entitledToPool = (state: ExpertPoolState, type: ExpertPoolCommandType, { actor }: Context): Entitlement =>
  entitlement(waysOf(expertPoolPermissions[type], actor, expertPoolParties(state)));
