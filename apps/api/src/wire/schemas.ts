import { parseInstant, parseYuan } from '@goufu/domain';
import { z } from 'zod';

/** What a schema's text stands for inside. Kept beside the schema, not in it: a transform would have no JSON Schema. */
export const inside = z.registry<{ readonly as: 'fen' | 'instant' }>();

const amount = (from: 'any' | 'zero' | 'above-zero'): z.ZodString => {
  const schema = z
    .string()
    .regex(from === 'any' ? /^-?(0|[1-9]\d{0,15})\.\d{2}$/ : /^(0|[1-9]\d{0,15})\.\d{2}$/, { error: 'input.not_yuan', abort: true })
    .refine((text) => parseYuan(text) !== null && (from !== 'above-zero' || text !== '0.00'), { error: 'input.not_yuan' })
    .meta({ format: 'yuan', example: '1234.50', description: '元，两位小数 yuan with two decimals' });
  return inside.add(schema, { as: 'fen' }), schema;
};
/** Yuan with two decimals, zero or more; integer fen inside. */
export const yuan = (): z.ZodString => amount('zero');
/** The same above zero. */
export const yuanAboveZero = (): z.ZodString => amount('above-zero');
/** The same, below zero too. */
export const yuanSigned = (): z.ZodString => amount('any');

/** An instant with its zone; epoch milliseconds inside. */
export const instant = (): z.ZodString => {
  const schema = z
    .string()
    .refine((text) => parseInstant(text) !== null, { error: 'input.not_an_instant' })
    .meta({ format: 'date-time', example: '2025-04-08T09:00:00.000+08:00' });
  return inside.add(schema, { as: 'instant' }), schema;
};
/** A day in Asia/Shanghai. */
export const day = () => z.iso.date({ error: 'input.not_a_date' }).meta({ example: '2025-04-08' });
/** Free text; its line breaks are kept. */
export const words = (longest = 4000): z.ZodString => z.string().min(1).max(longest).regex(/\S/u, { error: 'input.missing' });
// Written out, not as \p{Cc}\p{Zl}\p{Zp}: JSON Schema knows no such classes, and whoever reads the interface by machine would be misled.
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
/** A title or name: one line. */
export const line = (longest = 200): z.ZodString => z.string().min(1).max(longest).regex(ONE_LINE, { error: 'input.wrong_format' });
/** A word that the program keeps: a post, a step, a code. */
export const slug = (): z.ZodString => z.string().regex(/^[A-Za-z0-9][\w.:-]{0,99}$/, { error: 'input.wrong_format' });
/** Exact decimal text, such as a share of per cent: `12.5`. */
export const decimal = (): z.ZodString => z.string().regex(/^-?(0|[1-9]\d{0,15})(\.\d{1,8})?$/, { error: 'input.wrong_format' });
/** The id of another case of this kind. */
export const caseId = (kind: string): z.ZodString =>
  z
    .string()
    .max(200)
    .regex(new RegExp(`^${kind}/[\\w.-]+(/[\\w.-]+)*$`), { error: 'input.wrong_format' })
    .meta({ example: `${kind}/0197f0a0-7c1e-7000-8000-000000000001` });
/** A person's id: `person/<uuid>`, or a short name in demo data. */
export const personId = (): z.ZodString => z.string().regex(/^(person\/)?[\w.-]{1,100}$/, { error: 'input.wrong_format' });
/** A file that was stored before by `PUT /v1/files`. */
export const storedFile = () =>
  z
    .strictObject({
      file: z.string().regex(/^[0-9a-f]{64}$/, { error: 'input.wrong_format' }),
      name: line(),
      size: z.int().min(1).max(1_000_000_000),
      mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, { error: 'input.wrong_format' }),
    })
    .meta({ id: 'StoredFileRef' });
