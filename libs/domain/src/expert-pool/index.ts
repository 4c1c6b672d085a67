export * from './decide.js';
export * from './evolve.js';
export {
  drawable,
  type Expert,
  type ExpertPoolCommand,
  type ExpertPoolCommandType,
  type ExpertPoolEvent,
  type ExpertPoolState,
  type ExpertRelation,
  type ExpertStanding,
  initialExpertPool,
  type RelationKind,
  relationKinds,
  standingTable,
} from './expert-pool.js';
export * from './project.js';
export * from './refusals.js';
