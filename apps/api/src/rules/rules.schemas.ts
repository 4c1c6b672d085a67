import { z } from 'zod';
import { pageQuery } from '../cases/answers.js';
import { day, line } from '../wire/schemas.js';

const both = z.object({ zh: z.string(), en: z.string() });
const date = z.string().meta({ format: 'date' });
const JURISDICTION = '[a-z][a-z0-9-]{0,60}(/[a-z0-9-]{1,60}){0,3}';

const jurisdiction = z
  .string()
  .regex(new RegExp(`^${JURISDICTION}$`), { error: 'input.wrong_format' })
  .meta({ example: 'demo-county', description: '辖区，默认全国 whose packs answer; the nation’s if left out' });
const on = day().meta({ example: '2025-04-08', description: '何日的规则，默认今天 the law of which day; today’s if left out' });
/** A place, and the day of its law after an `@`. */
const standpoint = z
  .string()
  .regex(new RegExp(`^${JURISDICTION}(@\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))?$`), { error: 'input.wrong_format' })
  .meta({ example: 'national@2022-06-30', description: '辖区@日期，日期默认今天 a jurisdiction, and a day if not today' });

export const placeQuery = z.strictObject({ jurisdiction: jurisdiction.default('national'), on: on.optional() });
export const listQuery = pageQuery.extend({
  ...placeQuery.shape,
  topic: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,60}$/, { error: 'input.wrong_format' })
    .optional()
    .meta({ example: 'bonds', description: '主题，即规则文件名 the name of a file of the packs' }),
  q: line(100).optional().meta({ description: '编号、出处、原文或说明中的文字 words of the id, the citation, the quotation or the notes' }),
});
export const diffQuery = z.strictObject({ from: standpoint, to: standpoint });
export const ruleId = z.string().regex(/^[a-z][A-Za-z0-9_]{0,60}(\.[A-Za-z0-9_-]{1,60}){0,5}$/, { error: 'input.wrong_format' });

const version = z
  .object({
    value: z.unknown().meta({ description: '金额为元的文本 amounts are text in yuan; tables stand as in the pack' }),
    unit: z.string(),
    words: both,
    sentence: both.nullable(),
    kind: z.string().optional(),
    dayOne: z.string().optional(),
    roll: z.string().optional(),
    edge: z.string().optional(),
    citation: z.string(),
    quoted: z.string().nullable(),
    notes: z.string().nullable(),
    verified: z.boolean(),
    jurisdiction: z.string(),
    from: date,
    to: date.nullable(),
  })
  .meta({ id: 'RuleVersion' });
const place = { jurisdiction: z.string(), name: both, level: z.string() };

export const listedRule = z
  .object({ id: z.string(), href: z.string(), topics: z.array(z.string()), anchor: z.string(), inForce: version.nullable() })
  .meta({ id: 'ListedRule' });
export const explainedRule = z
  .object({
    id: z.string(),
    topics: z.array(z.string()),
    place: z.object(place),
    on: date,
    anchor: z.object({ name: z.string(), words: both }),
    inForce: version.nullable(),
    firstOn: date.nullable(),
    history: z.array(version.extend({ status: z.enum(['past', 'in-force', 'later', 'overruled']) }).meta({ id: 'RuleVersionPast' })),
    levels: z.array(
      z
        .object({
          ...place,
          stands: z.enum(['above', 'here', 'below']),
          file: z.string(),
          line: z.int().nullable(),
          open: z.string().nullable(),
          switches: z.array(z.string()),
          values: z.array(version),
          notes: z.string().nullable(),
          citations: z.array(z.string()),
        })
        .meta({ id: 'RuleLevel' }),
    ),
    pack: z.string(),
  })
  .meta({ id: 'ExplainedRule' });
const at = z.object({ jurisdiction: z.string(), on: date });
export const ruleDifference = z
  .object({
    from: at,
    to: at,
    items: z.array(z.object({ id: z.string(), fields: z.array(z.string()), from: version.nullable(), to: version.nullable() })),
  })
  .meta({ id: 'RuleDifference' });
