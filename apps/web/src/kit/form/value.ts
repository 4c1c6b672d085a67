import { meant, type Schema } from '../../api/forms';
import type { Json } from '../../api/types';

export type Fields = Readonly<Record<string, Json>>;
export const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A word or a number as text; anything else is none. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const variantsOf = (schema: Schema): readonly Schema[] => schema.anyOf ?? schema.oneOf ?? [];
/** What tells the variants of a choice apart: `kind` or another field of which each variant permits one value. */
export const discriminatorOf = (schema: Schema): string | null => {
  const variants = variantsOf(schema).map(meant);
  const [first] = variants;
  const names = Object.keys(first?.properties ?? {}).filter((name) =>
    variants.every((one) => meant(one.properties?.[name] ?? {}).enum?.length === 1),
  );
  return names[0] ?? null;
};
export const variantValue = (variant: Schema, discriminator: string): string =>
  textOf(meant(variant.properties?.[discriminator] ?? {}).enum?.[0]);

/** Whether the field may stay empty: absent, or null. */
export const mayBeEmpty = (schema: Schema, required: boolean): boolean => !required || meant(schema).nullable === true;

/** What a field holds before anybody wrote in it; undefined: nothing. */
export const blank = (schema: Schema): Json | undefined => {
  const whole = meant(schema);
  if (whole.default !== undefined) return whole.default;
  if (whole.nullable) return undefined;
  const variants = variantsOf(whole);
  if (variants.length > 0) return undefined;
  if (whole.enum?.length === 1) return whole.enum[0];
  if (whole.type === 'array') return Array.from({ length: whole.minItems ?? 0 }, () => blank(whole.items ?? {}) ?? null);
  if (whole.type === 'object' && whole.properties) return blankFields(whole);
  return whole.type === 'object' ? {} : undefined;
};
export const blankFields = (schema: Schema): Fields =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, one]) => {
      const value = (schema.required ?? []).includes(name) ? blank(one) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** The body to send: what is empty and may be is null or left out, as the schema has it. */
export const bodyOf = (schema: Schema, value: Json | undefined): Json | undefined => {
  const whole = meant(schema);
  if (value === undefined || value === null || value === '') return whole.nullable ? null : undefined;
  const variants = variantsOf(whole);
  if (variants.length > 0 && isFields(value)) {
    const by = discriminatorOf(whole);
    const variant = by === null ? variants[0] : variants.map(meant).find((one) => variantValue(one, by) === value[by]);
    return variant ? bodyOf(variant, value) : value;
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => bodyOf(whole.items ?? {}, item) ?? null);
  if (!isFields(value) || !whole.properties) return value;
  return Object.fromEntries(
    Object.entries(whole.properties).flatMap(([name, one]) => {
      const sent = bodyOf(one, value[name]);
      return sent === undefined ? [] : [[name, sent] as const];
    }),
  );
};

/** `/plan/schedule/0/percent` as the path of a field. */
export const pathOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
export const idOf = (path: readonly string[]): string => `field-${path.join('-')}`;
