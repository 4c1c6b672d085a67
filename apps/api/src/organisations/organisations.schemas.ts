import { roles } from '@goufu/access';
import { enterpriseKinds, entrustablePowers, organisationTypes } from '@goufu/domain';
import { z } from 'zod';
import { caseId, day, line, personId, slug } from '../wire/schemas.js';

/** Part of an appointment's key: no dot, which divides it. */
const post = () => z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, { error: 'input.wrong_format' });
/** 收款账户 the account that a supplier is paid into: kept apart from the record. */
const account = z
  .strictObject({ name: line(), bank: line(), number: z.string().regex(/^[\d -]{5,40}$/, { error: 'input.wrong_format' }) })
  .meta({ id: 'PaymentAccount' });
const named = {
  name: line(),
  enterprise: z.enum(enterpriseKinds).nullable().optional(),
  creditCode: z
    .string()
    // 统一社会信用代码: 18 signs, without I, O, S, V and Z
    .regex(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/, { error: 'input.wrong_format' })
    .nullable()
    .optional(),
  parent: caseId('organisation').nullable().optional(),
  finance: caseId('organisation').nullable().optional(),
  pack: z
    .string()
    .regex(/^[\w./-]{1,100}$/, { error: 'input.wrong_format' })
    .nullable()
    .optional(),
};

export const registerSchema = z.strictObject({ type: z.enum(organisationTypes), ...named, account: account.optional() });
export const reviseSchema = z.strictObject({ ...named, name: named.name.optional() });
/** A rule pack may name further units of a purchaser, such as its legal department. */
const role = z.union([
  z.enum(roles),
  z
    .string()
    .regex(/^purchaser-[a-z]+(-[a-z]+)*$/, { error: 'input.wrong_format' })
    .max(60),
]);
export const createPostSchema = z.strictObject({ post: post(), roles: z.array(role).min(1).max(20) });
export const closePostSchema = z.strictObject({ post: post() });
export const setDeputySchema = z.strictObject({ post: post(), deputy: post().nullable() });
export const dismissSchema = z.strictObject({ person: personId() });
export const noteHandOverSchema = z.strictObject({ note: line(400) });
export const appointSchema = z.strictObject({ person: personId(), post: post(), from: day(), to: day().nullable().optional() });
export const endAppointmentSchema = z.strictObject({ person: personId(), post: post(), on: day() });
export const entrustSchema = z.strictObject({
  agency: caseId('organisation'),
  // Award and signature can be asked for, and are refused with the article.
  powers: z
    .array(slug())
    .min(1)
    .max(10)
    .meta({ examples: [[...entrustablePowers]] }),
  agreement: line(),
  from: day(),
  to: day().nullable().optional(),
});
export const endEntrustmentSchema = z.strictObject({ entrustment: slug(), on: day() });
export const changeAccountSchema = z.strictObject({ account });
