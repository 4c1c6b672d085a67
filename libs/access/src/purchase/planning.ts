import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const handler: readonly Permission[] = [{ roles: ['purchaser-handler'], in: 'purchaser' }];

export const planningPermissions: Readonly<Record<string, readonly Permission[]>> = {
  recordSurvey: handler,
  recordConsultation: handler,
  recordJudgement: [{ roles: ['purchaser-handler', 'purchaser-business', 'purchaser-approver'], in: 'purchaser' }],
  submitPlan: handler,
  withdrawPlan: handler,
  reviewPlan: [{ roles: ['purchaser-procurement', 'purchaser-finance', 'purchaser-business', 'purchaser-supervision'], in: 'purchaser' }],
  votePlan: [{ roles: ['purchaser-approver', 'purchaser-leader'], in: 'purchaser' }],
  votePlanAsFinance: [{ roles: ['finance-officer', 'finance-approver', 'finance-leader'], in: 'finance' }],
  filePlan: handler,
  objectToPlan: [{ roles: ['finance-officer', 'finance-approver'], in: 'finance' }],
  withdrawObjection: [{ roles: ['finance-officer', 'finance-approver'], in: 'finance' }],
  publishIntentNotice: [...handler, { roles: ['agency-officer'], in: 'agency', power: 'publish' }],
  refreshPlanElectorate: [{ roles: ['operator'], in: 'any' }],
};

/** The public sees what the intent notice and the tender document publish; everything else is for the purchaser's side. */
export const seePlanning = (viewer: Viewer): Json | null => {
  const { planning, tender } = viewer.state;
  const { intentNotice, plan, title } = planning;
  if (isInside(viewer)) return { ...planning } as unknown as Json;
  if (!tender.current || !plan) return { title, intentNotice: intentNotice as unknown as Json };
  return { title, intentNotice: intentNotice as unknown as Json, plan: plan as unknown as Json };
};
