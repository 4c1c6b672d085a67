import { instalmentsOf, panelStatus, sheetIsOpen, type AssessmentRound, type Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const handler: readonly Permission[] = [{ roles: ['purchaser-handler'], in: 'purchaser' }];
const approver: readonly Permission[] = [{ roles: ['purchaser-approver', 'purchaser-leader'], in: 'purchaser' }];
const supplier: readonly Permission[] = [{ roles: ['supplier-agent'], in: 'supplier' }];
/** Evaluators sit wherever their post is; whether one is named for this round is the decider's to say. */
const evaluator: readonly Permission[] = [{ roles: ['evaluator'], in: 'any' }];
/** Who accepts is named for each acceptance; the decider asks for the name. */
const anyPurchaser: readonly Permission[] = [
  {
    roles: [
      'purchaser-handler',
      'purchaser-procurement',
      'purchaser-finance',
      'purchaser-business',
      'purchaser-supervision',
      'purchaser-approver',
      'purchaser-leader',
    ],
    in: 'purchaser',
  },
];

export const deliveryPermissions: Readonly<Record<string, readonly Permission[]>> = {
  publishContract: [...handler, { roles: ['agency-officer'], in: 'agency', power: 'publish' }],
  fileContract: handler,
  supplement: approver,
  signSupplement: supplier,
  withdrawSupplement: [...approver, ...supplier],
  reportMilestone: supplier,
  confirmMilestone: handler,
  recordService: supplier,
  recordPersonnel: [...supplier, ...handler],
  reportBreach: [...handler, { roles: ['purchaser-business'], in: 'purchaser' }],
  noticeBreach: handler,
  defend: supplier,
  decideBreach: approver,
  reportRectification: supplier,
  judgeRectification: approver,
  openAssessment: handler,
  declareAssessmentConflict: evaluator,
  replaceEvaluator: handler,
  submitAssessmentSheet: evaluator,
  publishAssessment: handler,
  acceptAssessment: supplier,
  appeal: supplier,
  answerAppeal: approver,
  requestAcceptance: supplier,
  openAcceptance: handler,
  checkAcceptanceItems: anyPurchaser,
  recordOpinion: anyPurchaser,
  signAct: anyPurchaser,
  publishAcceptance: handler,
  orderRectification: handler,
  waiveInstalment: [...supplier, { roles: ['purchaser-leader'], in: 'purchaser' }],
  demandClawback: approver,
};

/** A round of assessment: who sits is known to those inside, each sheet to its author until all are open. */
const seeRound = ({ panel, ...round }: AssessmentRound, viewer: Viewer, inside: boolean): Json => {
  const person = viewer.actor.person ?? '';
  const member = panel.members.some((one) => one.person === person && one.sits);
  const shown = {
    ...round,
    status: panelStatus(panel),
    indicators: panel.definition.items,
    members: inside || member ? panel.members.map(({ person: who, declared, sits }) => ({ person: who, declared, sits })) : null,
    sheets: panel.sheets.filter(({ person: author }) => (inside || member) && sheetIsOpen(panel, person, author)),
    score: inside || round.published ? round.score : null,
    appeal: round.appeal,
  };
  return shown as unknown as Json;
};

/**
 * The purchaser's side and the supplier see the course of the contract; service records and opinions of recipients are theirs alone. The public sees
 * that the contract is published, and the result of the acceptance.
 */
export const seeDelivery = (viewer: Viewer): Json | null => {
  const { state } = viewer;
  const { delivery } = state;
  if (delivery.publication === null) return null;
  const inside = isInside(viewer);
  const person = viewer.actor.person ?? '';
  const published = delivery.acceptances
    .filter(({ publishedAt }) => publishedAt !== null)
    .map(({ round, act, publishedAt, items, opinions }) => ({
      round,
      passed: act?.passed ?? null,
      publishedAt,
      items: items.map(({ id, name, passed }) => ({ id, name, passed })),
      opinions: opinions.length,
      satisfied: opinions.filter(({ satisfied }) => satisfied).length,
    }));
  const open = {
    contractPublishedAt: delivery.publication.doneAt,
    acceptance: delivery.acceptance?.publishedAt ? delivery.acceptance : null,
  };
  if (!inside && !viewer.relations.has('supplier')) {
    // An evaluator has to see what is assessed: the own rounds, and what was served.
    const own = delivery.assessments.filter(({ panel }) => panel.members.some((one) => one.person === person && one.sits));
    const duty = own.length > 0 ? { assessments: own.map((round) => seeRound(round, viewer, false)), records: delivery.records } : {};
    return { ...open, acceptances: published, ...duty } as unknown as Json;
  }
  const { acceptances, assessments, instalments, ...rest } = delivery;
  return {
    ...rest,
    instalments: instalments.map((own) => ({ ...own, ...instalmentsOf(state).find(({ id }) => id === own.id) })),
    assessments: assessments.map((round) => seeRound(round, viewer, inside)),
    acceptances: inside ? acceptances : published,
  } as unknown as Json;
};
