import { z } from 'zod';
import { voteSchema } from '../wire/approval.schemas.js';
import { caseId, decimal, line, slug, words } from '../wire/schemas.js';

const indicator = z
  .strictObject({ id: slug(), name: line(), comparison: z.enum(['at-least', 'at-most', 'equal']), target: decimal(), unit: line(20) })
  .meta({ id: 'CatalogueIndicator' });
const content = {
  title: line(),
  guidingCode: slug(),
  procurementCode: slug(),
  standard: words(20_000),
  indicators: z.array(indicator).max(100),
  unit: line(20),
  onDepartmentList: z.boolean(),
};

export const proposeSchema = z.strictObject({
  ...content,
  department: caseId('organisation'),
  finance: caseId('organisation'),
  proposer: caseId('organisation'),
  origin: z.enum(['top-down', 'bottom-up']),
  negativeFacts: z.array(slug()).max(50),
});
export const withdrawSchema = z.strictObject({ reason: words().optional() });
export const nothingSchema = z.strictObject({});
export const assessNeedSchema = z.strictObject({ needed: z.boolean(), text: words(20_000) });
const some = z.strictObject(content).partial();
export const resubmitSchema = some.extend({ resume: z.enum(['replay', 'direct']).optional() });
export const reviseSchema = some;
export const answerEscalationSchema = z.strictObject({ note: words() });
export const delistSchema = z.strictObject({ reason: words() });
export const reviewSchema = voteSchema;
