import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { type DoorRefusal, problem } from '../http/problem-error.js';
import { faultsOf } from './faults.js';
import { isUnstorable } from './json-body.js';
import { toInside } from './to-inside.js';

/** A fault of an argument that is not the body stands at a parameter: a pointer would name a place in a body that is not there. */
const placed = (faults: readonly DoorRefusal[], { type, data }: ArgumentMetadata): readonly DoorRefusal[] => {
  if (type !== 'query' && type !== 'param') return faults;
  return faults.map(({ pointer = '', ...fault }) => ({
    ...fault,
    parameter: type === 'query' ? { in: 'query', name: pointer.slice(1) } : { in: 'path', name: data ?? '' },
  }));
};

/** Which parts of a parameter hold text that cannot be looked for; of a body this is known when it is read. */
const unstorable = (value: unknown, { type }: ArgumentMetadata): readonly DoorRefusal[] => {
  if (type !== 'query' && type !== 'param') return [];
  const texts: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : [['', value]];
  return texts
    .filter(([name, text]) => isUnstorable(name) || [text].flat().some((one) => typeof one === 'string' && isUnstorable(one)))
    .map(([name]) => ({ refused: 'input.unstorable_text', pointer: `/${name}` }));
};

/** Checks whatever carries a schema, and hands on what the domain takes. */
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata & { schema?: unknown }): unknown {
    const { schema, type } = metadata;
    if (!(schema instanceof z.ZodType)) return value;
    const lost = unstorable(value, metadata);
    if (lost.length > 0) throw problem('input.invalid', { also: placed(lost, metadata) });
    const parsed = schema.safeParse(type === 'body' && value === undefined ? {} : value, { reportInput: true });
    if (!parsed.success) throw problem('input.invalid', { also: placed(faultsOf(parsed.error.issues), metadata) });
    return toInside(schema, parsed.data);
  }
}
