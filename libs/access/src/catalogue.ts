import {
  type CatalogueCommandType,
  type CatalogueState,
  currentCatalogueVersion,
  seatFault,
  type Context,
  type Due,
  type Json,
  type Refusal,
} from '@goufu/domain';
import { isOffered, mayGive, type Parties, type Permission, type Permissions } from './permission.js';
import { entitlement, type Entitlement, waysOf } from './ways.js';

const byHandler: readonly Permission[] = [{ roles: ['purchaser-handler'], in: 'department' }];
/** The chain itself decides whose turn it is; these are the roles that can sit in it. */
const byReviewers: readonly Permission[] = [
  { roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'finance' },
  { roles: ['purchaser-approver', 'purchaser-leader'], in: 'department' },
];

export const cataloguePermissions: Permissions<CatalogueCommandType> = {
  propose: [{ roles: ['township-proposer', 'purchaser-handler', 'supplier-agent'], in: 'any' }],
  withdraw: [{ roles: ['township-proposer', 'purchaser-handler', 'supplier-agent'], in: 'proposer' }, ...byHandler],
  accept: byHandler,
  assessNeed: byHandler,
  review: byReviewers,
  resubmit: byHandler,
  answerEscalation: [
    { roles: ['finance-leader'], in: 'finance' },
    { roles: ['purchaser-leader'], in: 'department' },
  ],
  refreshReview: [
    { roles: ['operator'], in: 'any' },
    { roles: ['finance-leader'], in: 'finance' },
  ],
  revise: byHandler,
  delist: [
    { roles: ['finance-approver', 'finance-leader'], in: 'finance' },
    { roles: ['purchaser-approver', 'purchaser-leader'], in: 'department' },
  ],
  handOver: [],
  enterStage: [],
  assessmentDue: [],
  reviewDue: [],
  reviewStepDue: [],
};

export const catalogueParties = ({ department, finance, proposer }: CatalogueState): Parties => ({ department, finance, proposer });
/** A listed item is public, and so is that it was delisted; one not yet begun has nothing to hide. */
const isKnown = (state: CatalogueState): boolean => state.department === null || state.versions.length > 0;

export const catalogueAccess = (state: CatalogueState, type: CatalogueCommandType, context: Context): Refusal | null =>
  mayGive(cataloguePermissions, type, context.actor, catalogueParties(state), { known: isKnown(state) });

export const catalogueOffered = (state: CatalogueState, type: CatalogueCommandType, context: Context): boolean =>
  isOffered(cataloguePermissions, type, context.actor, catalogueParties(state));

const shownDue = (due: Due | null | undefined): Json =>
  due ? { dueAt: due.dueAt, lastDay: due.lastDay, rule: due.rule, calendar: due.calendar, provisional: due.provisional } : null;

/** The parties, operators and auditors see the whole item; the public what is listed, in all its versions. */
export const seeCatalogue = (state: CatalogueState, { actor }: Context): Json | null => {
  if (state.department === null) return null;
  const organisation = actor.organisation;
  const party = organisation !== null && [state.department, state.finance, state.proposer].includes(organisation);
  const whole = party || actor.roles.includes('operator') || actor.roles.includes('auditor');
  if (!whole && state.versions.length === 0) return null;
  const current = currentCatalogueVersion(state);
  const open = {
    department: state.department,
    origin: state.origin,
    stage: state.stages.open[0]?.stage ?? null,
    closed: state.stages.closed,
    current,
    versions: state.versions,
  };
  if (!whole) return open as unknown as Json;
  const { chain, due, escalations, escalatedAt, of } = state.review ?? {};
  return {
    ...open,
    finance: state.finance,
    proposer: state.proposer,
    stages: state.stages,
    draft: state.draft,
    assessment: { ...state.assessment, due: shownDue(state.assessment.due) },
    review: chain
      ? {
          of,
          due: shownDue(due),
          escalations,
          escalatedAt,
          status: chain.status,
          hash: chain.hash,
          generation: chain.generation,
          initiator: chain.initiator,
          steps: chain.steps,
          seats: chain.seats,
          back: chain.back,
        }
      : null,
    closing: state.closing,
    since: state.since,
  } as unknown as Json;
};

/** Who may give a command of an item, held against this actor; of a vote, whose seat it is. */
export const entitledToCatalogue = (state: CatalogueState, type: CatalogueCommandType, { actor }: Context): Entitlement =>
  entitlement(
    waysOf(cataloguePermissions[type], actor, catalogueParties(state)),
    type === 'review' ? seatFault(state.review?.chain, actor) : null,
  );
