import type { Context, Json, OrganisationCommandType, OrganisationState, Refusal } from '@goufu/domain';
import { isOffered, mayGive, roles, type Parties, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

const byOperator = [{ roles: ['operator'], in: 'any' }] as const;
const byPurchaser = [...byOperator, { roles: ['purchaser-approver', 'purchaser-leader'], in: 'self' }] as const;

/** Who may keep the directory: operators; a purchaser entrusts its own agency, a supplier changes its own account. */
export const organisationPermissions: Permissions<OrganisationCommandType> = {
  register: byOperator,
  revise: byOperator,
  createPost: byOperator,
  appoint: byOperator,
  endAppointment: byOperator,
  dismiss: byOperator,
  closePost: byOperator,
  setDeputy: byOperator,
  // Whoever it fell to: the note itself says to whom.
  noteHandOver: [{ roles, in: 'self' }],
  passOn: [],
  batchDone: [],
  entrust: byPurchaser,
  endEntrustment: byPurchaser,
  changeAccount: [...byOperator, { roles: ['supplier-agent'], in: 'self' }],
};

const partiesOf = (context: Context): Parties => ({ self: context.caseId });

/** The directory is public: nobody hears that an organisation does not exist. */
export const organisationAccess = (_state: OrganisationState, type: OrganisationCommandType, context: Context): Refusal | null =>
  mayGive(organisationPermissions, type, context.actor, partiesOf(context), { known: true });

export const organisationOffered = (_state: OrganisationState, type: OrganisationCommandType, context: Context): boolean =>
  isOffered(organisationPermissions, type, context.actor, partiesOf(context));

const overseers = ['operator', 'auditor', 'finance-officer', 'finance-approver', 'finance-leader'];

/** The public sees what stands in any register; people in posts see the posts; the account is for its owner and for who pays or audits. */
export const seeOrganisation = (state: OrganisationState, { actor, caseId }: Context): Json | null => {
  if (state.data === null) return null;
  const own = actor.organisation === caseId;
  const oversees = actor.roles.some((role) => overseers.includes(role));
  return {
    ...state.data,
    since: state.since,
    posts: state.posts,
    ...(actor.organisation === null
      ? {}
      : {
          appointments: state.appointments.map(({ key, person, post, roles, from, to }) => ({ key, person, post, roles, from, to })),
          vacancies: state.vacancies,
          entrustments: state.entrustments.map(({ id, agency, powers, from, to, agreement }) => ({
            id,
            agency,
            powers,
            from,
            to,
            agreement,
          })),
        }),
    ...(own || oversees ? { account: state.account === null ? null : { content: state.account.content, hash: state.account.hash } } : {}),
  } as unknown as Json;
};

/** Who may give a command of the directory, held against this actor. */
export const entitledToOrganisation = (_state: OrganisationState, type: OrganisationCommandType, context: Context): Entitlement =>
  entitlement(waysOf(organisationPermissions[type], context.actor, partiesOf(context)));
