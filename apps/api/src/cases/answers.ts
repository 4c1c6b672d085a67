import type { Action } from '@goufu/domain';
import type { CaseSummary, Count, Page } from '@goufu/persistence';
import { z } from 'zod';
import type { Door } from '../door.js';
import type { Language } from '../http/language.js';
import { kebab } from '../http/routes.js';
import { toWire } from '../wire/to-wire.js';

export const reasonSchema = z
  .object({
    code: z.string(),
    detail: z.string(),
    details: z.object({ zh: z.string(), en: z.string() }),
    pointer: z.string().optional(),
    parameter: z.object({ in: z.enum(['query', 'path', 'header']), name: z.string() }).optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
    rule: z.object({ id: z.string(), citation: z.string(), verified: z.boolean(), jurisdiction: z.string() }).optional(),
  })
  .meta({ id: 'Reason' });
export const actionSchema = z
  .object({
    name: z.string(),
    href: z.string().nullable(),
    begins: z.string().optional().meta({ description: 'the kind of the case that it begins under this one' }),
    allowed: z.boolean(),
    reason: reasonSchema.optional(),
  })
  .meta({ id: 'Action' });
const href = z.string().nullable();
const moment = z.string().meta({ format: 'date-time' });
const amount = z.string().meta({ format: 'yuan' });

export const answerSchema = z
  .object({ id: z.string(), kind: z.string(), href, version: z.int(), actions: z.array(actionSchema) })
  .meta({ id: 'Answer' });
export const caseSummarySchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    href,
    number: z.string().nullable(),
    title: z.string(),
    stage: z.string().nullable(),
    state: z.string().nullable(),
    organisation: z.string().nullable(),
    amount: amount.nullable(),
    dueAt: moment.nullable(),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'CaseSummary' });
export const pageSchema = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const countSchema = z.object({ value: z.int(), more: z.boolean(), text: z.string() }).meta({ id: 'Count' });
export const timelineSchema = pageSchema(
  z
    .object({
      version: z.int(),
      type: z.string(),
      stage: z.string().nullable(),
      outcome: z.string().nullable(),
      effectiveAt: moment,
      at: moment,
      by: z.object({ organisation: z.string(), post: z.string().nullable(), you: z.boolean() }).nullable(),
    })
    .meta({ id: 'TimelineEntry' }),
);

/** Page and place in a list. */
export const pageQuery = z.strictObject({
  cursor: z.string().min(1).max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** What may be done with a case, each with its address and, where it may not, with the reason in both languages. */
export const actionsOf = (door: Door, caseId: string, actions: readonly Action[], language: Language) => {
  const base = door.routes.href(caseId);
  return actions.map(({ name, allowed, reason, begins }) => ({
    name,
    href: base === null ? null : `${base}/${begins === undefined ? kebab(name) : door.routes.pluralOf(begins)}`,
    ...(begins === undefined ? {} : { begins }),
    allowed,
    ...(reason ? { reason: door.refusals.reason(reason, language) } : {}),
  }));
};

const summaryOf = (door: Door, row: CaseSummary): unknown => toWire({ ...row, href: door.routes.href(row.id) });
export const summariesOf = (door: Door, page: Page<CaseSummary>) => ({
  items: page.items.map((row) => summaryOf(door, row)),
  next: page.next,
});
export const countInWords = ({ value, more }: Count) => ({ value, more, text: more ? `${value}+` : String(value) });
