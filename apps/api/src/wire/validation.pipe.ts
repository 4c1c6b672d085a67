import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { problem } from '../http/problem-error.js';
import { faultsOf } from './faults.js';
import { toInside } from './to-inside.js';

/** Checks whatever carries a schema, and hands on what the domain takes. */
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { schema, type }: ArgumentMetadata & { schema?: unknown }): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    const parsed = schema.safeParse(type === 'body' && value === undefined ? {} : value, { reportInput: true });
    if (!parsed.success) throw problem('input.invalid', { also: faultsOf(parsed.error.issues) });
    return toInside(schema, parsed.data);
  }
}
