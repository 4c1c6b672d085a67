import { parseInstant, parseYuan } from '@goufu/domain';
import { z } from 'zod';
import { inside } from './schemas.js';

/** Of zod's own description of a schema what the walk needs. */
type Def = z.core.$ZodTypeDef & {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly valueType?: z.core.$ZodType;
  readonly items?: readonly z.core.$ZodType[];
  readonly getter?: () => z.core.$ZodType;
};

/** A validated body as the domain takes it: amounts as fen, instants as epoch milliseconds, everything else as it is. */
export const toInside = (schema: z.core.$ZodType, value: unknown): unknown => {
  if (value === undefined || value === null) return value;
  const as = inside.get(schema)?.as;
  if (as === 'fen') return parseYuan(value);
  if (as === 'instant') return parseInstant(value as string);
  const def = schema._zod.def as Def;
  if (def.shape && typeof value === 'object') {
    const { shape } = def;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
        return [key, known ? toInside(known, member) : member];
      }),
    );
  }
  if (def.element && Array.isArray(value)) return value.map((item) => toInside(def.element as z.core.$ZodType, item));
  if (def.items && Array.isArray(value))
    return value.map((item, at) => (def.items?.[at] ? toInside(def.items[at], item) : (item as unknown)));
  if (def.valueType && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toInside(def.valueType as z.core.$ZodType, member)]));
  if (def.options) {
    const chosen = def.options.find((option) => z.safeParse(option, value).success);
    return chosen ? toInside(chosen, value) : value;
  }
  if (def.getter) return toInside(def.getter(), value);
  return def.innerType ? toInside(def.innerType, value) : value;
};
