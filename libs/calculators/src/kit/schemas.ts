import { isPlainDate, parseInstant, parseRatio, parseYuan } from '@goufu/domain';
import { z } from 'zod';

// A limit of the machine, no figure of the law: more than this is no purchase but an attack.
export const MOST = 20_000;

const text = (check: (value: string) => boolean, error: string, meta: Readonly<Record<string, unknown>>): z.ZodString =>
  z.string().refine(check, { error }).meta(meta);
const below = (value: string): boolean => value.startsWith('-');

/** Yuan with 0 to 2 decimals, zero or more. */
export const yuan = (): z.ZodString =>
  z
    .string()
    .refine((value) => parseYuan(value) !== null, { error: 'input.malformed_amount', abort: true })
    .refine((value) => !below(value), { error: 'input.amount_negative' })
    .meta({ format: 'yuan', example: '1234.50' });
/** Yuan that may also fall below zero: what a supplement changed. */
export const yuanMoreOrLess = (): z.ZodString =>
  text((value) => parseYuan(value) !== null, 'input.malformed_amount', { format: 'yuan', example: '-1234.50' });
/** A decimal or a reduced fraction, zero or more: per cents, points, rates. */
export const number = (): z.ZodString =>
  z
    .string()
    .refine((value) => parseRatio(value) !== null, { error: 'input.malformed_number', abort: true })
    .refine((value) => !below(value), { error: 'input.number_negative' })
    .meta({ format: 'decimal', example: '12.5' });
/** A decimal, zero or more: scores, points, weights. */
export const points = (): z.ZodString => number().refine((value) => !value.includes('/'), { error: 'input.malformed_number' });
/** A day in Asia/Shanghai that exists. */
export const day = (): z.ZodString => text(isPlainDate, 'input.no_such_date', { format: 'date', example: '2025-04-08' });
/** An instant with its offset. */
export const instant = (): z.ZodString =>
  text((value) => parseInstant(value) !== null, 'input.no_such_instant', { format: 'date-time', example: '2025-06-16T10:00:00+08:00' });
/** A day, or an instant where hours and minutes matter. */
export const dayOrInstant = (): z.ZodString =>
  text((value) => isPlainDate(value) || parseInstant(value) !== null, 'input.no_such_date', { example: '2025-04-08' });
/** A name or id that the caller chose. */
export const name = (): z.ZodString =>
  z.string().min(1, { error: 'input.blank' }).max(500).regex(/\S/u, { error: 'input.blank' }).meta({ example: 'A' });
/** A whole number of at least `least`. */
export const count = (least = 0, most = 1_000_000): z.ZodInt => z.int().min(least).max(most);
/** How many decimals a score is rounded to. */
export const DECIMALS = count(0, 10);
/** A list that is judged: 1 to 20,000 items. */
export const list = <T extends z.ZodType>(item: T): z.ZodArray<T> => z.array(item).min(1).max(MOST);
/** A list that may be empty. */
export const some = <T extends z.ZodType>(item: T): z.ZodArray<T> => z.array(item).max(MOST);
/** A name of a pack: `demo-county`. */
const jurisdiction = (): z.ZodString => z.string().min(1).max(200).meta({ example: 'demo-county' });

/** Accepted by every calculator: the place and the day whose law applies, and values of the pack that a what-if replaces. */
export const everywhere = {
  jurisdiction: jurisdiction().optional(),
  on: day().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
};
/** The same where the law of a place is asked. */
export const inPlace = { ...everywhere, jurisdiction: jurisdiction() };
/** The same where it is the law of a day. */
export const inForceOn = { ...inPlace, on: day() };
