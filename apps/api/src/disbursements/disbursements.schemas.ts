import { z } from 'zod';
import { caseId, day, line, slug, storedFile, words, yuanAboveZero } from '../wire/schemas.js';

/** 发票 */
const invoice = z.strictObject({ number: line(40), amount: yuanAboveZero(), issuedOn: day(), file: storedFile() }).meta({ id: 'Invoice' });
export const nothingSchema = z.strictObject({});
export const requestPaymentSchema = z.strictObject({
  supplier: caseId('organisation'),
  instalment: slug(),
  amount: yuanAboveZero(),
  invoice,
});
export const resubmitRequestSchema = z.strictObject({ amount: yuanAboveZero(), invoice });
export const confirmRequestSchema = z.strictObject({
  facts: words().meta({ description: 'the service as it was rendered' }),
  /** Less than requested where a part is disputed: the undisputed part is paid. */
  amount: yuanAboveZero().optional(),
  dispute: words().optional(),
});
export const reasonSchema = z.strictObject({ reason: words() });
export const correctRequestSchema = z.strictObject({ account: z.enum(['contract', 'registered']), reason: words() });
export const acknowledgeAlarmSchema = z.strictObject({ alarm: slug() });
export const agreePartsSchema = z.strictObject({
  parts: z
    .array(z.strictObject({ amount: yuanAboveZero(), dueOn: day() }))
    .min(1)
    .max(60),
  agreement: words(),
});
export const recordLegalStepSchema = z.strictObject({ step: words() });
