export { claimsOfOrganisation, keepsOfOrganisation } from './copied.js';
export { decideOrganisation, organisationNeeds, organisationReads, organisationTiming } from './decide.js';
export { kindAt, kindDifference, type KindDifference } from './declared-kind.js';
export * from './evolve.js';
export { liftOrganisation } from './naming.js';
export {
  type Appointment,
  appointmentKey,
  type EnterpriseKind,
  enterpriseKinds,
  type EntrustablePower,
  entrustablePowers,
  type Entrustment,
  holdersOf,
  initialOrganisation,
  isPurchaserType,
  type OrganisationCommand,
  organisationCommands,
  type OrganisationCommandType,
  type OrganisationData,
  type OrganisationEvent,
  type OrganisationState,
  type SuccessionWay,
  type OrganisationType,
  organisationTypes,
  powersOf,
} from './organisation.js';
export * from './project.js';
export * from './refusals.js';
export { successionDeadlines, successionTasks } from './succession.js';
export { officeRoles, type Role, roles } from './roles.js';
