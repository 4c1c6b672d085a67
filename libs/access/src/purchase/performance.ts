import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const finance: readonly Permission[] = [{ roles: ['finance-officer', 'finance-approver'], in: 'finance' }];

export const performancePermissions: Readonly<Record<string, readonly Permission[]>> = {
  submitSelfAppraisal: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
  offerKeyAppraisal: finance,
  submitKeyAppraisal: finance,
  waiveKeyAppraisal: finance,
};

/** The purchaser's side sees the evaluations; everybody else the totals and grades once all are there: results of spending are public. */
export const seePerformance = (viewer: Viewer): Json | null => {
  const { performance } = viewer.state;
  if (performance.since === null && performance.appraisals.length === 0) return null;
  if (isInside(viewer)) return performance as unknown as Json;
  if (performance.appraisedAt === null) return null;
  return {
    appraisedAt: performance.appraisedAt,
    years: performance.appraisals.map(({ year, self }) => ({ year, total: self?.score.total ?? null, grade: self?.score.grade ?? null })),
    key: performance.key?.appraisal ? { total: performance.key.appraisal.score.total, grade: performance.key.appraisal.score.grade } : null,
  };
};
