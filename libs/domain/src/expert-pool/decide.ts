import { type CaseId, type Context, dateOf, type Decision, refuse, type Refusal } from '../kernel/index.js';
import type { OrganisationState } from '../organisation/index.js';
import {
  type Expert,
  type ExpertPoolCommand,
  type ExpertPoolCommandType,
  type ExpertPoolEvent,
  type ExpertPoolState,
  type ExpertRelation,
  type ExpertStanding,
  standingTable,
} from './expert-pool.js';
import type { ExpertPoolRefusalCode } from './refusals.js';

const no = (code: ExpertPoolRefusalCode, meta: Refusal['meta'] = {}, pointer?: string): Refusal =>
  refuse<ExpertPoolRefusalCode>(code, { meta, ...(pointer === undefined ? {} : { pointer }) });

/** Other organisations that a command names: read, never written. */
export const expertPoolReads = (command: ExpertPoolCommand): readonly CaseId[] => (command.type === 'open' ? [command.data.keeper] : []);

/** Whether the moment is right for a command of this type. */
export const expertPoolTiming = (state: ExpertPoolState, type: ExpertPoolCommandType): Refusal | null => {
  if (type === 'open') return state.keeper === null ? null : no('expert_pool.already_open');
  return state.keeper === null ? no('expert_pool.not_open') : null;
};

const late = (relations: readonly ExpertRelation[], context: Context): Refusal | null => {
  const index = relations.findIndex(({ endedOn }) => endedOn !== null && endedOn > dateOf(context.at));
  return index < 0 ? null : no('expert_pool.relation_ends_later', {}, `/relations/${index}/endedOn`);
};

/** Decides one command of the pool. */
export const decideExpertPool = (
  state: ExpertPoolState,
  command: ExpertPoolCommand,
  context: Context,
): Decision<ExpertPoolEvent> | Refusal => {
  const wrongMoment = expertPoolTiming(state, command.type);
  if (wrongMoment) return wrongMoment;
  if (command.type === 'open') {
    const { title, keeper } = command.data;
    const known = (context.cases.get(keeper)?.state as OrganisationState | undefined)?.data;
    if (!known) return no('expert_pool.keeper_unknown', { keeper }, '/keeper');
    return { events: [{ type: 'PoolOpened', schema: 1, data: { title, keeper } }] };
  }
  const expert = state.experts.find(({ person }) => person === command.data.person);
  if (command.type === 'enrol') return enrol(expert, command.data, context);
  if (!expert) return no('expert_pool.expert_unknown', {}, '/person');
  switch (command.type) {
    case 'updateRelations':
      return updateRelations(state, expert, command.data.relations, context);
    case 'suspend':
    case 'reinstate':
    case 'remove': {
      const { from, to } = standingTable[command.type];
      const allowed: readonly ExpertStanding[] = from;
      if (!allowed.includes(expert.standing)) return no('expert_pool.wrong_standing', { standing: expert.standing });
      const data = { person: expert.person, standing: to, reason: command.data.reason };
      return { events: [{ type: 'ExpertStandingChanged', schema: 1, data }] };
    }
  }
};

const enrol = (
  expert: Expert | undefined,
  { person, fields, unit = null, employer = null, relations = [] }: Extract<ExpertPoolCommand, { type: 'enrol' }>['data'],
  context: Context,
): Decision<ExpertPoolEvent> | Refusal => {
  // Somebody removed may be enrolled anew.
  if (expert && expert.standing !== 'removed') return no('expert_pool.already_enrolled');
  if (fields.length === 0) return no('expert_pool.fields_missing', {}, '/fields');
  const fault = late(relations, context);
  if (fault) return fault;
  return {
    events: [{ type: 'ExpertEnrolled', schema: 1, data: { person, fields: [...new Set(fields)].sort(), unit, employer, relations } }],
  };
};

const updateRelations = (
  state: ExpertPoolState,
  expert: Expert,
  relations: readonly ExpertRelation[],
  context: Context,
): Decision<ExpertPoolEvent> | Refusal => {
  const { actor } = context;
  const own = actor.person === expert.person;
  const keeper = actor.organisation === state.keeper || actor.kind === 'system' || actor.roles.includes('operator');
  if (!own && !keeper) return no('expert_pool.relations_not_yours');
  if (expert.standing === 'removed') return no('expert_pool.wrong_standing', { standing: expert.standing });
  const fault = late(relations, context);
  if (fault) return fault;
  return { events: [{ type: 'RelationsUpdated', schema: 1, data: { person: expert.person, relations } }] };
};
