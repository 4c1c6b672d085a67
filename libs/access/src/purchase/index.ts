import { powersInForce, refuse, seatFault, type CaseId, type Context, type Json, type PurchaseState, type Refusal } from '@goufu/domain';
import { isOffered, mayGive, type Permission, type Permissions, type Role } from '../permission.js';
import { entitlement, type Entitlement, waysOf } from '../ways.js';
import { awardPermissions, seeAward } from './award.js';
import { bondPermissions, seeBonds } from './bond.js';
import { contractPermissions, seeContract } from './contract.js';
import { declarationPermissions, seeDeclarations } from './declarations.js';
import { deliveryPermissions, seeDelivery } from './delivery.js';
import { endingPermissions, seeEnding } from './ending.js';
import { evaluationPermissions, isOutsidePanel, seeEvaluation } from './evaluation.js';
import { failurePermissions, seeFailure } from './failure.js';
import { seeFindings } from './findings.js';
import { fundingPermissions, seeFunding } from './funding.js';
import { obligationPermissions, seeObligations } from './obligations.js';
import { objectionPermissions, seeObjection } from './objection.js';
import { performancePermissions, seePerformance } from './performance.js';
import { planningPermissions, seePlanning } from './planning.js';
import { seeSingleSource, singleSourcePermissions } from './single-source.js';
import { seeTender, tenderPermissions } from './tender.js';
import { isInside, purchaseParties, viewerOf } from './viewer.js';

export { hidesEvaluationEntry, veilOfEvaluation } from './evaluation.js';
export { isInside, purchaseParties, viewerOf, type Viewer } from './viewer.js';

/** Who may give which command of a purchase, all parts together. */
export const purchasePermissions: Readonly<Record<string, readonly Permission[]>> = {
  open: [{ roles: ['purchaser-handler'], in: 'any' }],
  handOver: [],
  noteEntrustment: [{ roles: ['purchaser-handler', 'purchaser-approver'], in: 'purchaser' }],
  ...planningPermissions,
  ...objectionPermissions,
  ...singleSourcePermissions,
  ...tenderPermissions,
  ...evaluationPermissions,
  ...declarationPermissions,
  ...awardPermissions,
  ...bondPermissions,
  ...contractPermissions,
  ...deliveryPermissions,
  ...obligationPermissions,
  ...performancePermissions,
  ...failurePermissions,
  ...fundingPermissions,
  ...endingPermissions,
};

/** A pack may have further units of the purchaser scrutinise a plan: who they are was fixed when it was submitted. */
const permissionsNow = (state: PurchaseState): Permissions<string> => {
  const units = state.planning.scrutiny?.units;
  return units ? { ...purchasePermissions, reviewPlan: [{ roles: units as readonly Role[], in: 'purchaser' }] } : purchasePermissions;
};

/** What must be read to say who may give a command: the purchaser's agreement with its agency, as it stands at this moment. */
export const purchaseAccessReads = ({ parties }: PurchaseState, type: string | null): readonly CaseId[] =>
  parties.agency !== null && parties.purchaser !== null && (type === null || purchasePermissions[type]?.some((way) => way.in === 'agency'))
    ? [parties.purchaser]
    : [];

/** Public from the first notice on. */
const isPublic = (state: PurchaseState): boolean => state.tender.current !== null || state.singleSource?.openUntil !== undefined;

export const accessPurchase = (state: PurchaseState, type: string, context: Context): Refusal | null => {
  if (context.actor.kind === 'system') return null;
  if (!(type in purchasePermissions)) return refuse('access.system_only');
  if (isOutsidePanel(state, type, context.actor)) return refuse('case.not_found');
  return mayGive(permissionsNow(state), type, context.actor, purchaseParties(state), {
    powers: powersInForce(state, context),
    known: isPublic(state) || isInside(viewerOf(state, context)),
  });
};
export const offersPurchase = (state: PurchaseState, type: string, context: Context): boolean =>
  !isOutsidePanel(state, type, context.actor) && isOffered(permissionsNow(state), type, context.actor, purchaseParties(state));

/** The purchase as this actor may see it; null: not theirs to know. */
export const seePurchase = (state: PurchaseState, context: Context): Json | null => {
  const viewer = viewerOf(state, context);
  if (!isPublic(state) && !isInside(viewer)) return null;
  const { open, ended, closed } = state.stages;
  return {
    stage: open[0]?.stage ?? null,
    since: open[0]?.since ?? null,
    ended,
    closed,
    parties: { ...state.parties },
    planning: seePlanning(viewer),
    objection: seeObjection(viewer),
    singleSource: seeSingleSource(viewer),
    tender: seeTender(viewer),
    evaluation: seeEvaluation(viewer),
    declarations: seeDeclarations(viewer),
    findings: seeFindings(viewer),
    award: seeAward(viewer),
    bonds: seeBonds(viewer),
    contract: seeContract(viewer),
    delivery: seeDelivery(viewer),
    obligations: seeObligations(viewer),
    performance: seePerformance(viewer),
    failure: seeFailure(viewer),
    funding: seeFunding(viewer),
    ending: seeEnding(viewer),
  };
};

/** Who may give a command of a purchase, held against this actor; of a vote, whose seat it is. */
export const entitledToPurchase = (state: PurchaseState, type: string, context: Context): Entitlement => {
  const { actor } = context;
  const chains = {
    votePlan: state.planning.internal,
    votePlanAsFinance: state.planning.finance,
    voteOtherMethod: state.failure.current?.application?.approval,
  };
  const ways = waysOf(permissionsNow(state)[type] ?? [], actor, purchaseParties(state), powersInForce(state, context));
  const found = entitlement(ways, seatFault(chains[type as keyof typeof chains], actor));
  // Who reports may be a member of the panel, too.
  return { ...found, isPersonal: found.isPersonal || type in evaluationPermissions };
};
